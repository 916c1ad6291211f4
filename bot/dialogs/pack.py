"""The questions of a pack, one at a time: each may be passed over, and all of them left."""

from __future__ import annotations

from typing import Final

from bot.dialogs.choice import Choice
from bot.dialogs.dialogue import Dialogue, Draft, Json, Reading, Rows, script
from bot.dialogs.questions import Option

LEAVE: Final = "-"  # no answer may be called so


class Scale(Choice[str | None]):
    """All answers on one page: to leaf through a scale would change it."""

    def rows(self, draft: Draft, _: Reading) -> Rows:  # noqa: ARG002 - there is one page
        """Show every answer, one in a row."""
        return [[(option.label, option.id)] for option in self.options]


@script("pack")
async def pack(
    d: Dialogue, *, questionnaire: int, intro: str, questions: list[Json]
) -> tuple[int, dict[str, str] | None]:
    """Return whose answers these are, and the answers by question; none if it was left.

    The wording is in the arguments: what somebody has begun is finished in the words it began in.
    """
    _ = d._
    if intro:
        d.say(intro)
    answers: dict[str, str] = {}
    for n, question in enumerate(questions, 1):
        place = _("Question {n} of {count}.", n=n, count=len(questions))
        options = [Option(key, label, key) for key, label in question["options"]]
        options.append(Option(LEAVE, _("Leave it"), LEAVE))
        said = await Scale(question["key"], f"{place}\n{question['text']}", options, skip=True)
        if said == LEAVE:
            return questionnaire, None
        if said is not None:
            answers[question["key"]] = said
    return questionnaire, answers
