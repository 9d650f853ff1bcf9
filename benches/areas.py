"""The peer that finds what lies around each facility, and its answers."""

from __future__ import annotations

import networkx
import numpy as np


class Networkx:
    """`networkx.ego_graph` around one node after another, in whole millimetres."""

    def __init__(self, nodes: int, edges: np.ndarray) -> None:
        self.edges = edges
        # Of parallel edges the graph keeps the one that comes last: the shortest.
        order = np.argsort(-edges[:, 2], kind="stable")
        self.graph = networkx.Graph()
        self.graph.add_nodes_from(range(nodes))
        kept = edges[order]
        kept = kept[kept[:, 0] != kept[:, 1]]
        self.graph.add_weighted_edges_from(kept.tolist(), weight="length")

    def around(self, places: np.ndarray, limit: int) -> list[set[int]]:
        """The nodes of each place's subgraph."""
        return [
            set(networkx.ego_graph(self.graph, place, radius=limit, distance="length"))
            for place in places.tolist()
        ]

    def assert_equal(
        self, places: np.ndarray, limit: int, found: list[set[int]], stretches: np.ndarray
    ) -> None:
        """The same nodes, and on every edge exactly the length that the distances leave.

        Of an edge of length L between nodes at distances u and v that is
        min(L, max(0, limit - u) + max(0, limit - v)).
        """
        start, end, length = self.edges[:, 0], self.edges[:, 1], self.edges[:, 2]
        for number, place in enumerate(places.tolist()):
            own = stretches[stretches[:, 0] == number]
            edge = own[:, 1]
            nodes = {place}
            nodes.update(start[edge[own[:, 2] == 0]].tolist())
            nodes.update(end[edge[own[:, 3] == length[edge]]].tolist())
            assert nodes == found[number], "not the same nodes are reached"
            distances = networkx.single_source_dijkstra_path_length(
                self.graph, place, cutoff=limit, weight="length"
            )
            left = np.zeros(len(self.graph), dtype=np.int64)
            left[list(distances)] = limit - np.fromiter(distances.values(), np.int64)
            expected = np.minimum(length, left[start] + left[end])
            covered = np.zeros(len(length), dtype=np.int64)
            np.add.at(covered, edge, own[:, 3] - own[:, 2])
            assert np.array_equal(covered, expected), "not the same lengths are covered"
