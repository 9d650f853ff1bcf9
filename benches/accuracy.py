"""How many verdicts are wrong when the same addresses are measured in other ways.

Every way answers the same question, for the same addresses and facilities: is the nearest facility
of each category within 100, 300 and 500 m? What is right comes from `exact`, which shares no code
with the engine. Writes docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import generated
import mosaic
import numpy as np
import pyproj
import shapely
from city import City

ROOT = Path(__file__).resolve().parent.parent
NABIJ = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "nabij"
LIMITS = (100, 300, 500)
CATEGORIES = ("supermarket", "pharmacy", "public_transport")
METRES_A_MINUTE = 5000 / 60


@dataclass
class Counts:
    """Verdicts of one way at one limit."""

    within: int = 0
    beyond: int = 0
    false_within: int = 0
    false_beyond: int = 0

    def add(self, right: np.ndarray, told: np.ndarray) -> None:
        self.within += int(right.sum())
        self.beyond += int((~right).sum())
        self.false_within += int((told & ~right).sum())
        self.false_beyond += int((~told & right).sum())

    @property
    def wrong(self) -> float:
        return (self.false_within + self.false_beyond) / max(self.within + self.beyond, 1)


@dataclass
class Measured:
    """One city."""

    name: str
    addresses: int
    left_out: int
    facilities: int
    ways: dict[str, dict[int, Counts]] = field(default_factory=dict)


def nabij(folder: Path, *words: str) -> None:
    """Runs the command."""
    subprocess.run([NABIJ, *words], cwd=folder, check=True, capture_output=True)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


Facilities = list[tuple[str, tuple[float, float]]]


def from_osm(folder: Path, extract: Path, crs: str) -> tuple[np.ndarray, Facilities]:
    """The addresses and facilities of an extract as points in metres: one door each."""
    nabij(
        folder, "score", "--streets", str(extract), "--facilities", str(extract), "--origins",
        str(extract), "--crs", crs, "--out", "places", "--format", "csv",
    )  # fmt: skip
    addresses = [
        (float(row["x"]), float(row["y"])) for row in rows(folder / "places/addresses.csv")
    ]
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    x, y = to.transform(*np.array(addresses).T)
    return np.stack([x, y], axis=1), facilities(folder)


def made(parent: str, name: str) -> Path:
    """A new folder."""
    folder = Path(parent) / name
    folder.mkdir()
    return folder


def town(folder: Path) -> tuple[str, str, np.ndarray, Facilities]:
    """The bundled town: its layers, its CRS, and its addresses and facilities as points."""
    nabij(folder, "demo", "--out", ".")
    nabij(folder, "score", "town/study.toml", "--out", "places", "--format", "csv")
    homes = rows(folder / "places/addresses.csv")
    origins = np.array([(float(row["x"]), float(row["y"])) for row in homes])
    streets = "".join(
        f'[[{layer}]]\nfile = "town/{layer}.geojson"\n' for layer in ("streets", "squares", "nodes")
    )
    return streets, generated.CRS, origins, facilities(folder)


def osm(folder: Path, extract: Path, crs: str, origins: np.ndarray) -> str:
    """The streets of an extract and nothing else of it: points stand for buildings, so that no leg
    is kept from crossing what surrounds them, and no home starts at another door."""
    to = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    # Of a kind of which a layer tells, that of OpenStreetMap is not read: here one far from all.
    corner = origins.min(axis=0) - 20_000
    ring = [list(to.transform(*(corner + by))) for by in ((0, 0), (0, 9), (9, 9), (0, 0))]
    text = "\n"
    for kind, shape, places in (
        ("barrier", "LineString", ring[:2]),
        ("building", "Polygon", [ring]),
    ):
        one = {"type": "Feature", "properties": {"id": 1},
               "geometry": {"type": shape, "coordinates": places}}  # fmt: skip
        layer = json.dumps({"type": "FeatureCollection", "features": [one]})
        (folder / f"{kind}.geojson").write_text(layer)
        text += f'[[barriers]]\nfile = "{kind}.geojson"\nkind = "{kind}"\n'
    return f'[[streets]]\nfile = "{extract}"{text}'


def facilities(folder: Path) -> Facilities:
    """The facilities of a result, in the network's own plane."""
    found = (row for row in rows(folder / "places/facilities.csv") if row["x"])
    return [(row["category"], (float(row["x"]), float(row["y"]))) for row in found]


