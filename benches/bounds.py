"""What the rows of a study must say for a walker: at best and for certain.

Doors open onto the streets that they open onto at best and stay there. For certain only streets and
nodes count of which enough is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from doors import Doors
from exact import HOME, NEVER, Place, Streets, Walks, root
from walkers import DOUBT, YES, Walker

HORIZON = 2_000_000
Facilities = list[tuple[str, tuple[int, int]]]  # category, place


@dataclass(frozen=True)
class Answer:
    """Of one home and one category: mm at best and for certain, legs, and the facility."""

    low: int | None
    high: int | None
    legs: tuple[int, int] | None
    facility: int | None
    none: str = ""  # why nothing is found

    def outcome(self, limit: int) -> str:
        if self.high is not None and self.high <= limit:
            return "met"
        return "not_met" if self.low is None or self.low > limit else "uncertain"

    def verdict(self, lower: int, upper: int) -> str:
        outcomes = self.outcome(lower), self.outcome(upper)
        if self.none == "unsnapped":
            return self.none
        if "uncertain" in outcomes:
            return "uncertain"
        if "met" in outcomes:
            return "within_lower" if outcomes[0] == "met" else "within_upper"
        return self.none or "beyond"


Use = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]  # edges forward and backward, nodes


def use(streets: Streets, walker: Walker) -> Use:
    """What a walker makes of every edge and node."""

    def both(edge: dict) -> tuple[int, int]:
        ends = [streets.rows[edge["from"]], streets.rows[edge["to"]]]
        return walker.edge(edge, ends, True), walker.edge(edge, ends, False)

    return tuple(map(both, streets.edges)), tuple(map(walker.node, streets.rows))


class Walked:
    """A city as one walker finds it."""

    def __init__(
        self, streets: Streets, use: Use, homes: np.ndarray, facilities: Facilities
    ) -> None:
        self.streets, self.facilities, self.points = streets, facilities, homes
        self.ways, self.nodes = use
        doors = Doors(streets, lambda edge: max(self.ways[edge]) >= DOUBT)
        self.homes = doors.join(homes)
        self.shops = doors.join(np.array([place for _, place in facilities]))
        self.best, self.certain = self.walks(DOUBT), self.walks(YES)

    def walks(self, least: int, one_way: bool = True) -> Walks:
        """Where nothing is worse than that."""

        def way(edge: int, forward: bool) -> bool:
            allowed = self.streets.way(edge, forward) or not one_way
            return allowed and self.ways[edge][not forward] >= least

        every = [place for places in self.homes + self.shops for place in places]
        return Walks(self.streets, every, way, [node >= least for node in self.nodes])

    @cached_property
    def joined(self) -> Walks:
        """As at best, whichever way one may go: what hangs together."""
        every = range(len(self.streets.edges))
        if all(self.streets.way(edge, forward) for edge in every for forward in (True, False)):
            return self.best
        return self.walks(DOUBT, one_way=False)

    def answers(self, category: str) -> list[Answer]:
        """Of every home."""
        own = [at for at, (of, _) in enumerate(self.facilities) if of == category]
        # Equally near: the byte order of the ids, which are these numbers.
        own.sort(key=lambda at: str(at).encode())
        snapped = [(rank, place) for rank, at in enumerate(own) for place in self.shops[at]]

        def towards(walks: Walks, limit: int) -> dict[int, tuple[int, int]]:
            goals = [
                (walks.at[place[:2]], place[2], number)
                for number, (_, place) in enumerate(snapped)
                if place[:2] in walks.at
            ]
            return walks.towards(goals, limit)

        best, certain = towards(self.best, HORIZON), towards(self.certain, HORIZON)
        joined = towards(self.joined, NEVER)
        loose = [self.facilities[at][1] for at in own if not self.shops[at]]

        def found(walks: Walks, told: dict, home: list[Place]) -> tuple[int, int, Place] | None:
            ways = []
            for place in home:
                at = walks.at.get(place[:2])
                if at is not None and 3 * at + HOME in told:
                    mm, rank = told[3 * at + HOME]
                    ways.append((mm + place[2], rank, place))
            return min((way for way in ways if way[0] <= HORIZON), default=None)

        there = {self.facilities[at][1]: at for at in reversed(own)}

        def answer(home: list[Place], point: tuple[int, int]) -> Answer:
            if point in there:  # next door, at the very same place
                return Answer(0, 0, None, there[point])
            # A facility on no street may be as near as it looks.
            line = nearest_mm(point, loose)
            near, sure = found(self.best, best, home), found(self.certain, certain, home)
            low = min((mm for mm in (near and near[0], line) if mm is not None), default=None)
            if low is not None and low > HORIZON:
                low = None
            if not home:
                return Answer(low, None, None, None, "unsnapped")
            high = sure[0] if sure else None
            if near is None:
                reached = any(3 * self.joined.at[place[:2]] + HOME in joined for place in home)
                return Answer(low, high, None, None, "beyond_horizon" if reached else "unreachable")
            shop, there_leg = snapped[near[1]][0], snapped[near[1]][1][2]
            return Answer(low, high, (near[2][2], there_leg), own[shop])

        return [
            answer(*one) for one in zip(self.homes, map(tuple, self.points.tolist()), strict=True)
        ]


def nearest_mm(point: tuple[int, int], places: list[tuple[int, int]]) -> int | None:
    """The straight line to the nearest of some places."""
    x, y = point
    return min((root((x - a) ** 2 + (y - b) ** 2) for a, b in places), default=None)
