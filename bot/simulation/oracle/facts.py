"""Makes evidence of what the database recorded of itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from bot.simulation.oracle.evidence import TOGETHER, Date, Evidence, Habit, History, Part, Times, Who
from bot.simulation.past import Past
from bot.simulation.year import Played


def gather(played: Played) -> Evidence:
    """Return all that the judge may look at."""
    past = played.past
    chats = _chats(past)
    dates = {id_: _date(past, id_) for id_ in past.rows["occurrence"]}
    return Evidence(
        played.transcript,
        played.end,
        who={
            chat: Who(
                chat, person.name.first, person.name.last, person.name.user, type(person).__name__.lower()
            )
            for chat, person in played.people.items()
        },
        dates={date.id: date for date in dates.values() if date.times.since},
        parts=_parts(past, chats),
        habits=_habits(past),
        leads=_leads(past),
        weekly=_by_chat(past, "weekly"),
        known=_known(past),
        held=_held(past),
        houses=_houses(past, chats),
        pairs=_pairs(past, chats),
        mates=_mates(past, chats),
        helpers=_helpers(past, chats),
        hosts=_hosts(past, chats),
        walls=played.walls,
        outages=played.outages,
        secrets=played.cprs,
        leaks=played.leaks,
    )


def _chats(past: Past) -> dict[int, int]:
    rows = past.rows["person"].items()
    return {id_: row.values["chat"] for id_, steps in rows for row in steps if row.values}


def _date(past: Past, id_: int) -> Date:
    rows = [row for row in past.rows["occurrence"][id_] if row.values]
    activity = rows[0].values["activity"] if rows and rows[0].values else 0
    of_it = [row for row in past.rows["activity"].get(activity, []) if row.values]
    titles = tuple(dict.fromkeys(row.values["title"] for row in of_it if row.values))
    house = next((row.values["organisation"] for row in of_it if row.values), 0)
    date = Date(id_, activity, titles, house=house)
    for at in sorted({row.at for row in (*rows, *of_it)}):
        own, whole = past.of("occurrence", id_, at), past.of("activity", activity, at)
        if own and whole:
            on = own["state"] == "planned" and whole["state"] == "published"
            times = Times(own["starts_at"], own["ends_at"], on)
            if times != date.times.at(at):
                date.times.add(at, times)
    return date


def _parts(past: Past, chats: dict[int, int]) -> list[Part]:
    found = []
    for table, duty in (("signup", False), ("shift", True)):
        for steps in past.rows[table].values():
            first = next(row.values for row in steps if row.values)
            chat = chats.get(first["person"])
            if chat is None:
                continue
            part = Part(chat, first["occurrence"], duty, role=first.get("role", ""))
            for row in steps:
                values = row.values or {}
                part.states.add(row.at, (values.get("state", "gone"), values.get("came", "")))
            found.append(part)
    return found


def _habits(past: Past) -> dict[int, History[Habit]]:
    found: dict[int, History[Habit]] = defaultdict(History)
    for at, values in _of_people(past):
        if values:
            awake = values["awake_from"], values["awake_until"]
            habit = Habit(values["remind_days"], values["remind_hours"], awake)
            if found[values["chat"]].at(at) != habit:
                found[values["chat"]].add(at, habit)
    return found


def _leads(past: Past) -> dict[int, History[tuple[int, int]]]:
    found: dict[int, History[tuple[int, int]]] = defaultdict(History)
    for house, steps in past.rows["organisation"].items():
        for row in steps:
            if row.values:
                found[house].add(row.at, (row.values["remind_days"], row.values["remind_hours"]))
    return found


def _by_chat(past: Past, column: str) -> dict[int, History[Any]]:
    found: dict[int, History[Any]] = defaultdict(History)
    for at, values in _of_people(past):
        if values and found[values["chat"]].at(at) != values[column]:
            found[values["chat"]].add(at, values[column])
    return found


def _known(past: Past) -> dict[int, History[bool]]:
    found: dict[int, History[bool]] = defaultdict(History)
    spans = []
    for steps in past.rows["person"].values():
        chat = next(row.values["chat"] for row in steps if row.values)
        spans += [(steps[0].at, chat, True)]
        spans += [(row.at, chat, False) for row in steps if row.values is None]
    for at, chat, known in sorted(spans):
        found[chat].add(at, known)
    return found


def _held(past: Past) -> dict[int, History[bool]]:
    found: dict[int, History[bool]] = defaultdict(History)
    for at, values in _of_people(past):
        if values:
            asked = values["deleting_at"] is not None
            if asked != bool(found[values["chat"]].at(at)):
                found[values["chat"]].add(at, asked)
    return found


def _houses(past: Past, chats: dict[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for steps in past.rows["role"].values():
        for row in steps:
            if row.values and row.values["person"] in chats:
                found[chats[row.values["person"]]].add(row.values["organisation"])
    for _at, values in _of_people(past):
        if values:
            found[values["chat"]].add(values["organisation"])
    return found


def _pairs(past: Past, chats: dict[int, int]) -> list[Part]:
    found = []
    for steps in past.rows["companionship"].values():
        first = next(row.values for row in steps if row.values)
        if first["companion"] in chats:
            part = Part(chats[first["companion"]], first["occurrence"], duty=True, role=TOGETHER)
            for row in steps:
                part.states.add(row.at, ((row.values or {}).get("state", "gone"), ""))
            found.append(part)
    return found


def _mates(past: Past, chats: dict[int, int]) -> set[frozenset[int]]:
    rows = (row.values for steps in past.rows["companionship"].values() for row in steps if row.values)
    agreed = (values for values in rows if values["state"] in ("agreed", "ended"))
    return {frozenset({chats[v["citizen"]], chats[v["companion"]]}) for v in agreed}


def _helpers(past: Past, chats: dict[int, int]) -> set[int]:
    rows = (row.values for steps in past.rows["role"].values() for row in steps if row.values)
    found = {values["person"] for values in rows if values["role"] != "citizen"}
    return {chats[person] for person in found if person in chats}


def _hosts(past: Past, chats: dict[int, int]) -> set[int]:
    on_duty = (row.values for steps in past.rows["shift"].values() for row in steps if row.values)
    found = {values["person"] for values in on_duty if values["role"] == "host"}
    named = (row.values for steps in past.rows["activity"].values() for row in steps if row.values)
    found |= {values["host"] for values in named if values["host"]}
    return {chats[person] for person in found if person in chats}


def _of_people(past: Past) -> list[tuple[datetime, dict[str, Any] | None]]:
    rows = [(row.at, n, row.values) for steps in past.rows["person"].values() for n, row in enumerate(steps)]
    return [(at, values) for at, _n, values in sorted(rows, key=lambda row: row[:2])]
