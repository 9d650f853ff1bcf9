"""The whole job on a city file, and its network, beside one bare pass of libosmium over it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

# Reads every object and keeps every node's location, all of it in C++. Nodes that an extract
# leaves out are no error. Prints the seconds of the pass alone.
PASS = """
import sys, time, osmium
locations = osmium.NodeLocationsForWays(osmium.index.create_map("flex_mem"))
locations.ignore_errors()
start = time.perf_counter()
osmium.apply(sys.argv[1], locations)
print(time.perf_counter() - start)
"""


def bare_pass(pbf: Path) -> float:
    """Seconds of one pass, in a process of its own."""
    words = [sys.executable, "-c", PASS, str(pbf)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def all_threads() -> dict[str, str]:
    """The environment in which a command uses all threads, as libosmium does."""
    return {name: value for name, value in os.environ.items() if name != "RAYON_NUM_THREADS"}


def score(command: Path, study: Path, out: Path) -> float:
    """Seconds of `nabij score STUDY --out OUT`, from its start to its end."""
    start = time.perf_counter()
    words = [str(command), "score", str(study), "--out", str(out)]
    subprocess.run(words, check=True, capture_output=True, env=all_threads())
    return time.perf_counter() - start


def kept(engine: Path, study: Path) -> tuple[float, float]:
    """Seconds that making a study's network takes, and reading it back from the cache."""
    words = [str(engine), "kept", str(study)]
    run = subprocess.run(words, check=True, capture_output=True, env=all_threads())
    told = json.loads(run.stdout)
    return told["prepared"], told["loaded"]
