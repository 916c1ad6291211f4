"""Where things are on a map, and how far between them: as the crow flies, which is enough to compare."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, hypot, radians, sin, sqrt
from statistics import fmean
from typing import Final

from bot.domain.activity import Activity

Position = tuple[float, float]  # latitude and longitude in degrees, WGS 84
EARTH: Final = 6371.0  # kilometres, its mean radius


def is_position(latitude: float, longitude: float) -> bool:
    """Tell whether two numbers are a place on the earth; 0, 0 is what an empty form sends."""
    return -90 <= latitude <= 90 and -180 <= longitude <= 180 and hypot(latitude, longitude) > 0  # noqa: PLR2004 - degrees of a globe


def distance_km(a: Position, b: Position) -> float:
    """Return the kilometres between two places over the ground (haversine)."""
    (south, west), (north, east) = map(_radians, (a, b))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def area_position(area: str, activities: Iterable[Activity]) -> Position | None:
    """Return the middle of what goes on in an area; None where nothing there is on the map."""
    wanted = area.casefold().strip()
    found = [a.position for a in activities if wanted and a.area.casefold().strip() == wanted and a.position]
    if not found:
        return None
    return fmean(latitude for latitude, _ in found), fmean(longitude for _, longitude in found)


def _radians(place: Position) -> Position:
    return radians(place[0]), radians(place[1])
