"""What the program makes of the bundled town: tables of criteria, rows of walks."""

from __future__ import annotations

import csv
import functools
import json
import os
import shutil
import subprocess
import tempfile
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "crates" / "nabij" / "criteria" / "zorgzame-buurt-2024.toml"
TOWN = ROOT / "crates" / "nabij-io" / "town"
NORMS = ROOT / "crates" / "nabij" / "norms" / "denhaag-2024.toml"
Row = dict[str, str]
# An indicator: its part of the catalogue.
Entry = dict[str, Any]


@functools.cache
def catalogue() -> dict[str, Any]:
    """The catalogue, as it is written."""
    return tomllib.loads(CATALOGUE.read_text())


def measure(entry: Entry) -> tuple[str, dict[str, Any]]:
    """The kind of measure of an indicator, and its numbers."""
    ((kind, numbers),) = entry["measure"].items()
    return kind, numbers


def program() -> Path:
    """The command, from the build that the extension comes from."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "nabij"


def tables(*arguments: str | Path) -> dict[str, list[Row]]:
    """Run the command; its tables."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        subprocess.run(
            [program(), *arguments, "--format", "csv", "--out", out],
            check=True,
            capture_output=True,
        )
        return {file.stem: rows(file) for file in sorted(out.glob("*.csv"))}


def rows(file: Path, separator: str = ",") -> list[Row]:
    """The rows of a CSV file."""
    with file.open(newline="") as text:
        return list(csv.DictReader(text, delimiter=separator))


def features(file: str) -> list[dict[str, Any]]:
    """The features of a layer of the town."""
    return json.loads((TOWN / file).read_text())["features"]


@functools.cache
def criteria() -> dict[str, list[Row]]:
    """The tables of criteria."""
    return tables("criteria", TOWN / "criteria.toml")


@functools.cache
def found() -> dict[tuple[str, str], Row]:
    """What the program found, by indicator and area."""
    return {(row["indicator"], row["area"]): row for row in criteria()["criteria"]}


def of(entry: Entry) -> list[Row]:
    """What the program found of an indicator, area by area."""
    return [row for row in criteria()["criteria"] if row["indicator"] == entry["id"]]


def area_of_ground(feature: dict[str, Any]) -> float:
    """How many square metres the outline of a feature encloses."""
    ring = feature["geometry"]["coordinates"][0]
    pairs = pairwise(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@functools.cache
def walks() -> list[Row]:
    """Rows of an ordinary study of the same town, with a norm for every limit of the catalogue.

    ``pharmacy``, ``supermarket``, ``public_transport`` and ``daily_facilities`` are the norms of
    the vision; all others are called ``category_metres``. Green here is large enough green only.
    """
    wanted = {("gp_1", 1000), ("gp_2", 1000)}
    for entry in catalogue()["indicator"]:
        kind, numbers = measure(entry)
        if kind == "share_within" and "lower" not in numbers:
            names = [numbers["category"]] if "category" in numbers else numbers["any_of"]
            wanted |= {(name, numbers["upper"]) for name in names}
        if kind == "count_within":
            wanted |= {(name, numbers["upper"]) for name in numbers["categories"]}
    norms = NORMS.read_text().replace('"denhaag-2024"', '"walks"')
    for category, upper in sorted(wanted):
        norms += (
            f'\n[[norm]]\nid = "{category}_{upper}"\ncategory = "{category}"\nupper = {upper}\n'
            'applies_to = { not_kind = ["complex"] }\n'
        )
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "town"
        shutil.copytree(TOWN, town)
        (town / "norms.toml").write_text(norms)
        green = json.loads((town / "green.geojson").read_text())
        least = green_least()
        green["features"] = [one for one in green["features"] if area_of_ground(one) >= least]
        (town / "green.geojson").write_text(json.dumps(green))
        practices = json.loads((town / "facilities.geojson").read_text())
        practices["features"] = [
            one for one in practices["features"] if one["properties"]["category"] == "gp"
        ]
        for number, one in enumerate(practices["features"], 1):
            one["properties"]["category"] = f"gp_{number}"
        (town / "practices.geojson").write_text(json.dumps(practices))
        study = (town / "criteria.toml").read_text()
        study = study.replace('norms = "denhaag-2024"', 'norms = "norms.toml"')
        study += '\n[[facilities]]\nfile = "practices.geojson"\n'
        (town / "walks.toml").write_text(study)
        return tables("score", town / "walks.toml")["rows"]


def green_least() -> float:
    """The least ground that green must have, in square metres."""
    entries = catalogue()["indicator"]
    (entry,) = (one for one in entries if one["id"] == "green_access_share")
    return float(measure(entry)[1]["min_area_m2"])
