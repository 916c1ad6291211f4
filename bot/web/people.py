"""People without a chat: written down, reached, signed up; their numbers stand on these pages only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.interests import INTERESTS
from bot.domain.people import Contact, Person
from bot.handlers import call_list, cards, own_data
from bot.handlers.call_list import CONSENT, Told
from bot.handlers.visit import Visit
from bot.i18n import N_
from bot.language.fold import HIDDEN, clean_name
from bot.storage.activities import occurrence_by_id, occurrences_of_organisation, signups_of_person
from bot.storage.people import interests_of
from bot.web.html import Html, el, lines, several
from bot.web.pages import PREFIX, Asked, GoTo, Shown, does, shows

AHEAD: Final = timedelta(days=28)
FEWEST, MOST = 8, 15  # digits of a telephone number
LONGEST: Final = 300  # characters of an address
AREA: Final = 60
MODES: Final = MappingProxyType({"phone": N_("We call"), "letter": N_("We write a letter")})
SAID_BY: Final = MappingProxyType(
    {
        "met": N_("Themselves, face to face"),
        "called": N_("Themselves, on the phone"),
        "wrote": N_("Themselves, in writing"),
        "guardian": N_("Their guardian"),
    }
)
WRONG: Final = MappingProxyType(
    {
        "name": N_("Write a first name."),
        "phone": N_("Write the telephone number, with eight digits or with + and the country."),
        "address": N_("Write the address to send letters to."),
        "mode": N_("Choose whether we call or write."),
        "said_by": N_("Choose how they said yes. Without a yes we write nobody down."),
        "said_on": N_("Write the day of the yes. It cannot be later than today."),
        "cpr": N_("That looked like a CPR number. It was not kept. Please leave it out."),
    }
)


@shows("/people")
def everybody(asked: Asked) -> Shown:
    """Show by first name who is without a chat."""
    _ = asked.visit._
    found = call_list.people(asked.visit)
    rows = [el("li", el("a", p.first_name, href=f"{PREFIX}/people/{p.id}"), " ", p.area) for p in found]
    return Shown(
        _("People without Telegram"),
        several(
            el("p", el("a", _("Write somebody down"), href=f"{PREFIX}/people/new")),
            el("ul", *rows, class_="cards") if rows else el("p", _("Nobody is written down yet.")),
        ),
    )


@shows("/people/new")
def new(asked: Asked) -> Shown:
    """Show the form on which somebody is written down."""
    return _form(asked, asked.visit._("Write somebody down"), "/people/new", {"said_on": _today(asked)}, [])


@does("/people/new")
def register(asked: Asked) -> Shown | GoTo | None:
    """Write somebody down, or show what is missing."""
    told, wrong = _told(asked)
    if told is None:
        return _form(asked, asked.visit._("Write somebody down"), "/people/new", asked.form, wrong)
    person = call_list.register(asked.visit, told)
    return GoTo(f"/people/{person.id}", "registered") if person else None


@shows("/people/{number}")
def one(asked: Asked) -> Shown | None:
    """Show how to reach somebody, what they come to, and what they could come to."""
    them = call_list.known(asked.visit, asked.number)
    if them is None:
        return None
    person, contact = them
    call_list.look(asked.visit, person)
    return Shown(
        person.first_name,
        several(_reached(asked, person, contact), _dates(asked, person), _leaving(asked, person)),
    )


@shows("/people/{number}/correct")
def correcting(asked: Asked) -> Shown | None:
    """Show the form filled in."""
    them = call_list.known(asked.visit, asked.number)
    if them is None:
        return None
    person, contact = them
    call_list.look(asked.visit, person)
    wishes = {f"wish_{word}": "1" for word in interests_of(asked.visit.tx, person.id, "wish")}
    form = {
        "name": person.first_name,
        "mode": contact.mode,
        "phone": contact.phone,
        "address": contact.address,
        "said_by": contact.said_by,
        "said_on": contact.said_on,
        "area": person.area,
        **wishes,
    }
    return _form(asked, asked.visit._("Correct"), f"/people/{person.id}/correct", form, [])


@does("/people/{number}/correct")
def correct(asked: Asked) -> Shown | GoTo | None:
    """Write down what has changed."""
    if call_list.known(asked.visit, asked.number) is None:
        return None
    told, wrong = _told(asked)
    path = f"/people/{asked.number}"
    if told is None:
        return _form(asked, asked.visit._("Correct"), f"{path}/correct", asked.form, wrong)
    call_list.correct(asked.visit, asked.number, told)
    return GoTo(path, "corrected")


@does("/people/{number}/part")
def part(asked: Asked) -> GoTo | None:
    """Sign somebody up, or off."""
    date_ = asked.form.get("date", "")
    if not date_.isascii() or not date_.isdigit() or len(date_) > MOST:
        return None
    act = call_list.sign_off if asked.form.get("word") == "off" else call_list.sign_up
    return _to(asked, act(asked.visit, asked.number, int(date_)))


@does("/people/{number}/stop")
def stop(asked: Asked) -> GoTo | None:
    """Ask them about nothing new."""
    return _to(asked, call_list.stop(asked.visit, asked.number))


@does("/people/{number}/on")
def go_on(asked: Asked) -> GoTo | None:
    """Undo that."""
    return _to(asked, call_list.go_on(asked.visit, asked.number))


@shows("/people/{number}/data")
def data(asked: Asked) -> Shown | None:
    """Show all that is kept about somebody, to be printed for them."""
    them = call_list.known(asked.visit, asked.number)
    if them is None:
        return None
    call_list.look(asked.visit, them[0])
    text = own_data.readable(call_list.for_them(asked.visit, them[0]))
    title = asked.visit._("All that is kept about {citizen}", citizen=them[0].first_name)
    return Shown(title, several(el("h1", title), el("p", lines(text))), bare=True)


@shows("/people/{number}/erase")
def ask_erase(asked: Asked) -> Shown | None:
    """Ask before somebody is deleted."""
    them = call_list.known(asked.visit, asked.number)
    if them is None:
        return None
    _, id_ = asked.visit._, them[0].id
    text = _(
        "Everything about them is deleted, and it cannot be undone. Their seats become free, and nothing "
        "more is on the call list. Do it when they ask for it, have moved, or are dead."
    )
    delete = asked.act(f"/people/{id_}/erase", el("button", _("Delete everything")))
    keep = el("a", _("Keep"), href=f"{PREFIX}/people/{id_}")
    title = _("Delete {citizen}?", citizen=them[0].first_name)
    return Shown(title, several(el("p", text), el("div", delete, keep, class_="row")))


@does("/people/{number}/erase")
def erase(asked: Asked) -> GoTo | None:
    """Delete somebody."""
    found = call_list.erase(asked.visit, asked.number)
    return GoTo("/people", found) if found else None


def _to(asked: Asked, said: str | None) -> GoTo | None:
    return GoTo(f"/people/{asked.number}", said) if said else None


def _reached(asked: Asked, person: Person, contact: Contact) -> Html:
    _, path = asked.visit._, f"{PREFIX}/people/{person.id}"
    said_on = _.date(date.fromisoformat(contact.said_on))
    facts = [
        (_("How"), _(MODES[contact.mode])),
        (_("Telephone"), contact.phone),
        (_("Address"), contact.address),
        (_("Area"), person.area),
        (_("Said yes"), f"{_(SAID_BY[contact.said_by])}, {said_on}"),
    ]
    rows = [part for name, fact in facts if fact for part in (el("dt", name), el("dd", lines(fact)))]
    links = [
        el("a", _("Correct"), href=f"{path}/correct"),
        " · ",
        el("a", _("All that is kept"), href=f"{path}/data"),
    ]
    return el("section", el("dl", *rows, class_="facts"), el("p", *links), class_="card")


def _dates(asked: Asked, person: Person) -> Html:
    visit, _ = asked.visit, asked.visit._
    own = {s.occurrence: s for s in signups_of_person(visit.tx, person.id, visit.now)}
    houses = sorted(visit.known().coordinates | {person.organisation})
    ahead = [
        o for h in houses for o in occurrences_of_organisation(visit.tx, h, visit.now, visit.now + AHEAD)
    ]
    coming = [found for id_ in own if (found := occurrence_by_id(visit.tx, id_))]
    mine = [_date(asked, person, o, waits=own[o.id].state == "waiting") for o in coming]
    other = [_date(asked, person, o) for o in ahead if o.id not in own and o.on]
    nothing = el("p", _("Nothing yet."))
    return several(
        el("h2", _("Comes to")),
        el("ul", *mine, class_="cards") if mine else nothing,
        el("h2", _("Could come to")),
        el("ul", *other, class_="cards") if other else nothing,
    )


def _date(asked: Asked, person: Person, found: Occurrence, *, waits: bool | None = None) -> Html:
    _ = asked.visit._
    word, label = ("off", _("Cancel")) if waits is not None else ("up", _("Sign up"))
    hidden = el("input", type="hidden", name="date", value=found.id)
    button = el("button", label, name="word", value=word, class_="quiet" if waits is not None else False)
    state = _("On the waiting list.") if waits else None
    return el(
        "li",
        el("h3", cards.title(found.activity)),
        el("p", _.when(found.starts_at), ", ", found.activity.place, ". ", state),
        asked.act(f"/people/{person.id}/part", hidden, button),
    )


def _leaving(asked: Asked, person: Person) -> Html:
    _, path = asked.visit._, f"/people/{person.id}"
    if person.stopped_at:
        text, act, label = (
            _("They have said stop and are asked about nothing new."),
            "/on",
            _("They may be asked again"),
        )
    else:
        text, act, label = _("They can say stop at any time."), "/stop", _("Stop")
    form = asked.act(path + act, el("button", label, class_="quiet"))
    delete = el("a", _("Delete"), href=f"{PREFIX}{path}/erase")
    return several(el("h2", _("Stop or delete")), el("p", text), el("div", form, delete, class_="row"))


def _told(asked: Asked) -> tuple[Told | None, list[str]]:
    """Return what was told, or what is wrong with it."""
    form = asked.form
    name, mode, phone, address = (form.get(n, "") for n in ("name", "mode", "phone", "address"))
    said_by, said_on = form.get("said_by", ""), form.get("said_on", "")
    found = {
        "cpr": any(HIDDEN in value for value in form.values()),
        "name": not clean_name(name),
        "mode": mode not in MODES,
        "phone": not _is_number(phone) if phone or mode == "phone" else False,
        "address": mode == "letter" and not address,
        "said_by": said_by not in SAID_BY,
        "said_on": not _is_day(said_on, _today(asked)),
    }
    if wrong := [name for name, is_wrong in found.items() if is_wrong]:
        return None, wrong
    wishes = tuple(word for word in INTERESTS if form.get(f"wish_{word}"))
    contact = Contact(mode, phone, address[:LONGEST], said_by, said_on)
    return Told(clean_name(name), contact, form.get("area", "")[:AREA], wishes), []


def _is_number(text: str) -> bool:
    digits = [c for c in text if c not in " +()-."]
    return text.isascii() and "".join(digits).isdigit() and FEWEST <= len(digits) <= MOST


def _is_day(text: str, today: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text <= today
    except ValueError:
        return False


def _today(asked: Asked) -> str:
    visit: Visit = asked.visit
    return visit.now.astimezone(visit.house.zone).date().isoformat()


def _form(asked: Asked, title: str, path: str, form: Mapping[str, str], wrong: list[str]) -> Shown:
    _ = asked.visit._
    told = [el("li", _(WRONG[name])) for name in wrong]
    wishes = [
        _tick(f"wish_{word}", _(name), checked=bool(form.get(f"wish_{word}")))
        for word, name in INTERESTS.items()
    ]
    fields = [
        el("p", _("Read this aloud:")),
        el("blockquote", _(CONSENT)),
        _choice(asked, "said_by", _("Who said yes, and how?"), SAID_BY, form.get("said_by", "")),
        _field("said_on", _("When?"), form, kind="date"),
        _field("name", _("First name"), form, auto="off"),
        _choice(asked, "mode", _("How do we reach them?"), MODES, form.get("mode", "")),
        _field("phone", _("Telephone"), form, kind="tel"),
        _area("address", _("Address"), form),
        _field("area", _("Area"), form),
        el("fieldset", el("legend", _("What do they like?")), *wishes),
        el("p", el("button", _("Save"))),
    ]
    warn = el("ul", *told, class_="warn", role="alert") if told else None
    return Shown(title, several(warn, asked.act(path, *fields)))


def _field(name: str, label: str, form: Mapping[str, str], kind: str = "text", auto: str = "off") -> Html:
    value = form.get(name, "")
    box = el("input", type=kind, id=name, name=name, value=value, autocomplete=auto, maxlength=LONGEST)
    return several(el("label", label, for_=name), box)


def _area(name: str, label: str, form: Mapping[str, str]) -> Html:
    box = el("textarea", form.get(name, ""), id=name, name=name, autocomplete="off", maxlength=LONGEST)
    return several(el("label", label, for_=name), box)


def _choice(asked: Asked, name: str, label: str, choices: Mapping[str, str], chosen: str) -> Html:
    _ = asked.visit._
    rows = [
        el(
            "label",
            el("input", type="radio", name=name, value=word, checked=word == chosen),
            " ",
            _(said),
            class_="choice",
        )
        for word, said in choices.items()
    ]
    return el("fieldset", el("legend", label), *rows)


def _tick(name: str, label: str, *, checked: bool) -> Html:
    return el(
        "label",
        el("input", type="checkbox", name=name, value="1", checked=checked),
        " ",
        label,
        class_="choice",
    )
