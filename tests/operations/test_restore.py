"""F14: a backup is put back, nothing old is sent again, and who was erased or said stop since stays so."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import SERVER, administer
from town import MONDAY, Phone, Town, wall

from bot import backups
from bot.app import ANOTHER, only_one
from bot.config import Settings
from bot.ports import Kind, Outbound
from bot.refusal import Refused
from bot.restore import restore
from bot.storage import letters
from bot.storage.erasure import erase_without_chat
from bot.storage.marks import ERASED, STOPPED, Ledger, add, read
from bot.storage.people import person_by_id
from bot.storage.store import Store, open_store

DAY = timedelta(days=1)
HELD = {Kind.REMINDER, Kind.FOLLOWUP, Kind.INVITATION, Kind.CHECKIN, Kind.ANNOUNCEMENT}


class House:
    """A town with a folder of its own and backups beside it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.town = Town(url, data_dir=folder / "var", database_url=url, backup_dir=folder / "copies")
        self.settings = self.town.settings

    def backs_up(self) -> Path:
        assert self.settings.backup_dir
        self.town.db.execute("PRAGMA wal_checkpoint")
        return backups.make(self.settings, self.settings.backup_dir, self.town.now).path

    def notes(self) -> None:
        """Do what the running bot does behind an erasure, and each minute."""
        asyncio.run(_note(self.settings, self.town))

    def puts_back(self, file: Path) -> list[str]:
        self.town.close()
        lines = asyncio.run(restore(self.settings, file, self.town.now))
        self.town._open()
        return lines


async def _note(settings: Settings, town: Town) -> None:
    async with await open_store(settings.database, beside=True) as store:
        await Ledger(store, backups.folders(settings), town.house.mark).note()


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Iterator[House]:
    found = House(sqlite_url, tmp_path)
    yield found
    found.town.close()


def likes_coffee(town: Town, name: str) -> Phone:
    phone = town.citizen(name)
    town.tx.put_interest(person=phone.person.id, kind="wish", word="coffee")
    town.tx.set_weekly(id=phone.person.id, weekly=9)
    phone.says("/hej")
    for press in ("Hver uge", "Ja, det må du", "Om formiddagen"):
        phone.presses(press)
    return phone


def heard(phone: Phone, since: int) -> Counter[tuple[str, str]]:
    return Counter((shown.kind.value, shown.text) for shown in phone.since(since) if shown.kind in HELD)


@pytest.mark.parametrize(
    ("at", "came"),
    [("2026-11-25 18:00", {"reminder", "announcement"}), ("2026-11-27 13:00", {"reminder", "followup"})],
)
def test_nothing_old_is_sent_again_and_what_is_to_come_comes(at: str, came: set[str], house: House) -> None:
    """The copy is put back while the reminder of tomorrow makes sense, or the day after; a week goes on."""
    town = house.town
    mette = town.coordinator()
    inge, bent = likes_coffee(town, "Inge"), likes_coffee(town, "Bent")
    for week in range(4):
        town.activity("Torsdagskaffe", wall("2026-11-26", "14:00") + timedelta(weeks=week))
    town.until(wall("2026-11-24", "12:00"))
    for phone in (inge, bent):
        phone.says("/aktiviteter")
        phone.presses("1. Torsdagskaffe")
        phone.presses("Ja, jeg vil med")
    mette.says("/opslag")
    mette.presses("Deltagerne")
    mette.says("Der er nybagt kage på torsdag.")
    mette.presses("Ja, send")
    copy = house.backs_up()
    before = {phone.chat: len(phone.shown) for phone in (inge, bent)}
    town.until(wall(*at.split()))
    old = {phone.chat: heard(phone, before[phone.chat]) for phone in (inge, bent)}
    kinds = {kind for found in old.values() for kind, _text in found}
    assert came <= kinds, "there was much that could come twice"
    lines = house.puts_back(copy)
    here = {phone.chat: len(phone.shown) for phone in (inge, bent)}
    town.until(wall("2026-12-05", "12:00"))
    for phone in (inge, bent):
        again = heard(phone, here[phone.chat]) & old[phone.chat]
        assert not again, again
        assert not [s for s in phone.since(here[phone.chat]) if s.at <= wall(*at.split())]
    assert any(heard(phone, here[phone.chat]) for phone in (inge, bent)), "life goes on"
    if at.startswith("2026-11-25"):
        assert "2 reminder" in "\n".join(lines)
        today = [s for s in inge.since(here[inge.chat]) if s.kind is Kind.REMINDER and "kl. 14.00" in s.text]
        assert today, "the reminder that was still to come comes"


def test_coordinators_hear_that_agreements_are_gone(house: House) -> None:
    town = house.town
    mette = town.coordinator()
    town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    copy = house.backs_up()
    town.now += DAY
    inge = town.citizen("Inge")
    house.puts_back(copy)
    assert not inge.is_known
    town.sweep()
    assert mette.last.text.startswith("Vi har måttet lægge en sikkerhedskopi fra mandag")
    assert len(mette.last.text) <= 300
    assert not inge.since(len(inge.shown))


