"""A coordinator makes links in the chat: with a picture to print, for so many, closed at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town

from bot.domain.people import Role

PNG = b"\x89PNG"
GONE = "virker ikke mere"


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def makes_link(mette: Phone, whom: str) -> str:
    """Let a coordinator make a link; return its token."""
    mette.says("/inviter")
    mette.presses(whom)
    attached = mette.last.message.attachment
    assert attached
    assert attached.content.startswith(PNG)
    found = re.search(r"https://t\.me/foelgeskab_bot\?start=(\S+)", mette.last.text)
    assert found
    return found[1]


def opens(phone: Phone, token: str) -> str:
    shown = phone.opens(token)
    assert shown
    return shown.text


@pytest.mark.parametrize(
    ("whom", "role"),
    [("Deltagere", Role.CITIZEN), ("Frivillige", Role.VOLUNTEER), ("En koordinator", Role.COORDINATOR)],
)
def test_a_link_gives_its_role_and_is_kept_only_as_a_hash(town: Town, whom: str, role: Role) -> None:
    token = makes_link(town.coordinator(), whom)
    sara = town.phone("Sara")
    assert GONE not in opens(sara, token)
    sara.presses("Ja, og jeg er fyldt 18")
    assert (town.home, role) in sara.person.roles
    assert token not in str(town.rows("SELECT * FROM invite"))


def test_a_coordinators_link_works_once_and_for_a_day(town: Town) -> None:
    mette = town.coordinator()
    used, old = makes_link(mette, "En koordinator"), makes_link(mette, "En koordinator")
    first = town.phone("Sara")
    first.opens(used)
    first.presses("Ja, og jeg er fyldt 18")
    assert GONE in opens(town.phone("Ole"), used)
    town.until(town.now + timedelta(hours=25))
    assert GONE in opens(town.phone("Bo"), old)


def test_a_closed_link_works_no_more_and_only_its_house_can_close_it(town: Town) -> None:
    token = makes_link(town.coordinator(), "Frivillige")
    jens = town.citizen("Jens")
    number = town.rows("SELECT max(id) FROM invite")[0][0]
    jens.presses_data(f"!link.close:{number}")
    assert GONE not in opens(town.phone("Sara"), token)
    next(p for p in town.phones.values() if p.name == "Mette").presses("Luk linket")
    assert GONE in opens(town.phone("Ole"), token)


@pytest.mark.parametrize("verb", ["link", "link.citizen", "link.volunteer", "link.staff"])
def test_nobody_else_makes_links(town: Town, verb: str) -> None:
    town.coordinator()
    inge = town.citizen("Inge")
    before = town.rows("SELECT count(*) FROM invite")
    inge.presses_data(f"!{verb}")
    assert town.rows("SELECT count(*) FROM invite") == before
    assert "t.me" not in inge.last.text
