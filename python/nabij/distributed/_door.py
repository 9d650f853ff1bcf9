"""The folder of parts as workers see it: who shares it with the driver puts parts there at once."""

from __future__ import annotations

import os
import uuid
from pathlib import Path


class Door:
    """Where workers put parts. Nothing comes back over the network then.

    A mark in the folder tells a worker that the folder it sees is the driver's, and not one of its
    own that has the same name. The next run in a folder removes the marks of those before.
    """

    def __init__(self, folder: Path):
        self.mark = os.path.join(folder, f"mark-{uuid.uuid4().hex}")
        with open(self.mark, "xb"):
            pass

    def close(self) -> None:
        """Let nobody put anything there any more."""
        if os.path.exists(self.mark):
            os.remove(self.mark)


def put(mark: str, path: str, part: bytes) -> bool:
    """Put a part where the driver looks for it: whole, or not at all; false where that fails."""
    if not os.path.exists(mark):
        return False
    beside = f"{path}.{uuid.uuid4().hex}"
    try:
        with open(beside, "xb") as file:
            file.write(part)
        if not os.path.exists(mark):  # The driver went away meanwhile, and another may be there.
            os.remove(beside)
            return False
        os.replace(beside, path)
    except OSError:
        return False
    return True
