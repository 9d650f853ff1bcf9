"""The first door: score GeoDataFrames."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from nabij import _nabij
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pyarrow

    Layer: TypeAlias = geopandas.GeoDataFrame | str | os.PathLike[str]


@dataclass(frozen=True)
class Result:
    """Scored origins.

    Attributes
    ----------
    rows : pyarrow.Table
        One row per origin and norm. Distances in metres; null where nothing is found.
    addresses : pyarrow.Table
        One row per origin, norms side by side.
    areas : pyarrow.Table or None
        One row per area, norm and weight; None without areas. Shares between 0 and 1.
    facilities : pyarrow.Table
        One row per facility: whether it is on the network, and where.
    not_used : pyarrow.Table
        Rows and values of the inputs that are not used, each with its reason.
    manifest : dict
        Parameters, assumptions and counts.
    """

    rows: pyarrow.Table
    addresses: pyarrow.Table
    areas: pyarrow.Table | None
    facilities: pyarrow.Table
    not_used: pyarrow.Table
    manifest: dict[str, Any]

    def frame(self, table: str = "addresses") -> geopandas.GeoDataFrame:
        """Give one table with geometries as a GeoDataFrame, in the CRS of its input.

        Parameters
        ----------
        table : {"rows", "addresses", "areas", "facilities"}
            Which one.

        Returns
        -------
        geopandas.GeoDataFrame
            Nulls are NaN or None; facilities are in the CRS that was measured in.

        Raises
        ------
        InputError
            When there is no such table, or the study has no areas.
        """
        import geopandas

        if table not in ("rows", "addresses", "areas", "facilities"):
            raise InputError(
                f"there is no table {table!r}; there are rows, addresses, areas, facilities"
            )
        found = getattr(self, table)
        if found is None:
            raise InputError("the study names no areas: give areas= to score()")
        return geopandas.GeoDataFrame.from_arrow(found)


def score(
    origins: Layer,
    *,
    network: Layer,
    facilities: Layer,
    norms: str = "denhaag-2024",
    areas: Layer | None = None,
    squares: Layer | None = None,
    nodes: Layer | None = None,
    barriers: Layer | None = None,
    coverage: Mapping[str, str | os.PathLike[str] | geopandas.GeoDataFrame] | None = None,
    extent: Layer | None = None,
    id: str | None = None,
    address: Sequence[str] = (),
    kind: str | None = None,
    building: str | None = None,
    complex: str | None = None,
    weights: Mapping[str, str] | Sequence[str] = (),
    facility_columns: Mapping[str, str] | None = None,
    network_columns: Mapping[str, str] | None = None,
    area_id: str = "id",
    area_name: str | None = None,
    area_level: str = "area",
    area_parents: Sequence[Mapping[str, str]] = (),
    crs: str | None = None,
    parameters: Mapping[str, float] | None = None,
) -> Result:
    """Score every origin against every norm that applies to it.

    Every layer is a GeoDataFrame with a CRS, or the path of a file that the command reads, such
    as an OSM PBF. The same code answers as behind ``nabij score``.

    Parameters
    ----------
    origins : GeoDataFrame or path
        Addresses: points, multi-points (several doors) or polygons.
    network : GeoDataFrame or path
        Walkable lines, connected where vertices are equal to the millimetre.
    facilities : GeoDataFrame or path
        Places to walk to, with a column of ids and one of categories.
    norms : str
        A built-in set or the path of a TOML file.
    areas : GeoDataFrame or path, optional
        Neighbourhoods.
    squares, nodes, barriers, extent : GeoDataFrame or path, optional
        Polygons crossed in straight lines; gates and kerbs; what a straight line next door may
        not cross; where the data are complete.
    coverage : mapping, optional
        By category the polygons within which its facilities are known.
    id, kind, building, complex : str, optional
        Columns of the origins; ``id`` is called "id" if not given.
    address : sequence of str
        Columns of the origins that together are the address people know.
    weights : mapping or sequence of str
        Columns of weights, by the name they get in results.
    facility_columns : mapping, optional
        Columns of the facilities: "id", "category" (or "only", a category for all), "name",
        "building", "complex".
    network_columns : mapping, optional
        Columns of attributes of the lines, by the attribute.
    area_id, area_name, area_level, area_parents
        Columns of the areas, what they are called, and the larger areas they are part of.
    crs : str, optional
        The projected CRS to measure in; RD New in the Netherlands, else a transverse Mercator.
    parameters : mapping, optional
        "max_snap", "min_component", "direct", "near", "horizon" in metres.

    Returns
    -------
    Result
        Arrow tables; metres as float64, null for none.

    Raises
    ------
    InputError, NormError, NetworkError
        The message names table, row or column, and what to do. All are also ValueError.
    OSError
        A file cannot be read.

    Examples
    --------
    >>> import geopandas, nabij
    >>> from shapely import LineString, Point
    >>> rd = "EPSG:28992"
    >>> streets = geopandas.GeoDataFrame(
    ...     {"id": [1]}, geometry=[LineString([(80000, 455000), (82000, 455000)])], crs=rd)
    >>> shops = geopandas.GeoDataFrame(
    ...     {"id": ["p1", "s1", "o1"], "category": ["pharmacy", "supermarket", "public_transport"]},
    ...     geometry=[Point(80500, 455003), Point(80200, 455003), Point(80900, 455003)], crs=rd)
    >>> homes = geopandas.GeoDataFrame({"id": ["home"]}, geometry=[Point(80010, 455004)], crs=rd)
    >>> result = nabij.score(homes, network=streets, facilities=shops)
    >>> result.frame()["pharmacy_m"].item()
    497.0
    >>> result.frame()["pharmacy_verdict"].item()
    'within_upper'
    """
    tables: list[tuple[str, Any]] = []

    def layer(name: str, source: Layer) -> str:
        if isinstance(source, str | os.PathLike):
            return os.path.abspath(source)
        if getattr(source, "crs", None) is None:
            raise InputError(f"{name}: it has no CRS; set it with {name}.set_crs(...)")
        tables.append((name, source.to_arrow(index=False, geometry_encoding="WKB")))
        return name

    def given(**columns: str | None) -> dict[str, str]:
        return {name: column for name, column in columns.items() if column is not None}

    named = weights if isinstance(weights, Mapping) else {name: name for name in weights}
    study: dict[str, Any] = {
        "norms": norms,
        "streets": [{"file": layer("network", network), "columns": dict(network_columns or {})}],
        "facilities": [{"file": layer("facilities", facilities), **dict(facility_columns or {})}],
        "origins": {
            "file": layer("origins", origins),
            "weights": dict(named),
            "address": list(address),
            **given(id=id, kind=kind, building=building, complex=complex),
        },
        "parameters": dict(parameters or {}),
    }
    for name, source in (("squares", squares), ("nodes", nodes), ("barriers", barriers)):
        if source is not None:
            study[name] = [{"file": layer(name, source)}]
    if extent is not None:
        study["extent"] = {"file": layer("extent", extent)}
    if coverage:
        study["coverage"] = {
            category: layer(f"coverage_{category}", source) for category, source in coverage.items()
        }
    if areas is not None:
        study["areas"] = {
            "file": layer("areas", areas),
            "id": area_id,
            "level": area_level,
            "parents": [dict(parent) for parent in area_parents],
            **given(name=area_name),
        }
    if crs is not None:
        study["crs"] = crs
    found = _nabij.score(json.dumps(study), tables)
    return Result(
        rows=found["rows"],
        addresses=found["addresses"],
        areas=found.get("areas"),
        facilities=found["facilities"],
        not_used=found["not_used"],
        manifest=json.loads(found["manifest"]),
    )
