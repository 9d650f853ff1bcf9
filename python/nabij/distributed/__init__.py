"""A study on many machines: its tiles are scored by the workers of Dask, or of any other engine.

The driver (whoever calls) reads the study once and plans its tiles. On Dask streets and facilities
go once to each worker, then the addresses of one tile at a time to whoever is free; other engines
get tiles as bytes that hold all that their addresses need. Workers read no inputs. The result is
that of one machine, byte for byte.

Needs ``nabij[distributed]`` (Dask and its scheduler), only for `score`: `Tiles`, `score_tile` and
`score_part` are for other engines, such as ``mapInArrow`` of Spark.
"""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING, Literal

from nabij.distributed._cluster import check_versions, connected
from nabij.distributed._run import Run
from nabij.distributed._threads import driving
from nabij.distributed._tiles import Tiles, score_part, score_tile
from nabij.errors import DistributedError, InputError

if TYPE_CHECKING:
    import distributed

    from nabij._arrow import Path
    from nabij._study import Study

__all__ = ["DistributedError", "Tiles", "score", "score_part", "score_tile"]


def score(
    study: Study | Path,
    out: Path,
    *,
    client: distributed.Client | str | None = None,
    tile_size: int | None = None,
    rows: Literal["merged", "partitioned"] = "merged",
    progress: bool = False,
) -> list[pathlib.Path]:
    """Score a study on a cluster of Dask, into a folder of results.

    The folder is the one that ``nabij score`` writes, byte for byte. Tiles that are done are kept
    in it at once: after Ctrl-C, a lost driver or an error, the same call goes on where it stopped.
    A worker that is lost loses at most the tiles it held; others score them.

    Parameters
    ----------
    study : Study or path
        What to score, or a study file. Only the driver reads the files that it names.
    out : path
        The folder of results, on the driver's disk.
    client : distributed.Client or str, optional
        Of a cluster, or the address of its scheduler, such as "tcp://10.0.0.1:8786". Without one
        the client that is there already, else workers of one thread on all cores of this machine
        while this runs.
    tile_size : int, optional
        Addresses per tile; 20,000 if not given. Another size begins anew.
    rows : {"merged", "partitioned"}
        With "partitioned" workers also write the rows of each tile themselves, as GeoParquet, to
        ``rows/part-000017.parquet`` in the folder of results, which they must share with the
        driver. These files together have the rows of ``rows.parquet``.
    progress : bool
        Whether to show how far it is.

    Returns
    -------
    list of pathlib.Path
        The files of the result, the manifest last.

    Raises
    ------
    DistributedError
        Some tiles could not be scored, by its message and ``failed``; all others are kept. Also
        when the scheduler is gone, or has workers with another version of nabij.
    InputError, NormError, NetworkError
        The study is wrong, or its results need all rows in memory.
    ImportError
        Dask is not installed.
    KeyboardInterrupt
        On Ctrl-C: what is under way is cancelled, what is done is kept.

    Examples
    --------
    On two processes of this machine:

    >>> import nabij.distributed
    >>> from dask.distributed import Client, LocalCluster
    >>> if __name__ == "__main__":  # doctest: +SKIP
    ...     with LocalCluster(n_workers=2, threads_per_worker=1) as two, Client(two) as client:
    ...         nabij.distributed.score("study.toml", "out", client=client)
    """
    if rows not in ("merged", "partitioned"):
        raise InputError(f'rows: "merged" or "partitioned", not {rows!r}')
    with driving(), Tiles(study, out, tile_size=tile_size, progress=progress) as tiles:
        shared = os.path.join(tiles.folder, "rows") if rows == "partitioned" else None
        run = Run(tiles, shared, progress)
        todo = run.todo()
        if todo:
            with connected(client) as cluster:
                check_versions(cluster)
                run.score(cluster, todo)
        run.check()
        return tiles.finish()
