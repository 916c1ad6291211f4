"""When something is: written as people say it, or a day and then an hour by button."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Literal, TypeVar, overload

from bot.dialogs.choice import turned, turning
from bot.dialogs.dialogue import (
    PAGE,
    Draft,
    Effect,
    Json,
    Question,
    Reading,
    Retry,
    Rows,
    Tap,
    Typed,
    written,
)
from bot.i18n import N_
from bot.language.dates import Problem, read_when
from bot.language.dates import When as Moment

T = TypeVar("T")
DAYS: Final = 14  # offered as buttons
DAYS_A_PAGE: Final = 7
HOURS: Final = range(8, 21)
HOURS_A_ROW: Final = 3
_ANOTHER_DAY: Final = "d"
_ONLY_A_CLOCK: Final = re.compile(
    r"(?:kl\.?\s*|klokken\s+|at\s+)?(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Today(Effect[datetime]):
    """What the clock on the reader's wall shows, without zone; perform it as ISO text."""

    def read(self, raw: Json) -> datetime:
        """Return the time on the wall."""
        return datetime.fromisoformat(raw).replace(tzinfo=None)


class When(Question[T]):
    """A time on the wall after ``today``: what is logged is the moment, since "tomorrow" would move."""

    unknown = N_("I cannot find a date there. Write for example “Thursday 3 December at 14.30”.")

    @overload
    def __init__(
        self: When[Moment],
        key: str,
        text: str,
        today: datetime,
        parse: Callable[[str, datetime], Moment | Problem] = ...,
        help: str = ...,
        *,
        skip: Literal[False] = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: When[Moment | None],
        key: str,
        text: str,
        today: datetime,
        parse: Callable[[str, datetime], Moment | Problem] = ...,
        help: str = ...,
        *,
        skip: Literal[True],
    ) -> None: ...

    def __init__(
        self,
        key: str,
        text: str,
        today: datetime,
        parse: Callable[[str, datetime], Moment | Problem] = read_when,
        help: str = "",  # noqa: A002 - the word the scripts use
        *,
        skip: bool = False,
    ) -> None:
        self.key, self.text, self.today, self.parse = key, text, today.replace(tzinfo=None), parse
        self.help, self.skip = help, skip

    def take(self, event: Tap | Typed, draft: Draft, _: Reading) -> Json | Draft:
        """Return the moment, or the day that an hour is still to be chosen for."""
        if isinstance(event, Typed):
            return self._written(written(event, _), draft, _)
        value = event.value
        if value.startswith(PAGE):
            return turned(value, draft, len(self._days()) // DAYS_A_PAGE)
        if value == _ANOTHER_DAY:
            return draft._replace(ticked=())
        if value in {f"d{day.isoformat()}" for day in self._days()}:
            return draft._replace(ticked=(value[1:],))
        offered = {_iso(hour): hour for day in self._days() for hour in self._hours(day)}
        if value not in offered:
            raise Retry
        return _raw(Moment(offered[value]))

    def read(self, raw: Json) -> T:
        """Return the moment; Retry if it has passed meanwhile."""
        if "w" not in raw:
            raise Retry
        start, end, rrule = raw["w"]
        moment: Any = Moment(
            datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None, rrule
        )
        if moment.start <= self.today:
            raise Retry
        value: T = moment  # what the overloads say T is
        return value

    def rows(self, draft: Draft, _: Reading) -> Rows:
        """Show a week of days; once one is chosen, its hours."""
        chosen = self._chosen(draft)
        if not chosen:
            page = self._days()[draft.page * DAYS_A_PAGE : (draft.page + 1) * DAYS_A_PAGE]
            days = [[(_day_label(day, _), f"d{day.isoformat()}")] for day in page]
            return days + turning(draft.page, DAYS // DAYS_A_PAGE, _)
        hours = [(_.time(hour.replace(tzinfo=_.zone)), _iso(hour)) for hour in self._hours(chosen)]
        grid = [hours[at : at + HOURS_A_ROW] for at in range(0, len(hours), HOURS_A_ROW)]
        return [*grid, [(_("Another day"), _ANOTHER_DAY)]]

    def _written(self, text: str, draft: Draft, _: Reading) -> Json:
        hour = self._hour_alone(text, draft)
        read = Moment(hour) if hour else self.parse(text, self.today)
        if isinstance(read, Problem):
            raise Retry(_sorry(read, _))
        if read.start <= self.today:
            raise Retry(_sorry(Problem("past"), _))
        return _raw(read)

    def _hour_alone(self, text: str, draft: Draft) -> datetime | None:
        """Read a clock without a day as of the day that is ticked."""
        day, said = self._chosen(draft), _ONLY_A_CLOCK.fullmatch(text)
        if day is None or said is None:
            return None
        hour, minute = int(said["hour"]), int(said["minute"] or 0)
        return (
            datetime.combine(day, time(hour, minute)) if hour in range(24) and minute in range(60) else None
        )

    def _chosen(self, draft: Draft) -> date | None:
        """Return the day that is ticked, if it is still offered."""
        return next((day for day in self._days() if (day.isoformat(),) == draft.ticked), None)

    def _days(self) -> list[date]:
        """Return the days to choose from: today only while an hour of it is left."""
        first = self.today.date() + timedelta(days=self.today.hour >= HOURS[-1])
        return [first + timedelta(days=n) for n in range(DAYS)]

    def _hours(self, day: date) -> list[datetime]:
        hours = (datetime.combine(day, time(hour)) for hour in HOURS)
        return [hour for hour in hours if hour > self.today]


def _iso(hour: datetime) -> str:
    return hour.isoformat(timespec="minutes")


def _raw(moment: Moment) -> Json:
    return {"w": [moment.start.isoformat(), moment.end.isoformat() if moment.end else None, moment.rrule]}


def _sorry(problem: Problem, _: Reading) -> str:
    """Say what was wrong, and when it may be meant; nothing if no more is known than that."""
    meant = _.when(problem.suggestion.replace(tzinfo=_.zone)) if problem.suggestion else ""
    if meant:
        return _("I am not sure when that is. Do you mean {when}? Then write that.", when=meant)
    if problem.kind == "past":
        return _("That time has passed. Write a time that is still to come.")
    return ""


def _day_label(day: date, _: Reading) -> str:
    label = _.day(day)
    return label[:1].upper() + label[1:]
