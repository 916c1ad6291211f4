"""Facts, the map and the crowd as both databases keep them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.calendar import Event, Texts
from bot.domain.corrections import Told
from bot.domain.facts import Crowd
from bot.storage import facts, imported
from bot.storage.activities import activity_by_id, occurrences_between
from bot.storage.store import Store, Tx

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def an_activity(tx: Tx, title: str = "Kaffe") -> int:
    house = tx.organisation_by_name(name="Huset")
    home = house[0] if house else tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=NOW)
    texts = dict.fromkeys(("interest", "place", "area", "door", "first_ten", "price"), "")
    made: int = tx.add_activity(
        organisation=home,
        uid=title,
        title=title,
        host=None,
        made_by=None,
        state="published",
        now=NOW,
        **texts,
    )
    return made


def a_date(tx: Tx, activity: int, starts_at: datetime, *people: int) -> int:
    tx.add_occurrence(
        activity=activity,
        recurrence=starts_at.isoformat(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=20,
    )
    found: int = tx.occurrences_of(activity=activity, after=starts_at - timedelta(seconds=1))[0][0]
    for person in people:
        tx.add_signup(occurrence=found, person=person, form="join", state="in", party=1, now=NOW)
    return found


async def test_the_last_word_holds_and_may_be_taken_back(store: Store) -> None:
    def work(tx: Tx) -> tuple[dict[str, str], ...]:
        one = an_activity(tx)
        facts.put_fact(tx, one, "steps", "yes")
        facts.put_fact(tx, one, "steps", "no")
        facts.put_fact(tx, one, "stop", " Torvet ")
        said = facts.facts_of(tx, one)
        facts.put_fact(tx, one, "steps", "")
        return said, facts.facts_of(tx, one), facts.facts_of(tx, one + 1)

    assert await store.transaction(work) == ({"steps": "no", "stop": "Torvet"}, {"stop": "Torvet"}, {})


async def test_what_is_not_one_of_our_words_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="steps may not be"):
        await store.transaction(lambda tx: facts.put_fact(tx, an_activity(tx), "steps", "maybe"))


async def test_many_at_once_are_as_one_by_one(store: Store) -> None:
    def work(tx: Tx) -> tuple[dict[int, dict[str, str]], list[int]]:
        ids = [an_activity(tx, title) for title in ("Kaffe", "Sang", "Kort")]
        facts.put_fact(tx, ids[0], "steps", "yes")
        facts.put_fact(tx, ids[0], "noise", "calm")
        facts.put_fact(tx, ids[2], "steps", "no")
        assert facts.facts_of_many(tx, []) == {}
        return facts.facts_of_many(tx, ids[:2]), ids

    found, ids = await store.transaction(work)
    assert found == {ids[0]: {"noise": "calm", "steps": "yes"}, ids[1]: {}}


async def test_a_place_on_the_map_comes_back_as_it_was_and_goes(store: Store) -> None:
    def work(tx: Tx) -> list[object]:
        one = an_activity(tx)
        a_date(tx, one, NOW + WEEK)
        facts.set_position(tx, one, (55.4028, 11.3546))
        there = activity_by_id(tx, one)
        dated = occurrences_between(tx, NOW, NOW + 2 * WEEK)[0].activity
        facts.set_position(tx, one, None)
        gone = activity_by_id(tx, one)
        assert there
        assert gone
        return [there.position, dated.position, gone.position]

    assert await store.transaction(work) == [(55.4028, 11.3546), (55.4028, 11.3546), None]


async def test_how_many_usually_come_and_how_many_for_the_first_time(store: Store) -> None:
    """What is to come, what was cancelled, who stayed away, who is out: none of it counts."""

    def work(tx: Tx) -> list[Crowd]:
        one = an_activity(tx)
        people = [
            tx.add_person(chat=n, first_name="", language="da", organisation=1, stage="member", now=NOW)
            for n in range(1, 9)
        ]
        before = facts.crowd_of(tx, one, NOW)
        a_date(tx, one, NOW - 3 * WEEK, *people[:4])
        last = a_date(tx, one, NOW - 2 * WEEK, *people[:6])
        a_date(tx, one, NOW + WEEK, *people)
        tx.cancel_occurrence(id=a_date(tx, one, NOW - WEEK, *people))
        counted = facts.crowd_of(tx, one, NOW)
        gone, away = (tx.signup_of(occurrence=last, person=person)[0] for person in people[4:6])
        tx.set_signup(id=gone, form="join", state="out", party=1, now=NOW)
        tx.set_came(id=away, came="no")
        return [before, counted, facts.crowd_of(tx, one, NOW)]

    assert await store.transaction(work) == [Crowd(), Crowd(5, 3), Crowd(4, 2)]


async def test_who_waits_for_an_answer_is_told_once_and_may_ask_anew(store: Store) -> None:
    def work(tx: Tx) -> Any:
        one = an_activity(tx)
        inge, bent = (
            tx.add_person(chat=n, first_name="", language="da", organisation=1, stage="member", now=NOW)
            for n in (1, 2)
        )
        since = [facts.ask(tx, one, who, "steps", NOW + n * WEEK) for n, who in enumerate((inge, inge, bent))]
        waiting = facts.who_asked(tx, one, "steps"), facts.waiting(tx, one)
        facts.told(tx, one, "steps", NOW + 3 * WEEK)
        after = facts.who_asked(tx, one, "steps"), facts.waiting(tx, one)
        again = facts.ask(tx, one, inge, "steps", NOW + 4 * WEEK)
        tx.delete_person(id=bent)
        kept = tx.forget_asked(before=NOW + WEEK), len(tx.all_asked_of(person=inge))
        return [[inge, bent], since, waiting, after, again, kept]

    (inge, bent), since, waiting, after, again, kept = await store.transaction(work)
    assert since == [NOW] * 3
    assert waiting == ([(inge, NOW), (bent, NOW + 2 * WEEK)], ["steps"])
    assert after == ([], [])
    assert again == NOW + 4 * WEEK
    assert kept == (0, 1)


async def test_what_a_calendar_said_comes_back_as_it_was(store: Store) -> None:
    said = Texts("Kaffe", "Torvet", (55.4, 11.35))
    event = Event("u", "once", "Kaffe", "Torvet", NOW + WEEK, NOW + 2 * WEEK, (3, "2026"), said)

    def work(tx: Tx) -> Any:
        one = an_activity(tx)
        before = imported.texts_of(tx, 1, "Kaffe"), imported.dates_of(tx, one)
        imported.keep_first(tx, one, said)
        imported.keep_first(tx, one, Texts("", ""))
        date = a_date(tx, one, NOW + WEEK)
        imported.keep_date(tx, date, event)
        return [one, before, imported.texts_of(tx, 1, "Kaffe"), imported.dates_of(tx, one)]

    one, before, texts, dates = await store.transaction(work)
    assert before == ((one, None), [])
    assert texts == (one, said)
    (found,) = dates
    assert (found.recurrence, found.told) == ("once", Told(NOW + WEEK, NOW + 2 * WEEK, (3, "2026")))
    assert found.by_hand, "it lasts two hours here, and a week in the calendar"
