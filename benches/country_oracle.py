"""Whether a country's rows are right: sampled origins, each against the piece around it.

Half of the pieces lie where tiles meet. Distances, legs, facilities, outcomes and verdicts must be
equal to the millimetre; that the comparison sees one millimetre is tried every time.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from collections import Counter
from pathlib import Path

import geoparquet
import mosaic
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq
from bounds import Answer
from country_doors import CATEGORIES
from country_layout import BLOCK, HEIGHT, ROWS, WIDTH
from country_piece import Piece
from exact import MIN_COMPONENT, root

HORIZON = 2_000_000
DIRECT = 10_000
# Walks, the leg to the facility's door, and pieces that are just long enough; and a little more.
MARGIN = HORIZON + 100_000 + MIN_COMPONENT + 10_000
# Origins of one piece, and how far they are from its middle at most.
PER_PIECE, AROUND = 8, 300_000
COLUMNS = [
    "origin", "norm", "facility", "distance_low_m", "distance_high_m", "origin_leg_m",
    "facility_leg_m", "how", "outcome_lower", "outcome_upper", "verdict",
]  # fmt: skip
Row = dict[str, object]


def from_border(points: np.ndarray, corner: tuple[int, int]) -> np.ndarray:
    """How far points are from the nearest side of a tile, mm."""
    x, y = (points - np.array(corner)).T
    x, y = x % WIDTH, y % BLOCK[1]
    rows = np.append(np.arange(ROWS + 1) * HEIGHT, BLOCK[1])
    up = np.abs(y[:, None] - rows[None, :]).min(axis=1)
    return np.minimum(np.minimum(x, WIDTH - x), up)


def samples(folder: Path, count: int, seed: int) -> list[list[tuple[str, list[int]]]]:
    """Origins near each other, a list per piece: every second around one where tiles meet."""
    file = pq.ParquetFile(folder / "origins.parquet")
    corner = json.loads((folder / "country.json").read_text())["corner_mm"]
    chosen = []
    for number in range(-(-count // PER_PIECE)):
        drawn = mosaic.random(seed << 20 | number, 2 + 4 * PER_PIECE)
        block = int(drawn[0] * file.num_row_groups >> 32)
        table = file.read_row_group(block, ["id", "geometry"]).combine_chunks()
        points, _ = geoparquet.unwkb(table["geometry"].chunk(0))
        own = np.arange(len(points))
        if number % 2:
            own = own[from_border(points, corner) < 5_000]
        middle = points[own[drawn[1] * len(own) >> 32]]
        near = np.flatnonzero((np.abs(points - middle) <= AROUND).all(axis=1))
        at = np.unique(near[drawn[2:] * len(near) >> 32])[:PER_PIECE]
        border = from_border(points[near], corner) < 30_000
        if number % 2:
            at = np.unique(np.append(at[: PER_PIECE // 2], near[border][: PER_PIECE // 2]))
        chosen.append(list(zip(table["id"].take(pa.array(at)).to_pylist(), points[at].tolist(),
                               strict=True)))  # fmt: skip
    return chosen


def expected(folder: Path, origins: list[tuple[str, list[int]]]) -> dict[tuple[str, str], Row]:
    """By origin and norm what the rows must say."""
    norms = tomllib.loads((folder / "study.toml").read_text())["norms"]["norm"]
    points = np.array([point for _, point in origins])
    low, high = points.min(axis=0) - MARGIN, points.max(axis=0) + MARGIN
    piece = Piece(folder, (*low.tolist(), *high.tolist()))
    rows = {}
    for origin, point in origins:
        told = answers(piece, point)
        for norm in norms:
            answer = told[norm["category"]]
            limits = 1000 * norm["lower"], 1000 * norm["upper"]
            id_of = answer.facility
            rows[origin, norm["id"]] = {
                "facility": None if id_of is None else piece.facilities[id_of][0],
                "distance_low_m": answer.low,
                "distance_high_m": answer.high,
                "origin_leg_m": answer.legs[0] if answer.legs else None,
                "facility_leg_m": answer.legs[1] if answer.legs else None,
                "outcome_lower": answer.outcome(limits[0]),
                "outcome_upper": answer.outcome(limits[1]),
                "verdict": answer.verdict(*limits),
            }
    return rows


def answers(piece: Piece, point: list[int]) -> dict[str, Answer]:
    """Of one origin by category."""
    home = piece.snap(point)
    walked = piece.walk(home, HORIZON) if home else {}
    straight = [root(int(d)) for d in ((piece.doors - np.array(point)) ** 2).sum(axis=1)]
    closed = {} if home is None or piece.leads_far(home[0]) else piece.walk(home, None)
    # Best by mm, then by the byte order of ids; what is next door has no legs.
    found: dict[str, tuple] = {}
    loose: dict[str, int] = {}
    for number, (name, of) in enumerate(piece.facilities):
        ways = []
        if number in walked and walked[number] + home[2] <= HORIZON:
            legs = home[2], piece.places[number][2]
            ways.append((walked[number] + home[2], name.encode(), 1, number, legs))
        if straight[number] <= DIRECT:
            ways.append((straight[number], name.encode(), 0, number, None))
        if ways:
            found[of] = min([*ways, found[of]] if of in found else ways)
        if piece.places[number] is None:
            loose[of] = min(straight[number], loose.get(of, HORIZON + 1))
    far = home is not None and piece.leads_far(home[0])
    told = {}
    for of in {of for _, of in piece.facilities} | set(CATEGORIES):
        best, line = found.get(of), loose.get(of, HORIZON + 1)
        line = line if line <= HORIZON else None
        if best is not None:
            low = best[0] if line is None else min(best[0], line)
            told[of] = Answer(low, best[0], best[4], best[3])
        elif home is None:
            told[of] = Answer(line, None, None, None, "unsnapped")
        else:
            there = far or any(piece.facilities[number][1] == of for number in closed)
            none = "beyond_horizon" if there else "unreachable"
            told[of] = Answer(line, None, None, None, none)
    return told


def ours(rows: Path, ids: list[str]) -> dict[tuple[str, str], Row]:
    """What the program says of these origins; `rows` is a file or a folder of parts."""
    data = pyarrow.dataset.dataset(rows)
    wanted = pa.array(ids)
    found = {}
    for batch in data.to_batches(columns=COLUMNS, batch_size=1 << 20):
        origin = batch["origin"]
        if pa.types.is_dictionary(origin.type):
            known = pc.is_in(origin.dictionary, wanted)
            kept = known.take(origin.indices)
        else:
            kept = pc.is_in(origin, wanted)
        for row in batch.filter(kept).to_pylist():
            for metres in [name for name in row if name.endswith("_m")]:
                row[metres] = None if row[metres] is None else round(row[metres] * 1000)
            if row["how"] == "direct":
                row["origin_leg_m"] = row["facility_leg_m"] = None
            found[row["origin"], row["norm"]] = row
    return found


def differences(must: dict, told: dict) -> list[str]:
    wrong = []
    for key, row in must.items():
        own = told.get(key)
        if own is None:
            wrong.append(f"{key} is missing")
            continue
        for name, value in row.items():
            if own[name] != value:
                wrong.append(f"{key}: {name} must be {value}, but is {own[name]}")
    return wrong


def check(folder: Path, rows: Path, count: int, seed: int = 1) -> str:
    """Compares and tells what was compared; an error where anything differs."""
    start = time.monotonic()
    pieces = samples(folder, count, seed)
    every = [origin for piece in pieces for origin in piece]
    corner = json.loads((folder / "country.json").read_text())["corner_mm"]
    border = from_border(np.array([point for _, point in every]), corner) < 30_000
    must: dict[tuple[str, str], Row] = {}
    for piece in pieces:
        must |= expected(folder, piece)
    told = ours(rows, [origin for origin, _ in every])
    wrong = differences(must, told)
    if wrong:
        raise SystemExit(f"{len(wrong)} differences (seed {seed}):\n" + "\n".join(wrong[:20]))
    for name in ("distance_low_m", "distance_high_m", "origin_leg_m", "facility_leg_m"):
        key = next(key for key, row in must.items() if row[name] is not None)
        spoiled = told | {key: told[key] | {name: told[key][name] + 1}}
        assert len(differences(must, spoiled)) == 1, f"a millimetre of {name} goes unseen"
    verdicts = Counter(str(row["verdict"]) for row in must.values())
    sampled = len({origin for origin, _ in must})
    told_of = ", ".join(f"{count} {of}" for of, count in verdicts.most_common())
    return (
        f"{sampled} origins in {len(pieces)} pieces, {int(border.sum())} of them within 30 m of a "
        f"tile's side: {len(must)} rows equal to the millimetre "
        f"({told_of}; {time.monotonic() - start:.0f} s)"
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path, help="of the country")
    words.add_argument("rows", type=Path, help="rows.parquet, or a folder of such files")
    words.add_argument("--origins", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    print(check(asked.folder, asked.rows, asked.origins, asked.seed))


if __name__ == "__main__":
    main()
