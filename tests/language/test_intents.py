from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.understand import TEXTS, Case, measured
from bot.language import intents
from bot.language.alarm import hear
from bot.language.fold import fold
from bot.language.intents import INTENTS, SURE, Meaning, answer, crisis, lines_to_json, understand, wants_stop

SAID = {
    "yes": [
        "ja",
        "Ja tak!",
        "jo tak",
        "jeps",
        "det vil jeg gerne",
        "lyder godt",
        "jeg er på",
        "👍",
        "jaaa",
        "frisk på det",
    ],
    "no": [
        "nej",
        "nej tak",
        "næ",
        "niks",
        "ellers tak",
        "kan ik",
        "desværre",
        "gider ikke",
        "👎",
        "ikke denne gang",
    ],
    "maybe": ["måske", "moske", "maaske", "ve ikke", "vi får se", "det kommer an på vejret", "tja"],
    "not_now": ["ikke i dag", "ik idag", "en anden dag", "orker ikke i dag", "jeg er syg", "har gæster"],
    "pause": ["pause", "jeg er på ferie", "vent lidt", "færre beskeder tak"],
    "help": ["hjælp", "hjaelp", "hvordan virker det", "menu", "jeg forstår det ikke"],
    "human": ["jeg vil tale med et menneske", "ring til mig", "kan I ringe", "Jeg vil ikke være til besvær"],
    "activities": ["hvad sker der i denne uge", "aktivitter", "er der banko"],
    "my_signups": ["mine aftaler", "hvad er jeg tilmeldt"],
    "cancel_signup": ["jeg må melde afbud til torsdag", "jeg kan alligevel ikke komme"],
    "mood_good": ["det går godt", "jeg har det fint"],
    "mood_ok": [
        "nogenlunde",
        "så som så",
        "op og ned",
        "ikke så ringe",
        "man må jo ikke klage",
        "jeg klarer mig",
    ],
    "mood_bad": ["skidt", "det går ikke så godt", "ked af det"],
    "identity": ["er du en robot", "Er det svindel?", "hvem er du"],
    "privacy": ["hvad ved du om mig", "hvem kan se det jeg skriver"],
    "delete_me": ["slet mig", "jeg vil gerne have slettet alt om mig"],
    "thanks": ["tak", "tusind tak for hjælpen"],
    "greeting": ["hej", "godmorgen", "Hejsa :)"],
    "where": ["hvor er det", "jeg kan ikke finde indgangen"],
    "when": ["hvornår er det", "hvad tid starter det"],
    "price": ["hvad koster det", "er det gratis"],
    "transport": ["kan bussen stoppe ved torvet", "hvordan kommer jeg derhen", "kan nogen hente mig"],
    "access": ["er der elevator", "jeg går med rollator"],
    "companion": ["kan jeg følges med nogen", "jeg tør ikke komme alene"],
    "idea": ["jeg har en idé", "kunne vi ikke lave en filmklub"],
    "offer": ["jeg kan bage en kage", "jeg vil gerne hjælpe til"],
    "unknown": [
        "ja men jeg kan ikke",
        "nej nej jeg kommer",
        "jo men",
        "asdf qwer",
        "jeg vil ikke tale med et menneske",
        "",
    ],
}
DANGER = {
    "thoughts": [
        "jeg vil ikke leve mere",
        "jeg orker ik mere",
        "tage mit eget liv",
        "de har det bedre uden mig",
        "jeg vil bare doe",
        "selvmrod",
        "håber jeg ikke vågner",
    ],
    "violence": ["han slår mig", "jeg er bange for min søn"],
    "ill": [
        "jeg er faldet og kan ikke komme op",
        "ondt i brystet",
        "kan ikke få vejret",
        "kan ikke fa vejret",
    ],
    "danger": ["det brænder i køkkenet", "ring efter en ambulance"],
}
FALSE_FRIENDS = [
    "Huset har fået en ny dør.",
    "er det den grønne dør",
    "jeg er dødtræt",
    "jeg dør af grin",
    "det er dødsygt",
    "livsfarlig god kage",
    "hvordan bliver vejret",
    "hun slår græs",
    "jeg brænder for havearbejde",
    "jeg orker ikke mere kaffe",
    "stop",
]
UNLISTED_DANGER = [
    ("thoughts", "jeg hælder det hele i mig i aften og så er det overstået"),
    ("danger", "min mand vrider mine arme om og tager pengene"),  # unsure of the kind: whom to call always
    ("danger", "nissehuen fik fat i lyset og nu blusser hele bordet"),
    ("danger", "vores kajak er væltet og Ole er væk"),
]
WRITTEN_TO_QUESTIONS = [
    "Inge",
    "Bente Sørensen",
    "Karl Erik",
    "jeg hedder Mohammad",
    "Skovvej 12, 4220 Korsør",
    "4200",
    "tirsdag den 4. kl. 10",
    "kortspil, gåture og kaffe",
    "brætspil og billard",
    "fællesspisning i Medborgerhuset",
    "Torsdagskaffe",
    "hver torsdag klokken 14",
    "om formiddagen, ikke om aftenen",
    "Døren ved siden af bageren",
    "Vi mødes ved havnen og går en tur langs vandet",
    "Husk varmt tøj og gode sko",
    "Turen er flyttet til onsdag, fordi det blæser for meget",
    "Vi mangler en der kan køre bussen på lørdag",
    "ingen trapper, men et højt dørtrin",
]
CLEAR_STOPS = ["stop", "STOP!!", "Stopp", "stop tak", "hej stop nu", "/stop", "meld mig fra", "lad mig være"]
UNSURE_STOPS = [
    "jeg vil gerne stoppe nu",
    "kan du ikke godt stoppe med de beskeder",
    "jeg gider ikke flere beskeder fra jer",
    "hold op med at skrive til mig",
    "jeg vil ikke have flere beskeder",
]
NO_STOPS = [
    "hvor er stoppestedet",
    "kan bussen stoppe ved torvet",
    "hold da op",
    "næste stop er Korsør",
    "det er nonstop hyggeligt",
    "hvornår stopper bussen",
    "jeg vil ikke stoppe",
    "jeg vil gerne have, at du skriver oftere",
    "jeg vil gerne høre mere fra jer",
    "jeg vil have flere invitationer",
]


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in SAID.items() for text in texts]
)
def test_what_people_write_is_understood(intent: str, text: str) -> None:
    assert understand(text).intent == intent


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in DANGER.items() for text in texts])
def test_danger_is_heard(kind: str, text: str) -> None:
    found = crisis(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_a_false_friend_of_danger_raises_no_alarm(text: str) -> None:
    assert crisis(text) is None


@pytest.mark.parametrize(
    "text", ["min mand døde sidste år", "Min mand døde sidste år.", "mn mand døde siste år"]
)
def test_a_loss_is_no_danger(text: str) -> None:
    assert crisis(text) is None
    assert understand(text).intent in {"mood_bad", "unknown"}


@pytest.mark.parametrize("kind_and_text", UNLISTED_DANGER)
def test_danger_that_no_list_has_is_heard_and_its_kind_told(kind_and_text: tuple[str, str]) -> None:
    kind, text = kind_and_text
    assert hear(text).danger is None
    found = crisis(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", WRITTEN_TO_QUESTIONS)
def test_a_name_a_place_or_a_wish_is_neither_danger_nor_stop(text: str) -> None:
    assert crisis(text) is None
    assert wants_stop(text) is None


@pytest.mark.parametrize("share", [0.35, 0.6, 0.74])
def test_what_is_only_likely_is_named_and_not_acted_on(share: float) -> None:
    shares = dict.fromkeys(INTENTS, 0.0) | {"yes": share, "unknown": 0.3}
    found = intents._weighed(Meaning("unknown", 0.0), shares)
    assert found.intent == "yes"
    assert found.score < SURE


def test_what_the_lists_are_sure_of_is_outvoted_only_by_much() -> None:
    listed = Meaning("price", 0.9)
    for share, meant in ((0.5, "price"), (0.8, "where")):
        shares = dict.fromkeys(INTENTS, 0.0) | {"where": share}
        assert intents._weighed(listed, shares).intent == meant


@pytest.mark.parametrize("text", CLEAR_STOPS)
def test_a_clear_stop_is_sure(text: str) -> None:
    stop = wants_stop(text)
    assert stop is not None
    assert not stop.unsure


@pytest.mark.parametrize("text", UNSURE_STOPS)
def test_a_stop_inside_a_sentence_is_heard_and_asked_about(text: str) -> None:
    stop = wants_stop(text)
    assert stop is not None
    assert stop.unsure


@pytest.mark.parametrize("text", NO_STOPS)
def test_where_something_else_stops_nobody_is_stopped(text: str) -> None:
    assert wants_stop(text) is None


@given(
    st.sampled_from([text for texts in DANGER.values() for text in texts]),
    st.sampled_from(["stop", "ja tak", "slet mig", "hej", "tak for i dag"]),
)
def test_danger_comes_before_everything(danger: str, other: str) -> None:
    assert understand(f"{other}. {danger}").intent == "crisis"
    assert understand(f"{danger}. {other}").intent == "crisis"


@given(st.text(max_size=500))
def test_any_text_has_a_meaning(text: str) -> None:
    meaning = understand(text)
    assert meaning.intent in INTENTS
    assert 0 <= meaning.score <= 1


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ja tak", "yes"),
        ("fint", "yes"),
        ("nej", "no"),
        ("ikke i dag", "no"),
        ("måske", "maybe"),
        ("ja men", None),
    ],
)
def test_an_answer_to_a_question_is_yes_no_maybe_or_unclear(text: str, meant: str | None) -> None:
    assert answer(text) == meant


