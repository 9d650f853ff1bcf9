"""Layers in, questions asked, frames out."""

import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import geopandas
import nabij
import pandas
import pyarrow
import pytest
from shapely import LineString, Point, box

RD = "EPSG:28992"
STREET = geopandas.GeoDataFrame(
    geometry=[LineString([(80_000, 455_000), (83_000, 455_000)])], crs=RD
)


def places(xs: list[float], **columns: Any) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(columns, geometry=[Point(x, 455_000) for x in xs], crs=RD)


SHOPS = places([80_500, 80_900, 81_400], id=["a", "b", "c"], category="shop")
HOMES = places([80_400, 80_000, 82_999], floor=[1, 2, 3]).set_index(pandas.Index([7, 3, 5]))
GIVEN: dict[str, Any] = {"network": STREET, "facilities": SHOPS}


@pytest.fixture(scope="module")
def scored(demo: Path) -> nabij.Result:
    return nabij.Study.read(demo / "town" / "study.toml").run()


def test_the_callers_index_columns_and_crs_survive() -> None:
    homes = HOMES.to_crs("EPSG:4326")
    found = nabij.score(homes, **GIVEN, norms={"shop": (100, 500)}).frame()
    assert isinstance(found, geopandas.GeoDataFrame)
    assert found.index.to_list() == [7, 3, 5]
    assert found.columns[:2].to_list() == ["floor", "geometry"]
    assert found.crs == "EPSG:4326"
    assert found.geometry.geom_equals(homes.geometry).all()
    assert found["shop_m"].round(2).to_list() == [100.0, 500.0, 1599.0]
    assert isinstance(found["shop_verdict"].dtype, pandas.CategoricalDtype)


def test_rows_that_are_not_used_keep_their_place() -> None:
    homes = HOMES.copy()
    homes.loc[3, "geometry"] = Point(float("nan"), 1.0)
    with pytest.raises(ValueError, match="origins, row 2"):
        nabij.score(homes, **GIVEN, norms={"shop": 500})
    found = nabij.score(homes, **GIVEN, norms={"shop": 500}, strict=False).frame()
    assert found.index.to_list() == [7, 3, 5]
    assert found["shop_m"].isna().to_list() == [False, True, False]
    assert found["shop_verdict"].isna().to_list() == [False, True, False]


def test_a_frame_that_was_scored_before_gets_the_new_numbers() -> None:
    first = nabij.score(HOMES, **GIVEN, norms={"shop": 500}).frame()
    fewer = SHOPS[SHOPS["id"] != "a"]
    again = nabij.score(first, network=STREET, facilities=fewer, norms={"shop": 500}).frame()
    assert first["shop_m"].to_list() == [100.0, 500.0, 1599.0]
    assert again["shop_m"].to_list() == [500.0, 900.0, 1599.0]
    assert again["floor"].to_list() == [1, 2, 3]


def test_an_index_may_hold_a_label_twice() -> None:
    homes = HOMES.assign(id=["x", "y", "z"]).set_axis([7, 7, 5])
    found = nabij.score(homes, **GIVEN, norms={"shop": 500}).frame()
    assert found.index.to_list() == [7, 7, 5]
    assert found["shop_m"].to_list() == [100.0, 500.0, 1599.0]
    assert found.crs == RD


def test_mixed_types_and_ids_that_occur_twice_name_the_row() -> None:
    mixed = SHOPS.copy()
    mixed.loc[1, "geometry"] = LineString([(80_000, 455_000), (80_001, 455_000)])
    with pytest.raises(ValueError, match=r"facilities, row 2.*line"):
        nabij.score(HOMES, network=STREET, facilities=mixed, norms={"shop": 500})
    with pytest.raises(ValueError, match=r"origin.*same"):
        nabij.score(HOMES.assign(id="same"), **GIVEN, norms={"shop": 500})
    degrees = HOMES.to_crs("EPSG:4326").set_crs(RD, allow_override=True)
    with pytest.raises(ValueError, match=r"origins.*degrees"):
        nabij.score(degrees, **GIVEN, norms={"shop": 500})


