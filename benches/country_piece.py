"""A piece of a country, and exact walks in it: linear scans and a textbook Dijkstra in integers.

Shares nothing with the engine but the rules of docs/concepts.md. Every segment is an edge here, cut
where doors of facilities join it; an origin's own segment is walked to its next cuts.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from pathlib import Path

import geoparquet
import numpy as np
from exact import END, HOME, MIN_COMPONENT, PUBLIC, root
from geoparquet import Box
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

MAX_SNAP = 100_000
Place = tuple[int, int, int]  # segment, offset, leg


class Piece:
    """The streets that meet a box, and the facilities in it."""

    def __init__(self, folder: Path, box: Box) -> None:
        self.box = box
        self.read_streets(folder, box)
        self.reach = self.lengths_in_reach()
        usable = ~self.unfit & (self.reach >= MIN_COMPONENT)
        self.usable = np.flatnonzero(usable)
        self.read_facilities(folder, box)
        self.places = [self.snap(point) for point in self.doors.tolist()]
        self.lay_out()

    def read_streets(self, folder: Path, box: Box) -> None:
        flags = ["steps", "bridge", "tunnel"]
        table = geoparquet.read(folder / "streets.parquet", box, ["id", "access", *flags])
        points, starts = geoparquet.unwkb(table["geometry"].chunk(0))
        west, south = np.minimum.reduceat(points, starts[:-1]).T
        east, north = np.maximum.reduceat(points, starts[:-1]).T
        meets = (west <= box[2]) & (box[0] <= east) & (south <= box[3]) & (box[1] <= north)
        line = np.repeat(np.arange(len(meets)), np.diff(starts))
        same = (line[:-1] == line[1:]) & meets[line[:-1]]
        at = np.flatnonzero(same)
        line = line[at]
        self.a, self.b = points[at], points[at + 1]
        # What orders segments: the line's id and the place in the line.
        self.key = np.stack([table["id"].to_numpy()[line], at - starts[line]], axis=1)
        self.private = (table["access"].to_numpy() == "private")[line]
        self.unfit = np.logical_or.reduce([table[flag].to_numpy() for flag in flags])[line]
        squares = ((self.b - self.a) ** 2).sum(axis=1)
        self.length = np.array([root(int(square)) for square in squares.tolist()], dtype=np.int64)
        every, node = np.unique(np.concatenate([self.a, self.b]), axis=0, return_inverse=True)
        node = node.ravel()
        self.tail, self.head = node[: len(at)], node[len(at) :]
        self.nodes = every

    def parts(self, chosen: np.ndarray) -> np.ndarray:
        """Per node the connected part it is in, of the chosen segments."""
        count = len(self.nodes)
        ends = (self.tail[chosen], self.head[chosen])
        matrix = coo_array((np.ones(len(ends[0]), np.int8), ends), shape=(count, count))
        return connected_components(matrix, directed=False)[1]

    def lengths_in_reach(self) -> np.ndarray:
        """Per segment the length of what it hangs together with: public streets; of private ones
        the longest public part that their piece touches, else their own."""
        count = len(self.nodes)
        public, private = self.parts(~self.private), self.parts(self.private)
        lengths = np.zeros(count, np.int64)
        np.add.at(lengths, public[self.tail[~self.private]], self.length[~self.private])
        own = np.zeros(count, np.int64)
        np.add.at(own, private[self.tail[self.private]], self.length[self.private])
        touched = np.zeros(count, np.int64)
        on = np.zeros(count, bool)
        on[self.tail[~self.private]] = on[self.head[~self.private]] = True
        for ends in (self.tail[self.private], self.head[self.private]):
            ends = ends[on[ends]]
            np.maximum.at(touched, private[ends], lengths[public[ends]])
        of_private = np.where(touched > 0, touched, own)[private[self.tail]]
        self.public, self.private_part, self.on_public = public, private, on
        x, y = self.nodes.T
        out = (x < self.box[0]) | (y < self.box[1]) | (x > self.box[2]) | (y > self.box[3])
        self.leads_out = np.zeros(count, bool)
        self.leads_out[public[out]] = True
        return np.where(self.private, of_private, lengths[public[self.tail]])

    def read_facilities(self, folder: Path, box: Box) -> None:
        table = geoparquet.read(folder / "facilities.parquet", box, ["id", "category"])
        points, _ = geoparquet.unwkb(table["geometry"].chunk(0))
        inside = ((points >= box[:2]) & (points <= box[2:])).all(axis=1)
        rows = zip(table["id"].to_pylist(), table["category"].to_pylist(), strict=True)
        self.facilities = [row for row, kept in zip(rows, inside, strict=True) if kept]
        self.doors = points[inside]

    def snap(self, point: list[int]) -> Place | None:
        """The nearest usable segment within 100 m, by scanning them all; ties by key, then offset.

        Fractions of whole numbers decide among all that are as near as rounding can tell.
        """
        x, y = point
        a, b = self.a[self.usable].astype(float), self.b[self.usable].astype(float)
        step, to = b - a, np.array([x, y], float) - a
        square = (step * step).sum(axis=1)
        share = np.clip((step * to).sum(axis=1) / np.maximum(square, 1), 0, 1)
        away = np.sqrt(((to - share[:, None] * step) ** 2).sum(axis=1))
        best = None
        for at in self.usable[away <= away.min() + 2.0].tolist():
            over, under, offset = self.project(at, x, y)
            tie = (*self.key[at].tolist(), offset, at)
            if best is None or (over * best[1], tie) < (best[0] * under, best[2]):
                best = (over, under, tie)
        leg = root(best[0], best[1])
        return (best[2][3], best[2][2], leg) if leg <= MAX_SNAP else None

    def project(self, at: int, x: int, y: int) -> tuple[int, int, int]:
        """The square of the distance as a fraction, and the offset along the segment."""
        (ax, ay), (bx, by) = self.a[at].tolist(), self.b[at].tolist()
        ux, uy, vx, vy = bx - ax, by - ay, x - ax, y - ay
        dot, square = ux * vx + uy * vy, ux * ux + uy * uy
        if dot <= 0:
            return vx * vx + vy * vy, 1, 0
        if dot >= square:
            return (x - bx) ** 2 + (y - by) ** 2, 1, int(self.length[at])
        return (ux * vy - uy * vx) ** 2, square, root(dot * dot, square)

    def lay_out(self) -> None:
        """Segments cut where facilities join, as lists of ways out of every place."""
        self.cuts: dict[int, dict[int, int]] = {}
        self.at_node: dict[int, list[tuple[int, int]]] = defaultdict(list)
        count = len(self.nodes)
        for number, place in enumerate(self.places):
            if place is None:
                continue
            segment, offset, leg = place
            cuts = self.cuts_of(segment)
            if offset not in cuts:
                cuts[offset] = count
                count += 1
            self.cuts[segment] = cuts
            self.at_node[cuts[offset]].append((number, leg))
        whole = np.ones(len(self.length), bool)
        whole[list(self.cuts)] = False
        ways = [(self.tail[whole], self.head[whole], self.length[whole], self.private[whole])]
        for segment, cuts in self.cuts.items():
            stops = sorted(cuts)
            private = np.full(len(stops) - 1, self.private[segment])
            at = np.array([cuts[stop] for stop in stops])
            ways.append((at[:-1], at[1:], np.diff(stops), private))
        tail, head, length, private = map(np.concatenate, zip(*ways, strict=True))
        tail, head = np.concatenate([tail, head]), np.concatenate([head, tail])
        order = np.argsort(tail, kind="stable")
        self.first = np.searchsorted(tail[order], np.arange(count + 1)).tolist()
        self.to = head[order].tolist()
        self.mm = np.tile(length, 2)[order].tolist()
        self.is_private = np.tile(private, 2)[order].tolist()

    def cuts_of(self, segment: int) -> dict[int, int]:
        """By offset the places on a segment; one of no length is all at its end."""
        ends = {0: int(self.tail[segment]), int(self.length[segment]): int(self.head[segment])}
        return self.cuts.get(segment, ends)

    def starts(self, place: Place) -> list[tuple[int, int, int]]:
        """How far it is from an attachment to the places beside it: mm, place, part of the walk."""
        segment, offset, _ = place
        cuts = self.cuts_of(segment)
        part = HOME if self.private[segment] else PUBLIC
        if offset in cuts:
            return [(0, cuts[offset], part)]
        before = max(cut for cut in cuts if cut < offset)
        after = min(cut for cut in cuts if cut > offset)
        return [(offset - before, cuts[before], part), (after - offset, cuts[after], part)]

    def walk(self, place: Place, limit: int | None) -> dict[int, int]:
        """Per facility the mm from an attachment to its door, its leg included."""
        heap = [(mm, 3 * node + part) for mm, node, part in self.starts(place)]
        heapq.heapify(heap)
        settled: set[int] = set()
        found: dict[int, int] = {}
        while heap:
            mm, here = heapq.heappop(heap)
            if limit is not None and mm > limit:
                break
            if here in settled:
                continue
            settled.add(here)
            node, part = divmod(here, 3)
            for number, leg in self.at_node.get(node, ()):
                # A door on a public street is not come to by a private way that meets it there.
                if part == END and not self.private[self.places[number][0]]:
                    continue
                found[number] = min(mm + leg, found.get(number, mm + leg))
            for way in range(self.first[node], self.first[node + 1]):
                if self.is_private[way]:
                    after = HOME if part == HOME else END
                elif part == END:
                    continue
                else:
                    after = PUBLIC
                if 3 * self.to[way] + after not in settled:
                    heapq.heappush(heap, (mm + self.mm[way], 3 * self.to[way] + after))
        return found

    def leads_far(self, segment: int) -> bool:
        """Whether what a segment hangs together with goes on outside the piece."""
        if not self.private[segment]:
            return bool(self.leads_out[self.public[self.tail[segment]]])
        own = self.private_part == self.private_part[self.tail[segment]]
        return bool(self.leads_out[self.public[own & self.on_public]].any())
