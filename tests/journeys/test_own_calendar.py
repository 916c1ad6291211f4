"""All that somebody has said yes to, as a file and at an address; read by another library than the writer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from real_clock import RealClock
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role
from bot.storage.store import Store, open_store
from bot.web import feed
from bot.web.server import Server

vobject = pytest.importorskip("vobject", reason="the other library is not installed: make setup")
START = wall("2026-12-01", "14:00")
BASE = "https://bot.example"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url, webhook_url=BASE, webhook_secret="s3cret")) as town:
        town.coordinator()
        yield town


def busy(town: Town) -> tuple[Phone, int, int]:
    """Return somebody who takes part in one thing and is a host at another."""
    jens = town.volunteer("Jens")
    put_role(town.tx, jens.person.id, town.home, Role.HOST, town.now)
    coffee = town.activity("Torsdagskaffe", START + timedelta(days=2))
    cards = town.activity("Kortspil på Ærø", START)
    town.activity("Ikke hans", START)
    jens.presses_data(f"!sign.join:{coffee}")
    town.tx.add_shift(occurrence=cards, person=jens.person.id, role="host", now=town.now)
    return jens, coffee, cards


def read(content: bytes) -> dict[str, Any]:
    """Return the events of a calendar that another library finds without fault, by their title."""
    calendar = vobject.readOne(content.decode())
    assert calendar.validate(raiseException=True)
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))
    events = getattr(calendar, "vevent_list", [])
    assert len({event.uid.value for event in events}) == len(events)
    return {event.summary.value: event for event in events}


def file_of(phone: Phone) -> bytes:
    phone.presses_data("!calendar")
    made = phone.last.message.attachment
    assert made
    assert made.name.endswith(".ics")
    return made.content


def address_of(phone: Phone) -> str:
    phone.presses_data("!calendar")
    phone.presses("Hold min kalender ajour")
    phone.presses("Ja, giv mig en adresse")
    found = re.search(r"https://\S+", phone.last.text)
    assert found
    assert phone.last.message.protect
    return found[0]


def test_the_file_holds_sign_ups_and_shifts_with_what_one_is_there(town: Town) -> None:
    jens, _coffee, _cards = busy(town)
    found = read(file_of(jens))
    assert set(found) == {"Torsdagskaffe", "Vært: Kortspil på Ærø"}
    event = found["Vært: Kortspil på Ærø"]
    assert (event.dtstart.value, event.dtend.value) == (START, START + timedelta(hours=2))
    assert "den grønne dør" in event.description.value


def test_the_whole_and_the_single_file_speak_of_the_same_date(town: Town) -> None:
    jens, coffee, _cards = busy(town)
    whole = read(file_of(jens))["Torsdagskaffe"]
    jens.presses_data(f"!sign.calendar:{coffee}")
    made = jens.last.message.attachment
    assert made
    assert read(made.content)["Torsdagskaffe"].uid.value == whole.uid.value


def test_it_follows_what_happens_and_shows_what_is_called_off(town: Town) -> None:
    jens, coffee, cards = busy(town)
    town.tx.move_occurrence(
        id=cards, starts_at=START + timedelta(hours=2), ends_at=START + timedelta(hours=4)
    )
    town.tx.cancel_occurrence(id=coffee)
    found = read(file_of(jens))
    assert found["Vært: Kortspil på Ærø"].dtstart.value == START + timedelta(hours=2)
    assert found["Vært: Kortspil på Ærø"].sequence.value == "1"
    assert found["Torsdagskaffe"].status.value == "CANCELLED"
    jens.presses_data("!shift.cant:1")
    assert set(read(file_of(jens))) == {"Torsdagskaffe"}
    town.now = START + timedelta(days=40)
    jens.presses_data("!calendar")
    assert jens.last.message.attachment is None
    assert "ikke noget" in jens.last.text


@pytest.mark.parametrize("day", ["2027-03-28", "2027-03-29", "2027-10-31", "2027-11-01"])
def test_on_both_sides_of_each_change_the_hour_on_the_wall_is_the_same(town: Town, day: str) -> None:
    jens = town.volunteer("Jens")
    date = town.activity("Kortspil", wall(day, "10:00"))
    town.tx.add_shift(occurrence=date, person=jens.person.id, role="helper", now=town.now)
    assert read(file_of(jens))["Hjælper: Kortspil"].dtstart.value == wall(day, "10:00")


def test_without_an_address_of_the_bot_there_is_the_file_only(sqlite_url: str) -> None:
    with closing(Town(sqlite_url)) as town:
        jens, _coffee, _cards = busy(town)
        file_of(jens)
        assert jens.last.labels == ["Til menuen"]
        for verb in ("calendar.feed", "calendar.make"):
            jens.presses_data(f"!{verb}")
            assert jens.last.message.attachment
        assert not town.rows("SELECT person FROM feed")


def test_the_address_is_random_kept_as_a_hash_and_stands_in_ones_data(town: Town) -> None:
    jens, _coffee, _cards = busy(town)
    address = address_of(jens)
    token = address.removeprefix(f"{BASE}/calendar/").removesuffix(".ics")
    assert len(token) == 22, "128 bits"
    assert token not in str(town.rows("SELECT * FROM feed"))
    assert address_of(jens) != address
    jens.presses_data("!data.file")
    made = jens.last.message.attachment
    assert made
    assert "Min kalender har en adresse" in made.content.decode()


class Reader:
    """A calendar application somewhere."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address, self.session = address, session

    async def get(self, address: str) -> tuple[int, bytes, str]:
        async with self.session.get(address.replace(BASE, self.address)) as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Type", "")


