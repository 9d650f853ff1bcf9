"""Where doors open onto the street, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import shapely
from exact import MIN_COMPONENT, NEVER, Place, Streets, root

MAX_SNAP = 100_000


class Doors:
    """Where doors open onto the streets that are `usable`."""

    def __init__(self, streets: Streets, usable: Callable[[int], bool] = lambda _: True) -> None:
        self.streets, self.usable = streets, usable
        segments, self.owner = [], []
        for number, edge in enumerate(streets.edges):
            if not (streets.snappable(number) and usable(number)):
                continue
            before = 0
            for at, piece in enumerate(edge["pieces"]):
                segments.append(edge["mm"][at : at + 2])
                self.owner.append((number, at, before))
                before += piece
        self.tree = shapely.STRtree(shapely.linestrings(np.array(segments, dtype=float)))

    def attach(self, points: np.ndarray) -> list[Place | None]:
        """For every point the nearest edge that doors may open onto: none beyond 100 m, or inside a
        square."""
        inside = self.streets.inside(points)
        nearest = self.nearest(points)
        return [None if at else place for at, place in zip(inside, nearest, strict=True)]

    def join(self, points: np.ndarray) -> list[list[Place]]:
        """For every point where it joins the network: inside a square at every entry and corner
        that it sees, else on the nearest edge."""
        places = [[place] if place else [] for place in self.nearest(points)]
        shapes = shapely.points(points.astype(float))
        found = zip(*self.streets.squares.query(shapes, "within"), strict=True)
        # Of squares that overlap the last one written is the first in the network's order.
        for point, square in sorted(found, reverse=True):
            seen = self.corners(points[point].tolist(), square)
            if seen:
                places[point] = seen
        return places

    def corners(self, point: tuple[int, int], square: int) -> list[Place]:
        x, y = point
        ground = self.streets.grounds[square]
        seen = []
        for node, (edge, offset) in self.streets.rims[square].items():
            if not self.usable(edge) or self.streets.reach[edge] < MIN_COMPONENT:
                continue
            a, b = self.streets.nodes[node]
            if ground.covers(shapely.LineString([(x, y), (a, b)])):
                seen.append((edge, offset, root((x - a) ** 2 + (y - b) ** 2)))
        return seen

    def nearest(self, points: np.ndarray) -> list[Place | None]:
        """Exact: squares of distances as fractions, ties by key, then by offset."""
        shapes = shapely.points(points.astype(float))
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
            for segment in candidates[number]:
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
        edge = self.streets.edges[number]
        (ax, ay), (bx, by) = edge["mm"][at], edge["mm"][at + 1]
        ux, uy, vx, vy = bx - ax, by - ay, x - ax, y - ay
        dot, square = ux * vx + uy * vy, ux * ux + uy * uy
        if dot <= 0:
            return vx * vx + vy * vy, 1, number, before
        if dot >= square:
            return (x - bx) ** 2 + (y - by) ** 2, 1, number, before + edge["pieces"][at]
        cross = ux * vy - uy * vx
        return cross * cross, square, number, before + root(dot * dot, square)
