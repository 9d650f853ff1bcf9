"""Studies that follow changes say what studies say that are run anew."""

from pathlib import Path
from typing import Any

import geopandas
import nabij
import pandas
import pytest
from shapely import LineString, Point, box

RD = "EPSG:28992"
KEY = ["profile", "origin", "norm"]
TOLD = [
    "facility", "distance_low_m", "distance_high_m", "outcome_lower", "outcome_upper", "verdict",
    "cause",
]  # fmt: skip
AREA = ["profile", "level", "area", "norm", "weight"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    nabij.town(folder)
    return folder


def plain(table: Any, key: list[str], columns: list[str]) -> pandas.DataFrame:
    """Sort rows by their keys, and leave the kinds of columns aside."""
    rows = table.select([*key, *columns]).to_pandas().astype(object)
    return rows.where(rows.notna(), None).sort_values(key).set_index(key)


def area_columns(table: Any) -> list[str]:
    return [name for name in table.schema.names if name not in AREA]


def check(kept: nabij.KeptStudy, anew: nabij.Result) -> None:
    """Hold all that is kept against a run."""
    now = kept.results()
    assert plain(now.rows, KEY, TOLD).equals(plain(anew.rows, KEY, TOLD))
    if anew.areas is not None:
        columns = area_columns(now.areas)
        pandas.testing.assert_frame_equal(
            plain(now.areas, AREA, columns), plain(anew.areas, AREA, columns), check_dtype=False
        )


def check_told(update: nabij.Update, before: nabij.Result, after: nabij.Result) -> None:
    """Hold what an update tells against two runs."""
    old, new = plain(before.rows, KEY, TOLD), plain(after.rows, KEY, TOLD)
    differ = [key for key in new.index if list(old.loc[key]) != list(new.loc[key])]
    told = plain(update.rows, KEY, TOLD)
    assert differ
    assert set(differ) <= set(told.index)
    assert told.equals(new.loc[told.index])
    was = plain(update.rows, KEY, [f"{name}_before" for name in TOLD])
    assert was.set_axis(TOLD, axis=1).equals(old.loc[told.index])


def test_a_facility_closes(town: Path) -> None:
    study = nabij.Study.read(town / "study.toml")
    kept = study.keep()
    before, after = study.run(), study.without("pharmacy-01").run()
    check(kept, before)
    update = kept.update(remove="pharmacy-01")
    check_told(update, before, after)
    check(kept, after)
    assert repr(update).startswith("Update(")
    areas = update.frame("areas")
    assert {"share_upper_before", "share_upper", "median_m"} <= set(areas.columns)
    assert set(areas["norm"]) <= set(before.frame("areas")["norm"])


SHOPS = geopandas.GeoDataFrame(
    {"id": ["p1", "p2", "s1"], "category": ["pharmacy", "pharmacy", "supermarket"]},
    geometry=[Point(80500, 455003), Point(81500, 455003), Point(80200, 455003)],
    crs=RD,
)
HOMES = geopandas.GeoDataFrame(
    {"id": ["west", "middle", "east"], "people": [2.0, 3.0, 4.0]},
    geometry=[Point(80010, 455004), Point(80990, 455004), Point(81900, 455004)],
    crs=RD,
)


def streets(*lines: list[tuple[int, int]]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(geometry=[LineString(line) for line in lines], crs=RD)


def small(homes: Any = HOMES, shops: Any = SHOPS, network: Any = None) -> nabij.Study:
    road = [(80000, 455000), (82000, 455000)]
    return nabij.Study(
        nabij.Origins.from_frame(homes, weights={"residents": "people"}),
        network=streets(road) if network is None else network,
        facilities=shops,
        norms={"pharmacy": (300, 500), "supermarket": 500},
        areas=geopandas.GeoDataFrame(
            {"id": ["a", "b"]}, geometry=[box(79000, 454000, 81000, 456000),
                                          box(81000, 454000, 83000, 456000)], crs=RD,
        ),
    )  # fmt: skip


def test_facilities_come_go_and_move() -> None:
    kept = small().keep()
    new = SHOPS[:1].assign(id="p0").set_geometry([Point(81800, 455003)], crs=RD)
    update = kept.update(add=new.to_crs("EPSG:4326"))
    rows = update.frame().set_index("origin")
    assert list(rows.index) == ["east"]
    assert rows.loc["east", "facility_before"] == "p2"
    assert rows.loc["east", "facility"] == "p0"
    assert rows.loc["east", "distance_high_m"] == pytest.approx(107, abs=0.01)
    shops = pandas.concat([SHOPS, new])
    check(kept, small(shops=new_frame(shops)).run())
    moved = new.set_geometry([Point(80020, 455003)], crs=RD)
    kept.update(add=moved, remove=["p0"])
    check(kept, small(shops=new_frame(pandas.concat([SHOPS, moved]))).run())
    kept.update(remove=["p0"])
    check(kept, small().run())


def new_frame(rows: pandas.DataFrame) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(rows.reset_index(drop=True), crs=RD)


def test_origins_come_go_and_move() -> None:
    kept = small().keep()
    home = nabij.Origins.from_frame(
        HOMES[:1].assign(id="new").set_geometry([Point(80300, 455000)], crs=RD),
        weights={"residents": "people"},
    )
    update = kept.update(add_origins=home, remove_origins=["middle"])
    rows = update.frame()
    assert set(rows["origin"]) == {"new", "middle"}
    assert rows[rows["origin"] == "middle"]["verdict"].isna().all()
    assert rows[rows["origin"] == "new"]["verdict_before"].isna().all()
    homes = pandas.concat([HOMES.drop(1), HOMES[:1].assign(id="new")])
    homes = new_frame(homes)
    homes.loc[2, "geometry"] = Point(80300, 455000)
    check(kept, small(homes=homes).run())


def test_other_streets_are_scored_anew() -> None:
    kept = small().keep()
    kept.update(remove="p1")
    short = streets([(80000, 455000), (81600, 455000)], [(81600, 455000), (81600, 454000)])
    before = small(shops=new_frame(SHOPS.drop(0))).run()
    after = small(shops=new_frame(SHOPS.drop(0)), network=short).run()
    update = kept.update(network=short)
    check_told(update, before, after)
    check(kept, after)
    kept.update(add=SHOPS[:1])
    check(kept, small(network=short).run())


def test_a_change_that_makes_no_sense_changes_nothing() -> None:
    kept = small().keep()
    with pytest.raises(nabij.InputError, match='no facility "p9"'):
        kept.update(remove=["p1", "p9"])
    with pytest.raises(nabij.InputError, match="p1"):
        kept.update(add=SHOPS[:1])
    with pytest.raises(nabij.InputError, match='no origin "nobody"'):
        kept.update(remove="p1", remove_origins="nobody")
    with pytest.raises(nabij.InputError, match="east"):
        kept.update(add_origins=HOMES[2:])
    check(kept, small().run())
    with pytest.raises(nabij.InputError, match="no table"):
        kept.results().frame("causes")


def test_a_study_with_rests_is_run_anew() -> None:
    bench = SHOPS[:1].assign(id="b", category="bench")
    shops = new_frame(pandas.concat([SHOPS, bench]))
    study = nabij.Study(
        HOMES, network=streets([(80000, 455000), (82000, 455000)]), facilities=shops,
        norms={"pharmacy": 500}, rests=[100],
    )  # fmt: skip
    with pytest.raises(nabij.InputError, match="rests"):
        study.keep()
