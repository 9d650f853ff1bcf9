"""The command on a country of growing size: time and memory of every stage, and the rows checked.

Every size is generated (or found), scored by the release command, and held against exact walks at
sampled origins; any difference stops the run. With `--tile-size` the command cuts the country. A
Markdown table tells it all, with what scipy and pandana take on the same network.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import country
import country_oracle
import country_peers
import report

ROOT = Path(__file__).parent.parent
STAGE = re.compile(r"^(?P<name>.+): (?P<seconds>[0-9.]+) s$")
TICKS = os.sysconf("SC_CLK_TCK")
# What a run in one piece takes, bytes per origin, and how much of the memory it may take.
WHOLE, SHARE = 6_000, 0.8


@dataclass
class Stage:
    """What the command did between two lines of progress."""

    name: str
    wall: float  # seconds
    cpu: float
    peak: int  # bytes, within the stage


@dataclass
class Run:
    """One run of the command on a country of so many origins."""

    origins: int
    edges: int
    stages: list[Stage] = field(default_factory=list)
    within: str = ""  # lines of a table: what becomes of the time of a tile
    checked: str = "not checked: stopped before its end"

    @property
    def wall(self) -> float:
        return sum(stage.wall for stage in self.stages)

    @property
    def cpu(self) -> float:
        return sum(stage.cpu for stage in self.stages)

    @property
    def peak(self) -> int:
        return max(stage.peak for stage in self.stages)


class Watched:
    """A process that tells its stages, with what it took since the last one."""

    def __init__(self, words: list[str]) -> None:
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                        text=True)  # fmt: skip
        self.proc = Path(f"/proc/{self.process.pid}")
        self.at, self.cpu = time.monotonic(), 0.0

    def took(self, name: str) -> Stage:
        """Since the last call. Of a process that has just ended the peak is not known any more."""
        now, before = time.monotonic(), self.at
        try:
            fields = (self.proc / "stat").read_text().rsplit(")", 1)[1].split()
            cpu = (int(fields[11]) + int(fields[12])) / TICKS
            status = (self.proc / "status").read_text()
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            peak = 1024 * int(found[1]) if found else 0
            (self.proc / "clear_refs").write_text("5")  # the peak begins anew
        except OSError:
            cpu, peak = self.cpu, 0
        stage = Stage(name, now - before, cpu - self.cpu, peak)
        self.at, self.cpu = now, cpu
        return stage


def score(command: Path, study: Path, out: Path, more: list[str], until: str | None) -> list[Stage]:
    """Scores a study and measures every stage; stopped after the one called `until`."""
    shutil.rmtree(out, ignore_errors=True)
    watched = Watched([str(command), "score", str(study), "--out", str(out), *more])
    stages, said = [], []
    for line in watched.process.stderr:
        said.append(line)
        if found := STAGE.match(line.rstrip("\n")):
            stages.append(watched.took(found["name"]))
            if found["name"] == until:
                watched.process.kill()
                watched.process.wait()
                return stages
    code = watched.process.wait()
    if code:
        raise SystemExit(f"the command ended with {code}:\n{''.join(said[-20:])}")
    return stages


def within(asked: argparse.Namespace, study: Path) -> str:
    """What becomes of the time of a tile, on one thread."""
    words = [str(asked.benches), "tiles", str(study), str(asked.tile_size)]
    alone = os.environ | {"RAYON_NUM_THREADS": "1"}
    told = subprocess.run(words, env=alone, check=True, capture_output=True, text=True)
    return told.stdout


def rows_of(out: Path) -> Path:
    """The table of rows, in one file or in parts."""
    one = out / "rows.parquet"
    return one if one.exists() else out / "rows"


def measure(asked: argparse.Namespace, size: int) -> Run:
    folder = asked.folder / f"{size}"
    told = country.make(folder, size)
    out = folder / "out"
    more = [] if asked.tile_size is None else ["--tile-size", str(asked.tile_size)]
    more += [] if asked.memory is None else ["--memory", asked.memory]
    run = Run(size, told["edges"])
    run.stages = score(asked.command, folder / "study.toml", out, more, asked.until)
    if asked.tile_size is not None:
        run.within = within(asked, folder / "study.toml")
    if asked.until is None:
        run.checked = country_oracle.check(folder, rows_of(out), asked.samples)
    print(table([run]), f"\n{run.checked}\n", flush=True)
    return run


def table(runs: list[Run]) -> str:
    """A line per size and stage: time, how many threads were busy, and memory."""
    lines = [
        "| origins | edges | stage | wall, s | processor, s | threads | of the time | peak, MB |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for run in runs:
        every = [*run.stages, Stage("all", run.wall, run.cpu, run.peak)]
        lines += [
            f"| {run.origins:,} | {run.edges:,} | {stage.name} | {stage.wall:.2f} | "
            f"{stage.cpu:.2f} | {stage.cpu / max(stage.wall, 0.01):.1f} | "
            f"{100 * stage.wall / run.wall:.0f} % | {stage.peak / 1e6:,.0f} |"
            for stage in every
        ]
    return "\n".join(lines)


def slopes(runs: list[Run]) -> str:
    """Cost per origin at every size, beside that at the smallest."""
    lines = [
        "| origins | µs of the wall per origin | µs of processors | beside the smallest | slope |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    first = runs[0]
    for run in runs:
        wall, cpu = (1e6 * seconds / run.origins for seconds in (run.wall, run.cpu))
        ratio = wall / (1e6 * first.wall / first.origins)
        slope = ""
        if run.origins != first.origins:
            slope = f"{1 + math.log(ratio) / math.log(run.origins / first.origins):.2f}"
        lines.append(f"| {run.origins:,} | {wall:.1f} | {cpu:.1f} | {ratio:.2f} | {slope} |")
    return "\n".join(lines)


def tiles(runs: list[Run]) -> str:
    """What becomes of the time of a tile at every size; nothing where nobody cut."""
    lines = [
        f"| {run.origins:,} {line}" for run in runs for line in run.within.splitlines() if line
    ]
    head = "| origins | stage | µs of one thread per origin | of the thread |"
    rule = "| ---: | --- | ---: | ---: |"
    table = "\n".join([head, rule, *lines])
    return f"## Within a tile\n\n{table}\n\n" if lines else ""


def page(runs: list[Run], peers: str, how: str) -> str:
    checked = "\n".join(f"- {run.origins:,}: {run.checked}" for run in runs)
    return f"""# A country

