"""The made-up town once more, with everything that walkers ask for said of its streets, or not."""

from __future__ import annotations

import json
from pathlib import Path

import generated
import numpy as np

SEED = 20260102
CLASSES = ("residential", "footway", "path", "service")
# What may be said of a street, and how often; nothing is said of the rest.
STREETS: dict[str, tuple[float, tuple]] = {
    "steps": (0.98, (False,) * 40 + (True,)),
    "escalator": (0.98, (False,) * 80 + (True,)),
    "crossing": (0.9, (False,) * 8 + (True,)),
    "kerb": (0.12, ("raised", "rolled", "lowered", "flush", "0.03", "0.031", "0.06", "0.061")),
    "incline": (0.95, (0.0,) * 20 + (0.06, -0.06, 0.061, 0.08, -0.081, 0.15, -0.151)),
    "width": (0.9, (2.0,) * 15 + (0.9, 0.899, 1.2)),
    "surface": (0.9, ("asphalt",) * 12 + ("paving_stones", "gravel", "mud", "compacted", "stone")),
    "smoothness": (0.3, ("good",) * 6 + ("intermediate", "bad", "very_bad", "impassable")),
    "access": (0.98, ("public",) * 30 + ("private",)),
    "direction": (0.05, ("forward", "backward")),
}
NODES: dict[str, tuple[float, tuple]] = {
    "barrier": (0.3, ("bollard", "gate", "stile", "kissing_gate", "step", "kerb", "log")),
    "blocked": (0.9, (False,) * 12 + (True,)),
    "kerb": (0.3, ("raised", "rolled", "lowered", "flush", "0.05")),
    "crossing": (0.5, (True, False)),
}


def write(folder: Path) -> tuple[np.ndarray, list[tuple[str, tuple[float, float]]]]:
    """Writes `streets.geojson` and `nodes.geojson`; returns the places of the made-up town."""
    places = generated.write(folder)
    dice = np.random.default_rng(SEED)

    def drawn(tags: dict[str, tuple[float, tuple]]) -> dict:
        return {
            tag: values[dice.integers(len(values))] if dice.random() < often else None
            for tag, (often, values) in tags.items()
        }

    path = folder / "streets.geojson"
    streets = json.loads(path.read_text())
    corners = set()
    for street in streets["features"]:
        street["properties"] |= {"class": CLASSES[dice.integers(len(CLASSES))], **drawn(STREETS)}
        corners.add(tuple(street["geometry"]["coordinates"][0]))
    path.write_text(json.dumps(streets))
    nodes = [
        {"type": "Feature", "properties": drawn(NODES),
         "geometry": {"type": "Point", "coordinates": corner}}
        for corner in sorted(corners) if dice.random() < 0.4
    ]  # fmt: skip
    (folder / "nodes.geojson").write_text(json.dumps({**streets, "features": nodes}))
    return places
