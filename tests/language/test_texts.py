from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.catalogue import CODE, ROOT, check
from bot.language.extract import Unreadable, texts_in
from bot.language.lix import read
from bot.language.rules import Reader, broken, broken_on_button, filled


def test_a_stop_in_a_date_or_a_clock_ends_no_sentence() -> None:
    reading = read(["Hej Inge. Vi drikker kaffe torsdag den 26. november kl. 14.00. Har du lyst?"])
    assert (reading.words, reading.sentences, reading.long_words) == (14, 3, 3)


def test_a_colon_and_a_new_line_end_no_sentence() -> None:
    assert read(["Det her har jeg:\nkaffe\nPasser det?"]).sentences == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Kommer du ikke på torsdag?", "a question in the negative"),
        ("Kommer du? Skal du hentes?", "more than one question"),
        ("Dejligt!", "an exclamation mark"),
        ("Her er {name}s aftaler.", "a genitive on a place that is filled in"),
        ("Et tilbud til ensomme.", "the word ensom"),
        ("Hun venter ved døren, og han sidder der.", "the word han"),
        ("Kom (gerne) forbi.", "brackets or a semicolon"),
        ("a" * 301, "301 characters, at most 300"),
    ],
)
def test_a_text_that_breaks_a_rule_is_found(text: str, rule: str) -> None:
    assert rule in list(broken(text, Reader.CITIZEN))


def test_a_kind_text_breaks_no_rule() -> None:
    assert list(broken("Hej {name}. Du svarede: Måske. Vil du med igen?", Reader.CITIZEN)) == []


def test_a_button_has_words_and_room() -> None:
    assert list(broken_on_button("Ja, jeg vil med")) == []
    assert list(broken_on_button("👍")) == ["a button without words"]
    assert list(broken_on_button("x" * 29)) == ["29 characters on a button, at most 28"]


def test_places_are_filled_with_usual_values() -> None:
    assert filled("{host} hos {organisation} {nothing}") == "Karen hos Slagelse Frivilligcenter kaffe"


def test_texts_are_found_with_plurals_and_buttons(tmp_path: Path) -> None:
    (tmp_path / "said.py").write_text(
        'press(_("Yes"), "x")\n_.count("{n} seat", "{n} seats", 2)\nN_("later")\nother("no")\n'
    )
    found = texts_in(tmp_path, tmp_path)
    assert {msgid: (text.plural, text.button) for msgid, text in found.items()} == {
        "Yes": ("", True),
        "{n} seat": ("{n} seats", False),
        "later": ("", False),
    }


def test_a_text_put_together_at_run_time_is_refused(tmp_path: Path) -> None:
    (tmp_path / "said.py").write_text('_(f"Hello {name}")\n')
    with pytest.raises(Unreadable):
        texts_in(tmp_path, tmp_path)


def test_every_text_is_in_every_catalogue_and_keeps_the_rules() -> None:
    assert list(check(texts_in(CODE, ROOT))) == []
