"""How many threads a process works on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from nabij._nabij import set_threads

_lock = threading.Lock()
_drivers = 0
_is_set = False


@contextmanager
def driving() -> Iterator[None]:
    """Know while it lasts that this process is a driver, which works on the threads it had."""
    global _drivers
    with _lock:
        _drivers += 1
    try:
        yield
    finally:
        with _lock:
            _drivers -= 1


def as_many_as_dask() -> None:
    """Let a worker work on as many threads as Dask gave it, and not on all of the machine's.

    A worker in the driver's own process shares the driver's.
    """
    global _is_set
    with _lock:
        if _is_set or _drivers:
            return
        from distributed import get_worker

        set_threads(int(get_worker().state.nthreads))
        _is_set = True
