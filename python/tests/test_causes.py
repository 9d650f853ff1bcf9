"""Why norms are not met, by address and by area."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas
import jsonschema
import nabij
import pytest
from shapely import LineString, Point, box

SCHEMA = Path(__file__).parents[2] / "docs" / "area-explanation.schema.json"
RD = "EPSG:28992"
X, Y = 80_000, 455_000

#  P ─────────── 900 m ───────────┐          stairs from a to P, and 900 + 100 + 900 m without
#  ╫ stairs                       │
#  a ─────────── 900 m ───────────┘ ── 900 m ── b            c: on no street
KNOWN = {"access": "public", "surface": "asphalt", "incline": 0.0, "width": 2.0, "escalator": False}
LINES = [[(0, 0), (0, 100)], [(0, 0), (900, 0), (1800, 0)], [(0, 100), (900, 100), (900, 0)]]
STREETS = geopandas.GeoDataFrame(
    [{**KNOWN, "steps": at == 0} for at in range(3)],
    geometry=[LineString([(X + x, Y + y) for x, y in line]) for line in LINES],
    crs=RD,
)
HOMES = geopandas.GeoDataFrame(
    {"id": ["a", "b", "c"], "people": [2.0, 3.5, None]},
    geometry=[Point(X, Y), Point(X + 1800, Y), Point(X + 1800, Y - 500)],
    crs=RD,
)
SHOPS = geopandas.GeoDataFrame(
    {"id": ["P"], "category": ["pharmacy"]}, geometry=[Point(X, Y + 100)], crs=RD
)
AREAS = geopandas.GeoDataFrame(
    {"id": ["BU1"], "name": ["Oost"]}, geometry=[box(X - 9, Y - 900, X + 2000, Y + 900)], crs=RD
)


@pytest.fixture(scope="module")
def result() -> nabij.Result:
    homes = nabij.Origins.from_frame(HOMES, id="id", weights={"people": "people"})
    areas = nabij.Areas.from_frame(AREAS, id="id", name="name")
    return nabij.score(
        homes, network=STREETS, facilities=SHOPS, areas=areas,
        norms={"pharmacy": 500}, profile=["adult", "rollator"], parameters={"min_component": 0},
    )  # fmt: skip


def test_each_address_has_its_cause(result: nabij.Result) -> None:
    rows = result.rows.select(["origin", "profile", "cause"]).to_pylist()
    told = {(row["origin"], row["profile"]): row["cause"] for row in rows}
    assert told == {
        ("a", "adult"): None,
        ("a", "rollator"): "stairs",
        ("b", "adult"): "too_far",
        ("b", "rollator"): "too_far",
        ("c", "adult"): "unsnapped",
        ("c", "rollator"): "unsnapped",
    }
    assert result.frame()["pharmacy_cause"].astype(object).fillna("").tolist() == [
        "",
        "too_far",
        "unsnapped",
    ]


def test_areas_count_them(result: nabij.Result) -> None:
    assert result.causes is not None
    rows = [row for row in result.causes.to_pylist() if row["profile"] == "rollator"]
    told = {(row["cause"], row["weight"]): (row["amount"], row["weight_unknown"]) for row in rows}
    assert told == {
        ("stairs", "addresses"): (1, 0),
        ("too_far", "addresses"): (1, 0),
        ("unsnapped", "addresses"): (1, 0),
        ("stairs", "people"): (2, 0),
        ("too_far", "people"): (3.5, 0),
        ("unsnapped", "people"): (0, 1),
    }
    shares = {row["cause"]: row["share"] for row in rows if row["weight"] == "people"}
    assert shares == {"stairs": 2 / 5.5, "too_far": 3.5 / 5.5, "unsnapped": 0}


def test_an_area_in_words(result: nabij.Result) -> None:
    text = str(result.explain_area("BU1"))
    assert text.startswith("BU1 Oost\n")
    assert (
        "somebody with a rollator, of 3 addresses, 5.5 people (of 1 addresses not known):" in text
    )
    assert "  on no street: 1 addresses, people of 1 addresses not known (c)" in text
    assert "  only by stairs: 1 addresses, 2 people (a)" in text
    assert "  too far: none within 500 m in a straight line: 1 addresses, 3.5 people (b)" in text
    html = result.explain_area("BU1")._repr_html_()
    assert "<b>BU1 Oost</b>" in html
    assert "only by stairs" in html


def test_an_area_for_programs(result: nabij.Result) -> None:
    told = result.explain_area("BU1", "pharmacy").told
    jsonschema.validate(told, json.loads(SCHEMA.read_text()))
    causes = [(one["profile"], one["cause"], one["origins"]) for one in told["failing"]]
    assert causes == [
        ("adult", "unsnapped", ["c"]),
        ("adult", "too_far", ["b"]),
        ("rollator", "unsnapped", ["c"]),
        ("rollator", "stairs", ["a"]),
        ("rollator", "too_far", ["b"]),
    ]


def test_what_there_is_not_is_said(result: nabij.Result) -> None:
    with pytest.raises(nabij.InputError, match='has no area "BU9"; codes are such as BU1'):
        result.explain_area("BU9")
    with pytest.raises(nabij.InputError, match='has no norm "bakery"'):
        result.explain_area("BU1", "bakery")


def test_all_who_fail_have_one_cause_and_no_one_else(demo: Path) -> None:
    result: Any = nabij.Study.read(demo / "town" / "study.toml").run()
    norms = {
        norm["id"] for norm in result.manifest["norm_set"]["norms"] if "category" in norm["test"]
    }
    for row in result.rows.to_pylist():
        fails = row["outcome_upper"] != "met" and row["norm"] in norms
        assert (row["cause"] is not None) == fails
    # Met and causes sum to all, for every area, norm and weight.
    key = ("level", "area", "norm", "profile", "weight")
    failing: Counter[tuple[str, ...]] = Counter()
    for row in result.causes.to_pylist():
        failing[tuple(row[name] for name in key)] += row["amount"]
    for row in result.areas.to_pylist():
        if row["norm"] in norms:
            both = row["met_upper"] + failing[tuple(row[name] for name in key)]
            assert both == pytest.approx(row["total"], abs=1e-6)


def test_the_command_says_the_same(demo: Path, command: Path) -> None:
    study = demo / "town" / "study.toml"
    result = nabij.Study.read(study).run()
    area = result.areas.to_pylist()[0]["area"] if result.areas else ""
    said = subprocess.run(
        [command, "explain", study, "--area", area], check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == result.explain_area(area).text
    said = subprocess.run(
        [command, "explain", study, "--area", area, "--json"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(said.stdout)
    jsonschema.validate(told, json.loads(SCHEMA.read_text()))
    assert told == result.explain_area(area).told
