"""What people say yes to, each purpose by itself, and the legal basis that is stored with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Purpose(StrEnum):
    """One thing a person can say yes or no to."""

    MESSAGES = "messages"  # the only one the bot cannot work without
    CHECKIN = "checkin"
    COMPANION = "companion"
    PHONE = "phone"
    ALERT = "alert"
    RESEARCH = "research"
    VOLUNTEER = "volunteer"
    CHANGE = "change"  # telling a coordinator that it goes less well than before


# a public body's consent is weak (recital 43 of the GDPR): its basis is the task in the public interest
BASIS: Final = MappingProxyType({"kommune": "art-6-1-e", "forening": "art-6-1-a"})


@dataclass(frozen=True, slots=True)
class Wording:
    """The text that was shown when somebody said yes."""

    version: int
    text: str

    @property
    def hash(self) -> str:
        """Return the proof of what was shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()
