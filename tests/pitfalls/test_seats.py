"""Pitfalls 17 and 18: overbooking and queue-jumping, and a waiting list that misleads."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from town import HOUSE, MONDAY, ZONE, Phone, Town, wall

from bot.config import Settings
from bot.domain.people import Role
from bot.handlers.cases import handle
from bot.handlers.visit import House
from bot.ports import Inbound, Kind, Said
from bot.storage.activities import shifts_of, signup_of, signups_of
from bot.storage.people import person_by_chat, put_role
from bot.storage.store import Store, Tx

START = wall("2026-12-03", "14:00")  # a Thursday
SEATS, PEOPLE = 5, 25
ROOM = House(Settings.model_validate({"token": "1:a", "controller": HOUSE}), "foelgeskab_bot")


# --- 17, on both databases ---------------------------------------------------------------------------


def open_house(tx: Tx) -> int:
    """Plan a date with few seats, in a town with many people; return its number."""
    home: int = tx.add_organisation(name=HOUSE, home=1, reads_at="", phone="", now=MONDAY)
    for n in range(PEOPLE):
        person = tx.add_person(
            chat=1 + n, first_name="Inge", language="da", organisation=home, stage="member", now=MONDAY
        )
        put_role(tx, person, home, Role.CITIZEN, MONDAY)
    activity: int = tx.add_activity(
        organisation=home,
        uid="kaffe",
        title="Torsdagskaffe",
        interest="coffee",
        place="Biblioteket",
        area="",
        door="",
        first_ten="",
        price="",
        host=None,
        made_by=None,
        state="published",
        now=MONDAY,
    )
    tx.add_occurrence(
        activity=activity,
        recurrence="1",
        starts_at=START,
        ends_at=START + timedelta(hours=2),
        capacity=SEATS,
    )
    found: int = tx.occurrences_of(activity=activity, after=MONDAY)[0][0]
    return found


async def press(store: Store, chat: int, data: str, now: datetime = MONDAY, again: int = 0) -> None:
    tap = Inbound(f"u:{chat}:{data}:{again}", chat, Said.TAP, data=data)
    await store.transaction(partial(handle, inbound=tap, now=now, house=ROOM))


async def stands(store: Store, occurrence: int) -> tuple[int, list[int], list[int], list[int]]:
    """Return how many seats are taken, and who is in, was offered one, and waits."""

    def look(tx: Tx) -> tuple[int, list[int], list[int], list[int]]:
        taken: int = tx.occurrence_by_id(id=occurrence)[4]
        found = [
            [s.person for s in signups_of(tx, occurrence, state)] for state in ("in", "offered", "waiting")
        ]
        return taken, found[0], found[1], found[2]

    return await store.read(look)


async def held(store: Store, occurrence: int) -> int:
    """Return how many seats people hold, a companion's among them."""
    return await store.read(
        lambda tx: sum(s.party for state in ("in", "offered") for s in signups_of(tx, occurrence, state))
    )


async def test_pitfall_17_overbooking(store: Store) -> None:
    """Seats are counted and taken in one write transaction: never more than there are, whoever is fastest."""
    occurrence = await store.transaction(open_house)
    await asyncio.gather(
        *(
            press(store, chat, f"!sign.join:{occurrence}", again=again)
            for chat in range(1, PEOPLE + 1)
            for again in range(2)
        )
    )
    taken, seated, _offered, _waiting = await stands(store, occurrence)
    assert taken == len(seated) == len(set(seated)) == SEATS


async def test_pitfall_17_everybody_changes_their_mind_at_once(store: Store) -> None:
    """In, out and in again from all sides at once: what is counted is what is there."""
    occurrence = await store.transaction(open_house)
    for again in range(3):
        verbs = ("sign.join", "sign.out", "wait.on", "sign.company", "wait.off")
        await asyncio.gather(
            *(
                press(store, chat, f"!{verbs[(chat + again) % 5]}:{occurrence}", again=again)
                for chat in range(1, PEOPLE + 1)
            )
        )
        assert (await stands(store, occurrence))[0] == await held(store, occurrence) <= SEATS


