"""Question packs: a few questions in a file, read strictly, asked a few times after a person's own yes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

AFTER: Final = MappingProxyType(  # by month: how long after the yes
    {3: timedelta(days=91), 6: timedelta(days=182), 12: timedelta(days=365)}
)
DANISH: Final = "da"
LANGUAGES: Final = (DANISH, "en")
TITLE, PURPOSE, INTRO, QUESTION = 16, 80, 280, 280  # characters, at most
LABEL, SCALE_LABEL = 28, 44  # on a button; of a published instrument, whose words are not ours to cut
MOST_QUESTIONS: Final = 10
SMALLEST: Final = 5  # people, of whom a figure may be shown
OPTIONS, SCALE_OPTIONS = range(3, 6), range(2, 8)
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,29}")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_PACK: Final = frozenset(
    ("name", "wording_version", "enabled", "licence", "source", "instrument", "taken_on", "title", "purpose")
) | {"intro", "question"}

Texts = Mapping[str, str]  # by language


class WrongPack(ValueError):
    """The file cannot be used; the text is the one line an operator needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose; its key is what is stored."""

    key: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answers; one may always pass over it."""

    key: str
    text: Texts
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Questions that belong together.  ``version`` is the wording's: answers to two wordings never mix."""

    name: str
    version: str
    enabled: bool
    licence: str
    source: str
    instrument: str  # the published one whose words these are; empty: our own
    title: Texts
    purpose: Texts
    intro: Texts
    questions: tuple[Question, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return in which languages all of it can be asked."""
        return tuple(language for language in LANGUAGES if language in self.title)

    @property
    def texts(self) -> Iterable[str]:
        """Yield every Danish text that is no button."""
        yield from (text[DANISH] for text in (self.purpose, self.intro) if text)
        yield from (question.text[DANISH] for question in self.questions)

    def worded(self, answers: Mapping[str, str], language: str) -> list[tuple[str, str]]:
        """Return each question that was answered, with its answer, as they were read."""
        spoken = language if language in self.languages else DANISH
        return [
            (question.text[spoken], answer.label[spoken])
            for question in self.questions
            for answer in question.answers
            if answers.get(question.key) == answer.key
        ]


def read_pack(data: Mapping[str, Any]) -> Pack:
    """Read what a file says; raises WrongPack where a field is missing, unknown or too long."""
    _only(data, _PACK, "")
    name, instrument = _word(data, "name", "", _NAME), str(data.get("instrument", "")).strip()
    source = _line(data, "source")
    if instrument and (not source.startswith("https://") or not isinstance(data.get("taken_on"), date)):
        raise WrongPack("names an instrument: source must be the https address of its text, taken_on a date")
    enabled = data.get("enabled", False)
    if not isinstance(enabled, bool):
        raise WrongPack("enabled must be true or false")
    title = _texts(data, "title", TITLE, "")
    questions = data.get("question", [])
    if not isinstance(questions, list) or not 1 <= len(questions) <= MOST_QUESTIONS:
        raise WrongPack(f"must have 1 to {MOST_QUESTIONS} questions")
    pack = Pack(
        name,
        _line(data, "wording_version"),
        enabled,
        _line(data, "licence"),
        source,
        instrument,
        title,
        _texts(data, "purpose", PURPOSE, ""),
        _texts(data, "intro", INTRO, "") if "intro" in data else {},
        tuple(_question(one, f"question {n}", instrument) for n, one in enumerate(questions, 1)),
    )
    _same_languages(pack)
    _once((question.key for question in pack.questions), "question")
    return pack


def figures(pack: Pack, given: Iterable[Mapping[str, str]]) -> list[str]:
    """Return a line for each question: how many chose each answer.

    Where fewer than five chose one of them, none of that question is shown: the rest could be reckoned.
    """
    answers, lines = list(given), []
    for question in pack.questions:
        counts = [sum(one.get(question.key) == answer.key for one in answers) for answer in question.answers]
        told = [f"{a.label[DANISH]} {n}" for a, n in zip(question.answers, counts, strict=True)]
        passed = len(answers) - sum(counts)
        small = any(0 < n < SMALLEST for n in (*counts, passed))
        shown = "too few to show" if small else ", ".join(told)
        lines.append(f"{question.text[DANISH]} {shown}")
    return lines


def _question(data: Mapping[str, Any], where: str, instrument: str) -> Question:
    if not isinstance(data, Mapping):
        raise WrongPack(f"{where} is no table")
    _only(data, {"key", "option", *LANGUAGES}, where)
    options, allowed = data.get("option", []), SCALE_OPTIONS if instrument else OPTIONS
    if not isinstance(options, list) or len(options) not in allowed:
        raise WrongPack(f"{where} must have {allowed[0]} to {allowed[-1]} options")
    most = SCALE_LABEL if instrument else LABEL
    answers = tuple(_answer(one, f"{where} option {n}", most) for n, one in enumerate(options, 1))
    _once((answer.key for answer in answers), where)
    return Question(_word(data, "key", where, _KEY), _by_language(data, QUESTION, where), answers)


def _answer(data: Mapping[str, Any], where: str, most: int) -> Answer:
    if not isinstance(data, Mapping):
        raise WrongPack(f"{where} is no table")
    _only(data, {"key", *LANGUAGES}, where)
    return Answer(_word(data, "key", where, _KEY), _by_language(data, most, where))


def _texts(data: Mapping[str, Any], field: str, most: int, where: str) -> Texts:
    found = data.get(field)
    if not isinstance(found, Mapping):
        raise WrongPack(f"{where}{field} is missing: a table with {DANISH}, and en where there is English")
    _only(found, LANGUAGES, field)
    return _by_language(found, most, field)


def _by_language(data: Mapping[str, Any], most: int, where: str) -> Texts:
    said = {language: data[language] for language in LANGUAGES if language in data}
    if DANISH not in said:
        raise WrongPack(f"{where} has no {DANISH}")
    for language, text in said.items():
        if not isinstance(text, str) or not 0 < len(text.strip()) <= most:
            raise WrongPack(f"{where} {language} must have 1 to {most} characters")
    return MappingProxyType({language: " ".join(text.split()) for language, text in said.items()})


def _same_languages(pack: Pack) -> None:
    """Hold every text to the languages that the title has: nobody reads half a question."""
    texts = [pack.purpose, *([pack.intro] if pack.intro else [])]
    texts += [text for question in pack.questions for text in (question.text, *_labels(question))]
    if any(set(text) != set(pack.title) for text in texts):
        raise WrongPack("must have the same languages everywhere")


def _labels(question: Question) -> list[Texts]:
    return [answer.label for answer in question.answers]


def _once(keys: Iterable[str], where: str) -> None:
    found = list(keys)
    if len(set(found)) != len(found):
        raise WrongPack(f"{where}: a key is used twice")


def _only(data: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    if unknown := sorted(set(data) - set(known)):
        raise WrongPack(f"{where} has an unknown field {unknown[0]}".strip())


def _word(data: Mapping[str, Any], field: str, where: str, shape: re.Pattern[str]) -> str:
    found = data.get(field)
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise WrongPack(f"{where} {field} must be small letters, digits and hyphens".strip())
    return found


def _line(data: Mapping[str, Any], field: str) -> str:
    found = data.get(field)
    if not isinstance(found, str) or not found.strip():
        raise WrongPack(f"{field} is missing")
    return found.strip()