def test_not_wanting_to_be_a_bother_asks_for_a_human_and_reassurance() -> None:
    assert understand("jeg vil ikke være til ulejlighed").also == ("bother",)


def test_each_line_becomes_one_object_of_json() -> None:
    (row,) = lines_to_json(["ja tak\n"])
    assert json.loads(row) == {"text": "ja tak", "intent": "yes", "score": 0.95}


DEVELOPMENT_TEXTS = measured(TEXTS / "utterances_dev.tsv")


def test_the_texts_that_the_lists_were_written_with_are_understood() -> None:
    assert len(DEVELOPMENT_TEXTS.cases) >= 400
    assert {case.meant for case in DEVELOPMENT_TEXTS.cases} == set(INTENTS)
    assert DEVELOPMENT_TEXTS.right >= 0.97
    assert DEVELOPMENT_TEXTS.recall("crisis") == 1
    assert DEVELOPMENT_TEXTS.false_alarms("crisis") <= 0.02
    assert DEVELOPMENT_TEXTS.recall("stop") == 1


@pytest.mark.parametrize(
    ("file", "right", "danger", "false_alarms", "stop"),
    [
        ("utterances_test.tsv", 0.95, 0.98, 0.02, 1.0),
        ("utterances_kept_test.tsv", 0.72, 1.0, 0.04, 1.0),  # written to be hard: the aim is not reached
        ("danger_kept_test.tsv", 0.77, 0.85, 0.12, 0.8),  # false friends of danger, many
    ],
)
def test_of_what_was_reached_on_texts_that_are_only_counted_nothing_is_lost(
    file: str, right: float, danger: float, false_alarms: float, stop: float
) -> None:
    found = measured(TEXTS / file)
    assert found.right >= right
    assert found.recall("crisis") >= danger
    assert found.false_alarms("crisis") <= false_alarms
    assert found.recall("stop") >= stop


AROUND = st.tuples(
    st.sampled_from(["", "hej ", "Hej Mette, ", "Goddag!\n", "Kære Følgeskab, "]),
    st.sampled_from(
        ["", " mvh Jytte", "\nVenlig hilsen\nOle", ", hilsen Inge", " tak", " 🙏", " 😢😢", "!!!"]
    ),
)
WRITTEN = [str, str.upper, str.capitalize, fold, lambda text: text.replace(" ", "  ")]


@given(
    st.sampled_from([case for case in DEVELOPMENT_TEXTS.cases if case.meant in {"crisis", "stop"}]),
    AROUND,
    st.sampled_from(WRITTEN),
)
def test_danger_and_stop_are_heard_however_they_are_wrapped(
    case: Case, around: tuple[str, str], written: Callable[[str], str]
) -> None:
    before, after = around
    assert understand(f"{before}{written(case.text)}{after}").intent == case.meant
