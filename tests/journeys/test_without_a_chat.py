"""Whoever has no Telegram is met all the same: a coordinator speaks for the bot, and ticks the answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import pytest_asyncio
from browser import BASE, Browser, browsers
from town import HOUSE, Phone, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role
from bot.web.pages import DOES, SHOWS

THURSDAY = wall("2026-11-26", "14:00")
NUMBER, STREET = "20 30 40 55", "Nørregade 7, 2. th.\n4200 Slagelse"
ERIK = {
    "name": "Erik",
    "mode": "phone",
    "phone": NUMBER,
    "said_by": "called",
    "said_on": "2026-11-23",
    "wish_coffee": "1",
    "area": "Slagelse",
}


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url, web_url=BASE)) as town:
        yield town


@pytest.fixture
def mette(town: Town) -> Phone:
    return town.coordinator()


@pytest_asyncio.fixture
async def both(town: Town) -> AsyncIterator[list[Browser]]:
    async with browsers(town) as found:
        yield found


@pytest_asyncio.fixture
async def browser(both: list[Browser], mette: Phone) -> Browser:
    await both[0].logs_in(mette)
    return both[0]


async def write_down(browser: Browser, **told: str) -> str:
    """Write somebody down; return the path of their page."""
    await browser.get("/desk/people/new")
    form = browser.page.read.forms[-1]
    page = await browser.post(form.action, {**form.fields, **ERIK, **told})
    assert "Skrevet op" in page.text, page.text
    return page.path.partition("?")[0]


async def test_erik_is_written_down_invited_called_and_comes(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser)
    coffee = town.activity("Torsdagskaffe", THURSDAY + timedelta(days=1))
    town.until(wall("2026-11-24", "08:05"))
    assert "I dag er der 1 at ringe eller skrive til: Erik (en invitation)." in mette.last.text
    page = await browser.logs_in(mette, mette.last.message.buttons[0][0].data)
    assert page.path == "/desk/calls"
    assert "Erik\nEn invitation: Torsdagskaffe." in page.text
    assert NUMBER in page.text
    assert "Vil du med?" in page.text
    assert "Et nej ændrer intet, heller ikke hos kommunen." in page.text
    assert "automatisk" not in page.text, "a human says it"
    await browser.presses("Ja")
    assert "Tilmeldt. Pladsen er holdt." in browser.page.text
    assert "Det er besvaret før" in browser.again.text
    assert town.rows("SELECT state, party FROM signup WHERE occurrence = ?", coffee) == [("in", 1)]
    assert town.rows("SELECT answer FROM invitation") == [("yes",)]
    assert "Der er ikke nogen at ringe til" in browser.page.text
    town.until(wall("2026-11-26", "08:05"))  # the last working day before
    await browser.logs_in(mette)
    page = await browser.get("/desk/calls")
    assert "Hej Erik. Du har sagt ja til det her:" in page.text
    assert "den grønne dør" in page.text
    await browser.presses("Nej")
    assert "Afbud er givet" in browser.page.text
    assert town.rows("SELECT state FROM signup") == [("out",)]
    assert "Ikke noget endnu." in (await browser.get(path)).text


async def test_nobody_answered_and_call_again_bring_it_back(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser)
    town.activity("Kortspil", THURSDAY)
    await browser.get(path)
    await browser.presses("Tilmeld")
    assert "Tilmeldt" in browser.page.text
    town.until(wall("2026-11-25", "09:00"))
    await browser.logs_in(mette)
    await browser.get("/desk/calls")
    await browser.presses("Ikke truffet")
    assert town.rows("SELECT tries FROM to_call") == [(1,)], "pressed twice, tried once"
    assert "Der er ikke nogen" in (await browser.get("/desk/calls")).text
    town.until(wall("2026-11-25", "11:00"))
    await browser.logs_in(mette)
    assert "Forsøgt 1 gang." in (await browser.get("/desk/calls")).text
    await browser.presses("Ring igen i morgen")
    town.until(wall("2026-11-26", "08:00"))
    await browser.logs_in(mette)
    assert "Forsøgt 2 gange." in (await browser.get("/desk/calls")).text
    town.until(THURSDAY)
    await browser.logs_in(mette)
    assert "Der er ikke nogen" in (await browser.get("/desk/calls")).text, "too late is too late"
    assert town.rows("SELECT state FROM to_call") == [("expired",)]


async def test_a_date_that_is_cancelled_comes_first_and_the_reminder_goes(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser)
    town.activity("Kortspil", THURSDAY)
    await browser.get(path)
    await browser.presses("Tilmeld")
    town.until(wall("2026-11-25", "09:00"))
    mette.presses_data("!plan.cancelled:1")
    await browser.logs_in(mette)
    page = await browser.get("/desk/calls")
    assert page.text.count("Kortspil, torsdag den 26. november kl. 14.00, er aflyst") == 1
    assert "En påmindelse" not in page.text
    assert "Nej" not in [form.label for form in page.read.forms]
    await browser.presses("Sagt videre")
    assert "Der er ikke nogen" in browser.page.text


async def test_letters_are_printed_in_time_and_noted_as_sent(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser, mode="letter", phone="", address=STREET)
    town.activity("Julefrokost", wall("2026-12-10", "12:00"))
    await browser.get(path)
    await browser.presses("Tilmeld")
    town.until(wall("2026-12-03", "10:00"))
    await browser.logs_in(mette)
    page = await browser.get("/desk/letters")
    assert "Nørregade 7, 2. th." in page.text
    assert "Du har sagt ja til det her:" in page.text
    assert "Ring på 58 57 57 57" in page.text
    assert HOUSE in page.text
    await browser.get("/desk/calls")
    await browser.presses("Sendt")
    assert "ingen breve" in (await browser.get("/desk/letters")).text


async def test_who_has_said_stop_is_not_asked_and_who_asks_is_forgotten(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser)
    full = town.activity("Kortspil", THURSDAY + timedelta(days=1), seats=1)
    await browser.get(path)
    await browser.presses("Tilmeld")
    inge = town.citizen("Inge")
    inge.presses_data(f"!wait.on:{full}")
    await browser.get(path)
    await browser.presses("Sig stop")
    assert "Nu spørger vi ikke" in browser.page.text
    town.activity("Torsdagskaffe", THURSDAY + timedelta(days=2))
    town.until(wall("2026-11-24", "12:00"))
    assert not town.rows("SELECT * FROM to_call WHERE kind = 'invitation'")
    await browser.logs_in(mette)
    await browser.get(path)
    assert "Er du sikker" not in browser.page.text
    await browser.get(f"{path}/erase")
    await browser.presses("Slet alt")
    assert "Alt om personen er slettet" in browser.page.text
    assert not [word for word in ("Erik", NUMBER) if word in town.cells()]
    assert "nu er der en plads til dig" in inge.last.text
    assert (await browser.get(path)).status == 404


async def test_what_was_told_is_checked_and_a_cpr_number_is_not_kept(town: Town, browser: Browser) -> None:
    await browser.get("/desk/people/new")
    form = browser.page.read.forms[-1]
    for wrong, line in [
        ({"name": " "}, "Skriv et fornavn."),
        ({"phone": "12"}, "Skriv telefonnummeret"),
        ({"phone": "javascript:alert(1)"}, "Skriv telefonnummeret"),
        ({"mode": "letter", "address": ""}, "Skriv den adresse"),
        ({"mode": "pigeon"}, "Vælg, om vi ringer"),
        ({"said_by": ""}, "Uden et ja skriver vi ingen op"),
        ({"said_on": "2026-11-24"}, "ikke være senere end i dag"),
        ({"said_on": "i går"}, "ikke være senere end i dag"),
        ({"address": "010203-1234"}, "CPR-nummer"),
    ]:
        page = await browser.post(form.action, {**form.fields, **ERIK, **wrong})
        assert line in page.text
        assert "1234" not in page.html
        assert page.read.forms[-1].fields["phone"] == wrong.get("phone", NUMBER), "what was written stays"
    assert not town.rows("SELECT * FROM contact")


async def test_numbers_and_addresses_never_stand_in_a_chat(
    town: Town, mette: Phone, browser: Browser
) -> None:
    await write_down(browser, address=STREET)
    jens = town.volunteer("Jens")
    put_role(town.tx, jens.person.id, town.home, Role.HOST, town.now)
    date = town.activity("Kortspil", THURSDAY, host=jens)
    await browser.get("/desk/people/2")
    await browser.presses("Tilmeld")
    town.until(THURSDAY + timedelta(days=2))
    for data in (f"!att.who:{date}", "!overview", "!inbox", f"!plan.show:{date}", "!data.file"):
        mette.presses_data(data)
        jens.presses_data(data)
    said = [s.text + str(s.message) for phone in (mette, jens) for s in phone.shown]
    assert any("Erik" in text for text in said)
    assert not [text for text in said if "30 40" in text or "2030" in text or "Nørregade" in text]


async def test_another_organisation_finds_nobody_and_changes_nothing(
    town: Town, mette: Phone, both: list[Browser], browser: Browser
) -> None:
    path = await write_down(browser)
    town.activity("Kortspil", THURSDAY)
    await browser.get(path)
    await browser.presses("Tilmeld")
    town.until(wall("2026-11-25", "09:00"))
    other = town.tx.add_organisation(name="Søgade Sogn", home=0, reads_at="", phone="", now=town.now)
    ole = town.phone("Ole")
    ole.opens(town.link(Role.COORDINATOR, other))
    ole.presses("Ja, og jeg er fyldt 18")
    ole.presses("Kald mig Ole")
    await both[1].logs_in(ole)
    proof = both[1].page.read.forms[0].fields["csrf"]
    before = town.everything()
    number = path.rsplit("/", 1)[1]
    for shown in SHOWS:
        for tried in (number, "999"):
            page = await both[1].get("/desk" + shown.replace("{number}", tried))
            assert page.status == (404 if "{number}" in shown else 200)
            assert "Erik" not in page.html
            assert NUMBER not in page.html
    for done in DOES:
        if "{number}" in done:
            for tried in ("1", number, "999"):
                form = {"csrf": proof, "word": "yes", "date": "1", **ERIK}
                assert (await both[1].post("/desk" + done.replace("{number}", tried), form)).status == 404
    assert town.everything() == before


async def test_looks_are_noted_and_the_paper_with_ones_data_tells_all(
    town: Town, mette: Phone, browser: Browser
) -> None:
    path = await write_down(browser)
    for _ in range(3):
        await browser.get(path)
    assert town.rows("SELECT what FROM audit WHERE whom = 2") == [("registered",), ("contact",)]
    page = await browser.get(f"{path}/data")
    for word in (
        "Erik",
        NUMBER,
        "jeg sagde ja i telefonen",
        "kaffe og snak",
        "Mette",
        "nummer eller adresse",
    ):
        assert word in page.text
    town.now += timedelta(hours=2)
    await browser.logs_in(mette)
    await browser.get(f"{path}/correct")
    await browser.presses("Gem", phone="+45 20 30 40 66")
    assert "+45 20 30 40 66" in browser.page.text
    assert "Rettet." in browser.page.text
    assert "kaffe" in (await browser.get(f"{path}/data")).text, "what was not touched stays"


async def test_a_form_that_is_sent_twice_writes_one_person_down(town: Town, browser: Browser) -> None:
    first, again = await write_down(browser), await write_down(browser)
    assert first == again
    other = await write_down(browser, name="Karl")
    assert other != first
    assert len(town.rows("SELECT id FROM person WHERE chat IS NULL")) == 2
