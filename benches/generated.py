"""A made-up town of bent streets with dead ends, the same at every call."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

CRS = "EPSG:28992"
SIDE, BLOCK = 40, 110.0
SEED = 20260101


def write(folder: Path) -> tuple[np.ndarray, list[tuple[str, tuple[float, float]]]]:
    """Writes `streets.geojson`; returns places of addresses and facilities in metres."""
    dice = np.random.default_rng(SEED)
    corners = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), axis=-1) * BLOCK
    corners = np.round(corners + dice.uniform(-30, 30, corners.shape) + (80_000, 455_000), 3)
    lines = []
    for x in range(SIDE):
        for y in range(SIDE):
            for other in ((x + 1, y), (x, y + 1)):
                if max(other) < SIDE and dice.random() < 0.8:
                    a, b = corners[x, y], corners[other]
                    middle = np.round((a + b) / 2 + dice.uniform(-12, 12, 2), 3)
                    lines.append([a.tolist(), middle.tolist(), b.tolist()])
            if dice.random() < 0.25:  # a dead end
                tip = np.round(corners[x, y] + dice.uniform(-55, 55, 2), 3)
                lines.append([corners[x, y].tolist(), tip.tolist()])
    features = [
        {"type": "Feature", "properties": {"id": number},
         "geometry": {"type": "LineString", "coordinates": line}}
        for number, line in enumerate(lines)
    ]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    (folder / "streets.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})
    )

    def along(count: int, off: float) -> np.ndarray:
        """Places a little off random streets."""
        drawn = dice.integers(len(lines), size=count)
        ends = np.array([[lines[at][0], lines[at][1]] for at in drawn])
        share = dice.random((count, 1))
        places = ends[:, 0] * (1 - share) + ends[:, 1] * share
        return np.round(places + dice.uniform(-off, off, (count, 2)), 3)

    shops = []
    for category, count in (("supermarket", 60), ("pharmacy", 40), ("public_transport", 220)):
        shops += [(category, tuple(place)) for place in along(count, 18).tolist()]
    return along(6000, 18), shops
