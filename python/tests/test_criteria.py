"""Criteria through Python: the command's tables, from a study and from frames."""

import pickle
import re
import subprocess
from pathlib import Path
from typing import Any

import geopandas
import nabij
import numpy
import pandas
import pyarrow
import pyarrow.parquet
import pytest
from matplotlib import pyplot
from nabij import _criteria_inputs
from nabij._criteria import Criteria
from shapely import LineString, Point, box

RD = "EPSG:28992"
TABLES = [name for name in Criteria.tables if name not in ("areas", "fair_share")]


@pytest.fixture(scope="module")
def folder(demo: Path) -> Path:
    return demo / "town"


@pytest.fixture(scope="module")
def command_tables(command: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `nabij criteria` writes of the town."""
    out: Path = tmp_path_factory.mktemp("criteria") / "out"
    told: list[str | Path] = [
        command,
        "criteria",
        folder / "criteria.toml",
        "--out",
        out,
        "--format",
        "parquet",
    ]
    subprocess.run(told, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def town(folder: Path) -> nabij.Criteria:
    return nabij.criteria(study=folder / "criteria.toml")


def read(folder: Path, name: str) -> geopandas.GeoDataFrame:
    return geopandas.read_file(folder / f"{name}.geojson")


def semicolons(folder: Path, name: str) -> pandas.DataFrame:
    return pandas.read_csv(folder / f"{name}.csv", sep=";", dtype={"adres_id": str})


REGISTER = {
    "adres_id": "address", "woning_id": "id", "complex_id": "complex", "woonvorm": "form",
    "prijssegment": "price", "toegang_zonder_trap": "step_free_access",
    "woonkamer_zonder_trap": "step_free_living", "keuken_zonder_trap": "step_free_kitchen",
    "badkamer_zonder_trap": "step_free_bath", "toilet_zonder_trap": "step_free_toilet",
    "slaapkamer_zonder_trap": "step_free_bedroom", "gelijkvloers": "single_floor",
    "begane_grond": "ground_floor", "rolstoel_woning": "wheelchair_dwelling",
    "rolstoel_gebouw": "wheelchair_building", "ruimte_voor_zorg": "care_space",
    "bouwjaar": "year", "bouwlagen": "floors", "oppervlakte": "area_m2",
    "activiteiten": "activities", "zorgteam": "care_team", "hoofdaanbieder": "lead_provider",
}  # fmt: skip
COUNTS = {"gebied_code": "area", "woningtype": "type", "jaar": "year", "aantal": "number"}


def from_frames(folder: Path) -> nabij.Criteria:
    """The town's criteria, every layer handed over as a frame."""
    coverage = {
        "pharmacy": read(folder, "coverage_pharmacy"),
        "street_lamp": read(folder, "coverage_street_lamp"),
    }
    text = (folder / "criteria.toml").read_text()
    listed = re.findall(r'^(\w+) = "coverage_lists.geojson"', text, re.M)
    coverage |= {category: read(folder, "coverage_lists") for category in listed}
    names = dict.fromkeys(["adres_id", "pand_id", "complex_id", "buurt_code", "huisnummer"], str)
    homes = pandas.read_csv(folder / "addresses.csv", dtype=names)
    places = geopandas.points_from_xy(homes.x, homes.y)
    facilities = nabij.Facilities.from_frame(
        read(folder, "facilities"), name="name", building="building", complex="complex"
    )
    details = {"fte": "fte", "dementia_friendly": "dementia_friendly"}
    more = nabij.Facilities._of(
        read(folder, "amenities"), id="id", category="category", name="name", columns=details
    )
    green = nabij.Facilities._of(
        read(folder, "green"), id="id", only="green", name="name", gates=True
    )
    figures = semicolons(folder, "figures").rename(
        columns={"gebied_code": "area", "grootheid": "quantity", "jaar": "year",
                 "waarde": "value", "bron": "source"}
    )  # fmt: skip
    parts = {
        part: semicolons(folder, part).rename(columns={**COUNTS, "hardheid": "hardness"})
        for part in ("task", "stock", "plans")
    }
    return nabij.criteria(
        nabij.Origins.from_frame(
            geopandas.GeoDataFrame(homes, geometry=places, crs=RD),
            id="adres_id", address=["straat", "huisnummer", "toevoeging"], kind="kind",
            building="pand_id", complex="complex_id",
            weights={"residents": "inwoners", "65+": "inw65", "75+": "inw75"},
        ),
        network=nabij.Network.from_frame(
            read(folder, "streets"), squares=read(folder, "squares"), nodes=read(folder, "nodes"),
            barriers=pandas.concat([read(folder, "barriers"), read(folder, "walls")]),
            extent=read(folder, "extent"), crs=RD,
        ),
        facilities=facilities + more + green,
        areas=nabij.Areas.from_frame(
            read(folder, "buurten"), id="buurtcode", name="buurtnaam", level="buurt",
            parents=[
                {"level": "wijk", "id": "wijkcode", "name": "wijknaam"},
                {"level": "gemeente", "id": "gemeentecode", "name": "gemeentenaam"},
            ],
        ),
        profile=["adult", "rollator"], coverage=coverage, figures=figures,
        dwellings=semicolons(folder, "dwellings").rename(columns=REGISTER),
        zones={"network": read(folder, "network")}, routes=read(folder, "routes"),
        candidates=read(folder, "candidates"), balance=parts, year=2024,
        supply={"file": semicolons(folder, "fte"), "category": "categorie",
                "facility": "voorziening", "supply": "fte"},
        strict=False,
    )  # fmt: skip


def same(own: pyarrow.Table, other: pyarrow.Table) -> None:
    """Hold a table against the command's, places aside."""

    def plain(table: pyarrow.Table) -> pandas.DataFrame:
        left = [name for name in table.column_names if name not in ("geometry", "file")]
        return table.select(left).to_pandas().astype(object)

    pandas.testing.assert_frame_equal(plain(own), plain(other), check_dtype=False)


def files(folder: Path, name: str) -> pyarrow.Table:
    return pyarrow.parquet.read_table(folder / f"{name}.parquet")


def test_a_study_gives_the_tables_of_the_command(
    town: nabij.Criteria, command_tables: Path
) -> None:
    for name in TABLES:
        same(getattr(town, name), files(command_tables, name))
    assert list(town.areas) == ["buurt", "wijk", "gemeente"]
    for level, table in town.areas.items():
        same(table, files(command_tables, f"criteria_{level}"))
    assert town.fair_share is None
    assert town.manifest["criteria"]["catalogue"] == "zorgzame-buurt-2024"


def test_frames_give_the_tables_of_the_command(folder: Path, command_tables: Path) -> None:
    found = from_frames(folder)
    for name in ("criteria", "headings", "norm_panel", "remedies", "routes", "route_gaps",
                 "balance", "dwellings"):  # fmt: skip
        same(getattr(found, name), files(command_tables, name))


def test_frames_come_out_as_frames(town: nabij.Criteria) -> None:
    areas = town.frame()
    assert isinstance(areas, geopandas.GeoDataFrame)
    assert areas.crs == RD
    assert len(areas) == 8
    assert town.frame("areas", level="gemeente")["area"].to_list() == ["GM9999"]
    rows = town.frame("criteria", level="wijk")
    assert isinstance(rows, geopandas.GeoDataFrame)
    assert rows["level"].unique().tolist() == ["wijk"]
    ground = town.frame("areas", level="wijk").set_index("area").geometry
    assert (rows.geometry.geom_equals(ground.loc[rows["area"]].set_axis(rows.index))).all()
    for name in ("remedies", "routes", "route_gaps"):
        placed = town.frame(name)
        assert isinstance(placed, geopandas.GeoDataFrame)
        assert placed.crs == RD
    sites = town.frame("remedies")
    assert (sites.geometry.notna() == (sites["kind"] == "site")).all()
    assert not isinstance(town.frame("balance"), geopandas.GeoDataFrame)


def test_what_is_not_known_is_nan(town: nabij.Criteria) -> None:
    rows = town.frame("criteria", level="buurt")
    verlaat = rows[rows["area_name"] == "Verlaat"].set_index("indicator")
    assert numpy.isnan(verlaat.loc["livability_score", "value"])
    assert numpy.isnan(verlaat.loc["livability_score", "score"])
    assert verlaat.loc["livability_score", "status"] == "unknown"
    wide = town.frame().set_index("area_name")
    assert numpy.isnan(wide.loc["Verlaat", "livability_score"])
    headings = town.frame("headings", level="buurt").set_index(["area_name", "heading"])
    assert numpy.isnan(headings.loc[("Verlaat", "livability"), "score"])
    assert headings.loc[("Verlaat", "livability"), "coverage"] == 0


OWN = {
    "extends": "zorgzame-buurt-2024",
    "drop": ["livability_score"],
    "indicator": [{"id": "pharmacy_within_norm", "weight": 3}],
}


def test_weigh_changes_scores_and_not_values(town: nabij.Criteria) -> None:
    before = town.frame("headings", level="buurt").set_index(["area_name", "heading"])["score"]
    other = town.weigh(OWN, total=True)
    values = [
        one.criteria.to_pandas()
        .astype({"level": str, "indicator": str})
        .set_index(["level", "area", "indicator"])["value"]
        for one in (town, other)
    ]
    pandas.testing.assert_series_equal(values[0].loc[values[1].index], values[1])
    after = other.frame("headings", level="buurt").set_index(["area_name", "heading"])["score"]
    # Seven of one weight, one of which counts three times now: exactly this much more or less.
    rows = town.frame("criteria", level="buurt")
    here = rows[(rows["area_name"] == "Vaartoost") & (rows["heading"] == "facilities")]
    scores = here.set_index("indicator")["score"]
    assert before["Vaartoost", "facilities"] == pytest.approx(scores.mean(), abs=1e-12)
    heavier = (scores.sum() + 2 * scores["pharmacy_within_norm"]) / (len(scores) + 2)
    assert after["Vaartoost", "facilities"] == pytest.approx(heavier, abs=1e-12)
    assert ("Vaartoost", "total") in after.index
    assert ("Vaartoost", "total") not in before.index
    assert "livability_score" not in other.indicators["indicator"].to_pylist()
    # The first stay as they were, and the others can be weighed back.
    again = town.frame("headings", level="buurt").set_index(["area_name", "heading"])["score"]
    pandas.testing.assert_series_equal(again, before)
    same(other.weigh("zorgzame-buurt-2024", total=False).criteria, town.criteria)


def test_a_catalogue_from_the_start_is_the_same_as_weighed(
    town: nabij.Criteria, folder: Path, tmp_path: Path
) -> None:
    started = nabij.criteria(study=folder / "criteria.toml", catalogue=OWN, total=True)
    weighed = town.weigh(OWN, total=True)
    for name in ("criteria", "headings", "remedies", "norm_panel"):
        same(getattr(weighed, name), getattr(started, name))
    file = tmp_path / "own.toml"
    file.write_text('extends = "zorgzame-buurt-2024"\ndrop = ["livability_score"]\n')
    assert town.weigh(file).indicators.num_rows == 36


def test_other_walks_are_measured_anew(town: nabij.Criteria) -> None:
    """A category that the first catalogue did not ask for is not taken for a missing layer."""
    bins = {
        "id": "bins", "heading": "surroundings", "unit": "share", "direction": "higher",
        "level": "address", "utility": {"floor": 0, "target": 1},
        "measure": {
            "share_within": {"category": "waste_basket", "upper": 300, "weight": ["residents"]}
        },
    }  # fmt: skip
    other = town.weigh({"extends": "zorgzame-buurt-2024", "indicator": [bins]})
    rows = other.frame("criteria", level="buurt").query("indicator == 'bins'")
    assert rows["value"].notna().any()
    assert town.indicators.num_rows == 37
    assert other.indicators.num_rows == 38


def test_a_page_tells_where_its_numbers_stand(town: nabij.Criteria) -> None:
    page = town.area("BU99990201")
    assert (page.name, page.area) == ("Vaartoost", "BU99990201")
    text = page.text()
    assert text.index("Norms of the vision") < text.index("Facilities")
    for word in ("the client's document", "published", "assumption", "What would help most"):
        assert word in text
    assert "Normen uit de visie" in page.text("nl")
    own = {one["indicator"]: one for one in page.told["indicators"]}
    assert own["pharmacy_within_norm"]["basis"]["upper"]["label"] == "SEED"
    rows = page.frame().set_index("indicator")
    assert rows.loc["pharmacy_within_norm", "value"] == own["pharmacy_within_norm"]["value"]
    facilities = rows[rows["heading"] == "facilities"]
    score = next(one["score"] for one in page.told["headings"] if one["heading"] == "facilities")
    assert facilities["contribution"].sum() == pytest.approx(score, abs=1e-12)


def cells(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)


def test_a_page_shows_itself(town: nabij.Criteria) -> None:
    html = town.area("BU99990204")._repr_html_()
    told = " ".join(cells(html).split())
    assert told.index("Norms of the vision") < told.index("Residents Share of residents")
    for label in ("SEED the client&#x27;s document", "PUB published", "ASSUMPTION assumption"):
        assert label in told
    # Livability is not known there: nothing stands for it, least of all a zero.
    assert "Livability insufficient data" in told
    assert re.search(r"Leefbaarometer \(livability\) unknown", told)
    for help_ in town.area("BU99990204").told["help"]:
        assert help_ in told.replace("&#x27;", "'")


def test_dutch_pages_are_dutch(folder: Path) -> None:
    dutch = nabij.criteria(study=folder / "criteria.toml", language="nl", total=True)
    told = " ".join(cells(dutch.area("BU99990202")._repr_html_()).split())
    for word in ("Normen uit de visie", "Streefwaarde", "SEED document van de gemeente",
                 "aanname", "Woonomgeving", "Totaal, met eigen gewichten"):  # fmt: skip
        assert word in told
    assert "unknown" not in told
    assert str(dutch.area("BU99990202")) == dutch.area("BU99990202").text("nl")
    ax = dutch.plot("housing")
    assert ax.get_title(loc="left") == "Wonen"
    pyplot.close("all")


def test_all_areas_show_themselves(town: nabij.Criteria) -> None:
    told = " ".join(cells(town._repr_html_()).split())
    assert "Housing Living environment Facilities" in told
    assert re.search(r"Verlaat \? \(0 %\)", told)
    assert repr(town) == "Criteria(8 × buurt, 37 indicators, catalogue zorgzame-buurt-2024)"


def drawn(ax: Any) -> dict[str, int]:
    counts = {str(one.get_gid()): len(one.get_paths()) for one in ax.collections}
    return {gid: count for gid, count in counts.items() if count}


def test_areas_are_drawn_by_score_and_unknown_is_hatched(town: nabij.Criteria) -> None:
    ax = town.plot("housing")
    rows = town.frame("headings", level="buurt").query("heading == 'housing'")
    ends = [0, 0.25, 0.5, 0.75, 0.9]
    found = drawn(ax)
    for at, low in enumerate(ends):
        high = ends[at + 1] if at + 1 < len(ends) else 1
        inside = (rows["score"] >= low) & (rows["score"] < (high if high < 1 else 2))
        assert found.get(f"class {low:g}–{high:g}", 0) == inside.sum()
    unknown = [one for one in ax.collections if one.get_gid() == "unknown"]
    assert [one.get_hatch() for one in unknown] == ["xxxx"]
    assert found["unknown"] == rows["score"].isna().sum() == 2
    assert ax.get_title(loc="left") == "Housing"
    legend = ax.get_legend()
    assert legend is not None
    assert any("insufficient data" in one.get_text() for one in legend.get_texts())
    pyplot.close("all")


def test_areas_are_drawn_by_value(town: nabij.Criteria) -> None:
    ax = town.plot("livability_score")
    names = [text.get_text() for text in ax.texts if text.get_gid() == "name"]
    assert "Vaartoost\n6" in names
    assert "Verlaat" in names
    assert drawn(ax)["unknown"] == 1
    source = next(text.get_text() for text in ax.texts if text.get_gid() == "source")
    assert "Stands on: published" in source
    share = drawn(town.plot("green_access_share"))
    assert {gid for gid in share if gid.startswith("class")} <= {
        "class 0–25 %", "class 25–50 %", "class 50–75 %", "class 75–90 %", "class 90–100 %",
    }  # fmt: skip
    assert town.plot("green_access_share", show="score", level="wijk") is not None
    pyplot.close("all")


@pytest.mark.parametrize(
    ("what", "kind", "message"),
    [
        ("houses", {}, "there is no indicator or heading 'houses'; there are housing"),
        ("housing", {"show": "value"}, "has scores only"),
        ("detour_factor_median", {"show": "score"}, "is context"),
        ("housing", {"level": "straat"}, "there is no level 'straat'; there are buurt, wijk"),
        ("spreading_dissimilarity", {}, "not measured for level 'buurt', but for gemeente"),
    ],
)
def test_pictures_say_what_there_is(
    town: nabij.Criteria, what: str, kind: dict[str, Any], message: str
) -> None:
    with pytest.raises(nabij.InputError, match=re.escape(message)):
        town.plot(what, **kind)


def test_what_is_not_there_is_named(town: nabij.Criteria, folder: Path) -> None:
    with pytest.raises(nabij.InputError, match="there is no table 'homes'; there are areas"):
        town.frame("homes")
    with pytest.raises(nabij.InputError, match=r"names no balance\.share"):
        town.frame("fair_share")
    with pytest.raises(nabij.InputError, match='no area "BU1"; codes are such as BU9999'):
        town.area("BU1")
    with pytest.raises(nabij.InputError, match="no language 'de'"):
        town.area("BU99990201").text("de")
    with pytest.raises(nabij.InputError, match="zorgzame-buurt-2024"):
        town.weigh("zorgzame-buurt-1999")
    wrong = {"extends": "zorgzame-buurt-2024", "indicator": [{"id": "x", "weight": 2}]}
    with pytest.raises(nabij.InputError, match="asks for criteria"):
        town.weigh(wrong)
    with pytest.raises(FileNotFoundError):
        town.weigh("missing.toml")
    with pytest.raises(nabij.InputError, match="network: a study says so itself"):
        nabij.criteria(study=folder / "criteria.toml", network=folder / "streets.geojson")
    with pytest.raises(nabij.InputError, match="give study=, or origins=, network=, facilities="):
        nabij.criteria()


def small(**more: Any) -> nabij.Criteria:
    """Two homes on one street, a shop near the first; each in an area of its own."""
    rd = {"crs": RD}
    street = geopandas.GeoDataFrame(geometry=[LineString([(80000, 455000), (82000, 455000)])], **rd)
    shop = geopandas.GeoDataFrame(
        {"id": ["shop"], "category": ["supermarket"]}, geometry=[Point(80000, 455000)], **rd
    )
    homes = geopandas.GeoDataFrame(
        {"id": ["a", "b"], "people": [2, 3], "old": [1, 1]},
        geometry=[Point(80100, 455000), Point(81500, 455000)], **rd,
    )  # fmt: skip
    grounds = [box(80000, 454000, 81000, 456000), box(81000, 454000, 82000, 456000)]
    areas = geopandas.GeoDataFrame({"id": ["west", "east"]}, geometry=grounds, **rd)
    weights = {"residents": "people", "65+": "old"}
    return nabij.criteria(
        nabij.Origins.from_frame(homes, weights=weights), network=street, facilities=shop,
        areas=areas, **more,
    )  # fmt: skip


def test_wide_and_long_figures_say_the_same() -> None:
    wide = pandas.DataFrame({"area": ["west"], "year": [2023], "livability": [6]})
    long = pandas.DataFrame(
        {"area": ["west"], "year": [2023], "quantity": ["livability"], "value": [6]}
    )
    named = {"file": wide.rename(columns={"area": "code"}), "area": "code"}
    index = wide.set_index("area")
    arrow = pyarrow.Table.from_pandas(wide)
    ways = [small(figures=one) for one in (wide, long, named, index, arrow, [wide])]
    for one in ways:
        values = one.frame().set_index("area")["livability_score"]
        assert values["west"] == 6
        assert numpy.isnan(values["east"])
    years = ways[0].criteria.to_pandas().query("indicator == 'livability_score'")["year"]
    assert years.dropna().unique().tolist() == [2023]


def test_rows_of_frames_that_cannot_be_used_are_errors() -> None:
    wrong = pandas.DataFrame({"area": ["north"], "livability": [6]})
    with pytest.raises(nabij.InputError, match=r"north.*strict=False"):
        small(figures=wrong)
    kept = small(figures=wrong, strict=False)
    assert kept.not_used["code"].to_pylist() == ["no_area"]


def test_columns_that_are_missing_are_named() -> None:
    with pytest.raises(nabij.InputError, match="area"):
        small(figures=pandas.DataFrame({"code": ["west"], "livability": [6]}))
    with pytest.raises(nabij.InputError, match="figures: name the columns of the file"):
        small(figures="figures.csv")
    with pytest.raises(nabij.InputError, match="needs the key 'file'"):
        small(figures={"area": "code"})
    with pytest.raises(nabij.InputError, match="say what there is in it"):
        small(zones=[{"file": "network.geojson"}])
    part = pandas.DataFrame({"area": ["west"], "type": ["x"], "year": [2030], "number": [1]})
    part = pandas.DataFrame({"area": ["west"], "type": ["x"], "year": [2030], "number": [1]})
    with pytest.raises(nabij.InputError, match="hardness"):
        small(balance={"plans": part})


def test_the_features_of_a_register_are_those_of_the_command() -> None:
    frame = pandas.DataFrame({"area": ["west"], "lift": ["ja"]})
    register = {"file": frame, "area": "area", "columns": {"lifts": "lift"}}
    with pytest.raises(nabij.InputError) as told:
        small(dwellings=register)
    names = str(told.value).split("they say ")[1].split(", ")
    assert sorted(names) == sorted(_criteria_inputs.FEATURES)
    assert small(dwellings=frame).dwellings is not None


def test_criteria_can_be_sent_elsewhere() -> None:
    figures = pandas.DataFrame({"area": ["west"], "livability": [6]})
    own = small(figures=figures).weigh(
        {"extends": "zorgzame-buurt-2024", "drop": ["gp_capacity_ratio"]}
    )
    sent = pickle.loads(pickle.dumps(own))
    same(sent.criteria, own.criteria)
    assert sent.area("west").text() == own.area("west").text()


def test_steps_are_told_and_ctrl_c_stops(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []

    def step(what: str, done: int, of: int) -> None:
        steps.append(what)
        if len(steps) > 3:
            raise KeyboardInterrupt

    study = nabij.Study.read(folder / "criteria.toml")
    with pytest.raises(KeyboardInterrupt):
        study._criteria(step)
    assert len(steps) == 4
