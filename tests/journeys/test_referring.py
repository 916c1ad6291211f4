"""Somebody told of by others decides alone: nothing comes before their yes, and a no leaves nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import HOUSE, Phone, Town

from bot.domain.people import Role

YES, NO = "Ja, og jeg er fyldt 18", "Nej, slet mit navn"
SECRETS = ("Ragnhild", "Hanne fra hjemmeplejen", "orgelspil", "Skælskør")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def tells(mette: Phone) -> str:
    """Tell of Ragnhild; return the link's token."""
    mette.says("/inviter")
    mette.presses("En bestemt person")
    mette.presses("Inviter en person")
    for said in ("ragnhild", "Hanne fra hjemmeplejen", "orgelspil og havearbejde", "Skælskør"):
        mette.says(said)
    preview = mette.last.text
    assert "Hanne fra hjemmeplejen har givet mig dit fornavn og fortalt, at du kan lide" in preview
    mette.presses("Ja, lav linket")
    found = re.search(r"start=(\S+)", mette.last.text)
    assert found
    return found[1]


def test_the_link_comes_as_address_and_picture_and_says_nothing_of_the_person(town: Town) -> None:
    mette = town.coordinator("Mette")
    tells(mette)
    assert mette.last.message.attachment
    assert not any(secret in mette.last.text for secret in SECRETS)
    assert "for 1 person" in mette.last.text or "én person" in mette.last.text


def test_what_was_written_on_the_way_is_kept_for_the_person_alone(town: Town) -> None:
    tells(town.coordinator("Mette"))
    rows = [row for row in town.everything().splitlines() if any(secret in row for secret in SECRETS)]
    assert [row.split()[0] for row in rows] == ["referral"]


def test_the_first_message_says_who_told_what_and_asks_once(town: Town) -> None:
    mette = town.coordinator("Mette")
    token = tells(mette)
    ragnhild = town.phone("Ragnhild")
    assert not ragnhild.shown
    first = ragnhild.opens(token)
    assert first
    for said in (*SECRETS[:3], "automatisk", "ikke et menneske", HOUSE, "Mette", "kl. 9-15", "112"):
        assert said in first.text
    assert first.text.count("?") == 1
    assert len(first.text) <= 500
    assert NO in first.labels
    assert not ragnhild.is_known


def test_a_yes_takes_over_what_was_told_and_it_can_be_put_right(town: Town) -> None:
    token = tells(town.coordinator("Mette"))
    ragnhild = town.phone("Ragnhild")
    ragnhild.opens(token)
    ragnhild.presses(YES)
    ragnhild.presses("Ret noget")
    assert "Navn: Ragnhild" in ragnhild.last.text
    assert ragnhild.person.area == "Skælskør"
    assert town.rows("SELECT kind, word FROM interest ORDER BY word") == [
        ("wish", "garden"),
        ("wish", "orgelspil"),
    ]
    ragnhild.presses("Ret ønskerne")
    ragnhild.says("kor")
    assert town.rows("SELECT word FROM interest") == [("song",)]
    ragnhild.presses("Ja, det passer")
    assert "Så er vi i gang" in ragnhild.last.text
    assert not town.rows("SELECT * FROM referral")
    assert "Hanne fra hjemmeplejen" not in " ".join(str(row) for row in town.rows("SELECT * FROM dialogue"))


def test_three_taps_lead_from_the_link_to_what_is_on(town: Town) -> None:
    ragnhild = town.phone("Ragnhild")
    ragnhild.opens(tells(town.coordinator("Mette")))
    ragnhild.presses(YES)
    answer = ragnhild.presses("Ja, vis mig det")
    assert answer
    assert "næste uge" in answer.text
    assert ragnhild.person.first_name == "Ragnhild"


@pytest.mark.parametrize("no", [f"[{NO}]", "nej tak", "stop", "/stop"])
def test_a_no_deletes_it_at_once_and_looks_like_nothing_yet(town: Town, no: str) -> None:
    mette = town.coordinator("Mette")
    token = tells(mette)
    before = shows(mette)
    ragnhild = town.phone("Rosa")
    ragnhild.opens(token)
    answer = ragnhild.presses(NO) if no.startswith("[") else ragnhild.says(no)
    assert answer
    assert "gemmer intet" in answer.text
    assert not any(secret in town.everything() for secret in SECRETS)
    assert shows(mette) == before
    assert "ikke taget i brug endnu" in before
    ragnhild.presses("Jeg vil gerne alligevel")
    assert not any(secret in ragnhild.last.text for secret in SECRETS)


