"""Lengths on the ground in any CRS."""

from __future__ import annotations

import math
from typing import Any

STEPS = (1.0, 2.0, 5.0)


def bar(crs: Any, left: float, y: float, width: float) -> tuple[float, float]:
    """Give a round length in metres and how long it is on the map, eastwards from a place.

    Parameters
    ----------
    crs : pyproj.CRS
        What left, y and width are in, metres or degrees.
    left, y, width : float
        Where the bar starts, and how long it may be at most.
    """
    import pyproj

    line = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    globe = crs.get_geod()

    def metres(long: float) -> float:
        (x1, x2), (y1, y2) = line.transform([left, left + long], [y, y])
        return float(globe.inv(x1, y1, x2, y2)[2])

    room = metres(width)
    if not math.isfinite(room) or room <= 0:
        return 0.0, 0.0
    length = round_length(room)
    long = width
    for _ in range(4):  # all but linear: each turn gains several digits
        long *= length / metres(long)
    return length, long


def round_length(room: float) -> float:
    """Give the longest of 1, 2, 5, 10, 20, 50 and so on that there is room for."""
    power = 10.0 ** math.floor(math.log10(room))
    return max(step * power for step in STEPS if step * power <= room)
