"""The peer that finds the nearest street for every point: shapely's STRtree, and its answers."""

from __future__ import annotations

import numpy as np
import shapely


class Shapely:
    """`shapely.STRtree.nearest`, then `line_locate_point`, one call each for all points.

    The tree holds every segment, or every edge as a line.
    """

    def __init__(
        self, vertices: np.ndarray, starts: np.ndarray, runs: np.ndarray, whole_edges: bool
    ) -> None:
        first = starts[runs[:, 0]] + runs[:, 1]
        count = runs[:, 2] - runs[:, 1] + 1
        edge = np.repeat(np.arange(len(runs)), count)
        within = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        at = first[edge] + within
        coordinates = vertices[at].astype(float)
        if whole_edges:
            self.lines = shapely.linestrings(coordinates, indices=edge)
            self.edge, self.before = np.arange(len(runs)), np.zeros(len(runs))
            return
        inner = edge[:-1] == edge[1:]
        ends = np.stack([coordinates[:-1][inner], coordinates[1:][inner]], axis=1)
        self.lines = shapely.linestrings(ends)
        self.edge = edge[:-1][inner]
        along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(ends, axis=1)[:, 0].T))))[:-1]
        new = np.concatenate(([True], np.diff(self.edge) != 0))
        start = np.maximum.accumulate(np.where(new, np.arange(len(new)), 0))
        self.before = along - along[start]

    def index(self) -> None:
        """Builds the tree; shapely builds it at the first question."""
        self.tree = shapely.STRtree(self.lines)
        self.tree.nearest(shapely.points(0.0, 0.0))

    def snap(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For every point the line and the place along it."""
        nearest = self.tree.nearest(points)
        return nearest, shapely.line_locate_point(self.lines[nearest], points)

    def assert_equal(
        self, points: np.ndarray, answer: tuple[np.ndarray, np.ndarray], snapped: np.ndarray,
        edges: np.ndarray, pieces: np.ndarray,
    ) -> int:  # fmt: skip
        """Legs are equal within 1 mm and, on the same edge, so are the places.

        Stored lengths are rounded segment by segment: half a millimetre for each is allowed for.
        A loop's seam is its start and its end. Returns how many points met another edge at the
        same distance.
        """
        nearest, along = answer
        edge, offset, leg = snapped.T
        theirs = shapely.distance(points, self.lines[nearest])
        assert np.abs(theirs - leg).max() <= 1.0, "legs differ"
        same = self.edge[nearest] == edge
        place = self.before[nearest] + along
        start, end, length = edges[edge].T
        differ = np.abs(place - offset)
        differ = np.where(start == end, np.minimum(differ, np.abs(length - differ)), differ)
        close = differ <= 1.0 + 0.5 * pieces[edge]
        assert close[same].all(), "places on an edge differ"
        assert (offset <= length).all(), "a place beyond its edge"
        return int((~same).sum())
