"""What driver and workers share: the land of a run, and the folder where its parts are kept."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nabij.distributed import _held
from nabij.errors import DistributedError

# Bytes that go at once: more than two gigabytes are no message.
PIECE = 1 << 28


class Door:
    """The land of a run, in the folder of its parts, for all workers of a client.

    Who sees this folder takes the land from it and puts parts there; to others the land is sent.
    The land is a mark too: it tells a worker that the folder it sees is the driver's, and not one
    of its own that has the same name. The next run in a folder removes the marks of those before.
    """

    def __init__(self, client: Any, folder: Path, write_land: Callable[[str], None]):
        self._client = client
        self.mark = os.path.join(folder, f"mark-{uuid.uuid4().hex}")
        write_land(self.mark)

    def send(self, *workers: str) -> None:
        """Send the land to those of these workers that want it; of all, where none is named."""
        wanting = self._wanting(list(workers) or None)
        if not wanting:
            return
        whole = os.path.getsize(self.mark)
        with open(self.mark, "rb") as land:
            for start in range(0, whole, PIECE):
                self._run(_held.hold, wanting, start, land.read(PIECE), whole)
        for address in self._wanting(wanting):
            raise DistributedError(
                f"{address} cannot keep the streets and facilities of this study "
                f"({whole / 1e6:,.0f} MB): is there room in its temporary folder?"
            )

    def _wanting(self, workers: list[str] | None) -> list[str]:
        """Give those that are there and do not hold the land."""
        found = self._run(_held.holds, workers)
        return [address for address, holds in found.items() if not holds]

    def close(self) -> None:
        """Let nobody put anything there any more, nor hold the land."""
        if os.path.exists(self.mark):
            os.remove(self.mark)
        if self._client.status == "running":
            with suppress(OSError, TimeoutError):  # A scheduler that is gone has no workers.
                self._run(_held.drop, None)

    def _run(self, work: Any, workers: list[str] | None, *given: Any) -> dict[str, Any]:
        found: dict[str, Any] = self._client.run(
            work, self.mark, *given, workers=workers, on_error="ignore"
        )
        return found


def put(mark: str, path: str, part: bytes) -> bool:
    """Put a part where the driver looks for it: whole, or not at all; false where that fails."""
    if not _held.sees(mark):
        return False
    beside = f"{path}.{uuid.uuid4().hex}"
    try:
        with open(beside, "xb") as file:
            file.write(part)
        if not _held.sees(mark):  # The driver went away meanwhile, and another may be there.
            os.remove(beside)
            return False
        os.replace(beside, path)
    except OSError:
        return False
    return True