Written by `make bench-country`; do not edit.

- {report.machine()}
- {how}
- {len(country.country_doors.CATEGORIES)} categories; Helsinki's centre and the bundled town as a
  mosaic of constant density, © OpenStreetMap contributors, ODbL

{table(runs)}

*threads* is processor time by time on the wall; *peak* the most memory within the stage.

{tiles(runs)}## What an origin costs

{slopes(runs)}

*slope* is 1 where twice as many origins take twice as long.

## What was checked

{checked}
{peers}"""


def fitting() -> list[int]:
    """The sizes that a run in one piece has the memory for."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [size for size in (10**5, 10**6, 10**7) if size * WHOLE <= SHARE * memory]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument(
        "--sizes", type=float, nargs="+", help="origins; default: what memory allows"
    )
    words.add_argument("--tile-size", type=int, help="passed to the command")
    words.add_argument("--memory", help="passed to the command, such as 4GB")
    words.add_argument("--until", metavar="STAGE", help="stop each run after this stage, unchecked")
    words.add_argument("--samples", type=int, default=200, help="origins held against the oracle")
    words.add_argument(
        "--peers", type=float, nargs="*", default=[10**5, 10**6, 10**7], help="sizes"
    )
    words.add_argument("--pandana", type=float, default=10**6, help="the largest size it is asked")
    words.add_argument("--command", type=Path, default=ROOT / "target/release/nabij")
    words.add_argument("--benches", type=Path, default=ROOT / "target/release/nabij-benches")
    words.add_argument("--folder", type=Path, default=ROOT / "target/country", help="of the data")
    words.add_argument("--out", type=Path, help="a page; else only printed")
    asked = words.parse_args()
    tiled = asked.tile_size is not None or asked.memory is not None
    sizes = [round(size) for size in asked.sizes or []]
    sizes = sizes or ([10**5, 10**6, 10**7] if tiled else fitting())
    runs = [measure(asked, size) for size in sizes]
    at = [round(size) for size in asked.peers if round(size) in sizes]
    folders = {size: asked.folder / f"{size}" for size in at}
    peers = country_peers.measure(folders, round(asked.pandana))
    how = f"in tiles of {asked.tile_size}" if tiled else "in one piece"
    told = page(runs, peers, how)
    print(told)
    if asked.out:
        asked.out.write_text(told)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
