"""What to expect of a date: a page of all that is known, and an answer to exactly what somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from bot.domain.activity import Occurrence
from bot.domain.facts import PICKUP
from bot.domain.people import Role
from bot.handlers import answering, cards, odd
from bot.handlers.find import MOST, choices, find, gone
from bot.handlers.known import QUESTIONS, TOPICS, WHEN, WHERE, known, sentence, unknown
from bot.handlers.registry import action, intent, press, pressed
from bot.handlers.visit import Visit
from bot.language.asked import is_question, topic
from bot.language.fold import fold, shown
from bot.ports import Outbound
from bot.storage import letters
from bot.storage.activities import occurrence_by_id, occurrences_between, signups_of_person

ABOUT: Final = (
    "find.about",
    "sign.",
    "inv.",
    "rem.",
    "moved.",
    "wait.",
    "expect",
    "map",
)  # verbs about a date
AHEAD: Final = timedelta(weeks=4)  # in which an activity that is named is looked for
SHORTEST: Final = 4  # letters of a title that is known again
HEAD: Final = 40  # characters of a title above a page


@action("expect")
def expect(visit: Visit, occurrence: int = 0, page: int = 0) -> None:
    """Show a page of what is known about a date."""
    found = _running(visit, occurrence)
    if found is None:
        gone(visit)
        return
    _ = visit._
    head = f"{cards.clip(found.activity.title, HEAD)}, {_.when(found.starts_at)}:"
    pages = _pages(known(_, visit.tx, found, visit.now, visit.known().id), cards.REPLY - len(head) - 1)
    shown = pages[page] if page < len(pages) else pages[0]
    text = "\n".join([head, *shown])
    if not shown:
        text = _(
            "Nobody has told me much about {activity} yet. Ask me, and I will find out.",
            activity=_title(found),
        )
    rows = []
    if page + 1 < len(pages):
        rows.append((press(_("Show more"), "expect", found.id, page + 1),))
    if found.activity.position:
        rows.append((press(_("Show on map"), "map", found.id),))
    if unknown(_, visit.tx, found, visit.now, visit.known().id):
        rows.append((press(_("Ask about something"), "expect.ask", found.id),))
    visit.say(text, *rows, (press(_("Back"), "find.about", found.id),))


@action("expect.ask")
def ask(visit: Visit, occurrence: int = 0, page: int = 0) -> None:
    """Offer the questions that nobody has answered yet, a page at a time."""
    found = _running(visit, occurrence)
    if found is None:
        gone(visit)
        return
    _ = visit._
    open_ = unknown(_, visit.tx, found, visit.now, visit.known().id)
    first = page * MOST if page * MOST < len(open_) else 0
    rows = [
        (press(_(QUESTIONS[one]), "expect.tell", found.id, TOPICS.index(one)),)
        for one in open_[first : first + MOST]
    ]
    if first + MOST < len(open_):
        rows.append((press(_("Show more"), "expect.ask", found.id, page + 1),))
    visit.say(_("What would you like to know?"), *rows, (press(_("Back"), "expect", found.id),))


@action("expect.tell")
def tell_about(visit: Visit, occurrence: int = 0, number: int = 0) -> None:
    """Answer one question about a date."""
    found = _running(visit, occurrence)
    if found is None or number >= len(TOPICS):
        gone(visit)
    else:
        tell(visit, found, TOPICS[number])


@action("map")
def show_on_map(visit: Visit, occurrence: int = 0) -> None:
    """Show a date on the map, by the means of the phone."""
    found = _running(visit, occurrence)
    if found is None:
        gone(visit)
    elif found.activity.position is None:
        tell(visit, found, WHERE)
    else:
        text = f"{_title(found)}\n{cards.place(found.activity)}"
        row = (press(visit._("Back"), "find.about", found.id),)
        visit.send(Outbound(text, (row,), place=found.activity.position))


@intent("where")
def where(visit: Visit) -> None:
    """Say where it is, and how one gets in."""
    _answer(visit, WHERE)


@intent("when")
def when(visit: Visit) -> None:
    """Say when it begins and ends."""
    _answer(visit, WHEN)


@intent("price")
def price(visit: Visit) -> None:
    """Say what it costs."""
    _answer(visit, "price")


@intent("access", "transport")
def access(visit: Visit) -> None:
    """Say whether one gets in, or gets there; what has no field is for a human."""
    about = topic(visit.inbound.text)
    if about is None or not _meant(visit):
        odd.for_a_human(visit)
    else:
        _answer(visit, about)


def answers(visit: Visit) -> bool:
    """Answer a question that names one of the fields, about a date that is known; tell whether it was."""
    text = visit.inbound.text
    about = topic(text) if is_question(text) else None
    if about is None or visit.person is None or not _meant(visit):
        return False
    _answer(visit, about)
    return True


def tell(visit: Visit, occurrence: Occurrence, about: str) -> None:
    """Say what is known about one thing; what nobody has said, the organisers are asked."""
    _ = visit._
    said = sentence(_, visit.tx, occurrence, about, visit.now, visit.known().id)
    if not said:
        _find_out(visit, occurrence, about)
        return
    rows = choices(visit, occurrence)
    if about == PICKUP:
        rows = (*rows[: MOST - 1], cards.human(_))
    if about != WHEN:
        said = f"{said} {_which(visit, occurrence)}"
    visit.say(said, *rows)


def _find_out(visit: Visit, occurrence: Occurrence, about: str) -> None:
    """Say that it is not known, and who was asked."""
    _ = visit._
    if visit.known().is_(Role.COORDINATOR, occurrence.activity.organisation):
        row = (press(_("Correct it"), "plan.edit", occurrence.id),)
        visit.say(_("Nobody has said that about {activity} yet.", activity=_title(occurrence)), row)
        return
    name, house = cards.sender(visit.tx, occurrence.activity.organisation)
    if about not in QUESTIONS or about == "crowd" or not answering.ask(visit, occurrence, about):
        text = _("I do not know that yet.")
    else:
        text = _(
            "I do not know that yet. I have asked {coordinator}, who reads {hours}. I write when I hear.",
            coordinator=name or house.name,
            hours=visit.reads_at(house),
        )
    visit.say(f"{text} {_which(visit, occurrence)}", *choices(visit, occurrence))


def _answer(visit: Visit, about: str) -> None:
    """Answer about the date that is meant; where several may be, ask which."""
    _ = visit._
    found = _meant(visit)
    if len(found) == 1:
        tell(visit, found[0], about)
    elif found:
        number = TOPICS.index(about)
        rows = [(press(cards.label(o.activity), "expect.tell", o.id, number),) for o in found[:MOST]]
        visit.say(_("Which one do you mean?"), *rows)
    else:
        find(visit)


def _meant(visit: Visit) -> list[Occurrence]:
    """Return the dates that may be meant: one that is named, else those shown last, else one's own next."""
    own = list(
        _dates(visit, (s.occurrence for s in signups_of_person(visit.tx, visit.known().id, visit.now)))
    )
    said = fold(visit.inbound.text)
    for found in (*own, *occurrences_between(visit.tx, visit.now, visit.now + AHEAD)):
        name = shown(found.activity.title)
        if len(name) >= SHORTEST and name in said:
            return [found]
    return dates_shown(visit) or own[:1]