def shows(mette: Phone) -> str:
    mette.says("/inviter")
    shown = mette.presses("En bestemt person")
    assert shown
    return shown.text + " ".join(shown.labels)


def test_a_yes_is_shown_as_taken_up(town: Town) -> None:
    mette = town.coordinator("Mette")
    ragnhild = town.phone("Ragnhild")
    ragnhild.opens(tells(mette))
    ragnhild.presses(YES)
    assert "Ragnhild er kommet med" in shows(mette)
    ragnhild.says("slet mig")
    ragnhild.presses("Ja, slet alt")
    assert "taget i brug" in shows(mette)
    assert not any(secret in town.everything() for secret in SECRETS)


@pytest.mark.parametrize("opened", [False, True])
def test_it_is_forgotten_when_the_link_ends_unused(town: Town, opened: bool) -> None:
    mette = town.coordinator("Mette")
    token = tells(mette)
    ragnhild = town.phone("Rosa")
    if opened:
        ragnhild.opens(token)
    town.until(town.now + timedelta(days=29))
    assert "Ragnhild" in town.everything()
    town.until(town.now + timedelta(days=2))
    assert not any(secret in town.everything() for secret in SECRETS)
    ragnhild.opens(token)
    assert "virker ikke mere" in ragnhild.last.text


def test_it_is_forgotten_at_once_when_the_link_is_closed(town: Town) -> None:
    mette = town.coordinator("Mette")
    token = tells(mette)
    ragnhild = town.phone("Rosa")
    ragnhild.opens(token)
    shows(mette)
    mette.presses("Luk nummer 1")
    assert not any(secret in town.everything() for secret in SECRETS)
    ragnhild.presses(YES)
    assert not ragnhild.is_known


def test_a_dropped_one_leaves_nothing(town: Town) -> None:
    mette = town.coordinator("Mette")
    mette.says("/inviter")
    for press in ("En bestemt person", "Inviter en person"):
        mette.presses(press)
    for said in ("Ragnhild", "Hanne fra hjemmeplejen", "Spring over", "Spring over", "nej"):
        mette.says(said)
    assert "droppet" in mette.last.text
    assert not any(secret in town.everything() for secret in SECRETS)


def test_a_coordinators_own_look_spends_nothing(town: Town) -> None:
    mette = town.coordinator("Mette")
    token = tells(mette)
    mette.opens(token)
    assert "stadig ubrugt" in mette.last.text
    assert town.rows("SELECT uses_left FROM invite WHERE personal = 1") == [(1,)]


def test_somebody_known_who_opens_it_keeps_what_they_told_themselves(town: Town) -> None:
    token = tells(town.coordinator("Mette"))
    inge = town.citizen("Inge")
    inge.opens(token)
    assert inge.person.first_name == "Inge"
    assert not town.rows("SELECT * FROM interest")
    assert not town.rows("SELECT * FROM referral")


def test_the_link_serves_one_person_once(town: Town) -> None:
    token = tells(town.coordinator("Mette"))
    ragnhild, ole = town.phone("Ragnhild"), town.phone("Ole")
    ragnhild.opens(token)
    ole.opens(token)
    ragnhild.presses(YES)
    ole.presses(YES)
    assert "virker ikke mere" in ole.last.text
    assert not ole.is_known


def test_only_coordinators_tell_and_only_their_own_organisation_sees(town: Town) -> None:
    mette = town.coordinator("Mette")
    tells(mette)
    other: int = town.tx.add_organisation(name="Korsør Kor", home=0, reads_at="", phone="", now=town.now)
    poul = town.phone("Poul")
    poul.opens(town.link(Role.COORDINATOR, other))
    poul.presses(YES)
    poul.presses("Kald mig Poul")
    assert "ikke taget i brug" not in shows(poul)
    for phone in (town.citizen("Inge"), town.volunteer("Jens")):
        for verb in ("!refer", "!refer.new"):
            answer = phone.presses_data(verb)
            assert answer
            assert "findes ikke" in answer.text or "ikke mere" in answer.text or "ikke her" in answer.text
    assert town.rows("SELECT count(*) FROM referral") == [(1,)]
