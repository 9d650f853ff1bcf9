"""What a study file says of people, presets and lists of addresses, said from data frames."""

import subprocess
from pathlib import Path
from typing import Any

import geopandas
import nabij
import pandas
import pyarrow
import pyarrow.parquet
import pytest
from shapely import LineString

RD = "EPSG:28992"
DATA = Path(__file__).parents[2] / "tests" / "tests" / "dutch" / "data"

STUDY = """
area_year = 2024
[[streets]]
file = "streets.geojson"
[[facilities]]
file = "shops.geojson"
[[facilities]]
file = "pharmacies.csv"
id = "agb"
only = "pharmacy"
match = { postcode = "postcode", huisnummer = "nr" }
[areas]
file = "DATA/cbs_buurten_2024.geojson"
preset = "cbs-buurten"
parents = [
    { level = "wijk", prefix = { from = "BU", to = "WK", length = 6 } },
    { level = "stadsdeel", table = "stadsdelen.csv" },
]
[weights.pc6]
file = "DATA/cbs_pc6_2023.csv"
preset = "pc6"
year = 2023
[output]
format = "parquet"
"""

COLUMNS = """
[origins]
file = "DATA/adressen.csv"
crs = "EPSG:28992"
x = "x"
y = "y"
id = "adres_id"
postcode = "postcode"
huisnummer = "huisnummer"
area = "buurt"
[weights]
dwellings = "woningen"
capacity = "plaatsen"
"""

BAG = """
[origins]
file = "DATA/bag.gpkg"
preset = "bag"
[weights.addresses]
file = "counts.csv"
id = "id"
own = { residents = "people" }
year = 2025
"""

SHOPS = geopandas.GeoDataFrame(
    {"id": ["s1", "t1"], "category": ["supermarket", "public_transport"]},
    geometry=geopandas.points_from_xy([80150, 81200], [454505, 454505]),
    crs=RD,
)
STREETS = geopandas.GeoDataFrame(
    {"id": [1]}, geometry=[LineString([(80000, 454500), (83000, 454500)])], crs=RD
)
PHARMACIES = pandas.DataFrame(
    {"agb": ["p1", "p2"], "postcode": ["0101 AA", "0101AA"], "nr": [1, 99]}
)
PARTS = pandas.DataFrame(
    {"code": ["BU99990101", "BU99990102"], "parent": ["west", "west"], "name": ["West", "West"]}
)
COUNTS = pandas.DataFrame({"id": ["9999010000000001", "9999010000000007"], "people": [3, 4]})


def by_command(command: Path, folder: Path, rest: str) -> Path:
    """Score files with a study file, and give the folder of the results."""
    STREETS.to_file(folder / "streets.geojson")
    SHOPS.to_file(folder / "shops.geojson")
    PHARMACIES.to_csv(folder / "pharmacies.csv", index=False)
    PARTS.to_csv(folder / "stadsdelen.csv", index=False)
    COUNTS.to_csv(folder / "counts.csv", index=False)
    (folder / "study.toml").write_text((STUDY + rest).replace("DATA", DATA.as_posix()))
    subprocess.run([command, "score", "study.toml"], cwd=folder, check=True, capture_output=True)
    return folder / "out"


def from_frames(origins: nabij.Origins, people: dict[str, Any]) -> nabij.Result:
    """Score the same from data frames."""
    table = pandas.read_csv(DATA / "cbs_pc6_2023.csv")
    pharmacies = nabij.Facilities.from_frame(
        PHARMACIES, id="agb", only="pharmacy", match={"postcode": "postcode", "huisnummer": "nr"}
    )
    return nabij.score(
        origins,
        network=STREETS,
        facilities=nabij.Facilities.from_frame(SHOPS) + pharmacies,
        areas=nabij.Areas.from_frame(
            geopandas.read_file(DATA / "cbs_buurten_2024.geojson"),
            preset="cbs-buurten",
            year=2024,
            parents=[
                {"level": "wijk", "prefix": {"from": "BU", "to": "WK", "length": 6}},
                {"level": "stadsdeel", "table": PARTS},
            ],
        ),
        people={**people, "pc6": {"file": table, "preset": "pc6", "year": 2023}},
        strict=False,
    )


def plain(table: pyarrow.Table) -> dict[str, list[object]]:
    """The values by column, whatever words are stored as."""
    return {name: table[name].to_pylist() for name in table.column_names}