async def test_pitfall_17_queue_jumping(store: Store) -> None:
    """A newcomer goes behind the list, in its order, even at the moment at which a seat is free."""
    occurrence = await store.transaction(open_house)
    for chat in range(1, SEATS + 1):
        await press(store, chat, f"!sign.join:{occurrence}")
    for minute, chat in enumerate((9, 8, 7), 1):
        await press(store, chat, f"!wait.on:{occurrence}", MONDAY + timedelta(minutes=minute))
    await store.transaction(lambda tx: tx.set_capacity(id=occurrence, capacity=SEATS + 1))
    await press(store, 20, f"!sign.join:{occurrence}")
    await press(store, 21, f"!wait.on:{occurrence}", MONDAY + timedelta(minutes=9))
    _taken, seated, _offered, _waiting = await stands(store, occurrence)
    assert 20 not in seated
    await press(store, 1, f"!sign.out:{occurrence}")
    _taken, seated, offered, waiting = await stands(store, occurrence)
    assert offered == [9], "who has waited longest, not who came first into the database"
    assert 20 not in waiting, "nobody is put on a list who did not ask for it"
    for chat in (20, 21, 8):
        await press(store, chat, f"!sign.join:{occurrence}", again=2)
    assert not {20, 21} & set((await stands(store, occurrence))[1]), "the free seat belongs to the list"


async def test_pitfall_17_companion_counted_or_not(store: Store) -> None:
    """By rule: going with somebody takes two seats or none, and a volunteer on duty takes none."""
    occurrence = await store.transaction(open_house)
    for again in range(2):
        await press(store, 1, f"!sign.company:{occurrence}", again=again)
    assert (await stands(store, occurrence))[0] == 2
    await store.transaction(
        lambda tx: tx.add_shift(occurrence=occurrence, person=25, role="companion", now=MONDAY)
    )
    assert (await stands(store, occurrence))[0] == 2
    for chat in (2, 3):
        await press(store, chat, f"!sign.join:{occurrence}")
    await press(store, 4, f"!sign.company:{occurrence}")
    taken, seated, _offered, _waiting = await stands(store, occurrence)
    assert (taken, seated) == (4, [1, 2, 3]), "one seat is no room for two"
    await press(store, 1, f"!sign.out:{occurrence}")
    assert (await stands(store, occurrence))[0] == 2
    signup = await store.read(lambda tx: signup_of(tx, occurrence, 1))
    assert signup
    assert signup.state == "out"


# --- 18 ----------------------------------------------------------------------------------------------


def queue(town: Town, start: datetime = START) -> tuple[Phone, Phone, Phone, int]:
    """Let one have the only seat, and two others wait in order."""
    inge, poul, olga = (town.citizen(name) for name in ("Inge", "Poul", "Olga"))
    occurrence = town.activity("Torsdagskaffe", start, seats=1)
    inge.presses_data(f"!sign.join:{occurrence}")
    for phone in (poul, olga):
        phone.presses_data(f"!wait.on:{occurrence}")
        town.now += timedelta(minutes=1)
    return inge, poul, olga, occurrence


def offers(phone: Phone) -> list[str]:
    """Return when a place was offered, as the clock on the wall showed it."""
    found = [s for s in phone.shown if "nu er der en plads" in s.text]
    return [s.at.astimezone(ZONE).strftime("%a %H:%M") for s in found]


def test_pitfall_18_all_are_told_at_once_and_the_place_is_gone(town: Town) -> None:
    """One at a time is asked, for a while, and the next one only after that."""
    inge, poul, olga, occurrence = queue(town)
    inge.presses_data(f"!sign.out:{occurrence}")
    assert (len(offers(poul)), len(offers(olga))) == (1, 0)
    assert "Jeg gemmer den til mandag den 23. november kl. 14.0" in poul.last.text
    town.until(town.now + timedelta(hours=3))
    assert not offers(olga)
    town.until(town.now + timedelta(hours=2))
    assert len(offers(olga)) == 1
    assert "Jeg kan ikke gemme pladsen" in poul.last.text
    olga.presses("Ja tak")
    answer = poul.presses_on(next(s for s in poul.shown if "nu er der en plads" in s.text), "Ja tak")
    assert answer
    assert "Alle pladser er taget" in answer.text, "the old button tells how it stands"
    assert town.rows("SELECT taken FROM occurrence") == [(1,)]


@pytest.mark.parametrize(
    ("day", "clock", "asked"),
    [("23", "23:30", "Tue 08:00"), ("24", "03:00", "Tue 08:00"), ("23", "20:00", "Mon 20:00")],
)
def test_pitfall_18_offered_in_waking_hours_only(town: Town, day: str, clock: str, asked: str) -> None:
    """Nobody is woken by an offer, and nobody has to answer one at night."""
    inge, poul, olga, occurrence = queue(town)
    town.until(wall(f"2026-11-{day}", clock))
    inge.presses_data(f"!sign.out:{occurrence}")
    town.until(wall("2026-11-24", "09:59"))
    assert offers(poul) == [asked]
    assert not offers(olga), "an offer that would end in the night holds until the morning"