def test_a_change_that_may_not_have_arrived_is_told_again(house: House) -> None:
    """Silence would leave somebody at a closed door: a copy is the smaller harm."""
    town = house.town
    inge = town.citizen("Inge")
    for kind in (Kind.CHANGE, Kind.REMINDER, Kind.ANNOUNCEMENT):
        letters.put(
            town.tx, key=f"k:{kind}", chat=inge.chat, kind=kind, message=Outbound(kind.value), now=town.now
        )
    copy = house.backs_up()
    town.now += timedelta(hours=3)
    lines = house.puts_back(copy)
    town.sweep()
    assert [shown.text for shown in inge.shown[-2:]][-1] == "change"
    states = dict(town.rows("SELECT dedupe_key, state FROM outbox WHERE dedupe_key LIKE 'k:%'"))
    assert states == {"k:change": "sent", "k:reminder": "unknown", "k:announcement": "unknown"}
    assert "Letters that may come a second time, because missing one is worse: 1 change." in lines


def test_who_was_erased_since_is_erased_again(house: House) -> None:
    town = house.town
    date = town.activity("Torsdagskaffe", wall("2026-11-26", "14:00"))
    inge = town.citizen("Ingeborg")
    inge.presses("1. Torsdagskaffe")
    inge.presses("Ja, jeg vil med")
    stranger = town.phone("Sigurd")
    stranger.says("hej")
    copy = house.backs_up()
    stranger.presses("Ja, og jeg er fyldt 18")
    for phone in (inge, stranger):
        phone.says("slet mig")
        phone.presses("Ja, slet alt")
    house.notes()
    town.now += DAY
    lines = house.puts_back(copy)
    assert not inge.is_known
    left = town.cells()
    assert "Ingeborg" not in left
    assert str(inge.chat) not in left
    assert town.rows("SELECT taken FROM occurrence WHERE id = ?", date) == [(0,)]
    assert town.rows("SELECT mark FROM tombstone WHERE mark = ?", town.house.mark(inge.chat))
    assert "Erased again: 2. Stopped again: 0." in lines
    assert b"Ingeborg" not in town.path.read_bytes()


def test_who_was_erased_without_a_chat_is_erased_again(house: House) -> None:
    town = house.town
    town.coordinator()
    id_ = town.tx.add_person(
        chat=None, first_name="Ragnhild", language="da", organisation=town.home, stage="member", now=town.now
    )
    told = {"mode": "phone", "phone": "20304055", "address": "", "said_by": "met", "said_on": "2026-11-23"}
    town.tx.put_contact(person=id_, **told, made_by=None, now=town.now)
    copy = house.backs_up()
    person = person_by_id(town.tx, id_)
    assert person
    with town.transaction() as tx:
        erase_without_chat(tx, person, town.house.mark_of(id_), town.now)
    house.notes()
    house.puts_back(copy)
    assert "Ragnhild" not in town.cells()
    assert "20304055" not in town.cells()


def test_an_erasure_is_known_from_the_old_database_too(house: House) -> None:
    """Nobody wrote it down beside: the process ended right after the erasure."""
    town = house.town
    inge = town.citizen("Inge")
    copy = house.backs_up()
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert house.settings.backup_dir
    assert not (house.settings.data_dir / ERASED).exists()
    house.puts_back(copy)
    assert not inge.is_known


def test_an_erasure_is_known_beside_the_backups_when_the_database_is_lost(house: House) -> None:
    town = house.town
    inge = town.citizen("Inge")
    copy = house.backs_up()
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    house.notes()
    town.close()
    shutil.rmtree(house.settings.data_dir, ignore_errors=True)
    town.path.unlink()
    house.puts_back(copy)
    assert not inge.is_known


def test_who_was_erased_before_and_came_back_stays(house: House) -> None:
    town = house.town
    inge = town.citizen("Inge")
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    house.notes()
    town.now += DAY
    for press in ("Ja, og jeg er fyldt 18", "Kald mig Inge"):
        inge.says("hej") if press.startswith("Ja") else None
        inge.presses(press)
    copy = house.backs_up()
    house.notes()
    house.puts_back(copy)
    assert inge.is_known


def test_a_stop_since_holds_and_one_taken_back_before_does_not(house: House) -> None:
    town = house.town
    inge, bent = town.citizen("Inge"), town.citizen("Bent")
    bent.says("stop")
    house.notes()
    town.now += timedelta(hours=1)
    bent.says("start")
    bent.presses("Ja, skriv til mig igen") if any("igen" in label for label in bent.last.labels) else None
    begun = bent.person.stopped_at
    copy = house.backs_up()
    town.now += timedelta(hours=1)
    inge.says("stop")
    house.notes()
    lines = house.puts_back(copy)
    assert inge.person.stopped_at is not None
    assert bent.person.stopped_at == begun
    assert "Erased again: 0. Stopped again: 1." in lines


