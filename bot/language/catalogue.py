"""The catalogues: ``python -m bot.language.catalogue check | report | update [--from PAIRS.tsv ...]``.

A translator is always called ``_`` (``_("text {name}", name=...)``, ``_.count(one, many, n)``), or ``told``
when it speaks to somebody else; ``N_`` marks a text that is translated later.  The msgid is the English
text; Danish is written by people.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.i18n import DOMAIN, LANGUAGES, LOCALES
from bot.language.extract import Text, Unreadable, texts_in
from bot.language.lix import read
from bot.language.readers import is_card, reader_of
from bot.language.rules import FORBIDDEN, Reader, broken, broken_on_button, filled, places

ROOT: Final = LOCALES.parent
CODE: Final = ROOT / "bot"
TEMPLATE: Final = LOCALES / "bot.pot"
EASY: Final = 28.0  # LIX that the whole citizen catalogue stays within
FORMS: Final = 2
# These headers change by themselves or name somebody; a file that is compared holds neither.
_RESTLESS: Final = (
    "POT-Creation",
    "PO-Revision",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid",
    "Generated",
)


def main(arguments: list[str] | None = None) -> int:
    """Run one of the commands; 1 if something is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.language.catalogue", description="Our texts and their Danish."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="tell what is missing, stale or against the rules")
    commands.add_parser("report", help="tell how easy our Danish is to read")
    updating = commands.add_parser("update", help="extract from the code and merge into the catalogues")
    updating.add_argument("--from", dest="pairs", type=Path, nargs="*", default=[], help="msgid<TAB>Danish")
    chosen = parser.parse_args(arguments)
    try:
        texts = texts_in(CODE, ROOT)
    except Unreadable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    lines = {"check": lambda: check(texts), "report": lambda: report(texts)}.get(chosen.command)
    if lines is None:
        update(texts, chosen.pairs)
        return 0
    told = list(lines())
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 1 if told and chosen.command == "check" else 0


def update(texts: dict[str, Text], pairs: list[Path]) -> None:
    """Write the template anew and merge it, with Danish from files of pairs, into every catalogue."""
    danish = {msgid: said for path in pairs for msgid, said in _pairs(path)}
    TEMPLATE.write_text(_written(_template(texts)), encoding="utf-8")
    for language in LANGUAGES:
        path = _path(language)
        known = _read(path, language)
        fresh = Catalog(locale=language, domain=DOMAIN, project=DOMAIN, charset="utf-8", fuzzy=False)
        for message in _template(texts):
            if message.id:
                fresh.add(message.id, _said(message, language, known, danish), locations=message.locations)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(fresh), encoding="utf-8")


def check(texts: dict[str, Text]) -> Iterator[str]:
    """Tell each thing that is wrong, a line each."""
    if not TEMPLATE.exists() or TEMPLATE.read_text(encoding="utf-8") != _written(_template(texts)):
        yield "locales/bot.pot is not what the code says: run `make catalogues`"
    for language in LANGUAGES:
        known = _read(_path(language), language)
        for msgid, text in texts.items():
            message = known.get(msgid)
            yield from (f"{language}: {msgid!r}: {wrong}" for wrong in _wrong(message, msgid, text))
        unused = [m.id for m in known if m.id and _key(m) not in texts]
        yield from (f"{language}: {msgid!r}: no longer said" for msgid in unused)
    for msgid, text, form in _danish(texts):
        reader = reader_of(text.files)
        yield from (f"da: {msgid!r}: {rule}" for rule in broken(form, reader, card=is_card(text.files)))
        if text.button:
            yield from (f"da: {msgid!r}: {rule}" for rule in broken_on_button(form))


def report(texts: dict[str, Text]) -> Iterator[str]:
    """Tell how the Danish of each reader reads, in figures."""
    said = list(_danish(texts))
    for reader in Reader:
        mine = [filled(form) for _, text, form in said if reader_of(text.files) is reader and not text.button]
        if mine:
            reading = read(mine)
            goal = f" (goal {EASY:.0f})" if reader is Reader.CITIZEN else ""
            longest = max(map(len, mine))
            counted = f"{len(mine)} texts, {reading.words} words, LIX {reading.lix:.1f}{goal}"
            yield f"{reader}: {counted}, longest {longest}"
    kind = [form for _, text, form in said if reader_of(text.files) is not Reader.COORDINATOR]
    negative = sum("a question in the negative" in broken(form, Reader.COORDINATOR) for _, _, form in said)
    yield f"questions in the negative: {negative}"
    yield f"forbidden words: {sum(word in form.casefold() for form in kind for word in FORBIDDEN)}"


def _wrong(message: Message | None, msgid: str, text: Text) -> Iterator[str]:
    forms = _forms(message)
    if message is None or not forms or not all(forms):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    if text.plural and len(forms) != FORMS:
        yield "a plural form is missing"
    wanted = places(msgid) | places(text.plural)
    for form in forms:
        given = places(form)
        missing = wanted - given - ({"n"} if text.plural else set())
        if missing or given - wanted:
            yield f"other places than in the text: {', '.join(sorted(missing | (given - wanted)))}"


def _danish(texts: dict[str, Text]) -> Iterator[tuple[str, Text, str]]:
    known = _read(_path("da"), "da")
    for msgid, text in texts.items():
        for form in _forms(known.get(msgid)):
            if form:
                yield msgid, text, form


def _forms(message: Message | None) -> tuple[str, ...]:
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _template(texts: dict[str, Text]) -> Catalog:
    catalog = Catalog(domain=DOMAIN, project=DOMAIN, charset="utf-8", fuzzy=False)
    for msgid, text in sorted(texts.items(), key=lambda pair: (min(pair[1].files), pair[0])):
        places_ = [(file, 0) for file in sorted(text.files)]
        catalog.add((msgid, text.plural) if text.plural else msgid, locations=places_)
    return catalog


def _said(message: Message, language: str, known: Catalog, danish: dict[str, str]) -> str | tuple[str, ...]:
    """Return what a catalogue says: English as the code has it, Danish as given or as it was."""
    if language == "en":
        return message.id if isinstance(message.id, str) else tuple(message.id)
    forms = _forms(known.get(_key(message)))
    if isinstance(message.id, str):
        return danish.get(message.id) or next(iter(forms), "")
    one, many = message.id
    together = danish.get(f"{one}|{many}", "").split("|")
    if len(together) == FORMS:
        return tuple(together)
    given = tuple(danish.get(msgid, "") for msgid in (one, many))
    return given if all(given) else (forms or ("", ""))


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        msgid, tab, said = line.replace("\\n", "\n").partition("\t")
        if tab and said.strip():
            yield msgid, said.rstrip("\t ")


def _path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)


def _written(catalog: Catalog) -> str:
    """Return the file of a catalogue, without what would differ from one day to the next."""
    file = io.BytesIO()
    catalog.header_comment = "# Følgeskab: its texts."
    write_po(file, catalog, width=100, include_lineno=False, ignore_obsolete=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.lstrip('"').startswith(_RESTLESS))


if __name__ == "__main__":
    raise SystemExit(main())