def dates_shown(visit: Visit) -> list[Occurrence]:
    """Return the dates that the message which is answered, else the newest one, is about."""
    return list(_dates(visit, _shown(visit)))


def _shown(visit: Visit) -> list[int]:
    """Return the dates that the message which is answered, else the newest one, has buttons about."""
    chat, tx = visit.inbound.chat, visit.tx
    message = visit.inbound.reply_to or tx.newest_message(chat=chat)
    letter = letters.message_of(tx, chat, message) if message else None
    buttons = [button for row in letter.message.buttons for button in row] if letter else []
    found = filter(None, (pressed(button.data) for button in buttons))
    return list(dict.fromkeys(numbers[0] for verb, numbers in found if verb.startswith(ABOUT) and numbers))


def _dates(visit: Visit, ids: Iterable[int]) -> Iterable[Occurrence]:
    return filter(None, (_running(visit, id_) for id_ in ids))


def _running(visit: Visit, occurrence: int) -> Occurrence | None:
    found = occurrence_by_id(visit.tx, occurrence)
    return found if found and found.on and found.ends_at > visit.now else None


def _pages(lines: list[str], most: int) -> list[list[str]]:
    """Part lines into pages of at most so many characters; one page at least, which may be empty."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if pages[-1] and len("\n".join([*pages[-1], line])) > most:
            pages.append([])
        pages[-1].append(line)
    return pages


def _which(visit: Visit, occurrence: Occurrence) -> str:
    when = visit._.when(occurrence.starts_at)
    return visit._("It is about {activity}, {when}.", activity=_title(occurrence), when=when)


def _title(occurrence: Occurrence) -> str:
    return cards.title(occurrence.activity)
