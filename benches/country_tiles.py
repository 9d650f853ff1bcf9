"""The two pieces of real network that a country is laid out of: a city centre and a town.

Both are rectangles with whole millimetres from their lower left corner. What a tile has besides its
main piece of network lies wholly inside it, so that tiles laid beside each other hang together and
nothing else does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import mosaic
import numpy as np

TOWN = Path(__file__).parent.parent / "crates/nabij-io/town/streets.geojson"
# A rectangle of the town as wide as three tiles of the city, in mm from RD New's origin.
TOWN_CORNER = (148_500_000, 529_900_000)
TOWN_SIZE = (3 * mosaic.SIZE_MM[0], 1_780_000)


@dataclass(frozen=True)
class Tile:
    """Lines of one tile, what is known of each, and how its doors are spread."""

    size: tuple[int, int]
    vertices: np.ndarray  # (n, 2), mm
    starts: np.ndarray  # first vertex of each line, the end last
    street: np.ndarray  # per line its name, "" where it has none
    kind: np.ndarray  # per line OSM's class
    private: np.ndarray  # per line, as are the next three
    steps: np.ndarray
    bridge: np.ndarray
    tunnel: np.ndarray
    edges: int

    @property
    def lines(self) -> int:
        return len(self.starts) - 1

    def border(self, axis: int, far: bool) -> np.ndarray:
        """Where vertices lie on a side: their other coordinate."""
        on = self.vertices[:, axis] == (self.size[axis] if far else 0)
        return np.unique(self.vertices[on, 1 - axis])


def city() -> Tile:
    """The centre of Helsinki."""
    size = mosaic.SIZE_MM
    return tile(size, mosaic.tagged_ways(mosaic.extract()))


def town() -> Tile:
    """The bundled town."""
    ways = []
    for feature in json.loads(TOWN.read_text())["features"]:
        line = [
            tuple(round(1000 * value) - TOWN_CORNER[axis] for axis, value in enumerate(place))
            for place in feature["geometry"]["coordinates"]
        ]
        own = feature["properties"]
        tags = {name: str(own[name]) for name in ("access", "bridge", "tunnel")}
        kind = "steps" if own["steps"] == "yes" else own["class"]
        ways.append((line, {**tags, "name": own["street"] or "", "highway": kind}))
    return tile(TOWN_SIZE, ways)


def tile(size: tuple[int, int], ways: list[tuple[mosaic.Line, dict[str, str]]]) -> Tile:
    parts = [(part, tags) for line, tags in ways for part in mosaic.clip(line, size)]
    own = main_piece([part for part, _ in parts], size)
    parts = [part for part, kept in zip(parts, own, strict=True) if kept]
    vertices = np.array([vertex for part, _ in parts for vertex in part], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum([len(part) for part, _ in parts])))

    def told(key: str, *values: str) -> np.ndarray:
        return np.array([tags.get(key) in values for _, tags in parts])

    texts = {
        key: np.array([tags.get(key, "") for _, tags in parts], dtype=object)
        for key in ("name", "highway")
    }
    yes = ("yes", "viaduct", "building_passage", "covered")
    _, edges = mosaic.edges_of(vertices, starts)
    return Tile(
        size, vertices, starts, texts["name"], texts["highway"], told("access", "private"),
        told("highway", "steps"), told("bridge", *yes), told("tunnel", *yes), len(edges),
    )  # fmt: skip


def main_piece(parts: list[mosaic.Line], size: tuple[int, int]) -> list[bool]:
    """Which lines to keep: the largest connected piece, and others that do not touch a side."""
    first_at: dict[tuple[int, int], int] = {}
    up = list(range(len(parts)))

    def root(one: int) -> int:
        while up[one] != one:
            up[one] = one = up[up[one]]
        return one

    for number, part in enumerate(parts):
        for vertex in part:
            up[root(number)] = root(first_at.setdefault(vertex, number))
    pieces: dict[int, int] = {}
    touching = set()
    for number, part in enumerate(parts):
        piece = root(number)
        pieces[piece] = pieces.get(piece, 0) + len(part)
        if any(vertex[axis] in (0, size[axis]) for vertex in part for axis in (0, 1)):
            touching.add(piece)
    main = max(pieces, key=lambda piece: (pieces[piece], -piece))
    return [root(at) == main or root(at) not in touching for at in range(len(parts))]
