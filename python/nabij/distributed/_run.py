"""Sending tiles, and keeping what comes back."""

from __future__ import annotations

import itertools
import os
import uuid
from collections import deque
from typing import TYPE_CHECKING, Any

from nabij._nabij import __version__
from nabij._progress import shown
from nabij.distributed import _rows, _worker
from nabij.distributed._cluster import dask
from nabij.distributed._door import Door
from nabij.errors import DistributedError, NabijError

if TYPE_CHECKING:
    from nabij._progress import Step
    from nabij.distributed._tiles import Tiles

# Per thread of a worker: one tile that is scored, and one that waits beside it.
PER_THREAD = 2
# So many failures are told one by one.
TOLD = 10


class Run:
    """One call: what is to do, what failed, and how far it is."""

    def __init__(self, tiles: Tiles, shared: str | None, progress: bool):
        self._tiles = tiles
        self._shared = shared
        self._progress = progress
        # Whether parts are seen here that workers put into the driver's folder.
        self._is_seen = True
        self._failed: dict[int, BaseException] = {}
        self._name = f"nabij-{uuid.uuid4().hex[:8]}"
        self._tries = itertools.count()

    def todo(self) -> list[int]:
        """Give the tiles that are not done yet. Rows of theirs that lie there are of other runs."""
        done = self._tiles.done
        if self._shared is None:
            return [number for number, is_done in enumerate(done) if not is_done]
        os.makedirs(self._shared, exist_ok=True)
        kept = {
            os.path.basename(_rows.file_of(self._shared, number))
            for number, is_done in enumerate(done)
            if is_done
        }
        found = set(os.listdir(self._shared))
        for name in found - kept:
            if name.startswith("part-"):
                os.remove(os.path.join(self._shared, name))
        names = ((at, os.path.basename(_rows.file_of(self._shared, at))) for at in range(len(done)))
        return [number for number, name in names if name not in found & kept]

    def score(self, client: Any, todo: list[int]) -> None:
        """Score these tiles, and keep their parts.

        A worker that dies takes all tiles down that were sent to it. So those that were there
        again and again when one died go once more, one at a time: then it is known whose fault
        it was.
        """
        import dask.config

        quiet = {"distributed.admin.large-graph-warning-threshold": "1GiB"}
        door = Door(client, self._tiles._path(0).parent, self._tiles._land)
        try:
            with shown(self._progress) as step, dask.config.set(quiet):
                door.send()
                for number in self._send(client, door, deque(todo), step):
                    self._send(client, door, deque([number]), step, alone=True)
        finally:
            door.close()
        self._tell_failed()

    def check(self) -> None:
        """See that shared rows arrived in the folder that the driver sees."""
        for number in range(len(self._tiles)) if self._shared is not None else ():
            path = _rows.file_of(self._shared or "", number)
            if not os.path.exists(path):
                raise DistributedError(
                    f"{path} is not here: its worker wrote to a folder of its own; "
                    'rows="partitioned" wants one that driver and workers share'
                )

    def _send(
        self, client: Any, door: Door, todo: deque[int], step: Step | None, alone: bool = False
    ) -> list[int]:
        """Keep workers busy until nothing is left; give the tiles to be tried again, alone."""
        module = dask()
        finished = module.as_completed(loop=client.loop, raise_errors=False)
        under_way: dict[Any, int] = {}
        suspects: list[int] = []
        try:
            while todo or under_way:
                room = 1 if alone else PER_THREAD * max(1, sum(client.nthreads().values()))
                while todo and len(under_way) < room:
                    number = todo.popleft()
                    future = self._submitted(client, door.mark, number)
                    under_way[future] = number
                    finished.add(future)
                self._told(step)
                future = next(finished)
                number = under_way.pop(future)
                if (wanting := _wanting(future)) is not None:
                    door.send(wanting)
                    todo.appendleft(number)
                elif not self._taken(number, future, alone):
                    suspects.append(number)
        finally:
            client.cancel(list(under_way), force=True)
        self._told(step)
        return suspects

    def _submitted(self, client: Any, mark: str, number: int) -> Any:
        return client.submit(
            _worker.scored,
            self._tiles._homes(number),
            number,
            __version__,
            mark,
            str(self._tiles._path(number)) if self._is_seen else None,
            self._shared,
            key=f"{self._name}-{number}-{next(self._tries)}",
            pure=False,
        )

    def _taken(self, number: int, future: Any, alone: bool) -> bool:
        """Keep what came of a tile; false where it has to be tried again, alone."""
        from distributed.scheduler import KilledWorker

        if future.status == "finished":
            try:
                if not self._tiles._take(number, future.result()):
                    self._is_seen = False  # What was put there is not here: it has to be sent.
                    return False
            except NabijError as error:
                self._failed[number] = error
        elif future.status == "error":
            ended_by = future.exception()
            if isinstance(ended_by, KilledWorker) and not alone:
                return False
            self._failed[number] = ended_by
        else:
            raise DistributedError(
                "the scheduler is gone; what is done is kept, and the same call goes on from there"
            )
        return True

    def _told(self, step: Step | None) -> None:
        if step is not None:
            sizes = self._tiles.sizes
            done = sum(size for size, done in zip(sizes, self._tiles.done, strict=True) if done)
            step("tiles", done, sum(sizes))

    def _tell_failed(self) -> None:
        if not self._failed:
            return
        sizes, failed = self._tiles.sizes, sorted(self._failed.items())
        each = [f"tile {at} ({sizes[at]:,} addresses): {_why(error)}" for at, error in failed]
        more = len(each) - TOLD
        raise DistributedError(
            f"{len(failed)} of {len(sizes)} tiles could not be scored; what is done is kept in "
            f"{self._tiles.folder}, and the same call scores only what is missing\n  "
            + "\n  ".join(each[:TOLD] + [f"and {more} more"] * (more > 0)),
            dict(failed),
        )


def _wanting(future: Any) -> str | None:
    """Give the worker that answered that it has no land."""
    answer = future.result() if future.status == "finished" else None
    return answer.address if isinstance(answer, _worker.Wanted) else None


def _why(error: BaseException) -> str:
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return (
            "every worker that scored it died, perhaps for want of memory: give workers more "
            "memory or fewer threads, or make tiles smaller with tile_size (which begins anew)"
        )
    return str(error) if isinstance(error, NabijError) else f"{type(error).__name__}: {error}"
