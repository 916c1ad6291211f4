"""At most six taps from the first /start to something one can go to, counted in the real dialogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from states import a_town
from town import Phone, Shown, Town, wall

from bot.domain.people import Role

MOST = 6
TITLES = ("Torsdagskaffe", "Gå og snak")
Choose = Callable[[Shown], str]


def prefers(*wanted: str) -> Choose:
    """Press the first of these that is shown, each once; else the first button."""
    left = list(wanted)

    def choose(shown: Shown) -> str:
        found = next((label for label in left if label in shown.labels), shown.labels[0])
        if found in left:
            left.remove(found)
        return found

    return choose


WAYS = {
    "straight on": ("Ja, og jeg er fyldt 18", "Kald mig Inge", "☐ Gåture", "Videre", "Ja, vis mig det"),
    "passes all over": ("Spring over", "Spring over"),
    "asks first who this is": ("Fortæl mere", "Kald mig Inge", "Spring over"),
    "in English": ("Dansk / English", "Yes, and I am 18 or older", "Call me Inge", "Skip", "Yes, show me"),
}


@contextmanager
def street(template: Path) -> Iterator[Town]:
    with a_town(template) as town:
        town.activity(TITLES[0], wall("2026-11-26", "14:00"))
        town.activity(TITLES[1], wall("2026-11-27", "10:00"))
        yield town


def is_useful(shown: Shown) -> bool:
    """Tell whether it shows what, when, and a button that leads there."""
    return "november" in shown.text.casefold() and any(title in str(shown.labels) for title in TITLES)


def counted(phone: Phone, choose: Choose) -> int:
    """Press on until there is something to go to; return how many taps it took, /start counted."""
    taps = 1
    while not is_useful(phone.last):
        assert taps <= MOST, f"still at: {phone.last.text}"
        phone.presses(choose(phone.last))
        taps += 1
    return taps


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("link", [False, True])
def test_six_taps_at_most_whoever_one_is(sqlite_template: Path, way: str, *, link: bool) -> None:
    with street(sqlite_template) as town:
        inge = town.phone("Inge")
        inge.opens(town.link(Role.CITIZEN, uses=9) if link else "")
        assert counted(inge, prefers(*WAYS[way])) <= MOST
        assert inge.large


@pytest.mark.parametrize("words", [("Inge", "gåture", "ja"), ("jeg hedder Inge", "kaffe", "vis mig det")])
def test_who_writes_instead_of_pressing_is_not_slower(sqlite_template: Path, words: tuple[str, ...]) -> None:
    with street(sqlite_template) as town:
        inge = town.phone("Inge", app_name="-")
        inge.says("/start")
        inge.presses("Ja, og jeg er fyldt 18")
        for text in words:
            inge.says(text)
        assert is_useful(inge.last)
        assert 2 + len(words) <= MOST


def reached(template: Path, path: tuple[str, ...]) -> Shown:
    """Walk a way from the first /start; return what is shown at its end."""
    with street(template) as town:
        inge = town.phone("Inge")
        inge.says("/start")
        for label in path:
            inge.presses(label)
        return inge.last


def test_no_question_of_the_door_is_more_than_six_taps_from_it(sqlite_template: Path) -> None:
    """Every button of every question of the door is tried, also where somebody asks to be asked more."""
    seen: dict[str, Shown] = {}
    leads: dict[str, set[str]] = {}
    ahead: list[tuple[tuple[str, ...], Shown]] = [((), reached(sqlite_template, ()))]
    useful = set()
    while ahead:
        path, shown = ahead.pop(0)
        if shown.text in seen:
            continue
        seen[shown.text] = shown
        if is_useful(shown):
            useful.add(shown.text)
            continue
        for label in shown.labels:
            if label.startswith("☑") or len(path) > 11:
                continue
            then = reached(sqlite_template, (*path, label))
            leads.setdefault(shown.text, set()).add(then.text)
            ahead.append(((*path, label), then))
    taps = dict.fromkeys(useful, 0)
    for _ in range(20):
        for text, after in leads.items():
            known = [taps[one] for one in after if one in taps]
            if known:
                taps[text] = min(taps.get(text, 99), 1 + min(known))
    far = {text: taps.get(text) for text in leads if taps.get(text, MOST + 1) > MOST}
    assert not far, "no way on, or a long one"
    assert len(leads) > 20
