"""Judges a transcript by PRODUCT.md, section 6, counted anew: nothing of the bot's own rules is asked."""

from __future__ import annotations

from typing import Final

from bot.simulation.oracle import answers, reminding, secrets, unasked, wording
from bot.simulation.oracle.evidence import RULES, Evidence, Found

JUDGES: Final = (
    unasked.little,
    unasked.explained,
    unasked.obeyed,
    reminding.timely,
    reminding.punctual_changes,
    reminding.sensible,
    reminding.nothing_forgotten,
    wording.brief,
    wording.dated,
    wording.steady,
    wording.kind,
    secrets.no_cpr,
    secrets.first_names,
    answers.answered,
)


def judge(evidence: Evidence) -> list[Found]:
    """Return every breach, the earliest first."""
    found = [one for judge_ in JUDGES for one in judge_(evidence)]
    return sorted(found, key=lambda one: (one.at, one.rule, one.chat, one.why))


def counted(found: list[Found]) -> dict[str, int]:
    """Return how often each rule was broken."""
    return {rule: sum(one.rule == rule for one in found) for rule in RULES}
