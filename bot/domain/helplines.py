"""Whom to call.  Numbers only: opening hours change, so none is shown before a human has checked it.

Sources: 112 and 1818 (Region Sjælland's out-of-hours line since 1 October 2022), Livslinien 70 201 201,
Lev Uden Vold 1888; each has to be confirmed by the operator before going live (see docs/operations.md).
"""

from __future__ import annotations

from typing import Final

EMERGENCY: Final = "112"
DOCTOR: Final = "1818"
LISTENING: Final = "Livslinien 70 201 201"
VIOLENCE: Final = "1888"
