"""What more walkers cost: four profiles with both bounds, and walks with rests, beside one profile.

`nabij-benches walkers STUDY` prepares and scores; reading files is not counted. Puts its section in
the page of benchmarks.
"""

from __future__ import annotations

import argparse
import datetime
import os
import re
import subprocess
import tomllib
from pathlib import Path
from statistics import median

import report
import tables

# The lines that are told, what they are, and how often the first at most.
GOALS = {
    "one profile, one bound": None,
    "four profiles, both bounds": 4,
    "one profile with rests": 3,
}


def run(engine: Path, study: Path) -> dict[str, float]:
    """Seconds of processor time, each a median of nine, by what was done."""
    words = [str(engine), "walkers", str(study)]
    own = {**os.environ, "RAYON_NUM_THREADS": "1"}
    told = subprocess.run(words, check=True, capture_output=True, text=True, env=own).stdout
    found = re.findall(r"^(.*?): +([0-9.]+) s", told, re.M)
    seconds = {what: float(took) for what, took in found}
    assert list(seconds) == list(GOALS), told
    return seconds


def section(runs: list[dict[str, float]], city: str) -> str:
    """A table, and what it says."""
    first = next(iter(GOALS))
    lines = [
        "| what | processor time, s | times the first | goal | met |",
        "| --- | --- | --- | --- | --- |",
    ]
    for what, goal in GOALS.items():
        ratios = [one[what] / one[first] for one in runs]
        took = f"{median(one[what] for one in runs):.3f}"
        cells = [what, took, "", "", ""]
        if goal:
            spread = f"{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
            cells[2:] = [spread, f"≤ {goal}", "yes" if max(ratios) <= goal else "no"]
        lines.append("| " + " | ".join(cells) + " |")
    table = "\n".join(lines)
    return f"""## More walkers

On {city}, {datetime.date.today().isoformat()}; {report.machine()}.

{table}

Medians of {len(runs)} runs, each of nine in turns, in processor time of one thread; in brackets the
least and the most of the runs. From attaching doors to verdicts, once all files are read. *One
profile, one bound* is an adult for whom everything unknown is assumed, so that one search does;
*four profiles, both bounds* are all that come with nabij, eight searches; *rests* are rested
distances for 50, 100 and 125 m and the longest stretch of every walk, beside the ordinary ones.
"""


def measure(engine: Path, study: Path, runs: int) -> str:
    """The section of the page."""
    layers = tomllib.loads(study.read_text())["streets"]
    city = ", ".join(Path(layer["file"]).name for layer in layers)
    return section([run(engine, study) for _ in range(runs)], city)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path, help="a study of a whole city with benches")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engine", type=Path, default=tables.ROOT / "target/release/nabij-benches")
    parser.add_argument("--out", type=Path, default=tables.PAGE)
    options = parser.parse_args()
    found = measure(options.engine, options.study, options.runs)
    print(found)
    options.out.write_text(tables.put(options.out.read_text(), found))


if __name__ == "__main__":
    main()
