"""Addresses and facilities on the streets of a city, measured in several ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from doors import Doors
from exact import HOME, MIN_COMPONENT, NEVER, NONE, Streets, Walks


class City:
    """Addresses and facilities of one city, and the distances between them."""

    def __init__(
        self, network: Path, origins: np.ndarray, facilities: list[tuple[str, tuple[int, int]]]
    ) -> None:
        self.streets = Streets(network)
        doors = Doors(self.streets)
        homes = doors.attach(origins)
        shops = doors.attach(np.array([place for _, place in facilities]))
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
            goals.append((self.walks.at[edge, offset], leg, shop))
        best = self.walks.towards(goals, limit)
        found = (
            best.get(3 * self.walks.at[edge, offset] + HOME, NONE)[0] + leg
            for edge, offset, leg in self.homes
        )
        return np.array([mm if mm <= limit else NEVER for mm in found])

    def from_nodes(self, category: str, limit: int, with_legs: bool) -> np.ndarray:
        """The same between the nearest nodes, with or without the straight legs to them."""
        shops = np.array([self.facilities[at][1] for at in self.of(category)], dtype=float)
        goals = [(node, leg, 0) for node, leg in self.nearest_nodes(shops, with_legs)]
        best = self.walks.towards(goals, limit)
        homes = self.nearest_nodes(self.origins.astype(float), with_legs)
        found = (best.get(3 * node + HOME, NONE)[0] + leg for node, leg in homes)
        return np.array([mm if mm <= limit else NEVER for mm in found])

    def nearest_nodes(self, points: np.ndarray, with_legs: bool) -> list[tuple[int, int]]:
        shapes = shapely.points(points)
        nearest = self.usable[self.node_tree.nearest(shapes)].tolist()
        ends = np.array(self.streets.nodes, dtype=float)[nearest]
        legs = np.rint(np.hypot(*(points - ends).T)).astype(int).tolist()
        return [(node, leg if with_legs else 0) for node, leg in zip(nearest, legs, strict=True)]
