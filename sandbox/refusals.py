"""What the Bot API says no with; the words are Telegram's, for programs read them."""

from __future__ import annotations

from typing import Any

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
WEBHOOK_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class Refused(Exception):
    """An answer that is not ok: the HTTP status is also the error code."""

    def __init__(self, code: int, why: str = "", retry_after: int = 0) -> None:
        name = NAMES.get(code, "Error")
        super().__init__(f"{name}: {why}" if why else name)
        self.code = code
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """Return the answer as Telegram would word it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": str(self)}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(why: str) -> Refused:
    """Return a 400: the caller's own mistake."""
    return Refused(400, why)


def slow_down(seconds: int) -> Refused:
    """Return a 429 that asks for so many seconds."""
    return Refused(429, f"retry after {seconds}", seconds)
