"""The first door: score GeoDataFrames."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from nabij import _nabij
from nabij._tables import plain
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow

    Layer: TypeAlias = geopandas.GeoDataFrame | str | os.PathLike[str]
    # A table whose places, if it has any, are not looked at.
    Rows: TypeAlias = pandas.DataFrame | str | os.PathLike[str]


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
    spread : pyarrow.Table or None
        With ``people``: one row per area of the finest level and weight, how its total was met.
    unplaced : pyarrow.Table or None
        With ``people``: people who are at no address.
    manifest : dict
        Parameters, assumptions and counts.
    """

    rows: pyarrow.Table
    addresses: pyarrow.Table
    areas: pyarrow.Table | None
    facilities: pyarrow.Table
    not_used: pyarrow.Table
    spread: pyarrow.Table | None
    unplaced: pyarrow.Table | None
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
    facilities: Layer | Sequence[Mapping[str, Any]],
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
    origin_columns: Mapping[str, str] | None = None,
    origin_preset: str | None = None,
    people: Mapping[str, Any] | None = None,
    facility_columns: Mapping[str, Any] | None = None,
    network_columns: Mapping[str, str] | None = None,
    area_id: str | None = None,
    area_name: str | None = None,
    area_level: str | None = None,
    area_parents: Sequence[Mapping[str, Any]] = (),
    area_preset: str | None = None,
    area_year: int | None = None,
    crs: str | None = None,
    parameters: Mapping[str, float] | None = None,
) -> Result:
    """Score every origin against every norm that applies to it.

    Every layer is a GeoDataFrame with a CRS, or the path of a file that the command reads, such
    as an OSM PBF. The arguments make the same study as a study file does, and the same code
    answers as behind ``nabij score``; where keys of a study file are asked for, a data frame may
    stand for a ``file``.

    Parameters
    ----------
    origins : GeoDataFrame or path
        Addresses: points, multi-points (several doors) or polygons.
    network : GeoDataFrame or path
        Walkable lines, connected where vertices are equal to the millimetre.
    facilities : GeoDataFrame, path or sequence of mapping
        Places to walk to, with a column of ids and one of categories. Several layers as mappings
        with the keys of ``[[facilities]]``; with ``match`` the ``file`` may be a DataFrame of
        addresses without places, which are looked up among the origins.
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
        Columns of weights of the origins, by the name they get in results.
    origin_columns : mapping, optional
        More columns of the origins: "postcode", "huisnummer", "huisletter", "toevoeging", "area"
        (the code of its area, which beats its place).
    origin_preset : {"bag"}, optional
        The origins are the GeoPackage of the BAG, whose layers and columns are known.
    people : mapping, optional
        Spread residents over the origins, by the keys of ``[weights]``: "dwellings", "capacity",
        "own", and the tables "addresses", "pc6", "squares" and "areas", each a mapping whose
        "file" is a DataFrame or a path. Without a "file", "areas" are read from ``areas``. The
        weights are ``inw_est`` and ``n65_est``.
    facility_columns : mapping, optional
        Columns of the facilities: "id", "category" (or "only", a category for all), "name",
        "building", "complex"; only where ``facilities`` is a single layer.
    network_columns : mapping, optional
        Columns of attributes of the lines, by the attribute.
    area_id, area_name, area_level : str, optional
        Columns of codes ("id" if not given) and names of the areas, and what they are called.
    area_parents : sequence of mapping
        The larger areas they are part of, by the keys of ``parents``; "table" may be a DataFrame.
    area_preset : {"cbs-buurten", "pc6"}, optional
        A published table of areas whose columns and codes are known; needs ``area_year``.
    area_year : int, optional
        The year of the areas' borders and codes.
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

    People of a neighbourhood, spread over two homes by dwellings:

    >>> from shapely import box
    >>> homes = geopandas.GeoDataFrame(
    ...     {"id": ["house", "flat"], "dwellings": [1, 5]},
    ...     geometry=[Point(80010, 455004), Point(80600, 455004)], crs=rd)
    >>> areas = geopandas.GeoDataFrame(
    ...     {"id": ["BU1"], "people": [12]}, geometry=[box(80000, 454000, 82000, 456000)], crs=rd)
    >>> result = nabij.score(
    ...     homes, network=streets, facilities=shops, areas=areas,
    ...     people={"dwellings": "dwellings", "areas": {"residents": "people"}})
    >>> result.addresses["inw_est"].to_pylist()
    [2.0, 10.0]
    """
    tables: list[tuple[str, Any]] = []

    def layer(name: str, source: Layer) -> str:
        if isinstance(source, str | os.PathLike):
            return os.path.abspath(source)
        if getattr(source, "crs", None) is None:
            raise InputError(f"{name}: it has no CRS; set it with {name}.set_crs(...)")
        tables.append((name, source.to_arrow(index=False, geometry_encoding="WKB")))
        return name

    def rows(name: str, source: Rows) -> str:
        if isinstance(source, str | os.PathLike):
            return os.path.abspath(source)
        tables.append((name, plain(source)))
        return name

    def read(keys: Mapping[str, Any], key: str, name: str, reader: Any) -> dict[str, Any]:
        return {**keys, key: reader(name, keys[key])} if key in keys else dict(keys)

    def facility(name: str, keys: Mapping[str, Any]) -> dict[str, Any]:
        if "file" not in keys:
            raise InputError(f"{name}: the mapping names no 'file'; it has {sorted(keys)}")
        return read(keys, "file", name, rows if "match" in keys else layer)

    def given(**columns: Any) -> dict[str, Any]:
        return {name: column for name, column in columns.items() if column is not None}

    if isinstance(facilities, Sequence) and not isinstance(facilities, str):
        if facility_columns:
            raise InputError("facility_columns: several layers have keys of their own")
        places = [facility(f"facilities {at}", keys) for at, keys in enumerate(facilities, 1)]
    else:
        places = [facility("facilities", {**(facility_columns or {}), "file": facilities})]
    named = weights if isinstance(weights, Mapping) else {name: name for name in weights}
    study: dict[str, Any] = {
        "norms": norms,
        "streets": [{"file": layer("network", network), "columns": dict(network_columns or {})}],
        "facilities": places,
        "origins": {
            "file": layer("origins", origins),
            "weights": dict(named),
            "address": list(address),
            **(origin_columns or {}),
            **given(id=id, kind=kind, building=building, complex=complex, preset=origin_preset),
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
            "parents": [
                read(parent, "table", f"area_parents {at}", rows)
                for at, parent in enumerate(area_parents, 1)
            ],
            **given(id=area_id, name=area_name, level=area_level, preset=area_preset),
        }
    if people is not None:
        study["weights"] = {
            key: read(value, "file", f"people {key}", rows) if isinstance(value, Mapping) else value
            for key, value in people.items()
        }
    study |= given(crs=crs, area_year=area_year)
    found = _nabij.score(json.dumps(study), tables)
    return Result(
        rows=found["rows"],
        addresses=found["addresses"],
        areas=found.get("areas"),
        facilities=found["facilities"],
        not_used=found["not_used"],
        spread=found.get("spread"),
        unplaced=found.get("inwoners_niet_geplaatst"),
        manifest=json.loads(found["manifest"]),
    )
