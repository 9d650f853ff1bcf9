"""Ratios as a table, and the page that keeps them."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PEERS = ("networkx", "numpy", "osmium", "pandana", "scipy", "shapely")


@dataclass
class Row:
    """One comparison: seconds of both sides, and what the ratio should be."""

    what: str
    peer: str
    ours: list[float]
    theirs: list[float]
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        """Theirs by ours; ours by theirs where ours may be the slower."""
        quotient = median(self.theirs) / median(self.ours)
        return 1 / quotient if self.at_most else quotient

    @property
    def goal(self) -> str:
        if self.at_least:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_most else ""

    @property
    def met(self) -> str:
        if self.at_least:
            return "yes" if self.ratio >= self.at_least else "no"
        if self.at_most:
            return "yes" if self.ratio <= self.at_most else "no"
        return ""

    def cells(self) -> list[str]:
        ours, theirs = (f"{median(times):.3f}" for times in (self.ours, self.theirs))
        repeated = f"{len(self.ours)}, {len(self.theirs)}"
        return [
            self.what, self.peer, ours, theirs, repeated, f"{self.ratio:.1f}", self.goal, self.met,
        ]  # fmt: skip


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    head = ["what", "peer", "ours, s", "peer, s", "runs", "ratio", "goal", "met"]
    lines = [head, ["---"] * len(head), *(row.cells() for row in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def machine() -> str:
    """What the ratios were measured on."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        name = models[0].split(":", 1)[1].strip() if models else name
    busy = os.getloadavg()[0]
    return f"{name}, {os.cpu_count()} cores, load {busy:.1f} at the end, {platform.system()}"


def page(rows: list[Row], facts: list[str]) -> str:
    """The whole page."""
    versions = ", ".join(f"{peer} {importlib.metadata.version(peer)}" for peer in PEERS)
    listed = "\n".join(f"- {fact}" for fact in facts)
    return f"""# Benchmarks

Written by `make bench` on {datetime.date.today().isoformat()}; do not edit.

- {machine()}
- {versions}
{listed}

{table(rows)}

Medians of interleaved runs, one thread each, in processor time (the city file's: all threads, in
time on the wall; a network is one that can be searched and snapped to). *ratio* is the peer's time
by ours; where the goal is an upper bound, ours by the peer's. Every answer is compared with the
peer's in the same run, and a difference stops it.

Every tile of the network is the walkable centre of Helsinki (© OpenStreetMap contributors, ODbL),
every second one mirrored so that streets go on across the borders. scipy and pandana number the
nodes as the engine does, along a Hilbert curve, which is faster for them than an arbitrary order.
scipy returns distances only, we distances and facilities. pandana is asked once per horizon, and
its `precompute` is left out: it serves `aggregate`, not `nearest_pois`. Service areas are the lines
of all streets around each facility, cut at the limit; `ego_graph` returns the nodes and whole edges
between them. Its nodes are compared with ours, and the length on every edge with what networkx's
distances leave of it.
"""
