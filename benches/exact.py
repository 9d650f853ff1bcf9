"""Exact walking distances from raw coordinates: the rules of the concepts, in whole millimetres.

Shares no code with the engine. Reads the edges and nodes that `nabij network` writes: geometry,
attributes and ends; lengths, components and places to attach to are worked out here.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from math import isqrt
from pathlib import Path

import numpy as np
import shapely

MIN_COMPONENT = 1_000_000
HOME, PUBLIC, END = range(3)
Place = tuple[int, int, int]  # edge, offset, leg
Goal = tuple[int, int, int]  # place, mm from there, rank
NEVER = 1 << 60
NONE = (NEVER, 0)


def root(over: int, under: int = 1) -> int:
    """round(√(over ÷ under)), halves up: ⌊x + ½⌋ = ⌊(⌊2x⌋ + 1) ÷ 2⌋."""
    return (isqrt(4 * over // under) + 1) // 2


def table(path: Path, name: str) -> list[dict]:
    """The rows of a layer, geometries as whole millimetres."""
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY fid')]
    database.close()
    for row in rows:
        blob = next(value for value in row.values() if isinstance(value, bytes))
        envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
        shape = shapely.from_wkb(blob[8 + envelope :])
        row["mm"] = [(round(x * 1000), round(y * 1000)) for x, y in shape.coords]
    return rows


class Sets:
    """Disjoint sets of numbers."""

    def __init__(self, count: int) -> None:
        self.up = list(range(count))

    def root(self, one: int) -> int:
        while self.up[one] != one:
            self.up[one] = one = self.up[self.up[one]]
        return one

    def join(self, a: int, b: int) -> None:
        self.up[self.root(a)] = self.root(b)


class Streets:
    """The network, and where doors open onto it."""

    def __init__(self, path: Path) -> None:
        self.edges, self.rows = table(path, "edges"), table(path, "nodes")
        self.nodes = [node["mm"][0] for node in self.rows]
        self.open = [node["blocked"] != 1 for node in self.rows]
        for edge in self.edges:
            points = edge["mm"]
            ends = pairwise(points)
            edge["pieces"] = [root((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) for a, b in ends]
            edge["length"] = sum(edge["pieces"])
            edge["private"] = edge["access"] == "private"
        self.reach = self.components()
        self.grounds, self.rims = self.square_grounds()
        self.squares = shapely.STRtree(self.grounds)

    def components(self) -> list[int]:
        """Per edge the length in mm of what it leads to: public edges that share an open node.

        For a private piece the longest that it touches, its own where it touches none.
        """
        sets = {False: Sets(len(self.nodes)), True: Sets(len(self.nodes))}
        for edge in self.edges:
            if self.open[edge["from"]] and self.open[edge["to"]]:
                sets[edge["private"]].join(edge["from"], edge["to"])

        def part(number: int) -> tuple:
            edge = self.edges[number]
            for end in (edge["from"], edge["to"]):
                if self.open[end]:
                    return (edge["private"], sets[edge["private"]].root(end))
            return ("closed", number)

        length: dict[tuple, int] = defaultdict(int)
        public_at: set[int] = set()
        for number, edge in enumerate(self.edges):
            length[part(number)] += edge["length"]
            if not edge["private"]:
                public_at |= {end for end in (edge["from"], edge["to"]) if self.open[end]}
        touched: dict[tuple, int] = {}
        for number, edge in enumerate(self.edges):
            for end in (edge["from"], edge["to"]):
                if edge["private"] and end in public_at:
                    own = length[(False, sets[False].root(end))]
                    touched[part(number)] = max(own, touched.get(part(number), 0))
        return [touched.get(part(n), length[part(n)]) for n in range(len(self.edges))]

    def snappable(self, number: int) -> bool:
        edge = self.edges[number]
        words = ("tunnel", "bridge", "indoor", "steps", "crossing", "lift", "escalator", "sight")
        if any(edge[word] == 1 for word in words) or edge["level"] not in (None, 0):
            return False
        return self.reach[number] >= MIN_COMPONENT

    def way(self, number: int, forward: bool) -> bool:
        """Whether walkers may go that way."""
        return self.edges[number]["direction"] != ("backward" if forward else "forward")

    def square_grounds(self) -> tuple[list[shapely.Polygon], list[dict[int, tuple[int, int]]]]:
        """Squares that are crossed in straight lines, from their rings, without what stands in
        them; and for each its entries and corners: by node an edge of the square and the offset."""
        of = lambda edge: edge["key"].split(".")[0]  # noqa: E731
        crossed = {of(edge) for edge in self.edges if edge["sight"] == 1}
        rings, ends = defaultdict(list), defaultdict(dict)
        for number, edge in enumerate(self.edges):
            if of(edge) not in crossed:
                continue
            if edge["sight"] != 1:
                rings[of(edge)].append(shapely.LineString(edge["mm"]))
            ends[of(edge)] |= {edge["from"]: (number, 0), edge["to"]: (number, edge["length"])}
        grounds, rims = [], []
        for square, lines in rings.items():
            faces = list(shapely.polygonize(lines).geoms)
            holes = [shapely.Polygon(ring) for face in faces for ring in face.interiors]
            own = [face for face in faces if not any(face.equals(hole) for hole in holes)]
            grounds += own
            rims += [ends[square]] * len(own)
        return grounds, rims

    def inside(self, points: np.ndarray) -> np.ndarray:
        """Which points are inside a square."""
        found = self.squares.query(shapely.points(points.astype(float)), predicate="within")[0]
        return np.isin(np.arange(len(points)), found)


class Walks:
    """The network cut at every attachment, one copy of every place for each part of a walk.

    `way` tells whether an edge may be walked forward, or else backward; of edges for which it
    never says so nothing is there.
    """

    def __init__(
        self,
        streets: Streets,
        places: list[Place],
        way: Callable[[int, bool], bool] | None = None,
        opened: list[bool] | None = None,
    ) -> None:
        self.into: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.at: dict[tuple[int, int], int] = {}
        cuts = defaultdict(set)
        for edge, offset, _ in places:
            cuts[edge].add(offset)
        count = len(streets.nodes)
        way, opened = way or streets.way, opened or streets.open
        for number, edge in enumerate(streets.edges):
            forward, backward = way(number, True), way(number, False)
            if not (forward or backward):
                continue
            stops = [(edge["from"] if opened[edge["from"]] else None, 0)]
            for offset in sorted(cuts[number]):
                self.at[number, offset] = count
                stops.append((count, offset))
                count += 1
            stops.append((edge["to"] if opened[edge["to"]] else None, edge["length"]))
            for (a, start), (b, end) in pairwise(stops):
                if a is None or b is None:
                    continue
                # At the very end of a one-way street one is at its node.
                still = start == end
                if still or forward:
                    self.step(a, b, end - start, edge["private"])
                if still or backward:
                    self.step(b, a, end - start, edge["private"])

    def step(self, a: int, b: int, mm: int, private: bool) -> None:
        """A way from a to b: private ones serve only the ends of a walk."""
        if private:
            changes = ((HOME, HOME), (PUBLIC, END), (END, END))
        else:
            changes = ((HOME, PUBLIC), (PUBLIC, PUBLIC))
        for before, after in changes:
            self.into[3 * b + after].append((3 * a + before, mm))

    def towards(self, goals: list[Goal], limit: int) -> dict[int, tuple[int, int]]:
        """Dijkstra against the walk: by place and part the mm and the rank of the nearest goal, of
        equally near ones the first."""
        best: dict[int, tuple[int, int]] = {}
        heap = [
            (mm, rank, 3 * place + part)
            for place, mm, rank in goals
            for part in (HOME, PUBLIC, END)
        ]
        heapq.heapify(heap)
        while heap:
            mm, rank, here = heapq.heappop(heap)
            if here in best or mm > limit:
                continue
            best[here] = (mm, rank)
            for before, more in self.into[here]:
                if before not in best:
                    heapq.heappush(heap, (mm + more, rank, before))
        return best
