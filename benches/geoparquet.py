"""GeoParquet written a row group at a time, and read back where a box is."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj

POINT, LINE, POLYGON = 1, 2, 3
CRS = "EPSG:28992"
Box = tuple[int, int, int, int]  # west, south, east, north in mm


def wkb(kind: int, points: np.ndarray, starts: np.ndarray | None = None) -> pa.Array:
    """Points in mm as geometries in metres; lines and rings (of one ring) begin at `starts`."""
    head = {POINT: 5, LINE: 9, POLYGON: 13}[kind]
    starts = np.arange(len(points) + 1) if starts is None else np.asarray(starts)
    lengths = np.diff(starts)
    ends = np.concatenate(([0], np.cumsum(head + 16 * lengths))).astype(np.int32)
    data = np.zeros(int(ends[-1]), dtype=np.uint8)
    at = ends[:-1]
    data[at], data[at + 1] = 1, kind
    if kind == POLYGON:
        data[at + 5] = 1
    if kind != POINT:
        count = lengths.astype("<u4").view(np.uint8).reshape(-1, 4)
        data[at[:, None] + np.arange(head - 4, head)] = count
    own = np.arange(len(points)) - np.repeat(starts[:-1], lengths)
    to = np.repeat(at + head, lengths) + 16 * own
    metres = (points / 1000.0).astype("<f8").view(np.uint8).reshape(-1, 16)
    data[to[:, None] + np.arange(16)] = metres
    return pa.Array.from_buffers(
        pa.binary(), len(lengths), [None, pa.py_buffer(ends), pa.py_buffer(data)]
    )


def unwkb(geometries: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Points in mm and where each geometry begins, the end last; of points or lines."""
    if not len(geometries):
        return np.zeros((0, 2), np.int64), np.zeros(1, np.int64)
    ends = np.frombuffer(geometries.buffers()[1], np.int32)[geometries.offset :][
        : len(geometries) + 1
    ].astype(np.int64)
    data = np.frombuffer(geometries.buffers()[2], np.uint8)
    head = 5 if data[ends[0] + 1] == POINT else 9
    lengths = (np.diff(ends) - head) // 16
    starts = np.concatenate(([0], np.cumsum(lengths)))
    own = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    at = np.repeat(ends[:-1] + head, lengths) + 16 * own
    metres = data[at[:, None] + np.arange(16)].view("<f8")
    return np.rint(metres * 1000).astype(np.int64), starts


class Writer:
    """A file of one kind of geometry, complete when closed."""

    def __init__(self, path: Path, kind: int) -> None:
        self.path, self.kind = path, kind
        self.file: pq.ParquetWriter | None = None
        self.boxes: list[Box] = []
        self.rows = 0

    def add(
        self, columns: dict[str, pa.Array], points: np.ndarray, starts: np.ndarray | None = None
    ) -> None:
        table = pa.table({**columns, "geometry": wkb(self.kind, points, starts)})
        if self.file is None:
            kind = {POINT: "Point", LINE: "LineString", POLYGON: "Polygon"}[self.kind]
            crs = pyproj.CRS(CRS).to_json_dict()
            own = {"encoding": "WKB", "geometry_types": [kind], "crs": crs}
            geo = {
                "version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": own},
            }  # fmt: skip
            schema = table.schema.with_metadata({"geo": json.dumps(geo)})
            self.file = pq.ParquetWriter(self.path, schema, compression="zstd")
        self.file.write_table(table.cast(self.file.schema), row_group_size=max(1, len(table)))
        self.boxes.append((*points.min(axis=0).tolist(), *points.max(axis=0).tolist()))
        self.rows += len(table)

    def close(self) -> None:
        if self.file is not None:
            self.file.add_key_value_metadata({"boxes": json.dumps(self.boxes)})
            self.file.close()


def meets(one: Box, other: Box) -> bool:
    return all(one[at] <= other[at + 2] and other[at] <= one[at + 2] for at in (0, 1))


def read(path: Path, box: Box, columns: list[str]) -> pa.Table:
    """The row groups that meet a box."""
    file = pq.ParquetFile(path)
    boxes = json.loads(file.metadata.metadata[b"boxes"])
    groups = [at for at, own in enumerate(boxes) if meets(own, box)]
    return file.read_row_groups(groups, [*columns, "geometry"]).combine_chunks()
