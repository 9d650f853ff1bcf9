"""Every distance and verdict of every profile, against an oracle that shares no code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_distance_and_verdict_is_exact(command: Path, helsinki: Path) -> None:
    """At best and for certain, in the bundled town and in Helsinki."""
    oracle = ROOT / "benches" / "walked.py"
    words = [sys.executable, str(oracle), "--quick", "--helsinki", str(helsinki)]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(command.parents[1])}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stdout.count("; 0 differ") == 2 * 2 * 4  # cities, assumptions, profiles
