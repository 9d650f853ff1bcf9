"""A frame as a table of a database: names, types, rows."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, LiteralString

from nabij.errors import InputError
from nabij.postgis._names import unique

if TYPE_CHECKING:
    import geopandas
    import pyarrow

GEOMETRY = "geom"
ROWS_AT_ONCE = 65_536


@dataclass(frozen=True)
class Place:
    """The geometry column: what it holds of, in which CRS."""

    kind: str | None
    """``Point``, ``MultiPolygonZ`` …; None where dimensions differ, which no one type allows."""
    srid: int


@dataclass(frozen=True)
class Table:
    """What is to be written."""

    name: str
    names: dict[str, str]
    types: dict[str, LiteralString]
    place: Place | None
    rows: pyarrow.Table

    @classmethod
    def of(cls, source: Any, name: str) -> Table:
        """Take a frame or an Arrow table; the table's name is for messages."""
        import pandas
        import pyarrow

        table = f"table {name!r}"
        if isinstance(source, pandas.DataFrame):
            labels = list(source.columns)
            geometry = getattr(source, "_geometry_column_name", None)
        else:
            try:
                source = pyarrow.table(source)
            except (TypeError, ValueError) as error:
                raise InputError(
                    f"{table}: neither a data frame nor an Arrow table: {error}"
                ) from None
            labels = source.column_names
            geometry = next((f.name for f in source.schema if _is_geometry(f)), None)
        for label in labels:
            if not isinstance(label, str):
                raise InputError(f"{table}: the column {label!r} has no text as its name")
            if labels.count(label) > 1:
                raise InputError(f"{table}: there are two columns {label!r}")
        others = [label for label in labels if label != geometry]
        names = unique(others, taken={GEOMETRY} if geometry else ())
        types: dict[str, LiteralString] = {}
        arrays = {}
        for label in others:
            array, types[names[label]] = _column(source[label], f"{table}, column {label!r}")
            arrays[names[label]] = array
        place = None
        if geometry is not None:
            names[geometry] = GEOMETRY
            place, arrays[GEOMETRY] = _geometry(_places(source, geometry), table)
        return cls(name, names, types, place, pyarrow.table(arrays))

    def key(self, labels: Sequence[str]) -> list[str]:
        """Give the names of columns that must tell every row apart."""
        names = [self.names[label] for label in labels]
        if names:
            keys = self.rows.select(names).to_pandas()
            missing = keys.isna().any(axis=1).to_numpy()
            if missing.any():
                row = f"row {missing.argmax()}"
                raise InputError(f"table {self.name!r}: {row} has no {list(labels)}")
            twice = keys.duplicated().to_numpy()
            if twice.any():
                value = keys.iloc[twice.argmax()].to_list()
                raise InputError(f"table {self.name!r}: two rows have {list(labels)} {value}")
        return names

    def told(self) -> dict[str, str]:
        """Comments on columns: what they were called; of geometries, where they come from."""
        said = {new: old for old, new in self.names.items() if old != new}
        if self.place is not None:
            said[GEOMETRY] = f"as read, EPSG:{self.place.srid}"
        return said

    def csv(self) -> Iterator[bytes]:
        """Give the rows for COPY: nothing is NULL, quoted nothing an empty text."""
        import pyarrow.csv

        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
        for batch in self.rows.to_batches(max_chunksize=ROWS_AT_ONCE):
            buffer = io.BytesIO()
            pyarrow.csv.write_csv(batch, buffer, options)
            yield buffer.getvalue()


def _is_geometry(field: pyarrow.Field) -> bool:
    import pyarrow

    if isinstance(field.type, pyarrow.BaseExtensionType):
        return bool(field.type.extension_name.startswith("geoarrow."))
    named: bytes = (field.metadata or {}).get(b"ARROW:extension:name", b"")
    return named.startswith(b"geoarrow.")


def _places(source: Any, geometry: str) -> geopandas.GeoSeries:
    import geopandas
    import pyarrow

    if isinstance(source, pyarrow.Table):
        source = geopandas.GeoDataFrame.from_arrow(source.select([geometry]))
    return source[geometry]


def _column(values: Any, where: str) -> tuple[pyarrow.Array, LiteralString]:
    import pyarrow
    import pyarrow.compute
    import pyarrow.types

    try:
        array = values
        if not isinstance(array, pyarrow.ChunkedArray):
            array = pyarrow.Array.from_pandas(values)
    except (pyarrow.ArrowException, TypeError) as error:
        raise InputError(f"{where}: {error}") from None
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks()
    if pyarrow.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pyarrow.types.is_floating(array.type):
        nothing = pyarrow.scalar(None, array.type)
        array = pyarrow.compute.if_else(pyarrow.compute.is_nan(array), nothing, array)
    found = _type(array.type)
    if found is None:
        raise InputError(f"{where}: {array.type} has no type in the database; leave it out")
    stored = {"text": pyarrow.large_string(), "real": pyarrow.float32(), "date": pyarrow.date32()}
    return (array.cast(stored[found]) if found in stored else array), found


def _type(kind: pyarrow.DataType) -> LiteralString | None:
    import pyarrow.types as of

    if of.is_null(kind) or of.is_string(kind) or of.is_large_string(kind):
        return "text"
    if of.is_boolean(kind):
        return "boolean"
    if of.is_integer(kind):
        bits = kind.bit_width + (not of.is_signed_integer(kind))
        enough: dict[int, LiteralString] = {16: "smallint", 32: "integer", 64: "bigint"}
        return next((name for most, name in enough.items() if bits <= most), "numeric")
    if of.is_floating(kind):
        return "double precision" if kind.bit_width == 64 else "real"
    if of.is_decimal(kind):
        return "numeric"
    if of.is_date(kind):
        return "date"
    if of.is_timestamp(kind):
        return "timestamp with time zone" if kind.tz else "timestamp"
    return None


def _geometry(places: geopandas.GeoSeries, table: str) -> tuple[Place, pyarrow.Array]:
    import numpy
    import pyarrow
    import shapely

    if places.crs is None:
        raise InputError(f"{table}: it has no CRS; set it with set_crs(...)")
    srid = places.crs.to_epsg()
    if places.crs.to_authority() == ("OGC", "CRS84"):
        srid = 4326  # which in a database, too, is longitude before latitude
    if srid is None:
        raise InputError(f"{table}: its CRS has no EPSG code; turn it into one that has (to_crs)")
    shapes = numpy.asarray(places.array)
    there = shapes[~shapely.is_missing(shapes)]
    measured = shapely.has_m(there) if hasattr(shapely, "has_m") else numpy.zeros(len(there), bool)
    dimensions = {*zip(shapely.has_z(there).tolist(), measured.tolist(), strict=True)}
    kinds = {"LineString" if kind == "LinearRing" else kind for kind in places.geom_type.dropna()}
    kind = None
    if len(dimensions) <= 1:
        has_z, has_m = dimensions.pop() if dimensions else (False, False)
        kind = kinds.pop() if len(kinds) == 1 else "Geometry"
        kind += "Z" * has_z + "M" * has_m
    hexed = shapely.to_wkb(shapely.set_srid(shapes, srid), hex=True, include_srid=True)
    return Place(kind, srid), pyarrow.array(hexed, pyarrow.large_string())
