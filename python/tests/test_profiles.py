"""Who walks: profiles, what they assume, and intervals, from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import nabij
import pytest
from shapely import LineString, Point, box

RD = "EPSG:28992"
X, Y = 80_000, 455_000
KNOWN = {"steps": False, "escalator": False, "incline": 0.0, "width": 2.0, "surface": "asphalt"}


def _streets(*rows: tuple[list[tuple[float, float]], dict[str, Any]]) -> geopandas.GeoDataFrame:
    lines = [LineString([(X + x, Y + y) for x, y in line]) for line, _ in rows]
    columns = [{**KNOWN, **own} for _, own in rows]
    return geopandas.GeoDataFrame(columns, geometry=lines, crs=RD)


def _places(kind: str, **places: tuple[float, float]) -> geopandas.GeoDataFrame:
    points = [Point(X + x, Y + y) for x, y in places.values()]
    return geopandas.GeoDataFrame({"id": [*places], "category": kind}, geometry=points, crs=RD)


HOME = _places("home", home=(0, 0)).drop(columns="category")
SHOP = _places("pharmacy", shop=(400, 0))
NORM = {"pharmacy": 500}
SHORT = {"min_component": 0}


def _row(streets: geopandas.GeoDataFrame, **given: Any) -> dict[str, Any]:
    given = {"facilities": SHOP, "norms": NORM, "parameters": SHORT, **given}
    rows: list[dict[str, Any]] = nabij.score(HOME, network=streets, **given).rows.to_pylist()
    (row,) = rows
    return row


#  home ──── 200 m ──── stairs ──── shop: 400 m, and a ramp of 150 + 200 + 150 m around them
RAMP: list[tuple[float, float]] = [(200, 0), (200, 150), (400, 150), (400, 0)]
STAIRS = _streets(([(0, 0), (200, 0)], {}), ([(200, 0), (400, 0)], {"steps": True}), (RAMP, {}))


def test_who_takes_no_stairs_walks_round() -> None:
    assert _row(STAIRS, profile="older_adult")["distance_high_m"] == 400
    rollator = _row(STAIRS, profile="rollator")
    assert (rollator["distance_low_m"], rollator["distance_high_m"]) == (700, 700)
    assert (rollator["profile"], rollator["verdict"]) == ("rollator", "beyond")


@pytest.mark.parametrize(
    ("width", "wheelchair"),
    [(0.899, 700), (0.9, 400), (0.901, 400)],
)
def test_a_width_at_its_limit(width: float, wheelchair: float) -> None:
    streets = _streets(
        ([(0, 0), (200, 0)], {}), ([(200, 0), (400, 0)], {"width": width}), (RAMP, {})
    )
    assert _row(streets, profile="wheelchair")["distance_high_m"] == wheelchair


@pytest.mark.parametrize(
    ("kerb", "high"), [("0.06", 400), ("0.061", 700), ("raised", 700), ("lowered", 400)]
)
def test_a_kerb_at_its_limit(kerb: str, high: float) -> None:
    streets = _streets(([(0, 0), (200, 0)], {}), ([(200, 0), (400, 0)], {"kerb": kerb}), (RAMP, {}))
    assert _row(streets, profile="wheelchair")["distance_high_m"] == high


def test_what_is_not_known_is_an_interval() -> None:
    around: list[tuple[float, float]] = [(200, 0), (200, 150), (380, 150), (380, 0)]
    streets = _streets(
        ([(0, 0), (200, 0)], {}),
        ([(200, 0), (380, 0)], {"surface": None}),
        (around, {}),
        ([(380, 0), (420, 0)], {}),
    )
    row = _row(streets, profile="rollator")
    assert (row["distance_low_m"], row["distance_high_m"]) == (400, 700)
    assert (row["outcome_upper"], row["verdict"]) == ("uncertain", "uncertain")
    assert row["reason"] == "attributes"
    assert row["margin_m"] == -200  # of what is certain
    # A limit that is met for certain stays met, and one that is missed for certain stays missed.
    assert _row(streets, profile="rollator", norms={"pharmacy": 700})["verdict"] == "within_upper"
    assert _row(streets, profile="rollator", norms={"pharmacy": 399})["verdict"] == "beyond"


def test_what_is_assumed_is_no_doubt() -> None:
    streets = _streets(([(0, 0), (400, 0)], {"incline": None, "class": "residential"}))
    assert _row(streets, profile="rollator")["verdict"] == "uncertain"
    for classes in (["*"], ["footway", "residential"]):
        row = _row(streets, profile="rollator", assume={"incline": classes})
        assert (row["verdict"], row["distance_high_m"]) == ("within_upper", 400)
    row = _row(streets, profile="rollator", assume={"incline": ["footway"]})
    assert row["verdict"] == "uncertain"


def test_several_profiles_in_one_run(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[profile]]\nid = "cane"\nspeed = 0.7\nincline_up = 0.05\n')
    areas = geopandas.GeoDataFrame(
        {"id": ["BU1"]}, geometry=[box(X - 9, Y - 9, X + 9, Y + 9)], crs=RD
    )
    result = nabij.score(
        HOME, network=STAIRS, facilities=SHOP, norms=NORM, areas=areas, parameters=SHORT,
        profile=["older_adult", "wheelchair", own],
    )  # fmt: skip
    rows = result.frame("rows").set_index("profile")
    assert [*rows.index] == ["older_adult", "wheelchair", "cane"]
    assert rows["distance_high_m"].to_list() == [400, 700, 400]
    shares = result.frame("areas").set_index("profile")["share_upper"]
    assert shares.to_dict() == {"older_adult": 1.0, "wheelchair": 0.0, "cane": 1.0}
    # What shows one walker shows the first.
    assert result.frame()["pharmacy_m"].to_list() == [400]
    assert result.plot_distances("pharmacy").lines
    speeds = {one["id"]: one["parameters"]["speed_m_per_s"] for one in result.manifest["profiles"]}
    assert speeds["cane"] == {"value": 0.7, "source": "assumption"}
    assert "Kenniscentrum" in speeds["older_adult"]["source"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[profile]]\nid = 'x'\nspeed = 0\n", "speed is 0, it must be above 0 m/s"),
        ("[[profile]]\nid = 'x'\nspeed = 1\nkerbs = 2\n", "unknown field `kerbs`"),
        ("[[profile]]\nid = 'x'\nspeed = 1\nincline_up = 6\n", r"0.06 is 6 %"),
        ("", "missing field `profile`"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text)
    with pytest.raises(nabij.InputError, match=message):
        _row(STAIRS, profile=own)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(nabij.InputError, match="adult, older_adult, rollator, wheelchair"):
        _row(STAIRS, profile="runner")
    with pytest.raises(nabij.InputError, match="twice"):
        _row(STAIRS, profile=["adult", "adult"])
    with pytest.raises(nabij.InputError, match="names no profile"):
        _row(STAIRS, profile=[])
    with pytest.raises(nabij.InputError, match="kerbs"):
        _row(STAIRS, profile="adult", assume={"kerbs": ["*"]})


def test_a_door_on_a_street_in_doubt_is_not_certainly_reached() -> None:
    streets = _streets(([(0, 0), (300, 0)], {}), ([(300, 0), (420, 0)], {"surface": None}))
    row = _row(streets, profile="rollator")
    assert (row["distance_low_m"], row["distance_high_m"]) == (400, None)
    assert (row["verdict"], row["margin_m"]) == ("uncertain", None)
