"""Exact walking distances from raw coordinates: the rules of the concepts, in whole millimetres.

Shares no code with the engine. Reads the edges and nodes that `nabij network` writes: geometry,
attributes and ends; lengths, components and places to attach to are worked out here.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import defaultdict
from itertools import pairwise
from math import isqrt
from pathlib import Path

import numpy as np
import shapely

MAX_SNAP, MIN_COMPONENT = 100_000, 1_000_000
HOME, PUBLIC, END = range(3)
Place = tuple[int, int, int]  # edge, offset, leg
NEVER = 1 << 60


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
        self.edges, nodes = table(path, "edges"), table(path, "nodes")
        self.nodes = [node["mm"][0] for node in nodes]
        self.open = [node["blocked"] != 1 for node in nodes]
        for edge in self.edges:
            points = edge["mm"]
            ends = pairwise(points)
            edge["pieces"] = [root((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) for a, b in ends]
            edge["length"] = sum(edge["pieces"])
            edge["private"] = edge["access"] == "private"
        self.reach = self.components()
        segments, self.owner = [], []
        for number, edge in enumerate(self.edges):
            if not self.snappable(number):
                continue
            before = 0
            for at, piece in enumerate(edge["pieces"]):
                segments.append(edge["mm"][at : at + 2])
                self.owner.append((number, at, before))
                before += piece
        self.tree = shapely.STRtree(shapely.linestrings(np.array(segments, dtype=float)))
        self.squares = shapely.STRtree(self.square_grounds())

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

    def square_grounds(self) -> list[shapely.Polygon]:
        """Squares that are crossed in straight lines, from their rings."""
        of = lambda edge: edge["key"].split(".")[0]  # noqa: E731
        crossed = {of(edge) for edge in self.edges if edge["sight"] == 1}
        rings = defaultdict(list)
        for edge in self.edges:
            if of(edge) in crossed and edge["sight"] != 1:
                rings[of(edge)].append(shapely.LineString(edge["mm"]))
        polygons = (shapely.polygonize(lines) for lines in rings.values())
        return [polygon for found in polygons for polygon in found.geoms]

    def attach(self, points: np.ndarray) -> list[Place | None]:
        """For every point the nearest edge that doors may open onto: none beyond 100 m, or inside a
        square. Exact: squares of distances as fractions, ties by key, then by offset."""
        shapes = shapely.points(points.astype(float))
        inside = set(self.squares.query(shapes, predicate="within")[0].tolist())
        found, near = self.tree.query_nearest(shapes, return_distance=True, all_matches=False)
        reach = np.zeros(len(points))
        reach[found[0]] = near + 2.0  # mm: more than the tree may err
        at, segments = self.tree.query(shapes, predicate="dwithin", distance=reach)
        candidates = defaultdict(list)
        for point, segment in zip(at.tolist(), segments.tolist(), strict=True):
            candidates[point].append(segment)
        places = []
        for number, (x, y) in enumerate(points.tolist()):
            best = None
            for segment in candidates[number] if number not in inside else ():
                over, under, edge, offset = self.project(segment, x, y)
                if best is None or self.nearer((over, under, edge, offset), best):
                    best = (over, under, edge, offset)
            leg = root(best[0], best[1]) if best else NEVER
            places.append((best[2], best[3], leg) if leg <= MAX_SNAP else None)
        return places

    @staticmethod
    def nearer(one: tuple, other: tuple) -> bool:
        left, right = one[0] * other[1], other[0] * one[1]
        return left < right or (left == right and one[2:] < other[2:])

    def project(self, segment: int, x: int, y: int) -> tuple[int, int, int, int]:
        number, at, before = self.owner[segment]
        edge = self.edges[number]
        (ax, ay), (bx, by) = edge["mm"][at], edge["mm"][at + 1]
        ux, uy, vx, vy = bx - ax, by - ay, x - ax, y - ay
        dot, square = ux * vx + uy * vy, ux * ux + uy * uy
        if dot <= 0:
            return vx * vx + vy * vy, 1, number, before
        if dot >= square:
            return (x - bx) ** 2 + (y - by) ** 2, 1, number, before + edge["pieces"][at]
        cross = ux * vy - uy * vx
        return cross * cross, square, number, before + root(dot * dot, square)


class Walks:
    """The network cut at every attachment, one copy of every place for each part of a walk."""

    def __init__(self, streets: Streets, places: list[Place]) -> None:
        self.into: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.at: dict[tuple[int, int], int] = {}
        cuts = defaultdict(set)
        for edge, offset, _ in places:
            cuts[edge].add(offset)
        count = len(streets.nodes)
        for number, edge in enumerate(streets.edges):
            stops = [(edge["from"] if streets.open[edge["from"]] else None, 0)]
            for offset in sorted(cuts[number]):
                self.at[number, offset] = count
                stops.append((count, offset))
                count += 1
            stops.append((edge["to"] if streets.open[edge["to"]] else None, edge["length"]))
            for (a, start), (b, end) in pairwise(stops):
                if a is None or b is None:
                    continue
                # At the very end of a one-way street one is at its node.
                still = start == end
                if still or edge["direction"] != "backward":
                    self.way(a, b, end - start, edge["private"])
                if still or edge["direction"] != "forward":
                    self.way(b, a, end - start, edge["private"])

    def way(self, a: int, b: int, mm: int, private: bool) -> None:
        """A way from a to b: private ones serve only the ends of a walk."""
        if private:
            changes = ((HOME, HOME), (PUBLIC, END), (END, END))
        else:
            changes = ((HOME, PUBLIC), (PUBLIC, PUBLIC))
        for before, after in changes:
            self.into[3 * b + after].append((3 * a + before, mm))

    def towards(self, goals: list[tuple[int, int]], limit: int) -> dict[int, int]:
        """Dijkstra against the walk from (place, first mm): mm by place and part."""
        best: dict[int, int] = {}
        heap = [(mm, 3 * place + part) for place, mm in goals for part in (HOME, PUBLIC, END)]
        heapq.heapify(heap)
        while heap:
            mm, here = heapq.heappop(heap)
            if here in best or mm > limit:
                continue
            best[here] = mm
            for before, more in self.into[here]:
                if before not in best:
                    heapq.heappush(heap, (mm + more, before))
        return best


class City:
    """Addresses and facilities of one city, and the distances between them."""

    def __init__(
        self, network: Path, origins: np.ndarray, facilities: list[tuple[str, tuple[int, int]]]
    ) -> None:
        self.streets = Streets(network)
        homes = self.streets.attach(origins)
        shops = self.streets.attach(np.array([place for _, place in facilities]))
        kept = [place is not None for place in homes]
        self.left_out = kept.count(False)
        self.origins = origins[np.array(kept, bool)]
        self.homes = [place for place in homes if place is not None]
        self.facilities = [one for one, place in zip(facilities, shops, strict=True) if place]
        self.shops = [place for place in shops if place]
        self.walks = Walks(self.streets, self.homes + self.shops)
        usable = [False] * len(self.streets.nodes)
        for number, edge in enumerate(self.streets.edges):
            for end in (edge["from"], edge["to"]):
                usable[end] |= self.streets.reach[number] >= MIN_COMPONENT
        usable = np.array(usable) & np.array(self.streets.open)
        self.usable = np.flatnonzero(usable)
        points = np.array(self.streets.nodes, dtype=float)[self.usable]
        self.node_tree = shapely.STRtree(shapely.points(points))

    def of(self, category: str) -> list[int]:
        return [at for at, (own, _) in enumerate(self.facilities) if own == category]

    def exact(self, category: str, limit: int) -> np.ndarray:
        """Per address the mm to the nearest facility, legs included; `NEVER` beyond the limit."""
        goals = []
        for shop in self.of(category):
            edge, offset, leg = self.shops[shop]
            goals.append((self.walks.at[edge, offset], leg))
        best = self.walks.towards(goals, limit)
        found = (
            best.get(3 * self.walks.at[edge, offset] + HOME, NEVER) + leg
            for edge, offset, leg in self.homes
        )
        return np.array([mm if mm <= limit else NEVER for mm in found])

    def from_nodes(self, category: str, limit: int, with_legs: bool) -> np.ndarray:
        """The same between the nearest nodes, with or without the straight legs to them."""
        shops = np.array([self.facilities[at][1] for at in self.of(category)], dtype=float)
        goals = self.nearest_nodes(shops, with_legs)
        best = self.walks.towards(goals, limit)
        homes = self.nearest_nodes(self.origins.astype(float), with_legs)
        found = (best.get(3 * node + HOME, NEVER) + leg for node, leg in homes)
        return np.array([mm if mm <= limit else NEVER for mm in found])

    def nearest_nodes(self, points: np.ndarray, with_legs: bool) -> list[tuple[int, int]]:
        shapes = shapely.points(points)
        nearest = self.usable[self.node_tree.nearest(shapes)].tolist()
        ends = np.array(self.streets.nodes, dtype=float)[nearest]
        legs = np.rint(np.hypot(*(points - ends).T)).astype(int).tolist()
        return [(node, leg if with_legs else 0) for node, leg in zip(nearest, legs, strict=True)]