def test_pitfall_18_offered_after_the_start(town: Town) -> None:
    """What is too late to be offered is not, and after the start no list is spoken of any more."""
    start = MONDAY + timedelta(hours=6)
    inge, poul, olga, occurrence = queue(town, start)
    town.until(start - timedelta(minutes=70))
    inge.presses_data(f"!sign.out:{occurrence}")
    town.until(start + timedelta(hours=3))
    assert (offers(poul), offers(olga)) == ([], [])
    assert not [s for s in (*poul.shown, *olga.shown) if s.at > start and "venteliste" in s.text]


def test_pitfall_18_a_list_is_not_offered_after_the_start(town: Town) -> None:
    """Who comes late to something full is told so, without a list on which nothing will happen."""
    inge, bent = town.citizen("Inge"), town.citizen("Bent")
    start = MONDAY + timedelta(hours=1)
    occurrence = town.activity("Torsdagskaffe", start, seats=1)
    inge.presses_data(f"!sign.join:{occurrence}")
    town.until(start + timedelta(minutes=10))
    for verb in ("sign.join", "find.about", "wait.on"):
        answer = bent.presses_data(f"!{verb}:{occurrence}")
        assert answer
        assert "venteliste" not in answer.text + "".join(answer.labels)
        assert answer.labels
    assert not town.rows("SELECT id FROM signup WHERE state = 'waiting'")


def test_pitfall_18_an_offer_ends_before_the_start(town: Town) -> None:
    """A held seat is settled an hour before it begins, whatever the usual patience is."""
    start = MONDAY + timedelta(hours=5)
    inge, poul, _olga, occurrence = queue(town, start)
    town.until(start - timedelta(hours=3))
    inge.presses_data(f"!sign.out:{occurrence}")
    assert "Jeg gemmer den til mandag den 23. november kl. 14.00" in poul.last.text
    town.until(start - timedelta(minutes=55))
    assert town.rows("SELECT count(*) FROM signup WHERE state = 'offered'") == [(0,)]


def test_pitfall_18_who_waits_is_not_told_that_they_come(town: Town) -> None:
    """The list has words of its own: no confirmation, no reminder, no question the day after."""
    _inge, poul, _olga, occurrence = queue(town)
    assert "Du står på ventelisten" in poul.last.text
    assert "Du svarede: Ja" not in "".join(s.text for s in poul.shown)
    mine = poul.says("/mine")
    assert mine
    assert "Tag mig af listen" in mine.labels
    town.until(START + timedelta(days=2))
    assert not {s.kind for s in poul.shown} & {Kind.REMINDER, Kind.FOLLOWUP}
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", occurrence) == [(1,)]


def test_pitfall_18_not_promoted_when_capacity_is_raised(town: Town) -> None:
    """More seats are offered to the list within the minute, and nobody is moved up without a yes."""
    mette = town.coordinator()
    _inge, poul, olga, occurrence = queue(town)
    mette.presses_data(f"!plan.edit:{occurrence}")
    mette.presses("Pladserne")
    mette.says("3")
    town.until(town.now + timedelta(minutes=1))
    assert (len(offers(poul)), len(offers(olga))) == (1, 1)
    states = town.rows("SELECT state FROM signup ORDER BY id")
    assert states == [("in",), ("offered",), ("offered",)]
    poul.presses("Ja tak")
    olga.presses("Nej tak")
    assert town.rows("SELECT state FROM signup ORDER BY id") == [("in",), ("in",), ("out",)]


async def test_pitfall_17_more_volunteers_than_are_wanted(store: Store) -> None:
    """A shift is counted and taken in one write transaction too: as many have it as are wanted."""
    occurrence = await store.transaction(open_house)

    def wanted(tx: Tx) -> None:
        activity = tx.occurrence_by_id(id=occurrence)[7]
        tx.put_need(activity=activity, role="helper", wanted=SEATS)
        for chat in range(1, PEOPLE + 1):
            person = person_by_chat(tx, chat)
            assert person
            put_role(tx, person.id, person.organisation, Role.VOLUNTEER, MONDAY)

    await store.transaction(wanted)
    await asyncio.gather(
        *(
            press(store, chat, f"!shift.take:{occurrence}:3", again=again)
            for chat in range(1, PEOPLE + 1)
            for again in range(2)
        )
    )
    on = await store.read(lambda tx: [shift.person for shift in shifts_of(tx, occurrence)])
    assert len(on) == len(set(on)) == SEATS
