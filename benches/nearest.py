"""The peers that find the nearest facility of each category for every node, and their answers."""

from __future__ import annotations

import numpy as np
import pandana
import pandas as pd
import scipy.sparse
from scipy.sparse import csgraph

NOT_FOUND = 2**32 - 1


class Scipy:
    """`scipy.sparse.csgraph.dijkstra` from all facilities at once, in whole millimetres."""

    def __init__(self, nodes: int, edges: np.ndarray) -> None:
        kept = edges[edges[:, 0] != edges[:, 1]]
        low, high = kept[:, :2].min(axis=1), kept[:, :2].max(axis=1)
        # A matrix adds parallel edges up; only the shortest may stay.
        order = np.lexsort((kept[:, 2], high, low))
        low, high, mm = low[order], high[order], kept[order, 2].astype(float)
        first = np.ones(len(low), dtype=bool)
        first[1:] = (np.diff(low) != 0) | (np.diff(high) != 0)
        low, high, mm = low[first], high[first], mm[first]
        assert mm.min() > 0, "a matrix cannot hold an edge of no length"
        shape = (nodes, nodes)
        self.once = scipy.sparse.csr_matrix((mm, (low, high)), shape=shape)
        self.symmetric = (self.once + self.once.T).tocsr()

    def nearest(self, facilities: np.ndarray, horizon: int, directed: bool) -> list[np.ndarray]:
        matrix = self.symmetric if directed else self.once
        return [
            csgraph.dijkstra(matrix, directed=directed, indices=nodes, min_only=True, limit=horizon)
            for nodes in facilities
        ]

    def assert_equal(
        self, facilities: np.ndarray, horizon: int, distance: np.ndarray, facility: np.ndarray
    ) -> None:
        """Every distance is equal; another facility is chosen only at exactly the same distance."""
        for number, nodes in enumerate(facilities):
            expected, _, source = csgraph.dijkstra(
                self.symmetric, indices=nodes, min_only=True, limit=horizon,
                return_predecessors=True,
            )  # fmt: skip
            once = self.nearest(facilities[number : number + 1], horizon, directed=False)[0]
            assert np.array_equal(expected, once), "scipy disagrees with itself"
            found = np.isfinite(expected)
            ours = distance[number]
            assert np.array_equal(found, ours != NOT_FOUND), "not the same nodes are reached"
            assert np.array_equal(expected[found], ours[found]), "distances differ"
            chosen = np.asarray(nodes)[facility[number][found]]
            differ = np.flatnonzero(chosen != source[found])
            for at in differ[:50]:
                node = np.flatnonzero(found)[at]
                to = csgraph.dijkstra(
                    self.symmetric, indices=int(chosen[at]), limit=horizon
                )  # fmt: skip
                assert to[node] == ours[node], "a farther facility is chosen"
            self.ties = len(differ)


class Pandana:
    """`pandana.Network.nearest_pois`, one facility per category."""

    def __init__(self, nodes: np.ndarray, edges: np.ndarray) -> None:
        self.x = pd.Series(nodes[:, 0] / 1000.0)
        self.y = pd.Series(nodes[:, 1] / 1000.0)
        self.edges = edges

    def set_up(self, facilities: np.ndarray, horizon: int) -> None:
        """Builds the network with its hierarchy and places the facilities.

        `precompute` is left out: it serves `aggregate` only, and for 2 km would need some 80 GB.
        """
        # pandana cuts weights to whole thousandths of their unit: a quarter millimetre more
        # keeps every millimetre.
        weights = pd.DataFrame({"metres": (self.edges[:, 2] + 0.25) / 1000.0})
        start, end = pd.Series(self.edges[:, 0]), pd.Series(self.edges[:, 1])
        self.network = pandana.Network(self.x, self.y, start, end, weights)
        for number, nodes in enumerate(facilities):
            x, y = self.x.iloc[nodes], self.y.iloc[nodes]
            self.network.set_pois(str(number), horizon / 1000.0, 1, x, y)

    def nearest(self, facilities: np.ndarray, horizon: int) -> list[pd.DataFrame]:
        return [
            self.network.nearest_pois(
                horizon / 1000.0, str(number), num_pois=1, max_distance=-1.0, include_poi_ids=True
            )
            for number in range(len(facilities))
        ]

    def differences(self, answers: list[pd.DataFrame], distance: np.ndarray) -> np.ndarray:
        """How many mm pandana's distances differ from ours, one number per node and category."""
        metres = np.stack([answer[1].to_numpy() for answer in answers])
        theirs = np.where(metres < 0, -1, np.round(metres * 1000.0))
        ours = np.where(distance == NOT_FOUND, -1, distance)
        return theirs - ours
