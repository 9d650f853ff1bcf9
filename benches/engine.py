"""The engine's process: one order in, one line of JSON out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType

import numpy as np


class Engine:
    """Runs `nabij-benches` on a folder of arrays."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [str(binary), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.built = self.answer()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.stdin.close()
        if self.process.wait() != 0 and error is None:
            raise SystemExit("the engine failed")

    def order(self, order: str) -> dict:
        """Sends an order and waits for its answer."""
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the engine stopped with {self.process.wait()}")
        return json.loads(line)

    def read(self, name: str, columns: int = 1) -> np.ndarray:
        """An array that the engine wrote."""
        kind = {"u32": "<u4", "i32": "<i4"}[name.rsplit(".", 1)[1]]
        numbers = np.fromfile(self.folder / name, dtype=kind).astype(np.int64)
        return numbers.reshape(-1, columns) if columns > 1 else numbers


def write(folder: Path, name: str, numbers: np.ndarray) -> None:
    """Writes an array for the engine; a number that does not fit is an error."""
    kind = {"u32": "<u4", "i32": "<i4"}[name.rsplit(".", 1)[1]]
    whole = np.asarray(numbers)
    fits = np.iinfo(kind)
    assert whole.min() >= fits.min, name
    assert whole.max() <= fits.max, name
    whole.astype(kind).tofile(folder / name)
