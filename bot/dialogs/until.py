"""How long somebody would like to be left in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from bot.dialogs.choice import turned, turning
from bot.dialogs.dialogue import (
    PAGE,
    Dialogue,
    Draft,
    Json,
    Question,
    Reading,
    Retry,
    Rows,
    Tap,
    Typed,
    script,
    written,
)
from bot.dialogs.questions import Today
from bot.i18n import N_
from bot.language.until import read_until

DAYS: Final = 28  # offered as buttons
A_PAGE: Final = 7


class Day(Question[date]):
    """A day after ``today``, written as people say it or pressed; what is logged is the day itself."""

    unknown = N_("I cannot find a day there. Write for example “Monday” or “5 January”, or press a day.")

    def __init__(
        self,
        key: str,
        text: str,
        today: datetime,
        parse: Callable[[str, datetime], date | None] = read_until,
    ) -> None:
        self.key, self.text, self.today, self.parse = key, text, today, parse
        self.help, self.skip = "", False

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Return the day."""
        if isinstance(event, Typed):
            found = self.parse(written(event, _), self.today)
            if found is None:
                raise Retry
            return {"d": found.isoformat()}
        if event.value.startswith(PAGE):
            return turned(event.value, draft, DAYS // A_PAGE)
        if event.value not in {day.isoformat() for day in self._days()}:
            raise Retry
        return {"d": event.value}

    def read(self, raw: Json) -> date:
        """Return the day."""
        if "d" not in raw:
            raise Retry
        return date.fromisoformat(raw["d"])

    def rows(self, draft: Draft, _: Reading) -> Rows:
        """Show a week of days at a time."""
        page = self._days()[draft.page * A_PAGE : (draft.page + 1) * A_PAGE]
        return [[(_label(day, _), day.isoformat())] for day in page] + turning(draft.page, DAYS // A_PAGE, _)

    def _days(self) -> list[date]:
        return [self.today.date() + timedelta(days=n) for n in range(1, DAYS + 1)]


def _label(day: date, _: Reading) -> str:
    label = _.day(day)
    return label[:1].upper() + label[1:]


@script("until")
async def until(d: Dialogue) -> date:
    """Return the first day on which we may write again."""
    today = await Today()
    return await Day("day", d._("On which day may I write again? Write it, or choose here."), today)
