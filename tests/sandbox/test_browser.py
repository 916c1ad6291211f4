"""The whole way in a browser: three phones, the real bot behind them, and the clock moved by hand."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).parents[2]
PATIENCE = 20_000  # milliseconds


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def address() -> Iterator[str]:
    if not CHROMIUM.exists() and not os.environ.get("CI_REQUIRES"):
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--start", "2026-11-23T10:00"]
    demo = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert demo.stdout is not None
    assert "http://" in demo.stdout.readline()
    yield f"http://127.0.0.1:{port}"
    demo.terminate()
    demo.wait(timeout=20)
    demo.stdout.close()


class Phone:
    """A phone on the table, used as its owner would."""

    def __init__(self, page: Page, number: int) -> None:
        self.root: Locator = page.locator(".phone").nth(number)

    async def start(self) -> None:
        await self.root.locator(".starts button").click()

    async def shows(self, words: str) -> None:
        await self.root.locator(".message:not(.mine) .bubble", has_text=words).last.wait_for(timeout=PATIENCE)

    async def presses(self, label: str, then: str) -> None:
        await self.root.get_by_role("button", name=label, exact=True).last.click(timeout=PATIENCE)
        await self.shows(then)

    async def writes(self, text: str, then: str) -> None:
        field = self.root.locator(".text")
        await field.fill(text)
        await field.press("Enter")
        await self.shows(then)


@pytest_asyncio.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = await browser.new_page(viewport={"width": 1280, "height": 860})
        wrong: list[str] = []
        found.on("pageerror", lambda error: wrong.append(str(error)))
        await found.goto(address)
        await found.wait_for_selector("body[data-ready=true]", timeout=PATIENCE)
        yield found
        await browser.close()
        assert wrong == []


async def pass_until(page: Page, phone: Phone, words: str, most: int = 80) -> None:
    """Press «Til næste hændelse» until the words arrive."""
    button = page.locator("[data-next]")
    for _ in range(most):
        await button.click()
        await page.wait_for_function("!document.querySelector('[data-next]').disabled", timeout=60_000)
        await asyncio.sleep(0.2)
        if await phone.root.locator(".message:not(.mine) .bubble", has_text=words).count():
            return
    raise AssertionError(f"never came: {words}")


async def test_from_a_first_hello_to_a_reminder_that_arrives(page: Page) -> None:
    inge, jens, mette = (Phone(page, number) for number in range(3))
    await mette.start()
    await mette.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await mette.presses("Kald mig Mette", "Så er vi i gang.")
    await inge.start()
    await inge.shows("ikke et menneske")
    await inge.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await inge.presses("Kald mig Inge", "Hvad kunne du tænke dig mere af?")
    await inge.presses("☐ Kaffe og snak", "Hvad kunne du tænke dig mere af?")
    await inge.presses("Videre", "Vil du se, hvad der sker")
    await inge.root.get_by_role("button", name="Ja, vis mig det", exact=True).last.click()
    await jens.start()
    await jens.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await jens.presses("Kald mig Jens", "Så er vi i gang.")
    await pass_until(page, inge, "Du nævnte kaffe og snak. Vil du med?")
    await inge.presses("Ja, jeg vil med", "Du svarede: Ja, jeg vil med.")
    await pass_until(page, inge, "I morgen er du med")
    await pass_until(page, inge, "er i dag")
    await pass_until(page, inge, "Var det rart at være med?")
    await inge.writes("jeg vil gerne tale med et menneske", "Mette")
    await mette.shows("Inge vil gerne tale med et menneske")
    await mette.presses("Tag samtalen", "Du har samtalen")
    await inge.writes("stop", "Jeg stopper nu.")


async def begins(phone: Phone, name: str) -> None:
    """Answer what is asked at the door."""
    await phone.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await phone.presses(f"Kald mig {name}", "Så er vi i gang.")


async def test_a_forgotten_shift_is_saved_by_somebody_who_stands_in(page: Page) -> None:
    """Jens takes a shift and is not heard of again; one press of the coordinator, and Poul has it."""
    _inge, jens, mette = (Phone(page, number) for number in range(3))
    await mette.start()
    await begins(mette, "Mette")
    await jens.start()
    await begins(jens, "Jens")
    await page.get_by_label("Ny person").fill("Poul")
    await page.get_by_role("button", name="Tilføj", exact=True).click()
    poul = Phone(page, 3)
    written = jens.root.locator(".mine .bubble > span:not(.when)", has_text="/start").first
    await poul.writes(await written.inner_text(), "Vil du i gang?")  # the same link is for several
    await begins(poul, "Poul")
    for phone in (jens, poul):
        await phone.presses("Se ledige vagter", "Her mangler der en:")
        await phone.presses("4. Vært", "Mette skal sige ja")
        await mette.presses("Ja, godkend", "er vært nu")
    await jens.presses("Se ledige vagter", "Her mangler der en:")
    await jens.presses("4. Vært", "Du er vært til Torsdagskaffe")
    await pass_until(page, mette, "Jens har ikke svaret om Torsdagskaffe")
    await mette.presses("Find en afløser", "Jeg leder efter en afløser")
    await jens.shows("så vi finder en anden vært")
    await pass_until(page, poul, "Kan du træde til?")
    await poul.presses("Ja, jeg træder til", "Du er vært til Torsdagskaffe")
    await mette.shows("Poul træder til som vært: Torsdagskaffe")
    await jens.shows("Der er fundet en afløser til Torsdagskaffe")
    await pass_until(page, poul, "I dag er du vært")
    assert await jens.root.locator(".message:not(.mine) .bubble", has_text="I dag er du vært").count() == 0


async def test_a_phone_sized_window_shows_one_phone_and_nothing_sticks_out(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.locator(".phone:visible").count() == 1
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.locator("#tabs button", has_text="Mette").click()
    assert await page.locator(".phone:visible h2").inner_text() == "Mette"


async def test_everything_can_be_reached_with_the_keyboard(page: Page) -> None:
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.add(await page.evaluate("document.activeElement.textContent.trim().slice(0, 40)"))
    assert {"1 time frem", "Til næste hændelse", "Start", "Send", "Tilføj"} <= reached


async def test_a_link_in_a_message_asks_on_which_phone_it_is_opened(page: Page) -> None:
    inge, jens = Phone(page, 0), Phone(page, 1)
    await inge.root.locator(".text").fill("https://t.me/foelgeskab_demo_bot?start=abc_123")
    await inge.root.locator(".text").press("Enter")
    await inge.root.locator(".mine a").click(timeout=PATIENCE)
    await page.get_by_role("dialog", name="Hvem åbner linket?").wait_for(timeout=PATIENCE)
    assert await page.evaluate("document.activeElement.textContent") == "Jens"
    await page.keyboard.press("Enter")
    await jens.root.locator(".mine .bubble", has_text="/start abc_123").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize("width", [390, 1280])
async def test_large_buttons_stand_under_the_field_and_write_their_words(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 860})
    inge = Phone(page, 0)
    await inge.start()
    large = inge.root.locator(".large button")
    assert await large.count() == 0
    await inge.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await inge.presses("Kald mig Inge", "Hvad kunne du tænke dig mere af?")
    await inge.presses("Spring over", "Vil du se, hvad der sker")
    await inge.presses("Ja, vis mig det", "fire store knapper")
    labels = ["Se, hvad der sker", "Mine aftaler", "Tal med et menneske", "Færre beskeder"]
    await large.nth(3).wait_for(timeout=PATIENCE)
    assert await large.all_inner_texts() == labels
    field, phone = await inge.root.locator(".write").bounding_box(), await inge.root.bounding_box()
    for number in range(4):
        box = await large.nth(number).bounding_box()
        assert field
        assert phone
        assert box
        assert box["height"] >= 48
        assert box["width"] >= 140
        assert box["y"] >= field["y"] + field["height"] - 1
        assert box["x"] >= phone["x"]
        assert box["x"] + box["width"] <= phone["x"] + phone["width"]
        assert box["y"] + box["height"] <= phone["y"] + phone["height"]
    assert await inge.root.locator(".text").get_attribute("placeholder") == "Skriv til mig her"
    await large.nth(1).focus()
    await page.keyboard.press("Enter")
    await inge.root.locator(".mine .bubble", has_text="Mine aftaler").wait_for(timeout=PATIENCE)
    await inge.shows("Du er ikke tilmeldt noget")
    await page.reload()
    await page.wait_for_selector("body[data-ready=true]", timeout=PATIENCE)
    assert await large.all_inner_texts() == labels
    await inge.writes("slet mig", "Vil du have slettet alt om dig?")
    await inge.presses("Ja, slet alt", "Du kan altid begynde igen")
    assert await large.count() == 0


async def test_a_calendar_file_can_be_sent_from_the_menu(page: Page) -> None:
    mette = Phone(page, 2)
    await mette.root.locator("summary").click()
    await mette.root.get_by_role("button", name="Kalenderfil").click()
    await mette.root.locator(".mine", has_text="kalender.ics").wait_for(timeout=PATIENCE)


async def test_a_date_tells_what_to_expect_and_where_it_is_on_a_drawn_map(page: Page) -> None:
    inge = Phone(page, 0)
    await inge.start()
    await inge.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await inge.writes("/aktiviteter", "Kortspil")
    await inge.presses("Vis flere", "Torsdagskaffe")
    await inge.root.get_by_role("button", name="Torsdagskaffe").last.click()
    await inge.presses("Hvad kan jeg vente mig?", "Der er ingen trapper.")
    await inge.root.get_by_role("button", name="Vis på kort", exact=True).last.click()
    card = inge.root.locator(".message .place").last
    await card.locator("svg path.spot").wait_for(timeout=PATIENCE)
    assert "Medborgerhuset" in await card.inner_text()
    assert "55.4041, 11.3561" in await card.inner_text()


@pytest.mark.parametrize(
    ("kind", "shown", "answer"),
    [
        ("Talebesked", "[talebesked]", "hverken hørt eller gemt"),
        ("Billede", "[billede]", "kan ikke se billeder"),
        ("Klistermærke", "[klistermærke]", "Tak for hilsenen"),
        ("Kontakt (Bodil)", "[kontakt: Bodil]", "gemmer ingen telefonnumre"),
        ("Videresendt besked", "Videresendt fra Bodil", "sender videre fra andre"),
    ],
)
async def test_whatever_is_sent_from_the_menu_has_a_kind_answer_and_a_way_on(
    page: Page, kind: str, shown: str, answer: str
) -> None:
    inge = Phone(page, 0)
    await inge.start()
    await inge.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await inge.root.locator("summary").click()
    await inge.root.get_by_role("button", name=kind, exact=True).click()
    await inge.root.locator(".mine", has_text=shown).wait_for(timeout=PATIENCE)
    await inge.shows(answer)
    asked = inge.root.locator(".message:not(.mine) .bubble", has_text="Hvad må jeg kalde dig?")
    await asked.nth(1).wait_for(timeout=PATIENCE)  # the question once more
    await inge.presses("Kald mig Inge", "Hvad kunne du tænke dig mere af?")


async def test_a_place_can_be_sent_from_the_menu(page: Page) -> None:
    mette = Phone(page, 2)
    await mette.root.locator("summary").click()
    await mette.root.get_by_role("button", name="Lokation").click()
    await mette.root.locator(".mine .place svg").wait_for(timeout=PATIENCE)


async def test_the_coordinators_page_opens_from_her_phone_in_the_running_bot(page: Page) -> None:
    mette = Phone(page, 2)
    await mette.start()
    await mette.presses("Ja, og jeg er fyldt 18", "Hvad må jeg kalde dig?")
    await mette.presses("Kald mig Mette", "Så er vi i gang.")
    await mette.presses("Siden", "Her er dit link til siden.")
    async with page.context.expect_page() as opened:
        await mette.root.get_by_role("button", name="Åbn siden").last.click()
    desk = await opened.value
    await desk.get_by_role("button", name="Log ind").click()
    await desk.get_by_text("Venter på svar").wait_for(timeout=PATIENCE)
    assert await desk.get_by_role("link", name="Ringeliste").is_visible()