def test_it_refuses_while_a_bot_runs(house: House) -> None:
    copy = house.backs_up()
    with only_one(house.settings), pytest.raises(Refused) as found:
        house.puts_back(copy)
    assert found.value.code == ANOTHER


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v1\n", b"SQLite format 3\x00" + b"x" * 9000])
def test_what_is_no_backup_changes_nothing(content: bytes, house: House, tmp_path: Path) -> None:
    inge = house.town.citizen("Inge")
    file = tmp_path / "odd"
    file.write_bytes(content)
    with pytest.raises(Refused):
        house.puts_back(file)
    house.town._open()
    assert inge.is_known
    assert not [
        path for path in house.town.path.parent.iterdir() if "restoring" in path.name or "before" in path.name
    ]


def test_a_newer_database_is_refused_and_the_old_one_stays(house: House) -> None:
    copy = house.backs_up()
    inge = house.town.citizen("Inge")
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refused, match="9999"):
        house.puts_back(copy)
    house.town._open()
    assert inge.is_known


def test_what_was_there_is_kept_beside_with_what_it_knew(house: House) -> None:
    town = house.town
    copy = house.backs_up()
    town.citizen("Inge")
    lines = house.puts_back(copy)
    kept = Path(next(line for line in lines if "is kept as" in line).split("kept as ")[1].split(":")[0])
    assert kept.stat().st_mode & 0o777 == town.path.stat().st_mode & 0o777
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("SELECT first_name FROM person").fetchall() == [("Inge",)]
    assert not town.rows("SELECT first_name FROM person")


def test_a_file_of_another_kind_of_database_is_refused(house: House, tmp_path: Path) -> None:
    dump = tmp_path / "a.dump"
    dump.write_bytes(b"PGDMP" + b"\0" * 100)
    with pytest.raises(Refused, match="BOT_DATABASE_URL is not"):
        house.puts_back(dump)


async def test_on_postgresql_an_empty_database_is_filled_and_a_full_one_refused(
    postgresql_url: str, tmp_path: Path
) -> None:
    def begin(tx: Any) -> None:
        home = tx.add_organisation(name="Huset", home=1, reads_at="", phone="", now=MONDAY)
        for chat, kind in ((7, Kind.REMINDER), (8, Kind.REMINDER), (7, Kind.CHANGE)):
            letters.put(tx, key=f"{kind}:{chat}", chat=chat, kind=kind, message=Outbound("x"), now=MONDAY)
        assert home

    usual: dict[str, Any] = {"token": "1:a", "data_dir": tmp_path}
    full = Settings.model_validate({**usual, "database_url": postgresql_url})
    async with await open_store(postgresql_url) as store:
        await store.transaction(begin)
    made = await asyncio.to_thread(backups.make, full, tmp_path, MONDAY)
    assert made.path.suffix == ".dump"
    with pytest.raises(Refused, match="is not empty"):
        await restore(full, made.path, MONDAY)
    from bot.handlers.visit import House as Known

    add(ERASED, tmp_path, {Known(full).mark(8): MONDAY + DAY})
    name = postgresql_url.rpartition("/")[2] + "_new"
    administer(f"CREATE DATABASE {name}")
    try:
        empty = Settings.model_validate({**usual, "database_url": f"{SERVER}/{name}"})
        lines = await restore(empty, made.path, MONDAY + timedelta(hours=1))
        async with await open_store(empty.database) as store:
            assert await rows(store) == [("change:7", "ready"), ("reminder:7", "unknown")]
        assert "Erased again: 1. Stopped again: 0." in lines
    finally:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


async def rows(store: Store) -> list[Any]:
    query = "SELECT dedupe_key, state FROM outbox ORDER BY dedupe_key"
    found: list[Any] = await store.read(lambda tx: tx._connection.execute(query).fetchall())
    return found


def test_a_line_cut_short_by_a_crash_costs_only_itself(tmp_path: Path) -> None:
    add(ERASED, tmp_path, {"a": MONDAY})
    with (tmp_path / ERASED).open("a") as file:
        file.write("b 2026-11-2")
    assert add(ERASED, tmp_path, {"c": MONDAY, "a": MONDAY}) == 1
    assert read(ERASED, [tmp_path]) == {"a": MONDAY, "c": MONDAY}
    assert (tmp_path / ERASED).stat().st_mode & 0o777 == 0o600
    assert read(STOPPED, [tmp_path]) == {}


def test_the_newest_of_a_mark_counts(tmp_path: Path) -> None:
    later: datetime = MONDAY + DAY
    add(STOPPED, tmp_path, {"a": MONDAY})
    add(STOPPED, tmp_path, {"a": later})
    add(STOPPED, tmp_path, {"a": MONDAY})
    assert read(STOPPED, [tmp_path, tmp_path / "nowhere"]) == {"a": later}