def test_arrow_tables_of_others_are_taken() -> None:
    for encoding in ("WKB", "geoarrow"):
        homes = pyarrow.table(HOMES.assign(id=["x", "y", "z"]).to_arrow(geometry_encoding=encoding))
        found = nabij.score(homes, **GIVEN, norms={"shop": 500})
        assert found.rows["distance_high_m"].to_pylist() == [100.0, 500.0, 1599.0]


def test_results_are_taken_without_a_copy(scored: nabij.Result) -> None:
    class Others:
        """Another library's door to the same columns."""

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return scored.rows.__arrow_c_stream__(requested_schema)

    theirs = pyarrow.table(Others())
    for name in ("distance_high_m", "verdict"):
        ours = scored.rows[name].chunk(0).buffers()
        for mine, other in zip(ours, theirs[name].chunk(0).buffers(), strict=True):
            assert (mine and mine.address) == (other and other.address)


def test_what_the_command_writes_is_what_python_reads(demo: Path, scored: nabij.Result) -> None:
    theirs = geopandas.read_parquet(demo / "results" / "addresses.parquet")
    ours = scored.frame()
    assert ours["pharmacy_m"].equals(theirs["pharmacy_m"])
    assert scored.areas is not None
    assert len(scored.frame("areas")) == scored.areas.num_rows
    assert scored.frame("rows").crs == theirs.crs
    with pytest.raises(nabij.InputError, match="there are addresses, rows"):
        scored.frame("adressen")
    with pytest.raises(nabij.InputError, match="people="):
        scored.frame("spread")


def test_distances_counts_and_pairs() -> None:
    near = nabij.distances(HOMES, **GIVEN, k=2, max_distance=900)
    told = near[["origin", "rank", "facility", "distance_m"]]
    assert told.iloc[:4].to_numpy().tolist() == [
        ["7", 1, "a", 100.0],
        ["7", 2, "b", 500.0],
        ["3", 1, "a", 500.0],
        ["3", 2, "b", 900.0],
    ]
    assert told["origin"].to_list()[4:] == ["5"]
    assert told.iloc[4, 2:].isna().all(), "nothing within 900 m is no number"
    pairs = nabij.matrix(HOMES, **GIVEN, limit=1000.0)
    assert pairs["distance_m"].to_list() == [100.0, 500.0, 1000.0, 500.0, 900.0]
    counts = nabij.counts(HOMES, **GIVEN, limits=[499.999, 500, 1000])
    assert counts.index.to_list() == [7, 3, 5]
    assert counts["shop_499.999"].to_list() == [1, 0, 0]
    assert counts["shop_500"].to_list() == [2, 1, 0]
    assert counts["shop_1000"].to_list() == [3, 2, 0]
    with pytest.raises(nabij.InputError, match="k: 0 facilities"):
        nabij.distances(HOMES, **GIVEN, k=0)
    nowhere: list[tuple[Any, dict[str, Any]]] = [
        (nabij.distances, {"max_distance": -5}),
        (nabij.matrix, {"limit": float("nan")}),
        (nabij.counts, {"limits": []}),
    ]
    for question, reach in nowhere:
        with pytest.raises(nabij.InputError, match="above 0"):
            question(HOMES, **GIVEN, **reach)
    with pytest.raises(nabij.InputError, match="limits"):
        nabij.service_area(SHOPS, network=STREET, limits=[])
    with pytest.raises(nabij.InputError, match='"pub"; it has shop'):
        nabij.counts(HOMES, **GIVEN, limits=500, categories=["pub"])


def test_distances_are_those_of_the_score(helsinki: Path) -> None:
    given: dict[str, Any] = {
        "network": nabij.Network.from_osm(helsinki),
        "facilities": helsinki,
    }
    rows = nabij.score(helsinki, **given, parameters={"horizon": 1500}).frame("rows")
    # Questions about distances let what is unknown pass, as the nearer end of an interval does.
    rows = rows[rows["norm"] == "pharmacy"].set_index("origin")["distance_low_m"]
    near = nabij.distances(helsinki, **given, categories=["pharmacy"], max_distance=1500)
    near = near.set_index("origin")["distance_m"]
    assert near.notna().sum() > 400
    assert near.to_list() == pytest.approx(rows.to_list(), abs=0, nan_ok=True)


