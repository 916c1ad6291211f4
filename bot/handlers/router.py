"""Where an update goes.  The order is the promise: danger, stop and erasure come before everything."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.dialogs.dialogue import Typed
from bot.dialogs.engine import Command, Note
from bot.dialogs.wire import decode
from bot.handlers import (
    apart,
    asked,
    contributions,
    door,
    expecting,
    human,
    keyboard,
    leaving,
    odd,
    safety,
    sent,
    shifts,
    strangers,
    talk,
    typed,
)
from bot.handlers.registry import ACTIONS, COMMANDS, EVENTS, INTENTS, Case, press, pressed
from bot.handlers.visit import House, Visit
from bot.language.intents import Meaning, crisis, understand, wants_stop
from bot.ports import Answer, Inbound, Said
from bot.storage import dialogues, letters
from bot.storage.people import person_by_chat
from bot.storage.store import Tx

WRITTEN: Final = (Said.TEXT, Said.EDITED, Said.MEDIA, Said.FILE)  # a caption is written too
SURE: Final = 0.6  # how sure a meaning must be before anything is done about it
ANSWERS: Final = frozenset({"yes", "no", "maybe", "not_now", "mood_good", "mood_ok", "mood_bad"})
DAYS_OFF: Final = frozenset({"unknown", "no", "cancel_signup"})  # "ikke d. 8." of a volunteer
LEAVING: Final = frozenset({"human", "delete_me", "pause", "greeting"})
NOTHING_WAITS: Final = LEAVING | {"menneske", "slet", "stop"}  # what is said then is enough


def handle(tx: Tx, inbound: Inbound, now: datetime, house: House) -> Answer:
    """Answer one update; everything it changes is in this transaction."""
    person = person_by_chat(tx, inbound.chat)
    language = person.language if person else door.language(tx, inbound.chat, house)
    visit = Visit(tx, house, inbound, now, person, house.reader(language))
    match inbound.said:
        case Said.GROUP:
            odd.in_a_group(visit)
        case Said.BLOCKED:
            letters.set_unreachable(tx, inbound.chat, now)
            tx.forget_keyboard(chat=inbound.chat)  # what was under way is dropped, perhaps the buttons too
        case Said.UNBLOCKED:
            letters.set_reachable(tx, inbound.chat)
        case Said.EVENT:
            EVENTS[inbound.text](visit, json.loads(inbound.data or "{}"))
        case Said.OTHER:
            pass
        case _:
            _from_a_person(visit)
    return Answer(visit.toast, wipe=visit.wipe)


# What an opened link sends: chance letters, in which a word may seem to stand.
_OPENS: Final = re.compile(r"/start [A-Za-z0-9_-]{16,64}")


def urgent(text: str) -> bool:
    """Tell whether words may never be dropped, however many came before them."""
    return not _OPENS.fullmatch(text) and bool(crisis(text) or wants_stop(text))


def _from_a_person(visit: Visit) -> None:
    inbound = visit.inbound
    letters.set_reachable(visit.tx, inbound.chat)
    if visit.person:
        visit.tx.set_heard(id=visit.person.id, now=visit.now)
        visit.tx.end_silence(person=visit.person.id, now=visit.now)
    if _comes_before_all(visit):
        pass
    elif inbound.said is Said.EDITED:
        sent.edited(visit)
    else:
        _answer(visit)
    if inbound.had_cpr:
        odd.cpr(visit)


def _answer(visit: Visit) -> None:
    """Answer a press first of all, since it is no answer to anything that is being asked."""
    inbound, large = visit.inbound, keyboard.pressed(visit)
    keyboard.settle(visit)
    if large:
        _press_large(visit, large)
    elif inbound.said is Said.TAP:
        _tap(visit)
    elif leaving.is_answer(visit):
        if not typed.presses(visit, "delete."):
            leaving.answer(visit)
    elif visit.person and inbound.said is Said.TEXT and leaving.wants_erasure(inbound.text):
        leaving.ask_delete(visit)
    elif inbound.said in (Said.MEDIA, Said.FILE):
        if not talk.takes_place(visit):
            _sent(visit)
    elif inbound.text.startswith("/"):
        _command(visit)
    else:
        _text(visit)


def _comes_before_all(visit: Visit) -> bool:
    """Answer words of danger and obey stop, in any state and in edits; tell whether that was all."""
    if visit.inbound.said not in WRITTEN or _OPENS.fullmatch(visit.inbound.text):
        return False
    danger, stop = crisis(visit.inbound.text), wants_stop(visit.inbound.text)
    if danger:
        safety.answer(visit, danger)
        if stop:
            leaving.stop_silently(visit)
    elif stop and visit.person:
        leaving.stop(visit, stop)
    elif stop:
        door.decline(visit)
    return bool(danger or stop)


def _press_large(visit: Visit, verb: str) -> None:
    """Do what a large button says."""
    _understood(visit)
    _beside(visit, verb, ACTIONS[verb])
    if visit.known().deleting_at:
        leaving.ask_delete(visit)


def _beside(visit: Visit, what: str, case: Case) -> None:
    """Do something else than what is being asked: that is kept, and the way back to it is one press."""
    _, chat = visit._, visit.inbound.chat
    before = dialogues.top(visit.tx, chat)
    case(visit)
    after = dialogues.top(visit.tx, chat)
    if visit.person and before and after and before[:4] == after[:4] and what not in NOTHING_WAITS:
        visit.say(_("We were in the middle of something. It waits for you."), (press(_("Go on"), "door.on"),))


def _sent(visit: Visit) -> None:
    """Answer what is no text; words under a picture count if they mean something or a human reads."""
    inbound = visit.inbound
    words = replace(inbound, said=Said.TEXT) if inbound.text and inbound.media != "forwarded" else None
    if words is None or visit.person is None or not (_means_something(words.text) or human.is_open(visit)):
        sent.media(visit)
        return
    visit.say(sent.thanks(visit))
    visit.inbound = words
    _answer(visit)


def _means_something(text: str) -> bool:
    meaning = understand(text)
    return meaning.intent in INTENTS and meaning.score >= SURE


def _tap(visit: Visit) -> None:
    data = visit.inbound.data
    if tap := decode(data):
        note = talk.hear(visit, tap)
        if note is None:
            odd.stale(visit)
        elif note is Note.STALE and talk.rests(visit):
            talk.resume(visit)
    elif found := pressed(data):
        verb, numbers = found
        if visit.person is None and verb not in door.OPEN_TO_STRANGERS:
            door.hello(visit)
        else:
            _understood(visit)
            ACTIONS[verb](visit, *numbers)
    else:
        odd.stale(visit)


def _command(visit: Visit) -> None:
    name, _, rest = visit.inbound.text[1:].partition(" ")
    name = name.partition("@")[0].casefold()
    if name == "start":
        door.start(visit, rest.strip())
    elif name in COMMANDS and (visit.person or name in door.OPEN_TO_STRANGERS):
        _beside(visit, name, COMMANDS[name])
    elif visit.person is None:
        door.hello(visit)
    elif dialogues.top(visit.tx, visit.inbound.chat):
        sent.and_on(visit, visit._("I did not quite understand that."))
    else:
        odd.unknown(visit)


def _text(visit: Visit) -> None:
    """Context first: a talk with a human, then what is being asked, then what may be meant."""
    text = visit.inbound.text
    if visit.person and (typed.presses(visit, "talk.") or human.relays(visit)):
        return
    note = talk.hear(visit, Typed(text))
    if note not in (None, Note.INVALID):
        _understood(visit)
        return
    if note is None and _a_coordinator_asks(visit):
        return
    if visit.person and typed.presses(visit):
        _understood(visit)
        return
    meaning = understand(text)
    if note is None and _said_freely(visit, meaning.intent if meaning.score >= SURE else "unknown"):
        _understood(visit)
        return
    answers = note is Note.INVALID and meaning.intent in ANSWERS  # to this question, not to an older message
    vague = len(text) > odd.LONG and meaning.intent not in LEAVING  # one phrase of a long letter says little
    if visit.person is None and _stranger_asks(visit, note, meaning):
        return
    if (
        meaning.intent in INTENTS
        and meaning.score >= SURE
        and not (answers or vague)
        and (visit.person or meaning.intent in door.OPEN_TO_STRANGERS)
    ):
        _understood(visit)
        INTENTS[meaning.intent](visit)
        if note is Note.INVALID and not talk_was_left(visit, meaning.intent):
            talk.hear(visit, Command.SHOW)
    else:
        _not_understood(visit, note)


def _a_coordinator_asks(visit: Visit) -> bool:
    """Answer what only coordinators write: who can do something, or which two are to be kept apart."""
    if contributions.asks(visit):
        contributions.search(visit)
    elif apart.asks(visit):
        apart.by_name(visit)
    else:
        return False
    return True


def _stranger_asks(visit: Visit, note: Note | None, meaning: Meaning) -> bool:
    """Answer what is asked before the yes at the door, and ask for it once more; tell whether it was."""
    asked, sure = note is Note.INVALID, meaning.intent if meaning.score >= SURE else ""
    if not asked and sure in ("no", "not_now"):
        door.decline(visit)
    elif not strangers.answers(visit, sure, asked=asked):
        return False
    elif asked and sure != "human":
        talk.hear(visit, Command.SHOW)
    return True


def _not_understood(visit: Visit, note: Note | None) -> None:
    """Answer what means nothing to us: another alphabet, a question's wrong answer, or anything else."""
    if (note is Note.INVALID or visit.person is None) and sent.foreign(visit.inbound.text):
        sent.languages(visit)
    elif note is Note.INVALID:
        talk.ask_again(visit, Typed(visit.inbound.text))
    elif visit.person is None:
        door.hello(visit)
    elif expecting.answers(visit):
        _understood(visit)
    else:
        odd.unknown(visit)


def _said_freely(visit: Visit, intent: str) -> bool:
    """Answer what is said in words that are no intent; tell whether it was."""
    if visit.person and asked.hears(visit, intent):
        return True
    if visit.person and intent in DAYS_OFF and shifts.hears(visit):
        return True
    if leaving.comes_back(visit) and intent in (*ANSWERS, "unknown"):
        door.back(visit)
        return True
    return False


def _understood(visit: Visit) -> None:
    """Count anew what is not understood in a row."""
    if visit.person and visit.person.misunderstood:
        visit.tx.set_misunderstood(id=visit.person.id, n=0)


def talk_was_left(visit: Visit, intent: str) -> bool:
    """Tell whether a meaning ends what was being asked, rather than interrupting it."""
    return intent in LEAVING or visit.said == 0
