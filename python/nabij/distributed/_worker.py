"""What a worker does with a tile."""

from __future__ import annotations

from nabij._nabij import __version__, score_tile
from nabij.distributed import _rows
from nabij.distributed._threads import as_many_as_dask
from nabij.errors import DistributedError


def scored(tile: bytes, number: int, version: str, shared: str | None) -> bytes:
    """Score a tile to its part; its rows go to a shared folder, where one is given."""
    if version != __version__:
        raise DistributedError(
            f"the driver has nabij {version} and this worker {__version__}: "
            "install one version everywhere"
        )
    as_many_as_dask()
    part, rows = score_tile(tile, shared is not None)
    if shared is not None:
        _rows.write(rows, shared, number)
    return part
