"""Two workers of Dask beside one, of one thread each, on a study: how much faster, and equal.

    python benches/workers.py STUDY [--tile-size 20000] [--rows merged] [--goal 1.6]

Needs nabij[distributed] and the extension built for release. Times are told twice: from the first
piece sent to the last part kept, which is what workers share, and of the whole call, with what the
driver does alone: reading, planning tiles and writing tables.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import nabij
import nabij.distributed
from dask.distributed import Client, LocalCluster


@dataclass
class Clock:
    """When land and homes were sent and parts kept in one run."""

    started: float = 0.0
    first: float = 0.0
    last: float = 0.0
    ended: float = 0.0
    tiles: int = 0
    # Of the driver: making what is sent and keeping, and how much goes over the network.
    busy: float = 0.0
    land: int = 0
    sent: int = 0
    returned: int = 0

    @property
    def whole(self) -> float:
        return self.ended - self.started

    @property
    def shared(self) -> float:
        return self.last - self.first


clock = Clock()


class Timed(nabij.distributed.Tiles):
    def _land(self, path: str) -> None:
        clock.first = time.perf_counter()
        super()._land(path)
        clock.busy += time.perf_counter() - clock.first
        clock.land = Path(path).stat().st_size

    def _homes(self, number: int) -> bytes:
        start = time.perf_counter()
        homes = super()._homes(number)
        clock.busy += time.perf_counter() - start
        clock.sent += len(homes)
        return homes

    def _take(self, number: int, part: bytes | None) -> bool:
        start = time.perf_counter()
        taken = super()._take(number, part)
        clock.last = time.perf_counter()
        clock.busy += clock.last - start
        clock.returned += len(part or b"")
        clock.tiles += 1
        return taken


def run(study: Path, out: Path, workers: int, tile_size: int | None, rows: str) -> Clock:
    global clock
    clock = Clock()
    options = {"threads_per_worker": 1, "memory_limit": 0, "dashboard_address": ":0"}
    with LocalCluster(n_workers=workers, **options) as cluster, Client(cluster) as client:
        client.run(nabij.threads)  # The package is loaded before the clock starts.
        clock.started = time.perf_counter()
        nabij.distributed.score(study, out, client=client, tile_size=tile_size, rows=rows)
        clock.ended = time.perf_counter()
    return clock


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path)
    parser.add_argument("--tile-size", type=int)
    parser.add_argument("--rows", choices=["merged", "partitioned"], default="partitioned")
    parser.add_argument("--goal", type=float, default=0.0, help="fail below this ratio")
    asked = parser.parse_args()
    nabij.distributed.Tiles = Timed
    with tempfile.TemporaryDirectory() as folder:
        clocks = []
        for workers in (1, 2):
            out = Path(folder) / str(workers)
            own = run(asked.study, out, workers, asked.tile_size, asked.rows)
            clocks.append(own)
            print(
                f"{workers} worker{'s' * (workers > 1)}: {own.shared:.1f} s for {own.tiles} tiles, "
                f"{own.whole:.1f} s in all; the driver worked for {own.busy:.1f} s; "
                f"{own.land / 1e6:.1f} MB of land, {own.sent / 1e6:.1f} MB of homes sent, "
                f"{own.returned / 1e6:.1f} MB came back",
                flush=True,
            )
        one, two = (files(Path(folder) / name) for name in "12")
        assert one == two, "the results differ"
    ratio = clocks[0].shared / clocks[1].shared
    print(
        f"equal results; tiles {ratio:.2f} times as fast with two workers, "
        f"all of it {clocks[0].whole / clocks[1].whole:.2f} times"
    )
    return int(ratio < asked.goal)


if __name__ == "__main__":
    sys.exit(main())
