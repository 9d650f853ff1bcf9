"""Where doors open onto the street, in exact fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import shapely
from exact import NEVER, Place, Streets, root

MAX_SNAP = 100_000


class Doors:
    """Where doors open onto the streets that are `usable`."""

    def __init__(self, streets: Streets, usable: Callable[[int], bool] = lambda _: True) -> None:
        self.streets = streets
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
        square. Exact: squares of distances as fractions, ties by key, then by offset."""
        shapes = shapely.points(points.astype(float))
        inside = set(np.flatnonzero(self.streets.inside(points)).tolist())
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
