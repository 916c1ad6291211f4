"""The coordinators' page: who gets in, how long, and that nobody else does; over real HTTP."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import pytest_asyncio
from browser import BASE, Browser, browsers, link_in
from town import Phone, Town, wall

from bot.domain.people import Role
from bot.storage.people import put_role
from bot.web.pages import DOES, SHOWS

START = wall("2026-11-26", "14:00")


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


@pytest.fixture
def browser(both: list[Browser]) -> Browser:
    return both[0]


async def test_a_coordinator_presses_a_link_in_the_chat_and_sees_the_week(
    town: Town, mette: Phone, browser: Browser
) -> None:
    town.activity("Torsdagskaffe", START)
    town.tx.put_need(activity=1, role="host", wanted=1)
    mette.says("/side")
    assert mette.last.labels == ["Åbn siden", "Log ud alle steder"]
    assert mette.last.message.protect
    page = await browser.logs_in(mette)
    assert (page.status, page.path) == (200, "/desk")
    assert "Torsdagskaffe\ntorsdag den 26. november kl. 14.00, Biblioteket" in page.text
    assert "0 af 8 pladser er taget. 1 vagt mangler en frivillig." in page.text


async def test_a_link_is_looked_at_as_often_as_one_likes_and_logs_in_once(
    mette: Phone, both: list[Browser]
) -> None:
    path = link_in(mette)
    for browser in both:  # something that shows previews, and the person
        assert "Log ind" in (await browser.get(path)).text
    forms = [browser.page.read.forms[0] for browser in both]
    assert (await both[0].post(path, forms[0].fields)).path == "/desk"
    assert (await both[1].post(path, forms[1].fields)).status == 403
    assert (await both[0].get(path)).status == 403
    assert (await both[1].get("/desk")).status == 403


async def test_a_link_lives_ten_minutes_and_a_newer_one_ends_it(
    town: Town, mette: Phone, browser: Browser
) -> None:
    old = link_in(mette)
    new = link_in(mette)
    assert (await browser.get(old)).status == 403
    town.now += timedelta(minutes=10)
    assert (await browser.get(new)).status == 403
    assert "Bed om et nyt link" in browser.page.text


async def test_a_browser_that_rests_for_an_hour_or_works_ten_is_logged_out(
    town: Town, mette: Phone, browser: Browser
) -> None:
    await browser.logs_in(mette)
    for _ in range(11):
        town.now += timedelta(minutes=50)
        assert (await browser.get("/desk")).status == 200
    town.now += timedelta(minutes=50)
    assert (await browser.get("/desk")).status == 403
    await browser.logs_in(mette)
    town.now += timedelta(minutes=60)
    assert (await browser.get("/desk")).status == 403
    town.until(town.now + timedelta(days=1))
    assert not town.rows("SELECT * FROM desk_key")


@pytest.mark.parametrize("how", ["revoked", "everywhere", "out", "erasing", "erased"])
async def test_whoever_is_out_is_out_at_the_next_request(
    town: Town, mette: Phone, browser: Browser, how: str
) -> None:
    town.coordinator("Ole")
    await browser.logs_in(mette)
    held = dict(browser.cookies)
    waiting = link_in(mette)
    match how:
        case "revoked":
            put_role(town.tx, mette.person.id, town.home, Role.COORDINATOR, town.now, state="revoked")
        case "everywhere":
            mette.presses("Log ud alle steder")
        case "out":
            assert "Du er logget ud" in (await browser.presses("Log ud")).text
            waiting = ""
        case _:
            mette.says("slet mig")
            if how == "erased":
                mette.presses("Ja, slet alt")
    browser.cookies = held
    for path in SHOWS:
        assert (await browser.get("/desk" + path.replace("{number}", "1"))).status == 403
    if waiting:
        page = await browser.get(waiting)
        if page.read.forms:  # the link still waits, and opens nothing
            page = await browser.post(waiting, page.read.forms[0].fields)
        assert page.status == 403


async def test_citizens_and_volunteers_get_no_link(town: Town, mette: Phone, browser: Browser) -> None:
    await browser.logs_in(mette)
    for phone in (town.citizen("Inge"), town.volunteer("Jens")):
        before = len(phone.shown)
        phone.says("/side")
        phone.presses_data("!desk:1")
        assert all("koordinatorer" in shown.text for shown in phone.since(before))
        assert "Siden" not in [b.label for s in phone.shown for row in s.message.buttons for b in row]
    assert town.rows("SELECT count(*) FROM desk_key WHERE person <> ?", mette.person.id) == [(0,)]


def test_without_an_address_the_chat_says_so_kindly(sqlite_url: str) -> None:
    with closing(Town(sqlite_url)) as town:
        mette = town.coordinator()
        mette.says("menu")
        assert "Siden" not in mette.last.labels
        mette.says("/side")
        assert "Siden er ikke slået til her" in mette.last.text
        assert not town.rows("SELECT * FROM desk_key")


async def test_every_page_and_form_is_closed_to_whoever_is_not_logged_in(
    town: Town, mette: Phone, both: list[Browser]
) -> None:
    await both[0].logs_in(mette)
    stranger = both[1]
    guesses = ["", "x", "a" * 22, "a" * 5000, "' OR 1=1 --", *both[0].cookies.values()]
    guesses[-1] = guesses[-1][:-1] + ("A" if guesses[-1][-1] != "A" else "B")
    before = town.everything()
    for guess in guesses:
        stranger.cookies = {"__Host-desk": guess}
        for path in SHOWS:
            page = await stranger.get("/desk" + path.replace("{number}", "1"))
            assert (page.status, page.text.count("\n")) == (403, 3), "the same for each"
        for path in DOES:
            page = await stranger.post("/desk" + path.replace("{number}", "1"), {"csrf": guess})
            assert page.status == 403
    assert town.everything() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"csrf": ""},
        {"csrf": "æøå"},
        {"csrf": "0" * 64},
    ],
)
async def test_a_form_that_is_not_ours_does_nothing(
    town: Town, mette: Phone, browser: Browser, headers: dict[str, str]
) -> None:
    await browser.logs_in(mette)
    proof = browser.page.read.forms[0].fields["csrf"]
    form = {"csrf": headers.get("csrf", proof)}
    headers = {name: value for name, value in headers.items() if name != "csrf"}
    for path in ("/out", *DOES):
        assert (await browser.post("/desk" + path.replace("{number}", "1"), form, **headers)).status == 403
    assert (await browser.get("/desk")).status == 200, "still logged in: nothing happened"
    path = link_in(mette)
    await browser.get(path)
    mine = {"csrf": form["csrf"] if form["csrf"] != proof else browser.page.read.forms[0].fields["csrf"]}
    assert (await browser.post(path, mine, **headers)).status == 403
    assert (await browser.get(path)).status == 200, "not spent by somebody else's form"


async def test_a_proof_that_looks_like_a_cpr_number_is_a_proof(
    mette: Phone, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.desk._proof", lambda secret: f"0102031234{secret}")
    assert (await browser.logs_in(mette)).path == "/desk"


async def test_somebody_elses_link_and_browser_open_nobody_elses_page(
    town: Town, mette: Phone, both: list[Browser]
) -> None:
    ole = town.coordinator("Ole")
    await both[0].logs_in(mette)
    await both[1].logs_in(ole)
    theirs = both[1].page.read.forms[0].fields
    assert (await both[0].post("/desk/out", theirs)).status == 403, "a proof belongs to one browser"
    assert (await both[0].get("/desk")).status == 200


async def test_what_is_kept_and_logged_opens_nothing(
    town: Town, mette: Phone, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = link_in(mette)
    await browser.get(path)
    await browser.post(path, browser.page.read.forms[0].fields)
    kept = str(town.rows("SELECT * FROM desk_key"))
    for secret in (path.rsplit("/", 1)[1], *browser.cookies.values()):
        assert len(secret) >= 22, "128 bits"
        assert secret not in kept
        assert secret not in caplog.text


async def test_what_a_browser_is_told_besides_the_page(mette: Phone, browser: Browser) -> None:
    page = await browser.logs_in(mette)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "<script" not in page.html
    assert "style=" not in page.html
    style = await browser.get("/desk/style.css")
    assert (style.status, style.headers["Content-Type"]) == (200, "text/css; charset=utf-8")


async def test_a_page_that_fails_tells_nobody_of_whom(
    mette: Phone, browser: Browser, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.logs_in(mette)

    def fails(*_: object) -> None:
        raise ValueError("Inge, 20 30 40 50")

    monkeypatch.setattr("bot.web.week.figures", fails)
    page = await browser.get("/desk")
    assert page.status == 500
    assert "Der er ikke ændret noget" in page.text
    assert "Inge" not in caplog.text + page.html


async def test_ones_data_tells_of_the_browser_and_erasure_ends_it(
    town: Town, mette: Phone, browser: Browser
) -> None:
    await browser.logs_in(mette)
    mette.presses_data("!data.file")
    made = mette.last.message.attachment
    assert made
    assert "Logget ind på siden" in made.content.decode()
    mette.says("slet mig")
    mette.presses("Ja, slet alt")
    assert not town.rows("SELECT * FROM desk_key")


async def test_names_become_no_markup(town: Town, mette: Phone, browser: Browser) -> None:
    town.activity("<script>alert('x')</script> & \"kaffe\"", START)
    page = await browser.logs_in(mette)
    assert "<script" not in page.html
    assert "<script>alert('x')</script> & \"kaffe\"" in page.text
