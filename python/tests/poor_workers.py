"""Workers of which one does something else with one tile; every worker imports this file."""

import importlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow
from nabij.distributed._worker import scored

# So long a test waits for another process before it fails.
PATIENCE = 120
MEMORY = "700MB"


def wait_for(path: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.02)


def waits_once(tile: int, folder: Path, given: bytes, number: int, *rest: Any) -> Any:
    """Tell its process, the first time, and wait for somebody to end it."""
    pid = folder / "pid"
    if number == tile and not pid.exists():
        beside = folder / f"beside-{os.getpid()}"
        beside.write_text(str(os.getpid()))
        beside.rename(pid)
        wait_for(folder / "never")
    return scored(given, number, *rest)


def waits_for_others(tile: int, folder: Path, given: bytes, number: int, *rest: Any) -> Any:
    if number == tile:
        wait_for(folder / "all others are kept")
    return scored(given, number, *rest)


def takes_all_memory(tile: int, given: bytes, number: int, *rest: Any) -> Any:
    """Take more than a worker may have, in steps, and hold it until somebody ends the process."""
    if number == tile:
        taken = []
        for _ in range(10):
            taken.append(b"\1" * 100_000_000)
            time.sleep(0.1)
        time.sleep(PATIENCE)
    return scored(given, number, *rest)


def dies(tile: int, given: bytes, number: int, *rest: Any) -> Any:
    if number == tile:
        os.abort()
    return scored(given, number, *rest)


def seen_by_spark(
    tile: int, failures: int, folder: Path, batches: Iterator[pyarrow.RecordBatch]
) -> Iterator[pyarrow.RecordBatch]:
    """Score with Spark, write down every try, and fail so many times with one tile."""
    tiles_to_rows = importlib.import_module("spark_example").tiles_to_rows
    for batch in batches:
        (path,) = batch["path"].to_pylist()
        number = int(Path(path).stem)
        tries = len(list(folder.glob(f"try-{number}-*")))
        (folder / f"try-{number}-{uuid.uuid4().hex}").touch()
        if number == tile and tries < failures:
            raise RuntimeError(f"tile {number} does not want")
        yield from tiles_to_rows(iter([batch]))
