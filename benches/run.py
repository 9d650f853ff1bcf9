"""Measures the engine beside its peers, compares every answer, and writes docs/benchmarks.md."""

from __future__ import annotations

import os

# One thread each; libraries read this when they load.
os.environ.update(OMP_NUM_THREADS="1", RAYON_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import job
import more
import mosaic
import numpy as np
import report
import shapely
import tables
from areas import Networkx
from engine import Engine, write
from nearest import Pandana, Scipy
from report import Row
from snapping import Shapely

ROOT = Path(__file__).resolve().parent.parent
HORIZONS = (500_000, 2_000_000)
CATEGORIES, FACILITIES = 10, 200
PLACES, AROUND = 500, 500_000


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Processor seconds of this process, and what the work returns."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def nearest_rows(
    engine: Engine, nodes: np.ndarray, edges: np.ndarray, repetitions: int
) -> list[Row]:
    """Nearest facility: ours, scipy in both forms, pandana, and breadth-first."""
    drawn = mosaic.random(1, CATEGORIES * FACILITIES) * len(nodes) >> 32
    facilities = drawn.reshape(CATEGORIES, FACILITIES)
    write(engine.folder, "facilities.u32", np.concatenate(([FACILITIES], drawn)))
    scipy, pandana = Scipy(len(nodes), edges), Pandana(nodes, edges)
    rows = []
    for horizon in HORIZONS:
        ours, bounded, whole, set_up = [], [], [], []
        undirected, directed = [], []
        for _ in range(repetitions):
            set_up.append(engine.built["seconds"] + engine.order("graph")["seconds"])
            ours.append(engine.order(f"nearest {horizon}")["seconds"])
            bounded.append(engine.order(f"breadth {horizon}")["seconds"])
            whole.append(engine.order("breadth all")["seconds"])
            for times, form in ((undirected, False), (directed, True)):
                took, _ = timed(
                    lambda form=form, horizon=horizon: scipy.nearest(facilities, horizon, form)
                )
                times.append(took)
        distance = engine.read("distance.u32").reshape(CATEGORIES, -1)
        facility = engine.read("facility.u32").reshape(CATEGORIES, -1)
        scipy.assert_equal(facilities, horizon, distance, facility)
        building, _ = timed(lambda horizon=horizon: pandana.set_up(facilities, horizon))
        query, answers = timed(lambda horizon=horizon: pandana.nearest(facilities, horizon))
        assert not pandana.differences(answers, distance).any(), "pandana's distances differ"
        what = f"nearest, {horizon // 1000:,} m"
        with_set_up = [first + second for first, second in zip(set_up, ours, strict=True)]
        rows += [
            Row(what, "scipy dijkstra, `directed=False`", ours, undirected, at_least=10),
            Row(what, "scipy dijkstra, symmetric, `directed=True`", ours, directed, at_least=5),
            Row(what, "pandana `nearest_pois`", ours, [query], at_least=150),
            Row(
                what, "pandana with its set-up, ours without", ours, [building + query], at_least=75
            ),
            Row(what, "pandana with its set-up, ours with", with_set_up, [building + query]),
            Row(what, "breadth-first, as many nodes", ours, bounded, at_most=2.5),
            Row(what, "breadth-first, all nodes", ours, whole),
        ]
    return rows


def snapping_rows(
    engine: Engine, vertices: np.ndarray, starts: np.ndarray, edges: np.ndarray, runs: np.ndarray,
    count: int, repetitions: int,
) -> list[Row]:  # fmt: skip
    """Points in random order onto the network: ours, and shapely over segments and over edges."""
    size = vertices.max(axis=0)
    points = np.stack([mosaic.random(2 + axis, count) * size[axis] >> 32 for axis in (0, 1)], 1)
    write(engine.folder, "points.i32", points)
    places = shapely.points(points.astype(float))
    peers = {
        "segments": Shapely(vertices, starts, runs, whole_edges=False),
        "edges": Shapely(vertices, starts, runs, whole_edges=True),
    }
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in peers}
    for peer in peers.values():
        peer.index()
    for repetition in range(repetitions):
        answer = engine.order("snap")
        assert answer["counts"] == [count], "a point met no street"
        ours.append(answer["seconds"])
        for name, peer in peers.items():
            took, found = timed(lambda peer=peer: peer.snap(places))
            theirs[name].append(took)
            if repetition == 0:
                snapped = engine.read("snapped.u32", 3)
                peer.assert_equal(places, found, snapped, edges, runs[:, 2] - runs[:, 1])
    what = f"snapping {count:,} points"
    return [
        Row(what, f"shapely STRtree of {name}, then line_locate_point", ours, times, at_least=10)
        for name, times in theirs.items()
    ]


