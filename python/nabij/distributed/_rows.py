"""Rows of a tile as GeoParquet, written by whoever scored it."""

from __future__ import annotations

import os

from nabij.errors import DistributedError


def file_of(shared: str, number: int) -> str:
    """Where the rows of a tile are."""
    return os.path.join(shared, f"part-{number:06}.parquet")


def place(shared: str, number: int) -> str:
    """Give where to write the rows of a tile, in a folder that must be there."""
    if not os.path.isdir(shared):
        raise DistributedError(
            f'there is no folder {shared} on this worker: rows="partitioned" wants one that '
            "driver and workers share"
        )
    return file_of(shared, number)
