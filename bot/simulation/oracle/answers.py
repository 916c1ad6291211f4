"""Rule 10: whatever somebody does, at any time, they get an answer or a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.simulation.oracle.evidence import Evidence, Found

ASKS: Final = frozenset({"text", "tap", "media", "file"})
SOON: Final = timedelta(minutes=1)  # an answer may be sent again after Telegram's was lost


def answered(evidence: Evidence) -> Iterator[Found]:
    """Return what was done and met with nothing: no message, no toast, nothing passed on to a human."""
    causes = {arrival.cause for arrival in evidence.transcript.arrivals}
    for number, act in enumerate(evidence.transcript.acts):
        if act.said.value not in ASKS or act.taken_at is None or act.toast or number in causes:
            continue
        if not evidence.is_let_in(act.chat, act.taken_at):
            continue
        soon = act.taken_at + SOON
        if not any(act.taken_at <= arrival.at <= soon for arrival in evidence.arrivals_of[act.chat]):
            what = act.text or act.data or act.media
            yield Found("10", act.taken_at, act.chat, f"no answer to {act.said.value} {what!r}")