def residents(result: nabij.Result) -> dict[str, float | None]:
    ids, people = (result.addresses[name].to_pylist() for name in ("origin", "inw_est"))
    return dict(zip(ids, people, strict=True))


def assert_same(result: nabij.Result, folder: Path) -> None:
    tables = {
        "rows": result.rows,
        "addresses": result.addresses,
        "areas": result.areas,
        "facilities": result.facilities,
        "spread": result.spread,
        "inwoners_niet_geplaatst": result.unplaced,
    }
    for name, ours in tables.items():
        theirs = pyarrow.parquet.read_table(folder / f"{name}.parquet")
        if name in ("rows", "areas"):  # they carry no places until a frame is asked for
            theirs = theirs.drop_columns("geometry")
        assert ours is not None
        assert ours.num_rows > 0, name
        assert plain(ours) == plain(theirs), name


def test_columns_of_the_origins_as_by_the_command(command: Path, tmp_path: Path) -> None:
    out = by_command(command, tmp_path, COLUMNS)
    table = pandas.read_csv(DATA / "adressen.csv", dtype={"huisnummer": str})
    places = geopandas.points_from_xy(table.x, table.y)
    origins = nabij.Origins.from_frame(
        geopandas.GeoDataFrame(table, geometry=places, crs=RD),
        id="adres_id",
        postcode="postcode",
        huisnummer="huisnummer",
        area="buurt",
    )
    result = from_frames(origins, {"dwellings": "woningen", "capacity": "plaatsen"})
    assert_same(result, out)
    people = residents(result)
    assert people["a1"] == 2.5
    assert people["h1"] == 6.0
    assert people["c1"] is None
    assert result.not_used["code"].to_pylist() == ["address_unknown"]
    assert result.areas is not None
    assert "west" in result.areas["area"].to_pylist()


def test_the_bag_with_counts_of_its_own_as_by_the_command(command: Path, tmp_path: Path) -> None:
    out = by_command(command, tmp_path, BAG)
    counts = {"file": COUNTS, "id": "id", "own": {"residents": "people"}, "year": 2025}
    result = from_frames(
        nabij.Origins.from_file(DATA / "bag.gpkg", preset="bag"), {"addresses": counts}
    )
    assert_same(result, out)
    people = residents(result)
    assert people["9999010000000001"] == 3.0
    assert people["9999010000000002"] == 0.25  # 5 - 3 over the 8 others of its postcode
    assert "not_an_origin" in result.not_used["code"].to_pylist()


def test_without_people_there_are_no_tables_of_them() -> None:
    homes = geopandas.GeoDataFrame({"id": ["h"]}, geometry=SHOPS.geometry[:1], crs=RD)
    pharmacy = SHOPS.assign(category="pharmacy", id=["p1", "p2"])
    shops = geopandas.GeoDataFrame(pandas.concat([SHOPS, pharmacy]), crs=RD)
    result = nabij.score(homes, network=STREETS, facilities=shops)
    assert result.spread is None
    assert result.unplaced is None


BUURTEN = geopandas.read_file(DATA / "cbs_buurten_2024.geojson")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"areas": nabij.Areas.from_frame(BUURTEN, preset="cbs-buurten")}, "area_year"),
        ({"areas": nabij.Areas.from_frame(BUURTEN, preset="cbs-wijken", year=2024)}, "cbs-wijken"),
        ({"origins": nabij.Origins.from_file(DATA / "bag.gpkg", preset="bgt")}, "bgt"),
        ({"people": {"huizen": "n"}}, "huizen"),
        ({"people": {"pc6": {"file": COUNTS, "preset": "pc6"}}}, "people pc6"),
        (
            {"facilities": nabij.Facilities.from_frame(PHARMACIES, only="pharmacy")},
            "facilities.*CR",
        ),
        ({"facilities": 3}, "int is no GeoDataFrame"),
    ],
)
def test_wrong_input_says_what_to_do(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "network": STREETS,
        "facilities": SHOPS,
        "areas": nabij.Areas.from_frame(BUURTEN, preset="cbs-buurten", year=2024),
        "origins": nabij.Origins.from_file(DATA / "bag.gpkg", preset="bag"),
    }
    with pytest.raises(nabij.InputError, match=message):
        nabij.score(**{**given, **change})
