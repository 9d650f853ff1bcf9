"""Wide tables of a city of 250,000 addresses beside what the file libraries themselves take."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sqlite3
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/benchmarks.md"
HEADING = "Tables for colleagues"

# Streets of 10 km every 100 m, both ways; addresses on those from west to east.
STREETS, APART = 100, 100
ADDRESSES = 250_000
CATEGORIES = ("supermarket", "pharmacy", "public_transport", "gp", "school")
CRS = {"type": "name", "properties": {"name": "EPSG:28992"}}
WEST, SOUTH = 80_000, 450_000

STUDY = """language = "nl"
crs = "EPSG:28992"
norms = "denhaag-2024"
area_year = 2024
[[streets]]
file = "streets.geojson"
[[facilities]]
file = "facilities.geojson"
name = "name"
[origins]
file = "addresses.csv"
crs = "EPSG:28992"
x = "x"
y = "y"
id = "adres_id"
area = "buurt"
building = "pand_id"
columns = { street = "straat", house_number = "huisnummer", postcode = "postcode" }
weights = { residents = "inwoners", "65+" = "inw65" }
[areas]
file = "areas.geojson"
level = "buurt"
parents = [{ level = "wijk", prefix = { from = "BU", to = "WK", length = 6 } }]
"""

# What is written beside GeoParquet.
OUTPUTS = {"nothing": [], "GeoPackage": ["gpkg"], "workbook": ["xlsx"], "both": ["gpkg", "xlsx"]}


def feature(properties: dict, kind: str, coordinates: list) -> dict:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write_layer(path: Path, features: list[dict]) -> None:
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": CRS, "features": features}))


def city(folder: Path, addresses: int) -> None:
    """Writes the files of a city that is made up by rule."""
    side = STREETS * APART
    lines = []
    for number in range(STREETS):
        across = [[WEST + k * APART, SOUTH + number * APART] for k in range(STREETS)]
        along = [[WEST + number * APART, SOUTH + k * APART] for k in range(STREETS)]
        lines += [
            feature({"id": number}, "LineString", across),
            feature({"id": STREETS + number}, "LineString", along),
        ]
    write_layer(folder / "streets.geojson", lines)
    places = []
    for number in range(600):
        x, y = WEST + number * 7919 % (side - 200) + 3, SOUTH + number * 104_729 % (side - 200) + 3
        category = CATEGORIES[number % len(CATEGORIES)]
        properties = {"id": f"v{number:04}", "category": category, "name": f"{category} {number}"}
        places.append(feature(properties, "Point", [x, y]))
    write_layer(folder / "facilities.geojson", places)
    squares = []
    for column in range(10):
        for row in range(10):
            west, south = WEST + column * 1000 - 50, SOUTH + row * 1000 - 50
            ring = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)]
            outline = [[[west + x, south + y] for x, y in ring]]
            squares.append(feature({"id": f"BU9999{column:02}{row:02}"}, "Polygon", outline))
    write_layer(folder / "areas.geojson", squares)
    each = addresses // STREETS
    with (folder / "addresses.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        head = "adres_id,straat,huisnummer,postcode,pand_id,buurt,inwoners,inw65,x,y"
        rows.writerow(head.split(","))
        for number in range(addresses):
            street, house = divmod(number, each)
            x = WEST + 1 + house * (side - APART - 2) / each
            y = SOUTH + street * APART + (7 if house % 2 else -7)
            code = f"{1000 + street}{'ABCDEFGHKL'[house * 10 // each]}A"
            buurt = f"BU9999{int(x - WEST + 50) // 1000:02}{int(y - SOUTH + 50) // 1000:02}"
            rows.writerow([
                f"9999010{number:09}", f"{street + 1}e Dwarsstraat", house + 1, code,
                f"9999100{number // 3:09}", buurt, number % 5, number % 5 // 2, f"{x:.3f}", y,
            ])  # fmt: skip


@dataclass
class Ran:
    """One run of the command: processor seconds of all of it and of writing, and its memory."""

    seconds: float
    writing: float
    megabytes: float


def processor(pid: int) -> float:
    """Processor seconds that a running process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def score(command: Path, folder: Path, wide: list[str], out: Path) -> Ran:
    """Scores the city with these wide tables beside GeoParquet."""
    study = folder / "study.toml"
    study.write_text(f"{STUDY}[output]\nwide = {json.dumps(wide)}\n")
    words = [str(command), "score", str(study), "--out", str(out)]
    environment = {name: value for name, value in os.environ.items() if name != "RAYON_NUM_THREADS"}
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        told, at = [], {}
        for line in process.stderr:
            told.append(line)
            # A stage is told when it ends; writing comes right after scoring.
            if line.startswith(("score:", "writing:")):
                at[line.split(":")[0]] = processor(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, "".join(told)
    seconds = usage.ru_utime + usage.ru_stime
    return Ran(seconds, at["writing"] - at["score"], usage.ru_maxrss / 1024)


def assert_rows(out: Path, wide: list[str], addresses: int) -> None:
    """Every address is in every table for colleagues."""
    if "gpkg" in wide:
        with sqlite3.connect(out / "wide.gpkg") as db:
            assert db.execute("SELECT count(*) FROM adressen").fetchone() == (addresses,)
    if "xlsx" in wide:
        with zipfile.ZipFile(out / "wide.xlsx") as book:
            names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
            number = names.index("adressen") + 1
            with book.open(f"xl/worksheets/sheet{number}.xml") as sheet:
                rows, rest = 0, b""
                while piece := sheet.read(1 << 20):
                    rows += (rest + piece).count(b"<row ")
                    rest = piece[-4:]
        assert rows == addresses + 1, rows


def measure(command: Path, engine: Path, addresses: int, repetitions: int) -> str:
    """The section of the page."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        city(folder, addresses)
        runs: dict[str, list[Ran]] = {name: [] for name in OUTPUTS}
        libraries = []
        for repetition in range(repetitions):
            for name, wide in OUTPUTS.items():
                out = folder / f"out{repetition}_{name}"
                runs[name].append(score(command, folder, wide, out))
                assert_rows(out, wide, addresses)
            package = folder / f"out{repetition}_both" / "wide.gpkg"
            own = folder / f"own{repetition}"
            own.mkdir()
            words = [str(engine), "tables", str(package), str(own)]
            told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
            libraries.append(json.loads(told))
    return section(runs, libraries, addresses)


def section(runs: dict[str, list[Ran]], libraries: list[dict], addresses: int) -> str:
    """A table, and what it says."""
    middle = {name: median(run.writing for run in of) for name, of in runs.items()}
    parquet = middle["nothing"]
    own = {key: median(one[key] for one in libraries) for key in ("gpkg", "xlsx")}
    own = {"GeoPackage": own["gpkg"], "workbook": own["xlsx"], "both": sum(own.values())}
    lines = [
        "| beside GeoParquet | whole job, s | writing, s | more than GeoParquet alone, s "
        "| the libraries' own, s | ratio | goal | met | peak memory, MB |",
        "|" + " --- |" * 9,
    ]
    for name, of in runs.items():
        seconds = median(run.seconds for run in of)
        memory = max(run.megabytes for run in of)
        cells = [name, f"{seconds:.2f}", f"{middle[name]:.2f}", "", "", "", "", "", f"{memory:.0f}"]
        if name in own:
            more = middle[name] - parquet
            ratio = more / (parquet + own[name])
            met = "yes" if ratio < 3 else "no"
            cells[3:8] = [f"{more:.2f}", f"{own[name]:.2f}", f"{ratio:.2f}", "< 3", met]
        lines.append("| " + " | ".join(cells) + " |")
    table = "\n".join(lines)
    rows = libraries[0]["rows"]
    return f"""## {HEADING}

{addresses:,} addresses on a grid of streets, four norms, 100 neighbourhoods; medians of
{len(libraries)} runs, in processor time of all threads. *ratio* is what a file takes more than
writing GeoParquet alone, by GeoParquet and the library's own cost together. That is what rusqlite
and rust_xlsxwriter (constant memory) take for the same {rows:,} rows, cell by cell from
memory, in a program that does nothing else. Rows are counted in every file.

{table}
"""


def put(page: str, section: str) -> str:
    """The page with this section in the place of the one of its heading, or at its end."""
    heading = section.splitlines()[0]
    before, found, after = page.partition(heading)
    if not found:
        return f"{page.rstrip()}\n\n{section}"
    _, next_heading, rest = after.partition("\n## ")
    return before + section + next_heading + rest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=ADDRESSES)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--engine", type=Path, default=ROOT / "target/release/nabij-benches")
    parser.add_argument("--command", type=Path, default=ROOT / "target/release/nabij")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page to put the section in")
    options = parser.parse_args()
    found = measure(options.command, options.engine, options.addresses, options.repetitions)
    print(found)
    page = options.out.read_text() if options.out.exists() else "# Benchmarks\n"
    options.out.write_text(put(page, found))


if __name__ == "__main__":
    main()
