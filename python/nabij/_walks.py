"""An origin's walks and the streets around them, in the plane that was measured in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nabij._arrow import frame
from nabij._told import Told, lines_of

if TYPE_CHECKING:
    from nabij._explanation import Explanation


class Walks:
    """What is drawn of an explanation.

    Attributes
    ----------
    lines : list of (norm, label, line)
        A norm, its facility in words, and the line walked.
    home : shapely.Point or None
        Where the origin is; None where that is not known.
    """

    def __init__(self, explanation: Explanation):
        import shapely

        self.told = Told(explanation._result)
        walks = frame(explanation._walks)
        self.crs = walks.crs
        self.lines = [
            (walk.norm, self._facility(walk), walk.geometry)
            for walk in walks.itertuples()
            if walk.geometry is not None and not walk.geometry.is_empty
        ]
        self.home = (
            shapely.Point(self.lines[0][2].coords[0]) if self.lines else self._origin(explanation)
        )

    def _facility(self, walk: Any) -> str:
        name = walk.facility_name if isinstance(walk.facility_name, str) else walk.facility
        return f"{name}, {self.told.metres(walk.norm, walk.distance_m)}"

    def _origin(self, explanation: Explanation) -> Any:
        import pyarrow.compute

        known = explanation._result.addresses.select(["origin", "geometry"])
        found = known.filter(pyarrow.compute.equal(known["origin"], explanation.origin))
        if not found.num_rows:
            return None
        return frame(found).to_crs(self.crs).geometry.iloc[0].representative_point()

    def bounds(self) -> tuple[float, float, float, float]:
        """Give the stretch of ground to draw: the walks with room around them."""
        import shapely

        assert self.home is not None
        shapes = [self.home, *(line for _, _, line in self.lines)]
        left, bottom, right, top = shapely.total_bounds(shapes)
        room = max(0.12 * max(right - left, top - bottom), 60.0)
        # Not much narrower than the other side.
        wide, high = right - left + 2 * room, top - bottom + 2 * room
        x, y = (left + right) / 2, (bottom + top) / 2
        wide, high = max(wide, 0.7 * high) / 2, max(high, 0.7 * wide) / 2
        return x - wide, y - high, x + wide, y + high

    def streets(self, explanation: Explanation) -> list[Any]:
        """Give the streets within the bounds, cut off there."""
        import shapely

        lines, crs = lines_of(explanation._result.network)
        if crs != self.crs:
            import geopandas

            lines = geopandas.GeoSeries(lines, crs=crs).to_crs(self.crs).array
        box = self.bounds()
        near = lines[shapely.intersects(shapely.box(*box), lines)]
        cut = shapely.get_parts(shapely.clip_by_rect(near, *box))
        return [line for line in cut if line.geom_type == "LineString" and not line.is_empty]
