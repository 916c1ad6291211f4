"""Finding for oneself: by buttons and in words, what fits best first, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import Phone, Town, wall

FRIDAY = wall("2026-11-27", "10:00")


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    town.coordinator("Mette")
    yield town
    town.close()


def plan(town: Town, title: str, days: int = 0, *, interest: str = "", area: str = "Slagelse") -> int:
    date = town.activity(title, FRIDAY + timedelta(days=days))
    town.db.execute(
        "UPDATE activity SET interest = ?, area = ?"
        " WHERE id = (SELECT activity FROM occurrence WHERE id = ?)",
        (interest, area, date),
    )
    return date


def wishing(town: Town, *words: str, area: str = "") -> Phone:
    inge = town.citizen("Inge")
    for word in words:
        town.tx.put_interest(person=inge.person.id, kind="wish", word=word)
    town.db.execute("UPDATE person SET area = ? WHERE id = ?", (area, inge.person.id))
    return inge


def listed(phone: Phone) -> list[str]:
    """Return the titles in the newest list."""
    return [
        line.split(". ", 1)[1].split(",")[0] for line in phone.last.text.splitlines() if line[:1].isdigit()
    ]


def test_what_suits_stands_first_in_the_order_of_time_and_the_rest_is_there_too(town: Town) -> None:
    plan(town, "Højtlæsning", 0, area="Korsør")
    plan(town, "Korsang", 1, interest="song", area="")
    plan(town, "Fællessang", 2, interest="song")
    plan(town, "Sang i sofaen", 3, interest="song")
    inge = wishing(town, "song", area="Slagelse")
    inge.says("/aktiviteter")
    assert listed(inge) == ["Korsang", "Fællessang", "Sang i sofaen"]
    inge.presses("Vis flere")
    assert listed(inge) == ["Højtlæsning"]


def test_a_need_that_is_not_met_comes_last(town: Town) -> None:
    date = plan(town, "Fællessang", 0, interest="song")
    plan(town, "Højtlæsning", 1)
    inge = wishing(town, "song")
    town.db.execute("UPDATE person SET needs = 1")
    activity = town.db.execute("SELECT activity FROM occurrence WHERE id = ?", (date,)).fetchone()[0]
    town.tx.put_fact(activity=activity, field="steps", value="no")
    inge.says("/aktiviteter")
    assert listed(inge) == ["Højtlæsning", "Fællessang"]


def test_pages_show_everything_once_and_no_more_than_five_choices(town: Town) -> None:
    titles = {f"Sang {letter}" for letter in "ABCDEFG"}
    for number, title in enumerate(sorted(titles)):
        plan(town, title, number, interest="song")
    inge = wishing(town)
    inge.presses("Se, hvad der sker") if inge.last.button("Se, hvad der sker") else inge.says("/aktiviteter")
    inge.presses("Vælg, hvad du ser")
    inge.presses("Alt")
    seen = listed(inge)
    while inge.last.button("Vis flere"):
        assert len(inge.last.labels) <= 5
        assert len(inge.last.text) <= 300
        inge.presses("Vis flere")
        seen += listed(inge)
    assert sorted(seen) == sorted(titles)


def test_pages_of_what_was_written_remember_what_that_was(town: Town) -> None:
    titles = [f"Fællessang {letter}" for letter in "ABCDE"]
    for number, title in enumerate(titles):
        plan(town, title, number)
    plan(town, "Suppe", 0, interest="food")
    inge = wishing(town)
    inge.says("noget med musik")
    first = listed(inge)
    inge.presses("Vis flere")
    assert sorted(first + listed(inge)) == titles
    assert not inge.last.button("Vis flere")


def test_close_to_me_and_what_i_like(town: Town) -> None:
    plan(town, "Fællessang", 0, interest="song", area="Korsør")
    plan(town, "Suppe", 1, interest="food", area="Slagelse Nord")
    inge = wishing(town, "song", area="Slagelse")
    inge.says("er der noget tæt på mig?")
    assert listed(inge) == ["Suppe"]
    assert "tæt på Slagelse" in inge.last.text
    inge.says("/aktiviteter")
    inge.presses("Vælg, hvad du ser")
    inge.presses("Det, jeg kan lide")
    assert listed(inge) == ["Fællessang"]


def test_what_is_not_known_is_asked_for(town: Town) -> None:
    plan(town, "Fællessang")
    inge = wishing(town)
    inge.says("noget tæt på")
    assert "Hvor skal det helst være?" in inge.last.text
    inge.says("Slagelse")
    assert inge.person.area == "Slagelse"
    assert listed(inge) == ["Fællessang"]
    inge.presses("Vælg, hvad du ser")
    inge.presses("Det, jeg kan lide")
    assert "Hvad kunne du tænke dig mere af?" in inge.last.text
    inge.presses("Spring over")
    assert listed(inge) == ["Fællessang"]  # all there is: whoever passes a question over is shown something


def test_a_series_is_one_thing_except_in_the_week(town: Town) -> None:
    plan(town, "Fællessang", 14)
    date = plan(town, "Suppe", 0)
    activity = town.db.execute("SELECT activity FROM occurrence WHERE id = ?", (date,)).fetchone()[0]
    for week in range(1, 6):
        starts_at = FRIDAY + timedelta(weeks=week)
        town.tx.add_occurrence(
            activity=activity,
            recurrence=starts_at.isoformat(),
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=8,
        )
    inge = wishing(town)
    inge.says("/aktiviteter")
    inge.presses("Vælg, hvad du ser")
    inge.presses("Alt")
    assert sorted(listed(inge)) == ["Fællessang", "Suppe"]
    assert "27. november" in inge.last.text


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("noget med musik", ["Fællessang"]),
        ("Noget med mussik", ["Fællessang"]),
        ("kortspil", ["Whist på loftet"]),
        ("er der noget med kort?", ["Whist på loftet"]),
        ("Hej\nJeg kunne tænke mig at synge\nMvh Inge", ["Fællessang"]),
        ("fællessagn", ["Fællessang"]),
        ("noget i Korsør", ["Whist på loftet"]),
        ("whist", ["Whist på loftet"]),
    ],
)
def test_what_is_looked_for_in_words_is_found(town: Town, text: str, titles: list[str]) -> None:
    plan(town, "Fællessang", 0)
    plan(town, "Whist på loftet", 1, area="Korsør")
    plan(town, "Suppe", 2, interest="food")
    inge = wishing(town)
    inge.says("menu")  # no list is in sight, of which a line might be meant
    inge.says(text)
    assert listed(inge) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("hvad sker der på fredag?", ["Fællessang"]),
        ("er der noget i weekenden", ["Whist på loftet", "Suppe"]),
        ("hvad sker der på søndag formiddag", ["Suppe"]),
        ("noget med kort i weekenden", ["Whist på loftet"]),
        ("lørdag", ["Whist på loftet"]),
        ("er der noget om formiddagen", ["Fællessang", "Whist på loftet", "Suppe"]),
    ],
)
def test_what_is_on_is_found_by_its_day(town: Town, text: str, titles: list[str]) -> None:
    plan(town, "Fællessang", 0)
    plan(town, "Whist på loftet", 1)
    plan(town, "Suppe", 2, interest="food")
    plan(town, "Højtlæsning", 10)
    inge = wishing(town)
    inge.says("menu")
    inge.says(text)
    assert listed(inge) == titles


def test_a_day_on_which_nothing_is_on_is_named(town: Town) -> None:
    plan(town, "Fællessang", 0)
    inge = wishing(town)
    inge.says("hvad sker der i morgen?")
    assert inge.last.text == "Der er ikke noget tirsdag den 24. november endnu."
    inge.presses("Vis alt")
    assert listed(inge) == ["Fællessang"]


def test_pages_of_a_day_stay_on_that_day(town: Town) -> None:
    for number in range(5):
        plan(town, f"Ting {number}")
    plan(town, "En anden dag", 1)
    inge = wishing(town)
    inge.says("hvad sker der på fredag?")
    first = listed(inge)
    inge.presses("Vis flere")
    assert sorted(first + listed(inge)) == [f"Ting {number}" for number in range(5)]


def test_a_yes_with_the_name_of_what_was_asked_about_is_a_yes(town: Town) -> None:
    plan(town, "Fællessang", 0)
    inge = wishing(town)
    inge.says("fællessang")
    inge.says("ja, jeg vil gerne med til fællessang")
    assert inge.last.text.startswith("Du svarede: Ja, jeg vil med.")


@pytest.mark.parametrize("text", ["jeg vil gerne med til fællessang", "fællessang", "hvad er fællessang?"])
def test_an_activity_that_is_named_is_shown_closely(town: Town, text: str) -> None:
    plan(town, "Fællessang", 0)
    plan(town, "Fællesspisning", 1)
    inge = wishing(town)
    inge.says("menu")
    inge.says(text)
    assert inge.last.text.startswith("Fællessang, fredag den 27. november")
    assert "Ja, jeg vil med" in inge.last.labels


@pytest.mark.parametrize(
    "text",
    [
        "kaffen er kold",
        "min søster synger",
        "jeg vil ikke spille kort",
        "det er koldt udenfor",
        "jeg har en stor have",
        "min mand døde i fjor",
    ],
)
def test_what_only_mentions_a_word_is_no_look_for_it(town: Town, text: str) -> None:
    plan(town, "Fællessang", 0)
    plan(town, "Torsdagskaffe", 1)
    plan(town, "Whist", 2)
    inge = wishing(town)
    inge.says(text)
    assert listed(inge) == []


def test_nothing_found_is_said_kindly_with_a_way_on(town: Town) -> None:
    plan(town, "Fællessang", 0)
    inge = wishing(town)
    inge.says("er der noget med skak?")
    assert "Den slags har jeg ikke fundet lige nu" in inge.last.text
    assert "Tal med et menneske" in inge.last.labels
    inge.presses("Vælg, hvad du ser")
    inge.presses("Denne uge")
    assert listed(inge) == ["Fællessang"]


@pytest.mark.parametrize(
    "data", ["!find:0:9", "!find:99:3", "!find.word", "!find.word:0:1", "!find.word:9:zz:zz:zz"]
)
def test_a_forged_or_old_button_is_answered(town: Town, data: str) -> None:
    plan(town, "Fællessang", 0)
    inge = wishing(town)
    assert inge.presses_data(data)


def test_an_empty_week_leads_on(town: Town) -> None:
    plan(town, "Fællessang", 20)
    inge = wishing(town)
    inge.says("/aktiviteter")
    assert listed(inge) == []
    inge.presses("Vis alt")
    assert listed(inge) == ["Fællessang"]
