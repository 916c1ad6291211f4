"""Those who asked for a human, on the page and in the chat at once: one answers, and only one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import pytest_asyncio
from browser import BASE, Browser, browsers
from town import Phone, Town

from bot.domain.people import Role
from bot.storage.people import put_role
from bot.web.pages import DOES, SHOWS


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    with closing(Town(sqlite_url, web_url=BASE)) as town:
        yield town


@pytest.fixture
def mette(town: Town) -> Phone:
    return town.coordinator()


@pytest.fixture
def ole(town: Town, mette: Phone) -> Phone:
    return town.coordinator("Ole")


@pytest.fixture
def inge(town: Town, ole: Phone) -> Phone:
    phone = town.citizen("Inge")
    phone.says("jeg vil gerne tale med et menneske")
    phone.says("Kan jeg tage min søster med?")
    return phone


@pytest_asyncio.fixture
async def both(town: Town, mette: Phone, ole: Phone) -> AsyncIterator[list[Browser]]:
    async with browsers(town) as found:
        await found[0].logs_in(mette)
        await found[1].logs_in(ole)
        yield found


async def test_a_human_takes_answers_and_ends_on_the_page(
    town: Town, mette: Phone, inge: Phone, both: list[Browser]
) -> None:
    page = both[0]
    mette.says("/indbakke")
    assert "Åbn på siden" in mette.last.labels
    await page.get("/desk/inbox")
    assert "Inge\nVil gerne tale med et menneske. Siden mandag den 23. november kl. 10.00." in page.page.text
    assert "Ingen har taget den endnu." in page.page.text
    await page.follows("Inge")
    assert "Kan jeg tage min søster med?" in page.page.text
    await page.presses("Tag samtalen")
    assert "Du har samtalen. Den anden har fået at vide" in page.page.text
    assert inge.last.text.startswith("Nu er Mette her.")
    heard = len(inge.shown)
    await page.presses("Send", text="Ja, tag hende endelig med.")
    assert "Sendt." in page.page.text
    assert [shown.text for shown in inge.since(heard)] == ["Mette skriver:\nJa, tag hende endelig med."]
    inge.says("Tak skal du have")
    await page.get("/desk/inbox/1")
    assert (
        page.page.text.index("søster med?")
        < page.page.text.index("endelig med")
        < page.page.text.index("Tak skal")
    )
    await page.presses("Afslut samtalen")
    assert "Samtalen er slut" in page.page.text
    assert "Samtalen med Mette er slut" in inge.last.text
    assert town.rows("SELECT what FROM audit WHERE whom = ?", inge.person.id) == [("conversation",)]


async def test_two_coordinators_never_answer_the_same_one_unknowingly(
    town: Town, mette: Phone, ole: Phone, inge: Phone, both: list[Browser]
) -> None:
    await both[0].get("/desk/inbox/1")
    await both[1].get("/desk/inbox/1")  # both look at it while nobody has it
    heard = len(inge.shown)
    await both[0].presses("Send", text="Hej Inge, det er Mette.")
    await both[1].presses("Send", text="Hej Inge, det er Ole.")
    assert "En kollega har samtalen, så der er ikke sendt noget." in both[1].page.text
    assert "Mette har samtalen." in both[1].page.text
    assert not both[1].page.read.forms[1:], "nothing to press but Log ud"
    said = [shown.text for shown in inge.since(heard)]
    assert said[-1] == "Mette skriver:\nHej Inge, det er Mette."
    assert not [text for text in said if "Ole" in text]
    ole.presses("Tag samtalen")
    assert "kollega har taget" in ole.last.text, "the chat knows too"
    proof = both[1].page.read.forms[0].fields["csrf"]
    before = len(inge.shown)
    for path in ("take", "end", "answer"):
        form = {"csrf": proof, "text": "Hov", "once": "0" * 16}
        assert "kollega" in (await both[1].post(f"/desk/inbox/1/{path}", form)).text
    town.post()
    assert len(inge.shown) == before


async def test_a_conversation_is_handed_over_and_its_answers_go_to_the_other(
    ole: Phone, inge: Phone, both: list[Browser]
) -> None:
    await both[0].get("/desk/inbox/1")
    await both[0].presses("Tag samtalen")
    told = len(ole.shown)
    await both[0].presses("Giv videre", to=str(ole.person.id))
    assert "Givet videre" in both[0].page.text
    assert [s.text for s in ole.since(told)] == [
        "Mette har givet samtalen med Inge videre til dig. Nu har du den."
    ]
    assert inge.last.text.startswith("Nu er Ole her.")
    inge.says("Hej Ole")
    assert "Hej Ole" in ole.last.text
    await both[0].get("/desk/inbox/1")
    assert "Ole har samtalen." in both[0].page.text
    assert "Hej Ole" not in both[0].page.text


async def test_somebody_silent_is_greeted_without_being_told_of_a_list(
    town: Town, mette: Phone, ole: Phone, both: list[Browser]
) -> None:
    poul = town.citizen("Poul")
    town.tx.add_conversation(person=poul.person.id, organisation=town.home, reason="silence", now=town.now)
    await both[0].get("/desk/inbox/1")
    assert "Personen kender ikke til nogen samtale." in both[0].page.text
    assert "Tag samtalen" not in [form.label for form in both[0].page.read.forms]
    heard = len(poul.shown)
    await both[0].presses("Send", text="Hej Poul, hvordan går det?")
    first, second = poul.since(heard)
    assert first.text.startswith("Mette vil gerne høre, hvordan du har det. Mette er et menneske")
    assert second.text == "Mette skriver:\nHej Poul, hvordan går det?"


async def test_who_lost_the_role_or_belongs_elsewhere_has_no_conversation(
    town: Town, mette: Phone, ole: Phone, inge: Phone, both: list[Browser]
) -> None:
    await both[0].get("/desk/inbox/1")
    await both[0].presses("Tag samtalen")
    other = town.tx.add_organisation(name="Søgade Sogn", home=0, reads_at="", phone="", now=town.now)
    put_role(town.tx, ole.person.id, town.home, Role.COORDINATOR, town.now, state="revoked")
    put_role(town.tx, ole.person.id, other, Role.COORDINATOR, town.now)
    proof = both[1].page.read.forms[0].fields["csrf"]
    before = town.everything()
    assert "Ingen venter på svar." in (await both[1].get("/desk/inbox")).text
    for path in (p for p in SHOWS if p.startswith("/inbox/")):
        assert (await both[1].get("/desk" + path.replace("{number}", "1"))).status == 404
    for path in (p for p in DOES if p.startswith("/inbox/")):
        form = {"csrf": proof, "text": "Hej", "once": "0" * 16, "to": str(mette.person.id)}
        assert (await both[1].post("/desk" + path.replace("{number}", "1"), form)).status == 404
    assert town.everything() == before
    put_role(town.tx, mette.person.id, town.home, Role.COORDINATOR, town.now, state="revoked")
    assert (await both[0].post("/desk/inbox/1/end", {"csrf": proof})).status == 403
    put_role(town.tx, ole.person.id, town.home, Role.COORDINATOR, town.now)
    await both[1].get("/desk/inbox/1")
    await both[1].presses("Send", text="Hej, det er Ole. Jeg hjælper dig nu.")
    assert "Sendt." in both[1].page.text, "whoever had it is gone, so it is free"


async def test_nothing_empty_and_nobody_erased_is_written_to(
    town: Town, mette: Phone, inge: Phone, both: list[Browser]
) -> None:
    await both[0].get("/desk/inbox/1")
    before = len(inge.shown)
    await both[0].presses("Send", text="   ")
    assert "Der stod ingenting" in both[0].page.text
    assert len(inge.shown) == before
    await both[0].get("/desk/inbox/1")
    form = next(f for f in both[0].page.read.forms if f.label == "Send")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert (await both[0].post(form.action, {**form.fields, "text": "Hej"})).status == 404
    town.now += timedelta(minutes=1)
    assert "Kan jeg tage" not in town.cells()
