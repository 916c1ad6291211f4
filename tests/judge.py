"""Judges every call by another author's model of the Bot API, and by limits that it does not know."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import aiogram.methods
import orjson
from aiogram.methods import TelegramMethod
from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from pydantic import BaseModel, ValidationError

MARKUPS: Final[Mapping[str, type[BaseModel]]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
LONGEST: Final = {"text": 4096, "caption": 1024}
TOAST, DATA, LABEL = 200, 64, 64
BUTTONS, ROW = 100, 8
FILES: Final = ("photo", "document")
NOT_ACTIONS: Final = {"text", "style", "icon_custom_emoji_id"}


class Breach(AssertionError):
    """A call that the Bot API would refuse, or take otherwise than we mean it."""


@cache
def methods() -> dict[str, type[TelegramMethod[Any]]]:
    """Return every method of the Bot API by its name."""
    found = (each for _, each in inspect.getmembers(aiogram.methods, inspect.isclass))
    return {
        each.__api_method__: each
        for each in found
        if issubclass(each, TelegramMethod) and each is not TelegramMethod
    }


def judge(method: str, values: Mapping[str, Any], files: frozenset[str] = frozenset()) -> None:
    """Raise Breach unless the Bot API would take this call as we mean it."""
    model = methods().get(method)
    if model is None:
        raise Breach(f"there is no method {method}")
    if extra := files - set(model.model_fields):
        raise Breach(f"files that {method} does not take: {extra}")
    given = {name: value for name, value in values.items() if name != "reply_markup"}
    try:
        # a file by its id stands where a file could stand
        found = model.model_validate({**given, **dict.fromkeys(files, "file")}, strict=False)
    except ValidationError as error:
        raise Breach(f"{method}: {error}") from error
    refuse_unknown(found, method)
    if "reply_markup" in values:
        judge_markup(values["reply_markup"])
    judge_lengths(method, values, files)


def refuse_unknown(model: BaseModel, where: str) -> None:
    """Refuse names that no model knows, however deep they stand."""
    if model.model_extra:
        raise Breach(f"{where} does not know {sorted(model.model_extra)}")
    for name in type(model).model_fields:
        for inner in models_in(getattr(model, name)):
            refuse_unknown(inner, f"{where}.{name}")


def models_in(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from models_in(each)


def judge_markup(markup: Any) -> None:
    kinds = [MARKUPS[name] for name in MARKUPS if name in markup]
    if len(kinds) != 1:
        raise Breach(f"what kind of markup is this: {sorted(markup)}")
    try:
        refuse_unknown(kinds[0].model_validate(markup), "reply_markup")
    except ValidationError as error:
        raise Breach(str(error)) from error
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    if sum(map(len, rows)) > BUTTONS or any(not 0 < len(row) <= ROW for row in rows):
        raise Breach(f"a keyboard of {[len(row) for row in rows]}")
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        judge_button(button)


def judge_button(button: Mapping[str, Any]) -> None:
    actions = button.keys() - NOT_ACTIONS
    if len(actions) != 1:
        raise Breach(f"a button does one thing: {sorted(actions)}")
    if not 0 < utf16(button["text"]) <= LABEL:
        raise Breach(f"a label of {utf16(button['text'])}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= DATA:
        raise Breach(f"callback_data of {len(button['callback_data'].encode())} bytes")


def judge_lengths(method: str, values: Mapping[str, Any], files: frozenset[str]) -> None:
    if method == "answerCallbackQuery":
        if utf16(values.get("text", "")) > TOAST:
            raise Breach("a toast that is too long")
        return
    for name, most in LONGEST.items():
        if name in values and not (name == "caption" or values[name].strip()):
            raise Breach(f"{method} with an empty {name}")
        if utf16(values.get(name, "")) > most:
            raise Breach(f"{name} of {utf16(values[name])}")
    for name in FILES:
        if method == f"send{name.capitalize()}" and not (name in files or values.get(name)):
            raise Breach(f"{method} without {name}")
    if "chat_id" in values and (not str(values["chat_id"]).lstrip("-").isdigit()):
        raise Breach("chat_id is no number")


def utf16(text: str) -> int:
    """Return a length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def decoded(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a form as they would stand in JSON."""
    return {name: _decoded(name, value) for name, value in fields.items()}


def _decoded(name: str, value: str) -> Any:
    if value[:1] in "{[" or (value.lstrip("-").isdigit() and name.endswith("_id")):
        return orjson.loads(value)
    return value