def test_service_areas() -> None:
    lines = nabij.service_area(SHOPS, network=STREET, limits=[200, 300])
    assert lines["length_m"].to_list() == [400.0, 600.0] * 3
    assert lines.length.round(3).to_list() == lines["length_m"].to_list()
    degrees = nabij.service_area(SHOPS.to_crs("EPSG:4326"), network=STREET, limits=200)
    assert degrees.crs == "EPSG:4326"
    assert degrees.to_crs(RD).length.round(2).to_list() == [400.0] * 3
    merged = nabij.service_area(SHOPS, network=STREET, limits=300, merged=True)
    assert merged["length_m"].sum() == 80_900 + 300 - 80_200 + 600 - 100
    around = nabij.service_area(SHOPS, network=STREET, limits=300, polygons=True, width=10)
    assert around["facility"].to_list() == ["a", "b", "c"]
    assert around.geometry.iloc[0].covers(Point(80_200, 455_009))
    assert not around.geometry.iloc[0].covers(Point(80_189, 455_000))


def test_facilities_by_place() -> None:
    shops = nabij.Facilities.from_frame(SHOPS)
    ground = geopandas.GeoSeries([box(80_899, 454_000, 82_000, 456_000)], crs=RD)
    inside = shops.within(ground.to_crs("EPSG:4326"))
    assert inside.frame()["id"].to_list() == ["b", "c"]
    near = shops.nearest(Point(80_600, 455_000), crs=RD, k=2)
    assert near["id"].to_list() == ["a", "b"]
    assert near["straight_m"].to_list() == [100.0, 300.0]
    both = shops + nabij.Facilities.from_frame(places([82_000]), only="pub")
    assert sorted(both.frame()["category"]) == ["pub", "shop", "shop", "shop"]


def test_facilities_and_addresses_of_openstreetmap(helsinki: Path) -> None:
    pharmacies = nabij.Facilities.from_osm(helsinki).frame().query("category == 'pharmacy'")
    assert pharmacies.crs == "EPSG:4326"
    assert pharmacies.total_bounds.round().tolist() == [25.0, 60.0, 25.0, 60.0]
    assert len(nabij.Origins.from_osm(helsinki).frame()) == 653


def test_norms() -> None:
    norms = nabij.NormSet({"shop": (100, 500), "pub": {"upper": 800, "indoor": True}}, name="two")
    assert norms.frame()["upper_m"].to_list() == [500.0, 800.0]
    assert "shop" in norms._repr_html_()
    assert "denhaag-2024" in nabij.NormSet.built_in
    for wrong, message in [
        ({"shop": "far"}, "'far' is neither a limit"),
        ({"shop": (500, 300)}, "shop"),
        ({"Shop": 300}, "Shop"),
        ({}, "norm"),
        ("denhaag-1624", "denhaag-1624"),
    ]:
        with pytest.raises(nabij.NormError, match=message):
            nabij.NormSet(wrong)  # type: ignore[arg-type]


def test_an_explanation_tells_the_walk(scored: nabij.Result) -> None:
    found = scored.frame()
    some = found[found["pharmacy_verdict"] == "beyond"].iloc[0]
    told = scored.explain(some["origin"], "pharmacy")
    walk = told.walks().iloc[0]
    assert walk["distance_m"] == some["pharmacy_m"]
    assert abs(walk.geometry.length - some["pharmacy_m"]) < 0.1
    assert told.steps()["length_m"].sum() < some["pharmacy_m"]
    assert "too far" in str(told)
    assert "&lt;" not in told._repr_html_()
    assert len(scored.explain(some["origin"]).texts) > 3
    with pytest.raises(ValueError, match="nobody"):
        scored.explain("nobody")


