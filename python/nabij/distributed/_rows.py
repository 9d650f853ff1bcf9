"""Rows of a tile as GeoParquet, written by whoever scored it."""

from __future__ import annotations

import json
import os
import uuid
from typing import Any

from nabij.errors import DistributedError


def file_of(shared: str, number: int) -> str:
    """Where the rows of a tile are."""
    return os.path.join(shared, f"part-{number:06}.parquet")


def write(rows: Any, shared: str, number: int) -> None:
    """Write the rows of a tile: the file is there whole, or not at all."""
    import pyarrow.parquet

    if not os.path.isdir(shared):
        raise DistributedError(
            f'there is no folder {shared} on this worker: rows="partitioned" wants one that '
            "driver and workers share"
        )
    path = file_of(shared, number)
    beside = f"{path}.{uuid.uuid4().hex}"
    try:
        pyarrow.parquet.write_table(_with_places(rows), beside, compression="zstd")
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.remove(beside)


def _with_places(rows: Any) -> Any:
    """Give the table with the metadata of GeoParquet 1.1, as the tables of a result have it."""
    import pyarrow
    import shapely

    if "geometry" not in rows.column_names:
        return rows
    at = rows.schema.get_field_index("geometry")
    field = rows.schema.field(at)
    told = (field.metadata or {}).get(b"ARROW:extension:metadata", b"{}")
    bounds = shapely.total_bounds(shapely.from_wkb(rows["geometry"].to_pylist())).tolist()
    column = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "crs": json.loads(told).get("crs"),
        **({"bbox": bounds} if bounds[0] == bounds[0] else {}),
    }
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    plain = rows.schema.set(at, pyarrow.field("geometry", field.type, field.nullable))
    return rows.cast(plain).replace_schema_metadata({"geo": json.dumps(geo)})
