"""Papers that a kommune or a forening needs, as drafts in Danish, filled from the settings.

They say what this program does; what only a human can decide stands at the end of each.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Final

from bot.config import Settings
from bot.domain import retention
from bot.refusal import Refused

HERE: Final = Path(__file__).parent
MISSING: Final = "**[SKAL UDFYLDES: {what}]**"
CHECK: Final = "**[TJEK]**"
BASIS: Final = {
    "kommune": (
        "artikel 6, stk. 1, litra e, om opgaver i samfundets interesse, med databeskyttelseslovens § 6; "
        f"opgaven selv fx i ældrelovens §§ 6-7 eller servicelovens §§ 10, 12, 18 og 79 {CHECK}. At være med "
        "er frivilligt og vælges for sig. Grundlag efter artikel 9 for svar på, hvordan det går: "
        f"{MISSING.format(what='artikel 9, stk. 2')}"
    ),
    "forening": (
        "artikel 6, stk. 1, litra a, om samtykke; for svar på, hvordan det går, udtrykkeligt samtykke efter "
        f"artikel 9, stk. 2, litra a {CHECK}"
    ),
}
SHORT: Final = {"kommune": "artikel 6, stk. 1, litra e", "forening": "artikel 6, stk. 1, litra a, samtykke"}
PLAIN: Final = {
    "kommune": "Kommunen må det, fordi det hører til dens opgaver, og fordi du selv har valgt at være med.",
    "forening": "Vi må det, fordi du har sagt ja.",
}


def write(settings: Settings, folder: Path, today: date) -> list[str]:
    """Write every paper into a folder; return a line for each.  What somebody has written there stays."""
    known = _fields(settings, today)
    papers = {path.name: _filled(path, settings, known) for path in sorted(HERE.glob("*.md"))}
    if there := [name for name in papers if (folder / name).exists()]:
        raise Refused(f"{folder / there[0]} is there already: name another folder, and compare")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in papers.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}") from error
    return [
        f"{folder / name}: {text.count('SKAL UDFYLDES')} to fill in, {text.count('- [ ]')} to decide"
        for name, text in papers.items()
    ]


def _filled(path: Path, settings: Settings, known: dict[str, str]) -> str:
    """Keep the lines for this kind of controller, and fill the gaps."""
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, bar, rest = line.partition("| ")
        if bar and kind in SHORT:
            lines += [rest] if kind == settings.controller_type else []
        else:
            lines.append(line)
    return "\n".join(lines).format_map(known) + "\n"


def _fields(settings: Settings, today: date) -> dict[str, str]:
    kind, must_keep = settings.controller_type, settings.must_keep.rstrip(".")
    hosting = settings.hosting.rstrip(".")
    on_file = settings.database.startswith("sqlite:///")
    nobody = "ingen; en forening har kun en, hvis den skal" if kind == "forening" else ""
    return {
        "today": f"{today.day}.{today.month}.{today.year}",
        "controller": settings.controller or _missing("controller"),
        "controller_name": settings.controller.partition(",")[0] or _missing("controller"),
        "contact": settings.controller_contact or _missing("controller_contact"),
        "dpo": settings.dpo or nobody or _missing("dpo"),
        "dpo_line": f" Vores databeskyttelsesrådgiver: {settings.dpo}." if settings.dpo else "",
        "hosting": hosting or "den dataansvarlige selv",
        "hosting_line": f" {hosting} driver maskinen for os." if hosting else "",
        "must_keep": must_keep or f"intet {CHECK}",
        "must_keep_line": f" Efter loven gemmer vi uden for samtalen: {must_keep}." if must_keep else "",
        "reads_at": settings.reads_at or _missing("reads_at"),
        "phone": settings.phone or _missing("phone"),
        "web": settings.web or _missing("web"),
        "basis": BASIS[kind],
        "basis_short": SHORT[kind],
        "basis_plain": PLAIN[kind],
        "database": "en fil på maskinen (SQLite)" if on_file else "en server (PostgreSQL)",
        "wiped": "" if on_file else ", på PostgreSQL først når serveren rydder op",
        "data_dir": os.fspath(settings.data_dir),
        "backups": _backups(settings),
        "backup_days": str(retention.BACKUPS.days),
        "answers": str(retention.ANSWERS.days),
        "absences": str(retention.ABSENCES.days),
        "packs": str(retention.PACKS.days),
        "words": str(retention.WORDS.days),
        "rows": str(retention.ROWS.days),
        "updates": f"{retention.UPDATES.total_seconds() / 3600:.0f}",
    }


def _missing(setting: str) -> str:
    return MISSING.format(what=f"BOT_{setting.upper()}")


def _backups(settings: Settings) -> str:
    if settings.backup_dir is None:
        return f"tjenesten laver ingen selv {MISSING.format(what='hvem laver dem, og hvor ligger de')}"
    sealed = "krypteret" if settings.backup_encrypt else f"ikke krypteret {CHECK}"
    return f"hver {settings.backup_hours}. time, de nyeste {settings.backup_keep}, {sealed}"