def test_a_facility_less_and_one_more(demo: Path, scored: nabij.Result) -> None:
    study = nabij.Study.read(demo / "town" / "study.toml")
    shops = geopandas.read_file(demo / "town" / "facilities.geojson")
    fewer = shops[shops["id"] != "pharmacy-01"]
    fewer.to_file(demo / "town" / "fewer.geojson")
    text = (demo / "town" / "study.toml").read_text()
    (demo / "town" / "fewer.toml").write_text(
        text.replace('"facilities.geojson"', '"fewer.geojson"')
    )
    without = study.without("pharmacy-01").run()
    assert without.rows.equals(nabij.Study.read(demo / "town" / "fewer.toml").run().rows)
    gone = shops[shops["id"] == "pharmacy-01"]
    back = nabij.Facilities.from_frame(gone, name="name", building="building", complex="complex")
    again = study.without("pharmacy-01").with_(back.__class__(back.layers))
    with pytest.raises(nabij.InputError, match="pharmacy-01"):
        study.with_(back).run()
    moved = gone.assign(id="pharmacy-99")
    added = study.without("pharmacy-01").with_(nabij.Facilities.from_frame(moved)).run()
    assert added.rows["distance_high_m"].equals(scored.rows["distance_high_m"])
    assert again is not study
    with pytest.raises(nabij.InputError, match="pharmacy-77"):
        study.without("pharmacy-77").run()


def test_results_and_studies_can_be_sent(scored: nabij.Result) -> None:
    sent = pickle.loads(pickle.dumps(scored))
    assert sent.rows.equals(scored.rows)
    assert str(sent.explain(sent.addresses["origin"][0].as_py())) == str(
        scored.explain(scored.addresses["origin"][0].as_py())
    )
    study = pickle.loads(pickle.dumps(nabij.Study(HOMES, **GIVEN, norms={"shop": 500})))
    assert study.run().rows["distance_high_m"].to_pylist() == [100.0, 500.0, 1599.0]


def test_the_answer_does_not_depend_on_threads(scored: nabij.Result, demo: Path) -> None:
    try:
        for count in (1, 3):
            nabij.set_threads(count)
            assert nabij.threads() == count
            again = nabij.Study.read(demo / "town" / "study.toml").run()
            assert again.rows.equals(scored.rows)
    finally:
        nabij.set_threads(None)
    with pytest.raises(nabij.InputError, match="at least 1"):
        nabij.set_threads(0)


def test_progress_is_shown_when_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    nabij.score(HOMES, **GIVEN, norms={"shop": 500})
    assert capfd.readouterr() == ("", "")
    nabij.score(HOMES, **GIVEN, norms={"shop": 500}, progress=True)
    assert "done" in capfd.readouterr().err


SLOW = """
import nabij, geopandas, signal, time
# Where tests run in the background, shells have told them to ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
from shapely import Point, LineString
step, n = 20.0, 260
lines = [LineString([(80000 + i * step, 455000 + j * step) for j in range(n)]) for i in range(n)]
lines += [LineString([(80000 + i * step, 455000 + j * step) for i in range(n)]) for j in range(n)]
grid = geopandas.GeoDataFrame(geometry=lines, crs="EPSG:28992")
ids = [f"s{i}" for i in range(8000)]
spots = [Point(80000 + i % 250 * step, 455000 + i // 250 * step) for i in range(8000)]
shops = geopandas.GeoDataFrame({"id": ids, "category": "shop"}, geometry=spots, crs=grid.crs)
network = nabij.Network.from_frame(grid)
print("ready", flush=True)
try:
    nabij.matrix(shops, network=network, facilities=shops, limit=700.0)
    print("finished")
except KeyboardInterrupt:
    print("interrupted", time.monotonic())
"""


def test_an_interrupt_stops_at_once() -> None:
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
        time.sleep(1.0)
        sent = time.monotonic()
        os.kill(run.pid, signal.SIGINT)
        line = run.stdout.readline()
        run.kill()
    assert line.startswith("interrupted")
    # Machines that test are busy: what is told here is that nobody waits for the work's end.
    assert float(line.split()[1]) - sent < 2.0


def test_others_may_use_python_meanwhile(helsinki: Path) -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    other = threading.Thread(target=tick)
    other.start()
    nabij.Network.from_osm(helsinki)
    done.set()
    other.join()
    assert ticks > 3


def test_what_was_done_is_logged_for_who_listens(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "nabij"):
        nabij.score(HOMES, **GIVEN, norms={"shop": 500})
    (told,) = caplog.messages
    assert told == "Result(3 origins, 3 rows, norms own); 0 rows or values not used"


def test_importing_configures_and_loads_little() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import nabij, sys, logging\n"
         "print('geopandas' in sys.modules, 'matplotlib' in sys.modules, logging.root.handlers)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "False False []\n"
    assert logging.getLogger("nabij").handlers == []
