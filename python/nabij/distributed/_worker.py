"""What a worker does with a tile."""

from __future__ import annotations

from nabij._nabij import __version__, score_tile
from nabij.distributed import _door, _rows
from nabij.distributed._threads import as_many_as_dask
from nabij.errors import DistributedError


def scored(
    tile: bytes,
    number: int,
    version: str,
    shared: str | None,
    door: tuple[str, str] | None,
) -> bytes | None:
    """Score a tile to its part; its rows go to a shared folder, where one is given.

    The part goes through the door, where one is given that leads to the driver's folder, and else
    back to the driver.
    """
    if version != __version__:
        raise DistributedError(
            f"the driver has nabij {version} and this worker {__version__}: "
            "install one version everywhere"
        )
    as_many_as_dask()
    part, rows = score_tile(tile, shared is not None)
    if shared is not None:
        _rows.write(rows, shared, number)
    return None if door is not None and _door.put(*door, part) else part
