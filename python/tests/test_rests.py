"""Walks with rests, from Python and by the command."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import geopandas
import jsonschema
import nabij
import pytest
from shapely import LineString, Point, box

RD = "EPSG:28992"
X, Y = 80_000, 455_000

#  home ── 90 m ── bench, 3 m beside the street ── 180 m ── pharmacy
STREETS = geopandas.GeoDataFrame(
    {"access": ["public"]}, geometry=[LineString([(X, Y), (X + 2000, Y)])], crs=RD
)
HOME = geopandas.GeoDataFrame({"id": ["home"]}, geometry=[Point(X, Y)], crs=RD)
PLACES = geopandas.GeoDataFrame(
    {"id": ["p", "b"], "category": ["pharmacy", "bench"]},
    geometry=[Point(X + 270, Y), Point(X + 90, Y + 3)],
    crs=RD,
)
AREA = geopandas.GeoDataFrame({"id": ["A"]}, geometry=[box(X - 9, Y - 9, X + 9, Y + 9)], crs=RD)


def _known(metres: float) -> geopandas.GeoDataFrame:
    ground = box(X - metres, Y - metres, X + metres, Y + metres)
    return geopandas.GeoDataFrame(geometry=[ground], crs=RD)


def _scored(**given: Any) -> nabij.Result:
    given = {"facilities": PLACES, "norms": {"pharmacy": 300}, "rests": [183], **given}
    return nabij.score(HOME, network=STREETS, **given)


def _walk(result: nabij.Result, radius: str = "183") -> tuple[Any, Any, Any]:
    (row,) = result.rows.to_pylist()
    names = ("low_m", "high_m", "upper")
    low, high, outcome = (row[f"rested_{radius}_{name}"] for name in names)
    return low, high, outcome


def test_a_bench_on_the_way() -> None:
    result = _scored(rests=[183, 182.999])
    assert _walk(result) == (270, 276, "met")
    assert _walk(result, "182.999") == (270, None, "uncertain")
    assert result.rows["longest_stretch_m"].to_pylist() == [180]
    frame = result.frame()
    assert frame["pharmacy_rested_183_m"].item() == 276
    assert frame["pharmacy_longest_stretch_m"].item() == 180


@pytest.mark.parametrize(
    ("limit", "outcome"), [(275.999, "uncertain"), (276, "met"), (276.001, "met")]
)
def test_the_limit_to_the_millimetre(limit: float, outcome: str) -> None:
    assert _walk(_scored(norms={"pharmacy": limit}))[2] == outcome


def test_where_all_benches_are_known_it_is_certain() -> None:
    result = _scored(rests=[183, 100], coverage={"bench": _known(5000)}, areas=AREA)
    assert _walk(result) == (276, 276, "met")
    assert _walk(result, "100") == (None, None, "not_met")
    assert result.areas is not None
    (area,) = (row for row in result.areas.to_pylist() if row["weight"] == "addresses")
    assert (area["rested_183_share_upper"], area["rested_100_share_upper"]) == (1, 0)
    assert (area["rested_183_stretch_share"], area["rested_100_stretch_share"]) == (1, 0)


def test_the_manifest_tells_where_one_can_sit() -> None:
    rests = _scored(profile=["adult", "rollator"]).manifest["rests"]
    assert rests["radii_m"] == [183]
    assert rests["benches_known_completely"] is False
    assert [own["rest_points"] for own in rests["profiles"]] == [1, 2]  # the pharmacy has a chair
    assert "rests" not in _scored(rests=[]).rows.column_names


def test_in_words() -> None:
    english = str(_scored().explain("home"))
    assert "longest stretch without a known seat: 180 m" in english
    assert "with a seat every 183 m: 276 m (93 m to bench b, 183 m); at best 270 m" in english
    assert "there may be benches that nobody has mapped" in english
    dutch = str(_scored(language="nl", rests=[100]).explain("home"))
    assert "met om de 100 m een zitplek: geen bekend; op zijn best 270 m" in dutch
    known = {"coverage": {"bench": _known(5000)}}
    assert "with a seat every 100 m: none" in str(_scored(rests=[100], **known).explain("home"))


def test_for_programs() -> None:
    (told,) = _scored().explain("home").told
    (walk,) = told["rests"]["walks"]
    assert walk["stages"] == [
        {"length_m": 93, "bench": "b", "door_of": None},
        {"length_m": 183, "bench": None, "door_of": None},
    ]
    assert sum(stage["length_m"] for stage in walk["stages"]) == walk["high_m"] == 276
    schema = Path(__file__).parents[2] / "docs" / "explanation.schema.json"
    jsonschema.validate(told, json.loads(schema.read_text()))


def test_without_benches_it_is_an_error() -> None:
    places = PLACES[PLACES["category"] == "pharmacy"]
    with pytest.raises(nabij.InputError, match='no facilities of category "bench"'):
        _scored(facilities=places)
    with pytest.raises(nabij.InputError, match=r"rests is 0\.000 m, it must be above 0 m"):
        _scored(rests=[0])
    with pytest.raises(nabij.InputError, match="sets rests"):
        _scored(rests=[-5])


def test_the_command_says_the_same(tmp_path: Path, command: Path) -> None:
    STREETS.to_file(tmp_path / "streets.geojson")
    HOME.to_file(tmp_path / "homes.geojson")
    PLACES.to_file(tmp_path / "places.geojson")
    (tmp_path / "norms.toml").write_text(
        'name = "own"\n[[norm]]\nid = "pharmacy"\ncategory = "pharmacy"\nupper = 300\n'
        'standing = "assumption"\n'
    )
    words = "--streets streets.geojson --facilities places.geojson --origins homes.geojson"
    words += " --norms norms.toml --crs EPSG:28992 --rests 183,182.999 --format csv --out out"
    subprocess.run([command, "score", *words.split()], cwd=tmp_path, check=True)
    with (tmp_path / "out" / "rows.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert float(row["rested_183_high_m"]) == 276
    assert row["rested_182.999_high_m"] == ""