def write(folder: Path, city: City, streets: str, crs: str) -> None:
    """A study of points: no buildings, nothing next door, one norm per limit."""
    with (folder / "origins.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "x", "y"])
        for number, (x, y) in enumerate((city.origins / 1000).tolist()):
            out.writerow([number, f"{x:.3f}", f"{y:.3f}"])
    with (folder / "facilities.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "category", "x", "y"])
        for number, (category, (x, y)) in enumerate(city.facilities):
            out.writerow([number, category, f"{x / 1000:.3f}", f"{y / 1000:.3f}"])
    norms = "".join(
        f'[[norms.norm]]\nid = "{category}-{limit}"\ncategory = "{category}"\nupper = {limit}\n'
        for category in CATEGORIES
        if city.of(category)
        for limit in LIMITS
    )
    layer = f'crs = "{crs}"\nx = "x"\ny = "y"\n'
    (folder / "study.toml").write_text(
        f'crs = "{crs}"\n{streets}\n[parameters]\ndirect = 0\nbarred_legs = false\n'
        f'[norms]\nname = "limits"\n{norms}'
        f'[[facilities]]\nfile = "facilities.csv"\n{layer}'
        f'[origins]\nfile = "origins.csv"\n{layer}'
    )


def engine(folder: Path, addresses: int) -> dict[tuple[str, int], np.ndarray]:
    """What nabij says: per category and limit, whether it is met, what is unknown passing."""
    nabij(folder, "score", "study.toml", "--out", "scored", "--format", "csv")
    said = {}
    for row in rows(folder / "scored/rows.csv"):
        category, limit = row["norm"].rsplit("-", 1)
        verdicts = said.setdefault((category, int(limit)), np.zeros(addresses, bool))
        verdicts[int(row["origin"])] = row["outcome_upper"] != "not_met"
    return said


def minutes(metres: np.ndarray, limit: float, rounded: np.ufunc) -> np.ndarray:
    """Whole minutes at 5 km/h on both sides."""
    return rounded(metres / METRES_A_MINUTE) <= rounded(limit / METRES_A_MINUTE)


def measure(
    name: str, folder: Path, streets: str, crs: str, origins: np.ndarray, places: Facilities
) -> Measured:
    """Compares every way with the exact one."""
    (folder / "network.toml").write_text(f'crs = "{crs}"\n{streets}\n')
    nabij(folder, "network", "network.toml", "--out", "network.gpkg")
    whole = [(of, (round(x * 1000), round(y * 1000))) for of, (x, y) in places if of in CATEGORIES]
    city = City(folder / "network.gpkg", np.rint(origins * 1000).astype(np.int64), whole)
    write(folder, city, streets, crs)
    said = engine(folder, len(city.origins))
    measured = Measured(name, len(city.origins), city.left_out, len(city.facilities))
    farthest = 1000 * max(LIMITS)
    for category in CATEGORIES:
        of = city.of(category)
        if not of:
            continue
        exact = city.exact(category, 2 * farthest) / 1000
        nodes, legs = (
            city.from_nodes(category, 2 * farthest, with_legs) / 1000 for with_legs in (False, True)
        )
        doors = np.array([city.facilities[at][1] for at in of], dtype=float)
        tree = shapely.STRtree(shapely.points(doors))
        homes = shapely.points(city.origins.astype(float))
        straight = tree.query_nearest(homes, return_distance=True, all_matches=False)[1] / 1000
        for limit in LIMITS:
            right = exact <= limit
            told = {
                "nabij": said[category, limit],
                "nearest node, no legs": nodes <= limit,
                "nearest node, with legs": legs <= limit,
                "whole minutes, rounded": minutes(exact, limit, np.rint),
                "whole minutes, rounded up": minutes(exact, limit, np.ceil),
                "straight line × 1.3": straight * 1.3 <= limit,
            }
            for way, verdicts in told.items():
                counts = measured.ways.setdefault(way, {}).setdefault(limit, Counts())
                counts.add(right, verdicts)
    return measured


def page(cities: list[Measured]) -> str:
    """The page that keeps the numbers."""

    def percent(part: int, whole: int) -> str:
        return f"{100 * part / max(whole, 1):.2f}"

    lines = [
        "# Accuracy",
        "",
        f"Written by `make bench-accuracy` on {datetime.date.today()}; do not edit.",
        INTRODUCTION,
        "| city | limit, m | way | wrong, % | false within, % | false beyond, % |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for city in cities:
        for limit in LIMITS:
            for way, limits in city.ways.items():
                own = limits[limit]
                parts = (own.false_within + own.false_beyond, own.false_within, own.false_beyond)
                shares = (percent(part, own.within + own.beyond) for part in parts)
                lines.append("| " + " | ".join((city.name, str(limit), way, *shares)) + " |")
    lines += [
        "",
        "| city | addresses | left out | facilities | truly within 100, 300, 500 m, % |",
        "| --- | --- | --- | --- | --- |",
    ]
    for city in cities:
        own = [city.ways["nabij"][limit] for limit in LIMITS]
        shares = (percent(one.within, one.within + one.beyond) for one in own)
        lines.append(
            f"| {city.name} | {city.addresses:,} | {city.left_out:,} | {city.facilities:,} "
            f"| {', '.join(shares)} |"
        )
    return "\n".join(lines) + NOTES


INTRODUCTION = """
Share of wrong verdicts, in percent of all pairs of an address and a category (supermarket,
pharmacy, stop of public transport), when the same addresses and facilities are measured in
other ways. *False within*: told to be within the limit and not so; *false beyond*: the other way.
"""

NOTES = """

What is right is worked out in `benches/exact.py`, which shares no code with the engine: from the
edges that `nabij network` writes, every address and facility is put on the nearest edge that doors
may open onto, in exact fractions; the network is cut there; Dijkstra's algorithm runs on whole
millimetres, once per category, with private ways at the ends of a walk only. Its rules are those of
the [concepts](concepts.md): door to door, legs included, a limit met at exactly its length. *nabij*
is what the command says, compared and not assumed. What nobody knows of a street or gate passes in
every way; where nabij leaves a verdict open for that, its better reading counts.

`make bench-exact` compares more with the same rules: for all [profiles](profiles.md), at best and
for certain, every distance, leg, facility, outcome and verdict, in Helsinki, in Loopveen and in the
generated town with kerbs, slopes, surfaces and gates. Nobody is left out there, also inside a
square, and nothing may differ. What a walker can use is worked out in `benches/walkers.py` from the
edges' attributes.

- *nearest node*: both ends at the nearest node of the network (all nodes that `nabij network`
  writes, in pieces of at least 1,000 m), and the way between the nodes, without legs as pandana and
  OSMnx give it, or with the straight legs to the nodes.
- *whole minutes*: the exact distance at 5 km/h in whole minutes, to the nearest or up, the limit
  likewise (100, 300 and 500 m are 1.2, 3.6 and 6 minutes; at 500 m rounding up turns nothing).
- *straight line × 1.3*: the straight line from door to door times 1.3.

Left out are addresses without a street within 100 m and those inside a square, from where walks go
in straight lines. Points stand for buildings, so nothing is next door or indoors and no barrier is
met. *generated* is a made-up town of bent streets with dead ends, from a fixed seed; *Loopveen* the
bundled one; Helsinki © OpenStreetMap contributors, ODbL.
"""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--city", nargs=3, action="append", default=[],
                       metavar=("NAME", "FILE", "CRS"),
                       help="another OSM extract (.osm.pbf) and the CRS to measure in")  # fmt: skip
    words.add_argument("--out", type=Path, default=ROOT / "docs" / "accuracy.md")
    asked = words.parse_args()
    cities = []
    with tempfile.TemporaryDirectory() as temporary:
        for name, file, crs in (("Helsinki", mosaic.extract(), "EPSG:3879"), *asked.city):
            extract, own = Path(file).resolve(), made(temporary, name)
            origins, places = from_osm(own, extract, crs)
            cities.append(measure(name, own, osm(own, extract, crs, origins), crs, origins, places))
        own = made(temporary, "town")
        cities.append(measure("Loopveen", own, *town(own)))
        own = made(temporary, "generated")
        origins, places = generated.write(own)
        streets = '[[streets]]\nfile = "streets.geojson"\n'
        cities.append(measure("generated", own, streets, generated.CRS, origins, places))
    asked.out.write_text(page(cities))
    print(page(cities))
    if any(own.wrong > 0 for city in cities for own in city.ways["nabij"].values()):
        raise SystemExit("nabij's verdicts differ from the exact ones")


if __name__ == "__main__":
    main()
