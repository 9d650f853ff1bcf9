"""The lands that a worker holds: read from the driver's folder, or sent by the driver."""

from __future__ import annotations

import os
import tempfile
import threading
import time

from nabij._nabij import Land

# So many seconds after it was used last, the land of somebody else makes room for another one:
# its driver may be dead. Where it is not, the land is sent again.
IDLE = 600.0


class Held:
    """The land of a run, in a file, and opened by who needs it first.

    Without a file it comes in pieces, to one of this worker's own.
    """

    def __init__(self, path: str | None = None):
        self.is_whole = path is not None
        self.used = time.monotonic()
        self._own = None
        if path is None:
            self._own = tempfile.TemporaryDirectory(prefix="nabij-")
            path = os.path.join(self._own.name, "land")
        self._path = path
        self._size = 0
        self._open: Land | None = None
        self._lock = threading.Lock()

    def add(self, start: int, piece: bytes, whole: int) -> None:
        """Add a piece of so many bytes, where those before it are there."""
        if self.is_whole or start != self._size:
            return
        with open(self._path, "ab") as file:
            file.write(piece)
        self._size += len(piece)
        self.is_whole = self._size == whole

    def open(self) -> Land:
        """Give the land, ready for homes."""
        with self._lock:
            self.used = time.monotonic()
            if self._open is None:
                self._open = Land(self._path)
                self.close()
            return self._open

    def close(self) -> None:
        """Remove the file, where it is this worker's own; the land stays open."""
        if self._own is not None:
            self._own.cleanup()


# By the mark of the run (see `_door`).
_held: dict[str, Held] = {}


def land(mark: str) -> Land | None:
    """Give the land of a run, where this process holds it or sees the driver's folder."""
    held = _held.get(mark)
    if held is None and sees(mark):
        held = _keep(mark, Held(mark))
    return held.open() if held is not None and held.is_whole else None


def sees(mark: str) -> bool:
    """Whether this process sees the driver's folder."""
    return os.path.exists(mark)


def holds(mark: str) -> bool:
    """Whether the land of a run is here, or need not be sent."""
    held = _held.get(mark)
    return sees(mark) if held is None else held.is_whole


def hold(mark: str, start: int, piece: bytes, whole: int) -> None:
    """Hold a piece of land that is sent; pieces come in order."""
    held = _held.get(mark)
    if held is None and start == 0:
        held = _keep(mark, Held())
    if held is not None:
        held.add(start, piece, whole)


def drop(mark: str) -> None:
    """Hold a land no longer."""
    if (held := _held.pop(mark, None)) is not None:
        held.close()


def _keep(mark: str, held: Held) -> Held:
    for other, old in list(_held.items()):
        if time.monotonic() - old.used > IDLE:
            drop(other)
    return _held.setdefault(mark, held)