@pytest_asyncio.fixture
async def store(town: Town) -> AsyncIterator[Store]:
    async with await open_store(f"sqlite:///{town.path}") as opened:
        yield opened


@pytest_asyncio.fixture
async def reader(town: Town, store: Store) -> AsyncIterator[Reader]:
    clock = RealClock()
    clock.now = lambda: town.now  # type: ignore[method-assign]  # the town's time
    server = Server(feed.routes(store, clock, lambda: town.house))
    port = await server.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        yield Reader(f"http://127.0.0.1:{port}", session)
    await server.stop()


async def test_whoever_has_the_address_reads_the_calendar_as_it_is_now(town: Town, reader: Reader) -> None:
    jens, coffee, _cards = busy(town)
    address = address_of(jens)
    status, content, kind = await reader.get(address)
    assert (status, kind) == (200, "text/calendar; charset=utf-8")
    assert set(read(content)) == {"Torsdagskaffe", "Vært: Kortspil på Ærø"}
    jens.presses_data(f"!sign.out:{coffee}")
    assert set(read((await reader.get(address))[1])) == {"Vært: Kortspil på Ærø"}
    jens.presses_data("!shift.cant:1")
    status, content, _kind = await reader.get(address)
    assert status == 200
    assert b"BEGIN:VEVENT" not in content, "an empty calendar is a calendar"


@pytest.mark.parametrize("how", ["closed", "a new one", "erased", "asked to erase"])
async def test_an_address_that_is_closed_is_not_there(town: Town, reader: Reader, how: str) -> None:
    jens, _coffee, _cards = busy(town)
    address = address_of(jens)
    match how:
        case "closed":
            jens.presses("Luk min adresse")
        case "a new one":
            assert (await reader.get(address_of(jens)))[0] == 200
        case _erased:
            jens.says("slet mig")
            if how == "erased":
                jens.presses("Ja, slet alt")
    status, content, _kind = await reader.get(address)
    assert (status, content) == (404, b"")


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "a" * 5000, "..%2F..%2Fetc", "%00", "æ"])
async def test_a_guess_finds_nothing(town: Town, reader: Reader, token: str) -> None:
    address_of(busy(town)[0])
    status, content, _kind = await reader.get(f"{BASE}/calendar/{token}.ics")
    assert status == 404
    assert b"Kortspil" not in content