def area_rows(
    engine: Engine, nodes: np.ndarray, edges: np.ndarray, repetitions: int
) -> list[Row]:  # fmt: skip
    """The streets around facilities at nodes: ours as lines, networkx's as subgraphs."""
    places = mosaic.random(4, PLACES) * len(nodes) >> 32
    write(engine.folder, "places.u32", places)
    peer = Networkx(len(nodes), edges)
    ours, theirs = [], []
    for repetition in range(repetitions):
        ours.append(engine.order(f"areas {AROUND}")["seconds"])
        took, found = timed(lambda: peer.around(places, AROUND))
        theirs.append(took)
        if repetition == 0:
            peer.assert_equal(places, AROUND, found, engine.read("stretches.u32", 4))
    what = f"service areas, {PLACES} facilities at {AROUND // 1000} m"
    return [Row(what, "networkx `ego_graph`", ours, theirs, at_least=20)]


def job_rows(options: argparse.Namespace, pbf: Path, folder: Path) -> list[Row]:
    """A city file beside one bare pass over it: to its network, and to written tables."""
    network, loaded, whole, bare = [], [], [], []
    for number in range(options.repetitions):
        bare.append(job.bare_pass(pbf))
        made, read = job.kept(options.engine, options.job)
        network.append(made)
        loaded.append(read)
        whole.append(job.score(options.command, options.job, folder / f"out{number}"))
    return [
        Row(f"a network of {pbf.name}", "bare libosmium pass", network, bare, at_most=2),
        Row("the same from the cache", "making it", loaded, network, at_least=20),
        Row(f"`nabij score` on {pbf.name}", "bare libosmium pass", whole, bare, at_most=3),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--points", type=int, default=200_000)
    parser.add_argument("--tiles", type=int, nargs=2, default=mosaic.TILES)
    parser.add_argument("--engine", type=Path, default=ROOT / "target/release/nabij-benches")
    parser.add_argument(
        "--job",
        type=Path,
        metavar="STUDY",
        help="a study of a city: scored whole, and by more walkers",
    )
    parser.add_argument("--pbf", type=Path, default=None, help="the city file that it names")
    parser.add_argument("--command", type=Path, default=ROOT / "target/release/nabij")
    parser.add_argument("--out", type=Path, default=ROOT / "docs/benchmarks.md")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        vertices, starts = mosaic.mosaic(tuple(options.tiles))
        write(folder, "vertices.i32", vertices)
        write(folder, "lines.u32", starts)
        with Engine(options.engine, folder) as engine:
            nodes, edges = engine.read("nodes.i32", 2), engine.read("edges.u32", 3)
            runs = engine.read("runs.u32", 3)
            expected_nodes, expected_edges = mosaic.edges_of(vertices, starts)
            in_order = nodes[np.lexsort((nodes[:, 1], nodes[:, 0]))]
            assert np.array_equal(expected_nodes, in_order), "not the same nodes"
            ours = np.concatenate([runs, edges[:, 2:]], axis=1)
            assert np.array_equal(expected_edges, ours), "not the same edges"
            laid_out = median(engine.order("graph")["seconds"] for _ in range(options.repetitions))
            rows = nearest_rows(engine, nodes, edges, options.repetitions)
            rows += snapping_rows(
                engine, vertices, starts, edges, runs, options.points, options.repetitions
            )
            rows += area_rows(engine, nodes, edges, options.repetitions)
        if options.job:
            pbf = options.pbf or mosaic.extract()
            rows += job_rows(options, pbf, folder)

    facts = [
        f"{len(nodes):,} nodes, {len(edges):,} edges; {CATEGORIES} categories of {FACILITIES} "
        "facilities, every node an origin; peers' answers equal to ours",
        f"laying the network out for searching, once per profile: {laid_out:.3f} s, in none of the "
        "ratios but those *with* set-up",
    ]
    print(report.table(rows))
    wide = tables.measure(options.command, options.engine, tables.ADDRESSES, options.repetitions)
    print(wide)
    page = tables.put(report.page(rows, facts), wide)
    if options.job:
        walkers = more.measure(options.engine, options.job, 3)
        print(walkers)
        page = tables.put(page, walkers)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(page)


if __name__ == "__main__":
    main()
