"""What a worker does with the homes of a tile."""

from __future__ import annotations

from dataclasses import dataclass

from nabij._nabij import __version__
from nabij.distributed import _door, _held, _rows
from nabij.distributed._threads import as_many_as_dask
from nabij.errors import DistributedError


@dataclass(frozen=True)
class Wanted:
    """The answer of a worker that does not hold the land: it joined late, or forgot it."""

    address: str


def scored(
    homes: bytes,
    number: int,
    version: str,
    mark: str,
    path: str | None,
    shared: str | None,
) -> bytes | Wanted | None:
    """Score homes to the part of their tile; its rows go to a shared folder, where one is given.

    The part goes to a path, where one is given and it leads to the driver's folder, and else back
    to the driver.
    """
    if version != __version__:
        raise DistributedError(
            f"the driver has nabij {version} and this worker {__version__}: "
            "install one version everywhere"
        )
    as_many_as_dask()
    land = _held.land(mark)
    if land is None:
        from distributed import get_worker

        return Wanted(get_worker().address)
    part = land.score(homes, None if shared is None else _rows.place(shared, number))
    return None if path is not None and _door.put(mark, path, part) else part
