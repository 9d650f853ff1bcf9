"""A study on Spark: the same tiles, through ``mapInArrow``.

    spark-submit examples/spark/score.py STUDY OUT SHARED [TILE_SIZE]

STUDY is a study file that the driver reads, OUT the folder of results on the driver's disk, SHARED
a folder that driver and executors share (or have mounted); rows are left there as Parquet.
Executors need Python with the same version of nabij, and nothing of the study.

Run again after a stop, it scores only the tiles whose parts are not kept in OUT yet.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow
from nabij.distributed import Tiles, score_part, score_tile
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

# Columns beside those of rows: the number of the tile, and in its first row the part of the result
# that the driver makes all other tables from.
NUMBER, PART = "tile", "part"
# So many tiles are written and kept together; a run that is stopped loses no more.
TOGETHER = 64


def score(
    spark: SparkSession, study: Path, out: Path, shared: Path, tile_size: int | None = None
) -> DataFrame:
    """Score a study into a folder of results; give its rows as a table of Spark."""
    rows = []
    with Tiles(study, out, tile_size=tile_size) as tiles:
        for first in range(0, len(tiles), TOGETHER):
            numbers = range(first, min(first + TOGETHER, len(tiles)))
            rows.append(f"{shared.absolute().as_uri()}/rows/{first:06}")
            if all(tiles.done[number] for number in numbers):
                continue
            send(spark, tiles, numbers, shared).write.mode("overwrite").parquet(rows[-1])
            # What was written, and not what would be scored again. One part at a time comes here.
            parts = spark.read.parquet(rows[-1]).select(NUMBER, PART)
            for row in parts.where(parts[PART].isNotNull()).toLocalIterator():
                tiles.keep(row[NUMBER], bytes(row[PART]))
        tiles.finish()
    every = spark.read.parquet(*rows)
    return every.where(every["origin"].isNotNull()).drop(NUMBER, PART)


def send(spark: SparkSession, tiles: Tiles, numbers: range, shared: Path) -> DataFrame:
    """Leave tiles as files that executors read, and say what is to be done with them."""
    folder = shared / "tiles"
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{number:06}.tile" for number in numbers]
    for file, number in zip(files, numbers, strict=True):
        file.write_bytes(tiles.tile(number))
    schema = as_spark(score_tile(files[-1].read_bytes()), 0, None).schema
    # A tile is one row of some megabytes: one at a time goes to Python, and each is a task of its
    # own, so that what fails is tried again by itself.
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1)
    spark.conf.set("spark.sql.files.openCostInBytes", "1g")
    read = spark.read.format("binaryFile").load([file.absolute().as_uri() for file in files])
    return read.select("path", "content").mapInArrow(tiles_to_rows, from_arrow_schema(schema))


def tiles_to_rows(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Score tiles: what executors do."""
    for batch in batches:
        for path, tile in zip(batch["path"], batch["content"], strict=True):
            rows, part = score_part(tile.as_py())
            yield from as_spark(rows, int(Path(path.as_py()).stem), part).to_batches()


def as_spark(rows: pyarrow.Table, number: int, part: bytes | None) -> pyarrow.Table:
    """Give the rows of a tile in types that Spark knows, with its number and its part."""
    kinds = ((field.name, field.type) for field in rows.schema)
    words = pyarrow.types.is_dictionary
    plain = rows.cast(pyarrow.schema([(n, k.value_type if words(k) else k) for n, k in kinds]))
    if not len(plain):  # Norms apply to none of its addresses; its part has to stand somewhere.
        plain = pyarrow.table(
            [pyarrow.nulls(1, field.type) for field in plain.schema], plain.schema
        )
    count = len(plain)
    numbers = pyarrow.array([number] * count, pyarrow.int32())
    parts = pyarrow.array([part] + [None] * (count - 1), pyarrow.binary())
    return plain.append_column(NUMBER, numbers).append_column(PART, parts)


if __name__ == "__main__":
    study, out, shared, *size = sys.argv[1:]
    session = SparkSession.builder.appName("nabij").getOrCreate()
    score(session, Path(study), Path(out), Path(shared), *map(int, size))
    session.stop()
