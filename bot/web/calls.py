"""Whom to call today and what to say; and the letters, to be printed."""

from __future__ import annotations

from bot.domain.people import Contact, Person
from bot.handlers import call_list, cards
from bot.handlers.visit import Visit
from bot.ports import Kind
from bot.storage.activities import occurrence_by_id
from bot.storage.calls import Call
from bot.storage.people import organisation_by_id
from bot.web.html import Html, el, lines, several
from bot.web.pages import PREFIX, Asked, GoTo, Shown, does, shows

Item = tuple[Call, Person, Contact]


@shows("/calls")
def calls(asked: Asked) -> Shown:
    """Show what is to be said now, the most urgent first, with one press for each answer."""
    _, items = asked.visit._, _items(asked.visit)
    spoken = [item for item in items if item[2].mode == "phone"]
    written = [item for item in items if item[2].mode == "letter"]
    for _call, person, _contact in items:
        call_list.look(asked.visit, person, "calls")
    parts = [
        el("ol", *[_to_call(asked, *item) for item in spoken], class_="cards") if spoken else None,
        None if items else el("p", _("There is nobody to call now.")),
    ]
    if written:
        to_print = el("p", el("a", _("Letters to print"), href=f"{PREFIX}/letters"))
        cards_ = el("ol", *[_to_write(asked, *item) for item in written], class_="cards")
        parts += [el("h2", _("Letters")), to_print, cards_]
    return Shown(_("Call list"), several(*parts))


@does("/calls/{number}")
def answered(asked: Asked) -> GoTo | None:
    """Tick what was answered."""
    found = call_list.answer(asked.visit, asked.number, asked.form.get("word", ""))
    return GoTo("/calls", found) if found else None


@shows("/letters")
def letters(asked: Asked) -> Shown:
    """Show each letter that waits on a page of its own."""
    visit, _ = asked.visit, asked.visit._
    items = [item for item in _items(visit) if item[2].mode == "letter"]
    for _call, person, _contact in items:
        call_list.look(visit, person, "calls")
    nothing = None if items else el("p", _("There are no letters to print now."))
    return Shown(_("Letters"), several(*[_letter(visit, *item) for item in items], nothing), bare=True)


def _items(visit: Visit) -> list[Item]:
    found = ((call, call_list.known(visit, call.person)) for call in call_list.waiting(visit))
    return [(call, *them) for call, them in found if them]


def _to_call(asked: Asked, call: Call, person: Person, contact: Contact) -> Html:
    _ = asked.visit._
    answers = [("yes", _("Yes"), ""), ("no", _("No"), ""), ("missed", _("Nobody answered"), "quiet")]
    if call.kind is Kind.CHANGE and not _is_on(asked.visit, call):
        answers = [("yes", _("Told"), ""), ("missed", _("Nobody answered"), "quiet")]
    answers.append(("later", _("Call again tomorrow"), "quiet"))
    number = "".join(c for c in contact.phone if c.isdigit() or c == "+")
    tries = _.count("Tried {n} time.", "Tried {n} times.", call.tries)
    return el(
        "li",
        _heading(asked.visit, call, person),
        el("p", el("a", contact.phone, href=f"tel:{number}"), " ", tries if call.tries else None),
        el("blockquote", lines(call.message.text)),
        _answers(asked, call, answers),
    )


def _to_write(asked: Asked, call: Call, person: Person, contact: Contact) -> Html:
    _ = asked.visit._
    return el(
        "li",
        _heading(asked.visit, call, person),
        el("p", lines(contact.address)),
        el("blockquote", lines(call.message.text)),
        _answers(asked, call, [("sent", _("Sent"), "")]),
    )


def _heading(visit: Visit, call: Call, person: Person) -> Html:
    _ = visit._
    date = occurrence_by_id(visit.tx, call.occurrence) if call.occurrence else None
    about = (
        f"{_(call_list.WHY[call.kind])}: {cards.title(date.activity)}"
        if date
        else _(call_list.WHY[call.kind])
    )
    until = _("Before {when}.", when=_.when(call.expires_at))
    name = el("a", person.first_name or _("Somebody"), href=f"{PREFIX}/people/{person.id}")
    return several(el("h3", name), el("p", about, ". ", el("span", until, class_="soft")))


def _answers(asked: Asked, call: Call, answers: list[tuple[str, str, str]]) -> Html:
    buttons = [
        el("button", label, name="word", value=word, class_=class_ or False)
        for word, label, class_ in answers
    ]
    return asked.act(f"/calls/{call.id}", *buttons, class_="row")


def _letter(visit: Visit, call: Call, person: Person, contact: Contact) -> Html:
    _ = visit._
    house = organisation_by_id(visit.tx, person.organisation)
    reply = _("Call {phone} to answer, or write back to us.", phone=house.phone) if house.phone else None
    return el(
        "section",
        el("p", person.first_name, el("br"), lines(contact.address)),
        el("p", _.date(visit.now)),
        el("p", lines(call.message.text)),
        el("p", reply),
        el("p", house.name),
        class_="letter",
    )


def _is_on(visit: Visit, call: Call) -> bool:
    date = occurrence_by_id(visit.tx, call.occurrence) if call.occurrence else None
    return bool(date and date.on)
