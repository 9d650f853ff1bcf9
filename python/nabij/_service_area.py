"""Service areas: the streets from which facilities are within reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nabij._arrow import frame, is_frame
from nabij._facilities import as_facilities
from nabij._progress import shown
from nabij._questions import each_limit
from nabij._study import Study
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas

    from nabij._arrow import Layer
    from nabij._facilities import Facilities
    from nabij._network import Network


def service_area(
    facilities: Facilities | Layer,
    *,
    network: Network | Layer,
    limits: float | Sequence[float] = 500.0,
    categories: Sequence[str] = (),
    merged: bool = False,
    polygons: bool = False,
    width: float = 25.0,
    strict: bool = True,
    progress: bool = False,
) -> geopandas.GeoDataFrame:
    """Find the streets from which facilities can be reached, cut where the limit is.

    A place on a street belongs to it when the walk from there to the facility's door is at most
    the limit long, inclusively. The last leg from the street to the door counts; the leg from a
    home to the street does not, because the place is on the street.

    Parameters
    ----------
    facilities, network, categories, strict, progress
        As for `nabij.distances`.
    limits : float or sequence of float
        The longest walks, in metres.
    merged : bool
        Whether the facilities of a category share one area instead of having one each.
    polygons : bool
        Whether to give a polygon around the streets of each area instead of lines.
    width : float
        How far the polygons reach on both sides of the streets, in metres. They are for maps: what
        is measured are the streets.

    Returns
    -------
    geopandas.GeoDataFrame
        In the CRS of the GeoDataFrame that the facilities were taken from, else of the network's
        plane. Lines: one row per stretch of street, with ``facility``
        (None where merged), ``category``, ``limit_m``, ``edge``, ``start_m``, ``end_m``,
        ``length_m``, ``street``, and ``sight`` for straight lines across squares. Polygons: one row
        per facility (or category) and limit, with ``length_m`` of all its streets.

    Examples
    --------
    >>> import geopandas, nabij
    >>> from shapely import LineString, Point
    >>> rd = "EPSG:28992"
    >>> streets = geopandas.GeoDataFrame(
    ...     geometry=[LineString([(80000, 455000), (82000, 455000)])], crs=rd)
    >>> shop = geopandas.GeoDataFrame(
    ...     {"id": ["a"], "category": ["bakery"]}, geometry=[Point(80500, 455003)], crs=rd)
    >>> area = nabij.service_area(shop, network=streets, limits=300)
    >>> area[["facility", "start_m", "end_m", "length_m"]]
      facility  start_m  end_m  length_m
    0        a    203.0  797.0     594.0
    """
    wanted = each_limit(limits)
    if not wanted:
        raise InputError("limits: give at least one distance in metres")
    places = as_facilities(facilities)
    study = Study(network=network, facilities=places, strict=strict)
    with shown(progress) as step:
        found = study._city(step).service_area(list(categories), wanted, merged, step)
    lines = frame(found)
    areas = _around(lines, width) if polygons else lines
    source = places.layers[0][0]
    return areas.to_crs(source.crs) if is_frame(source) else areas


def _around(lines: geopandas.GeoDataFrame, width: float) -> geopandas.GeoDataFrame:
    """Draw a polygon around the streets of each area."""
    key = ["category", "facility", "limit_m"]
    # Each street by itself: a buffer of all of them at once takes minutes where squares are.
    around = lines.set_geometry(lines.buffer(width, quad_segs=4))
    areas = around.dissolve(
        by=key, aggfunc={"length_m": "sum"}, dropna=False, observed=True, sort=True
    )
    return areas.reset_index()[["facility", "category", "limit_m", "length_m", "geometry"]]
