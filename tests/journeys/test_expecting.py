"""What to expect: told as far as it is known, asked for where it is not, and never made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from town import LIBRARY, Phone, Town, wall

from bot.ports import Kind
from bot.storage import facts

START = wall("2026-12-01", "14:00")
ALL = {
    "steps": "yes",
    "greeted": "yes",
    "watch": "yes",
    "leave": "yes",
    "toilet": "no",
    "hearing": "no",
    "plain": "yes",
    "pickup": "yes",
    "noise": "lively",
    "stop": "Torvet, bus 901, på den anden side af pladsen ved banken",
}


@pytest.fixture
def town(sqlite_url: str) -> Iterator[Town]:
    town = Town(sqlite_url)
    yield town
    town.close()


def says(town: Town, occurrence: int, **said: str) -> None:
    (activity,) = town.rows("SELECT activity FROM occurrence WHERE id = ?", occurrence)[0]
    for field, value in said.items():
        facts.put_fact(town.tx, activity, field, value)


def comes(phone: Phone, occurrence: int) -> None:
    phone.presses_data(f"!sign.join:{occurrence}")


def lines(phone: Phone, occurrence: int) -> list[str]:
    """Return what all pages say, and see that each may be read at once."""
    shown = phone.presses_data(f"!expect:{occurrence}")
    found: list[str] = []
    for _ in range(9):
        assert shown
        assert len(shown.text) <= 300
        assert len([label for label in shown.labels if label not in ("Tilbage", "Vis flere")]) <= 5
        found += shown.text.splitlines()[1:]
        if "Vis flere" not in shown.labels:
            return found
        shown = phone.presses("Vis flere")
    raise AssertionError("the pages never end")


def test_only_what_was_said_is_told_and_the_most_important_first(town: Town) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    free = "Du må gerne bare sidde og lytte, og du kan gå, når du vil."
    assert lines(inge, occurrence) == [free]
    says(town, occurrence, stop="Torvet", noise="calm", steps="no")
    assert lines(inge, occurrence) == [
        "Der er trapper.",
        free,
        "Der er roligt.",
        "Nærmeste stoppested: Torvet.",
    ]


def test_everything_said_is_told_on_pages_of_three_hundred_characters(town: Town) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity(
        "Fællesspisning med hele byen og alle dem, der har lyst til at være med", START
    )
    says(town, occurrence, **ALL)
    found = lines(inge, occurrence)
    assert found[0] == "Der er ingen trapper."
    assert found[-1].startswith("Nærmeste stoppested: Torvet")
    assert len(found) == len(ALL) - 1, "that one may look on and leave is said in one line"


@pytest.mark.parametrize(("field", "rest"), [("watch", "Alle er med"), ("leave", "blive til slut")])
def test_the_card_does_not_promise_what_somebody_said_no_to(town: Town, field: str, rest: str) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    card = inge.presses_data(f"!find.about:{occurrence}")
    assert card
    assert "gå, når du vil" in card.text
    says(town, occurrence, **{field: "no"})
    card = inge.presses_data(f"!find.about:{occurrence}")
    assert card
    assert "gå, når du vil" not in card.text
    assert any(rest in line for line in lines(inge, occurrence))


@pytest.mark.parametrize(
    ("question", "said", "answer"),
    [
        ("er der trapper?", {"steps": "yes"}, "Der er ingen trapper."),
        ("kan man komme af med kørestol?", {"steps": "no"}, "Der er trapper."),
        ("er der toilet", {"toilet": "yes"}, "Der er toilet til kørestol."),
        ("hvilken bus?", {"stop": "Torvet"}, "Nærmeste stoppested: Torvet."),
        ("kan jeg blive hentet", {"pickup": "no"}, "Du finder selv derhen."),
        ("jeg hører dårligt", {"hearing": "yes"}, "Det er let at høre, hvad der bliver sagt."),
        ("er der meget larm?", {"noise": "calm"}, "Der er roligt."),
        ("hvad koster det", {}, "Det er gratis."),
        ("hvor er det", {}, "Det er her: Biblioteket. Sådan kommer du ind: den grønne dør."),
    ],
)
def test_a_question_gets_exactly_that_answer_with_what_can_be_done(
    town: Town, question: str, said: dict[str, str], answer: str
) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    says(town, occurrence, **said)
    comes(inge, occurrence)
    shown = inge.says(question)
    assert shown
    assert shown.text == f"{answer} Det gælder Kortspil, tirsdag den 1. december kl. 14.00."
    assert "Meld afbud" in shown.labels


def test_a_question_is_about_what_was_shown_last_or_named_and_else_is_asked_back(town: Town) -> None:
    inge = town.citizen("Inge")
    coffee = town.activity("Kortspil", START)
    song = town.activity("Fællessang", START + timedelta(days=1))
    comes(inge, coffee)
    inge.presses_data(f"!find.about:{song}")
    when = inge.says("hvornår er det?")
    assert when
    assert when.text.startswith("Fællessang begynder onsdag den 2. december kl. 14.00")
    named = inge.says("hvornår er kortspil?")
    assert named
    assert named.text.startswith("Kortspil begynder")
    comes(inge, song)
    inge.says("mine aftaler")
    which = inge.says("hvornår er det?")
    assert which
    assert which.text == "Hvilken mener du?"
    inge.presses("Fællessang")
    assert inge.last.text.startswith("Fællessang begynder")


def test_what_nobody_said_is_asked_once_and_told_to_everybody_who_asked(town: Town) -> None:
    mette, inge, bent = town.coordinator(), town.citizen("Inge"), town.citizen("Bent")
    occurrence = town.activity("Kortspil", START)
    for phone in (inge, bent):
        comes(phone, occurrence)
    before = len(mette.shown)
    for phone in (inge, inge, bent):
        answer = phone.says("er der et toilet?")
        assert answer
        assert answer.text.startswith("Det ved jeg ikke endnu. Jeg har spurgt Mette, der læser på hverdage")
    (asked,) = mette.since(before)
    assert "Er der toilet til kørestol?" in asked.text
    assert "Inge" not in asked.text
    told = {phone.name: len(phone.shown) for phone in (inge, bent)}
    mette.presses_on(asked, "Ja")
    mette.presses_on(asked, "Nej")  # a change of mind is kept, and nobody is told twice
    for phone in (inge, bent):
        (news,) = phone.since(told[phone.name])
        assert "Der er toilet til kørestol." in news.text
    assert lines(inge, occurrence)[-1] == "Der er ikke toilet til kørestol."


def test_asked_again_after_i_do_not_know_the_coordinator_is_asked_again(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    comes(inge, occurrence)
    inge.says("er der et toilet?")
    mette.presses("Det ved jeg ikke")
    assert "ved det heller ikke" in inge.last.text
    assert "Tal med et menneske" in inge.last.labels
    before = len(mette.shown)
    town.now += timedelta(hours=1)
    inge.says("er der et toilet?")
    assert len(mette.since(before)) == 1


def test_a_question_in_the_night_waits_for_the_morning_on_both_sides(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    comes(inge, occurrence)
    town.until(wall("2026-11-24", "23:00"))
    before = len(mette.shown)
    inge.says("er der et toilet?")
    assert not mette.since(before)
    town.until(wall("2026-11-25", "08:30"))
    assert [s.at for s in mette.since(before)] == [wall("2026-11-25", "08:00")]
    town.until(wall("2026-11-25", "22:00"))
    heard = len(inge.shown)
    mette.presses("Ja")
    assert not inge.since(heard)
    town.until(wall("2026-11-26", "08:30"))
    assert [(s.at, s.kind) for s in inge.since(heard)] == [(wall("2026-11-26", "08:00"), Kind.FOLLOWUP)]


def test_a_correction_by_hand_answers_who_waits(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    comes(inge, occurrence)
    inge.says("er der trapper?")
    heard = len(inge.shown)
    mette.presses_data(f"!plan.show:{occurrence}")
    assert "Svar på et spørgsmål" in mette.last.labels
    for label in ("Ret noget", "Vis flere", "Hvad passer", "Ingen trapper", "Nej"):
        mette.presses(label)
    assert [s.text.splitlines()[-1] for s in inge.since(heard)] == ["Der er trapper."]
    mette.presses("Vis den")
    assert "Svar på et spørgsmål" not in mette.last.labels


def test_a_price_that_a_calendar_does_not_tell_is_not_free(town: Town) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    town.db.execute("UPDATE activity SET price = '?'")
    card = inge.presses_data(f"!find.about:{occurrence}")
    assert card
    assert "ris:" not in card.text
    inge.says("hvad koster det?")
    mette.presses("Skriv svaret")
    mette.says("20 kroner")
    assert "Det koster 20 kroner." in inge.last.text
    inge.says("er det gratis?")
    assert inge.last.text.startswith("Det koster 20 kroner.")


@pytest.mark.parametrize("question", ["hvad koster det?", "hvilken bus?"])
def test_who_passes_over_an_answer_hears_that_nothing_came_of_it(town: Town, question: str) -> None:
    mette, inge = town.coordinator(), town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    town.db.execute("UPDATE activity SET price = '?'")
    inge.presses_data(f"!find.about:{occurrence}")
    inge.says(question)
    mette.presses("Skriv svaret")
    heard = len(inge.shown)
    mette.presses("Spring over")
    assert mette.last.text == "Intet er ændret, og ingen har fået besked."
    assert inge.since(heard) == []
    mette.presses("Vis den")
    assert "Kortspil" in mette.last.text


@pytest.mark.parametrize("data", ["fact.is:1:4:0", "fact.write:1:d", "fact.open:1"])
def test_only_the_coordinators_of_the_house_may_answer(town: Town, data: str) -> None:
    inge, karen = town.citizen("Inge"), town.volunteer("Karen")
    town.activity("Kortspil", START)
    for phone in (inge, karen):
        phone.presses_data(f"!{data}")
        assert (
            "ikke længere" in phone.last.text or "ikke mere" in phone.last.text or "mere" in phone.last.text
        )
    assert town.rows("SELECT * FROM fact") == []


@pytest.mark.parametrize("data", ["fact.is:1:zz:0", "fact.is:1:4:zz", "fact.is:1:4:2", "fact.is:1:0:0"])
def test_a_forged_answer_changes_nothing(town: Town, data: str) -> None:
    mette = town.coordinator()
    town.activity("Kortspil", START)
    before = town.rows("SELECT * FROM activity")
    assert mette.presses_data(f"!{data}")
    assert town.rows("SELECT * FROM fact") == []
    assert town.rows("SELECT * FROM activity") == before


def test_the_map_is_shown_where_it_is_known_and_else_the_words(town: Town) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    assert "Vis på kort" not in (inge.presses_data(f"!find.about:{occurrence}") or inge.last).labels
    words = inge.presses_data(f"!map:{occurrence}")
    assert words
    assert "Det er her: Biblioteket" in words.text
    facts.set_position(town.tx, 1, LIBRARY)
    inge.presses_data(f"!find.about:{occurrence}")
    shown = inge.presses("Vis på kort")
    assert shown
    assert (shown.message.place, shown.text) == (LIBRARY, "Kortspil\nBiblioteket")


def test_about_how_many_come_and_few_are_never_counted(town: Town) -> None:
    inge = town.citizen("Inge")
    occurrence = town.activity("Kortspil", START)
    earlier = []
    for days in (14, 7):
        at = town.now - timedelta(days=days)
        values = {"activity": 1, "recurrence": at.isoformat(), "starts_at": at}
        town.tx.add_occurrence(**values, ends_at=at + timedelta(hours=2), capacity=20)
        earlier.append(town.rows("SELECT max(id) FROM occurrence")[0][0])
    people = [town.citizen("Gæst").person.id for _ in range(8)]
    for person in people[:3]:
        town.tx.add_signup(
            occurrence=earlier[0], person=person, form="join", state="in", party=1, now=town.now
        )
    assert "Vi er en lille flok. Nogle er nye hver gang." in lines(inge, occurrence)
    assert not any("3" in line for line in lines(inge, occurrence))
    for person in people:
        town.tx.add_signup(
            occurrence=earlier[1], person=person, form="join", state="in", party=1, now=town.now
        )
    for person in people[3:]:
        town.tx.add_signup(
            occurrence=earlier[0], person=person, form="join", state="in", party=1, now=town.now
        )
    assert any(line.startswith("Vi plejer at være omkring 8.") for line in lines(inge, occurrence))


def test_who_asked_is_in_ones_own_data_and_goes_with_erasure_and_time(town: Town) -> None:
    inge, bent = town.citizen("Inge"), town.citizen("Bent")
    town.coordinator()
    occurrence = town.activity("Kortspil", START)
    for phone in (inge, bent):
        comes(phone, occurrence)
        phone.says("er der trapper?")
    inge.says("/privacy")
    inge.presses("Se mine data")
    inge.presses("Ja, send den")
    made = inge.last.message.attachment
    assert made
    assert "Det har jeg spurgt om" in made.content.decode()
    inge.says("slet mig")
    inge.presses("Ja, slet alt")
    assert len(town.rows("SELECT * FROM asked")) == 1
    town.until(town.now + timedelta(days=91))
    assert town.rows("SELECT * FROM asked") == []
