"""What scipy and pandana take for the nearest facility of every category on a country's network.

Both count between nodes: addresses and facilities are moved to the nearest one, and legs count as
nothing. Their distances at the nodes must be equal; ours, from door to door, are others.
"""

from __future__ import annotations

import time
from pathlib import Path

import geoparquet
import mosaic
import numpy as np
from nearest import NOT_FOUND, Pandana, Scipy
from scipy.spatial import KDTree

HORIZON = 2_000_000
EVERYWHERE = (-(1 << 40), -(1 << 40), 1 << 40, 1 << 40)


def measure(folders: dict[int, Path], most: int) -> str:
    """A table, a line per country and peer; empty where there are none. pandana takes minutes per
    million origins, and is not asked of countries with more than so many.
    """
    if not folders:
        return ""
    lines = [
        "\n## Peers\n",
        "| origins | nodes | edges | peer | setting up, s | nodes of origins, s | nearest, s |",
        "| ---: | ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for origins, folder in folders.items():
        lines += compared(folder, origins <= most)
    lines.append("\nProcessor time. Where both ran, their distances are equal at every node.\n")
    return "\n".join(lines)


def compared(folder: Path, pandana_too: bool) -> list[str]:
    nodes, edges = network(folder)
    tree = KDTree(nodes)
    shops = geoparquet.read(folder / "facilities.parquet", EVERYWHERE, ["category"])
    places, _ = geoparquet.unwkb(shops["geometry"].chunk(0))
    of = np.array(shops["category"].to_pylist())
    facilities = [np.unique(tree.query(places[of == one])[1]) for one in np.unique(of)]
    homes, _ = geoparquet.unwkb(
        geoparquet.read(folder / "origins.parquet", EVERYWHERE, [])["geometry"].chunk(0)
    )
    took = {}
    setting_up, scipy = timed(lambda: Scipy(len(nodes), edges))
    at_nodes, _ = timed(lambda: tree.query(homes))
    nearest, found = timed(lambda: scipy.nearest(facilities, HORIZON, True))
    took["scipy"] = (setting_up, at_nodes, nearest)
    if pandana_too:
        pandana = Pandana(nodes, edges)
        setting_up, _ = timed(lambda: pandana.set_up(facilities, HORIZON))
        metres = homes / 1000
        at_nodes, _ = timed(lambda: pandana.network.get_node_ids(metres[:, 0], metres[:, 1]))
        nearest, answers = timed(lambda: pandana.nearest(facilities, HORIZON))
        took["pandana"] = (setting_up, at_nodes, nearest)
        mm = np.stack(found)
        mm = np.where(np.isfinite(mm), mm, NOT_FOUND)
        assert not pandana.differences(answers, mm).any(), "the peers differ"
    head = f"| {len(homes):,} | {len(nodes):,} | {len(edges):,} "
    return [
        head + f"| {peer} | " + " | ".join(f"{seconds:.2f}" for seconds in each) + " |"
        for peer, each in took.items()
    ]


def network(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """Nodes in mm, and edges as (node, node, mm), without those of no length."""
    table = geoparquet.read(folder / "streets.parquet", EVERYWHERE, ["id"])
    points, starts = geoparquet.unwkb(table["geometry"].chunk(0))
    nodes, edges = mosaic.edges_of(points, starts)
    first = starts[edges[:, 0]]
    wide = 1 << 31
    numbers = nodes[:, 0] * wide + nodes[:, 1]

    def number(at: np.ndarray) -> np.ndarray:
        return np.searchsorted(numbers, points[at, 0] * wide + points[at, 1])

    joined = np.stack([number(first + edges[:, 1]), number(first + edges[:, 2]), edges[:, 3]], 1)
    return nodes, joined[joined[:, 2] > 0]


def timed(work) -> tuple[float, object]:
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer
