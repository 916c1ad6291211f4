from __future__ import annotations

import orjson
import pytest

from bot.delivery.outbox import GONE_FOR_EDITING
from bot.ports import Later, MaybeArrived, Moved, Outcome, Rejected, Revoked, Sent, Unreachable
from bot.telegram.outcome import outcome


def refused(code: int, why: str = "", **parameters: object) -> Outcome:
    body = {"ok": False, "error_code": code, "description": why, "parameters": parameters}
    return outcome(code, orjson.dumps(body))


@pytest.mark.parametrize(
    ("code", "why", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", Unreachable),
        (403, "Forbidden: user is deactivated", Unreachable),
        (400, "Bad Request: chat not found", Unreachable),
        (400, "Bad Request: PEER_ID_INVALID", Unreachable),
        (400, "Bad Request: USER_IS_BLOCKED", Unreachable),
        (400, "Bad Request: message is not modified: same", Sent),
        (400, "Bad Request: message to delete not found", Sent),
        (400, "Bad Request: query is too old", Sent),
        (400, "Bad Request: message is too long", Rejected),
        (400, "Bad Request: what nobody has seen", Rejected),
        (409, "Conflict", Rejected),
        (401, "Unauthorized", Revoked),
        (404, "Not Found", Revoked),
        (500, "Internal Server Error", MaybeArrived),
        (502, "Bad Gateway", MaybeArrived),
    ],
)
def test_every_answer_has_its_meaning(code: int, why: str, expected: type[Outcome]) -> None:
    assert type(refused(code, why)) is expected


def test_an_answer_that_arrived_tells_the_number_of_its_message() -> None:
    assert outcome(200, b'{"ok":true,"result":{"message_id":7}}') == Sent(7)
    assert outcome(200, b'{"ok":true,"result":true}') == Sent(0)


def test_a_429_says_for_how_long_and_never_for_nothing() -> None:
    assert refused(429, "", retry_after=17) == Later(17.0)
    assert refused(429) == refused(429, "", retry_after=0) == Later(1.0)


def test_a_group_that_moved_tells_where() -> None:
    assert refused(400, "group chat was upgraded", migrate_to_chat_id=-100) == Moved(-100)


def test_a_message_that_cannot_be_changed_is_told_apart() -> None:
    for why in ("message to edit not found", "message can't be edited"):
        assert refused(400, f"Bad Request: {why}") == Rejected(GONE_FOR_EDITING, f"Bad Request: {why}")


@pytest.mark.parametrize(
    "body", [b"", b"<html>502</html>", b"[]", b"null", b'{"ok":false}', b'{"ok":1}', b'{"ok":tr']
)
def test_what_is_not_telegrams_leaves_in_doubt(body: bytes) -> None:
    assert type(outcome(200, body)) is MaybeArrived
