"""The states that somebody may be in when something comes: by name, each a way to get there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from town import Phone, Town


def stranger(town: Town) -> Phone:
    return town.phone("Inge")


def at_the_door(town: Town) -> Phone:
    inge = town.phone("Inge")
    inge.says("hej")
    return inge


def asked_for_a_name(town: Town) -> Phone:
    inge = at_the_door(town)
    inge.presses("Ja, og jeg er fyldt 18")
    return inge


def correcting(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("/privatliv")
    inge.presses("Ret noget")
    return inge


def waiting_for_a_human(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("tal med et menneske")
    return inge


def talking_with_a_human(town: Town) -> Phone:
    inge = waiting_for_a_human(town)
    mette(town).presses("Tag samtalen")
    return inge


def told_before(town: Town) -> Phone:
    inge = town.citizen("Inge")
    inge.says("det brænder")
    inge.presses("Ja, giv besked nu")
    return inge


def after(*words: str) -> Callable[[Town], Phone]:
    def state(town: Town) -> Phone:
        inge = town.citizen("Inge")
        for word in words:
            inge.says(word)
        return inge

    state.__name__ = " ".join(words)
    return state


def volunteer(town: Town) -> Phone:
    return town.volunteer("Inge")


def announcing(town: Town) -> Phone:
    inge = town.coordinator("Inge")
    inge.says("/opslag")
    return inge


STATES = (
    stranger,
    at_the_door,
    asked_for_a_name,
    correcting,
    waiting_for_a_human,
    talking_with_a_human,
    told_before,
    after("stop"),
    after("slet mig"),
    after("pause"),
    after("blip", "blap"),
    after("/menu"),
    volunteer,
    announcing,
)


def mette(town: Town) -> Phone:
    return next(phone for phone in town.phones.values() if phone.name == "Mette")


@contextmanager
def a_town(template: Path) -> Iterator[Town]:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(f"sqlite:///{shutil.copy(template, Path(folder) / 'bot.db')}")
        town.coordinator("Mette")
        yield town
        town.close()
