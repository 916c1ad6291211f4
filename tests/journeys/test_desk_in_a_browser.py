"""The page as a coordinator sees it: Chromium without scripts, on a phone and at a desk."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import pytest_asyncio
from browser import served
from playwright.async_api import Page, async_playwright
from town import Town, wall

pytestmark = pytest.mark.xdist_group("calm")  # beside at most one other test
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
WIDTHS = (390, 1280)
SHOTS = os.environ.get("SCREENSHOTS", "")  # a folder, to look at them
SMALLEST = 24  # pixels of what is pressed, WCAG 2.2
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def port() -> int:
    if not CHROMIUM.exists() and not os.environ.get("CI_REQUIRES"):
        pytest.skip("no /usr/bin/chromium: apt-get install chromium")
    return free_port()


@pytest.fixture
def town(sqlite_url: str, port: int) -> Iterator[Town]:
    with closing(Town(sqlite_url, web_url=f"http://127.0.0.1:{port}")) as town:
        mette = town.coordinator()
        town.coordinator("Ole")
        town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
        town.activity("Kortspil på Ærø", wall("2026-11-27", "10:00"))
        inge = town.citizen("Inge")
        inge.says("jeg vil gerne tale med et menneske")
        inge.says("Kan jeg tage min søster med?")
        mette.presses_data("!desk")
        yield town


@pytest_asyncio.fixture(params=WIDTHS)
async def page(request: pytest.FixtureRequest, town: Town, port: int) -> AsyncIterator[Page]:
    async with served(town, port), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        size = {"width": request.param, "height": 860}
        context = await browser.new_context(viewport=size, java_script_enabled=False, locale="da-DK")  # type: ignore[arg-type]
        yield await context.new_page()
        await browser.close()


async def look(page: Page, name: str) -> None:
    """Hold what must be so on each page, and keep a picture if one is wanted."""
    assert await page.evaluate(FITS), f"{name} is wider than the screen"
    for press in await page.locator("button:visible, nav a:visible").all():
        box = await press.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= SMALLEST
    assert await page.locator("h1").count() == 1
    for field in await page.locator("input:not([type=hidden]), textarea, select").all():
        assert await field.evaluate("e => e.labels.length") == 1, "a field without a name"
    if SHOTS:
        assert page.viewport_size
        path = Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png"
        await page.screenshot(path=path, full_page=True)


async def test_a_morning_at_the_desk(town: Town, page: Page) -> None:
    mette = town.phones[1001]
    await page.goto(mette.last.message.buttons[0][0].url)
    await look(page, "in")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # by keyboard alone
    await page.wait_for_selector("nav")
    await look(page, "week")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.get_by_role("link", name="Hvem venter").click()
    await look(page, "inbox")
    await page.get_by_role("link", name="Inge", exact=True).click()
    await page.get_by_role("button", name="Tag samtalen").click()
    await page.get_by_label("Dit svar").fill("Ja, tag hende endelig med.")
    await page.get_by_role("button", name="Send", exact=True).click()
    await page.get_by_text("Ja, tag hende endelig med.").wait_for()
    await look(page, "talk")
    await page.get_by_role("link", name="Folk uden Telegram").click()
    await page.get_by_role("link", name="Skriv en person op").click()
    await look(page, "form")
    await page.get_by_role("button", name="Gem").click()
    await page.get_by_role("alert").wait_for()
    await look(page, "wrong")
    await page.get_by_label("Personen selv, i telefonen").check()
    await page.get_by_label("Vi ringer").check()
    await page.get_by_label("Fornavn").fill("Erik")
    await page.get_by_label("Telefon", exact=True).fill("20 30 40 55")
    await page.get_by_role("button", name="Gem").click()
    await page.get_by_role("button", name="Tilmeld").first.click()
    await page.get_by_text("Tilmeldt. Pladsen er holdt.").wait_for()
    await look(page, "person")
    assert town.rows("SELECT count(*) FROM signup") == [(1,)]
    town.until(wall("2026-11-23", "10:40"))
    await page.get_by_role("link", name="Ringeliste").click()
    await look(page, "calls")
    await page.get_by_role("button", name="Log ud").click()
    await page.get_by_text("Du er logget ud").wait_for()
    await page.go_back()
    assert not await page.get_by_text("20 30 40 55").count(), "nothing stays in the browser"
