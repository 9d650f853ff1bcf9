"""What users hand over, as Arrow tables or as paths."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeGuard

from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow

    class ArrowStream(Protocol):
        """A table of any library that speaks Arrow's PyCapsule protocol."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

    Path: TypeAlias = str | os.PathLike[str]
    # A map layer: geometries with a CRS, in well-known binary or GeoArrow where it is no frame.
    Layer: TypeAlias = geopandas.GeoDataFrame | ArrowStream | Path
    # A table whose places, if it has any, are not looked at.
    Rows: TypeAlias = pandas.DataFrame | ArrowStream | Path


class Inputs:
    """Tables that are handed over, by the names that stand for files."""

    def __init__(self) -> None:
        self.tables: list[tuple[str, Any]] = []

    def layer(self, name: str, source: Layer) -> str:
        """Name a map layer; a frame goes along as Arrow columns."""
        if is_path(source):
            return os.path.abspath(source)
        self.tables.append((name, columns(name, source)))
        return name

    def rows(self, name: str, source: Rows) -> str:
        """Name a table without places."""
        if is_path(source):
            return os.path.abspath(source)
        self.tables.append((name, plain(source)))
        return name


def is_path(source: object) -> TypeGuard[str | os.PathLike[str]]:
    """Whether it is the path of a file."""
    return isinstance(source, str | os.PathLike)


def is_frame(source: Any) -> TypeGuard[geopandas.GeoDataFrame]:
    """Whether it is a GeoDataFrame, without importing GeoPandas."""
    return hasattr(source, "geometry") and hasattr(source, "to_arrow")


def columns(name: str, source: Any) -> Any:
    """Give a map layer as Arrow columns."""
    if is_frame(source):
        if source.crs is None:
            raise InputError(f"{name}: it has no CRS; set it with {name}.set_crs(...)")
        return source.to_arrow(index=False, geometry_encoding="WKB")
    if hasattr(source, "__arrow_c_stream__"):
        return source
    kind = type(source).__name__
    raise InputError(f"{name}: a {kind} is no GeoDataFrame, Arrow table or path of a file")


def plain(table: Any, wanted: Collection[str] | None = None) -> Any:
    """Give a table as Arrow columns, without its geometry and index."""
    import pandas
    import pyarrow

    if not isinstance(table, pandas.DataFrame):
        found = pyarrow.table(table)
        return (
            found
            if wanted is None
            else found.select([c for c in wanted if c in found.schema.names])
        )
    geometry = getattr(table, "_geometry_column_name", None)
    names = [c for c in table.columns if c != geometry and (wanted is None or c in wanted)]
    return pyarrow.Table.from_pandas(pandas.DataFrame(table[names]), preserve_index=False)


def frame(table: pyarrow.Table) -> Any:
    """Give an Arrow table as a frame: one of places where it has a column of geometries."""
    if table is None or "geometry" not in table.schema.names:
        return None if table is None else table.to_pandas()
    import geopandas

    return geopandas.GeoDataFrame.from_arrow(table)


def with_places(
    table: pyarrow.Table, places: geopandas.GeoDataFrame, key: list[str]
) -> geopandas.GeoDataFrame:
    """Put the place beside every row that repeats it."""
    import geopandas
    import pandas

    known = places.set_index(key).geometry
    rows = table.to_pandas()
    keys = rows[key[0]] if len(key) == 1 else pandas.MultiIndex.from_frame(rows[key])
    found = known.array.take(known.index.get_indexer(keys))
    return geopandas.GeoDataFrame(rows, geometry=geopandas.GeoSeries(found, crs=known.crs))


def crs_of(table: pyarrow.Table) -> Any:
    """Give the CRS that the column of geometries states."""
    import geopandas

    return geopandas.GeoDataFrame.from_arrow(table.select(["geometry"]).slice(0, 0)).crs
