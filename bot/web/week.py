"""The first page: what lies before each organisation in seven days."""

from __future__ import annotations

from bot.domain.activity import Occurrence
from bot.handlers import cards
from bot.handlers.overview import figures, missing_at
from bot.handlers.visit import Visit
from bot.storage.people import organisation_by_id
from bot.web.html import Html, el, several
from bot.web.pages import Asked, Shown, shows


@shows("")
def week(asked: Asked) -> Shown:
    """Show dates with free seats and missing volunteers, and who waits; numbers only."""
    visit = asked.visit
    own = sorted(visit.known().coordinates)
    return Shown(visit._("The week"), several(*[_of(visit, id_) for id_ in own]))


def _of(visit: Visit, organisation: int) -> Html:
    _ = visit._
    found = figures(visit.tx, organisation, visit.now)
    counted = [
        (_("Activities"), len(found.dates)),
        (_("Free seats"), found.seats),
        (_("Shifts without a volunteer"), found.missing),
        (_("Waiting for an answer"), found.waiting),
    ]
    rows = [el("div", el("dt", name), el("dd", str(n))) for name, n in counted]
    dates = el("ul", *[_date(visit, date) for date in found.dates], class_="cards") if found.dates else None
    nothing = None if found.dates else el("p", _("Nothing is planned in the next seven days."))
    name = organisation_by_id(visit.tx, organisation).name
    return el("section", el("h2", name), el("dl", *rows, class_="figures"), dates, nothing)


def _date(visit: Visit, date: Occurrence) -> Html:
    _ = visit._
    missing = missing_at(visit.tx, date)
    lacks = _.count("{n} shift has no volunteer.", "{n} shifts have no volunteer.", missing)
    seats = _("{taken} of {seats} seats are taken.", taken=date.taken, seats=date.capacity)
    return el(
        "li",
        el("h3", cards.title(date.activity)),
        el("p", _.when(date.starts_at), ", ", date.activity.place),
        el("p", seats, " ", el("strong", lacks) if missing else None),
    )
