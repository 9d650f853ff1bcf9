import subprocess
from pathlib import Path
from typing import Any

import geopandas
import nabij
import pandas
import pyarrow
import pyarrow.parquet
import pytest
from shapely import LineString, MultiPoint, Point, Polygon, box

RD = "EPSG:28992"


def town(folder: Path, crs: str = RD) -> nabij.Result:
    """The town's study, from GeoDataFrames in any CRS."""

    def read(name: str) -> geopandas.GeoDataFrame:
        return geopandas.read_file(folder / f"{name}.geojson")

    addresses = pandas.read_csv(
        folder / "addresses.csv",
        dtype={
            "huisnummer": str,
            **dict.fromkeys(["adres_id", "pand_id", "complex_id", "buurt_code"], str),
        },
    )
    points = geopandas.points_from_xy(addresses.x, addresses.y)
    homes = geopandas.GeoDataFrame(addresses, geometry=points, crs=RD)
    return nabij.score(
        nabij.Origins.from_frame(
            homes.to_crs(crs),
            id="adres_id",
            address=["straat", "huisnummer", "toevoeging"],
            kind="kind",
            building="pand_id",
            complex="complex_id",
            weights={"residents": "inwoners", "65+": "inw65", "75+": "inw75"},
        ),
        network=nabij.Network.from_frame(
            read("streets"),
            squares=read("squares"),
            nodes=read("nodes"),
            barriers=read("barriers"),
            extent=read("extent"),
            crs=RD,
        ),
        facilities=nabij.Facilities.from_frame(
            read("facilities"), name="name", building="building", complex="complex"
        ),
        coverage={"pharmacy": read("coverage_pharmacy")},
        areas=nabij.Areas.from_frame(
            read("buurten"),
            id="buurtcode",
            name="buurtnaam",
            level="buurt",
            parents=[
                {"level": "wijk", "id": "wijkcode", "name": "wijknaam"},
                {"level": "gemeente", "id": "gemeentecode", "name": "gemeentenaam"},
            ],
        ),
        strict=False,
    )


@pytest.fixture(scope="module")
def scored(demo: Path) -> nabij.Result:
    return town(demo / "town")


@pytest.mark.parametrize("table", ["rows", "areas", "addresses", "facilities"])
def test_equal_to_the_command(demo: Path, scored: nabij.Result, table: str) -> None:
    theirs = pyarrow.parquet.read_table(demo / "results" / f"{table}.parquet")
    ours = getattr(scored, table)
    assert ours.num_rows > 0
    if table in ("rows", "areas"):  # they carry no places until a frame is asked for
        places = geopandas.read_parquet(demo / "results" / f"{table}.parquet")
        assert scored.frame(table).geometry.geom_equals(places.geometry).all()
        theirs = theirs.drop_columns("geometry")
    assert ours.column_names == theirs.column_names
    for name in ours.column_names:
        left, right = (t[name].combine_chunks() for t in (ours, theirs))
        if pyarrow.types.is_dictionary(left.type):
            left, right = left.dictionary_decode(), right.cast(pyarrow.string())
        assert left.to_pylist() == right.to_pylist(), name


def test_frames_have_the_callers_crs(scored: nabij.Result) -> None:
    frame = scored.frame("addresses")
    assert frame.crs == RD
    assert frame.pharmacy_m.isna().any(), "not found is NaN"
    assert scored.frame("areas").crs == RD


def test_another_crs_in_and_back(demo: Path, scored: nabij.Result) -> None:
    degrees = town(demo / "town", crs="EPSG:4326")
    assert degrees.frame().crs == "EPSG:4326"
    left = degrees.frame().supermarket_m
    right = scored.frame().supermarket_m
    # There and back again is good to a millimetre or so at each end.
    assert (left - right).abs().max() < 0.01
    assert (left.isna() == right.isna()).all()


def line(crs: str | None = RD) -> geopandas.GeoDataFrame:
    geometry = [LineString([(80_000, 455_000), (82_000, 455_000)])]
    return geopandas.GeoDataFrame({"id": [1]}, geometry=geometry, crs=crs)


def places(xs: list[float], y: float = 455_000, **columns: Any) -> geopandas.GeoDataFrame:
    columns.setdefault("id", [f"o{at}" for at in range(len(xs))])
    return geopandas.GeoDataFrame(columns, geometry=[Point(x, y) for x in xs], crs=RD)


def norm_file(tmp_path: Path) -> str:
    path = tmp_path / "norms.toml"
    path.write_text(
        'name = "one"\n[[norm]]\nid = "shop"\ncategory = "shop"\nlower = 300\nupper = 500\n'
    )
    return str(path)


def test_limits_are_inclusive_to_the_millimetre(tmp_path: Path) -> None:
    xs = [80_800 - d for d in (299.999, 300.0, 300.001, 499.999, 500.0, 500.001)]
    result = nabij.score(
        places(xs),
        network=line(),
        facilities=places([80_800], category=["shop"]),
        norms=norm_file(tmp_path),
    )
    assert result.rows["verdict"].to_pylist() == [
        "within_lower",
        "within_lower",
        "within_upper",
        "within_upper",
        "within_upper",
        "beyond",
    ]
    assert result.rows["distance_high_m"].to_pylist() == [
        299.999,
        300.0,
        300.001,
        499.999,
        500.0,
        500.001,
    ]


def test_several_doors(tmp_path: Path) -> None:
    doors = MultiPoint([(80_100, 455_000), (80_700, 455_000)])
    home = geopandas.GeoDataFrame({"id": ["h"]}, geometry=[doors], crs=RD)
    shop = places([80_800], category=["shop"])
    result = nabij.score(home, network=line(), facilities=shop, norms=norm_file(tmp_path))
    assert result.rows["distance_high_m"].to_pylist() == [100.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"origins": lambda g: g.set_crs(None, allow_override=True)}, "CRS"),
        ({"facilities": lambda g: g.drop(columns="category")}, "column 'category'"),
        ({"origins": lambda g: g.assign(id="same")}, "same"),
        ({"facilities": lambda g: g.set_geometry([Point(4.3, 52.1)], crs=RD)}, "egrees"),
        ({"areas": lambda g: g.assign(id=["A", "A"])}, "A"),
    ],
)
def test_wrong_input_says_what_to_do(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    box = Polygon([(80_000, 454_000), (82_000, 454_000), (82_000, 456_000), (80_000, 456_000)])
    layers: dict[str, geopandas.GeoDataFrame] = {
        "origins": places([80_100, 80_200]),
        "network": line(),
        "facilities": places([80_800], category=["shop"]),
        "areas": geopandas.GeoDataFrame({"id": ["A", "B"]}, geometry=[box, box], crs=RD),
    }
    for name, mend in change.items():
        layers[name] = mend(layers[name])
    with pytest.raises(ValueError, match=message) as raised:
        nabij.score(layers.pop("origins"), norms=norm_file(tmp_path), **layers)
    assert isinstance(raised.value, nabij.NabijError)


def test_rows_without_a_place_are_listed(tmp_path: Path) -> None:
    homes = places([80_100, 80_200])
    homes.loc[1, "geometry"] = None
    shop = places([80_800], category=["shop"])
    given = {"network": line(), "facilities": shop, "norms": norm_file(tmp_path)}
    with pytest.raises(nabij.InputError, match=r"origins, row 2.*strict=False"):
        nabij.score(homes, **given)
    result = nabij.score(homes, **given, strict=False)
    assert result.addresses["origin"].to_pylist() == ["o0"]
    assert result.not_used["id"].to_pylist() == ["o1"]
    assert result.not_used["code"].to_pylist() == ["no_geometry"]


def test_a_city_from_openstreetmap(helsinki: Path, command: Path, tmp_path: Path) -> None:
    result = nabij.score(helsinki, network=helsinki, facilities=helsinki)
    flags = [f"--{name}={helsinki}" for name in ("streets", "facilities", "origins")]
    subprocess.run([command, "score", *flags, "--out", tmp_path], check=True)
    theirs = pyarrow.parquet.read_table(tmp_path / "rows.parquet")
    assert result.rows["distance_high_m"].to_pylist() == theirs["distance_high_m"].to_pylist()
    assert result.rows.num_rows > 2000


def test_parks_have_gates_and_buildings_doors() -> None:
    path = LineString([(80_400, 455_000), (80_400, 455_100)])
    street = LineString([(80_000, 455_000), (80_400, 455_000), (82_000, 455_000)])
    network = geopandas.GeoDataFrame({"id": [1, 2]}, geometry=[street, path], crs=RD)
    ground = geopandas.GeoDataFrame(
        {"id": ["x"]}, geometry=[box(80_380, 455_020, 80_450, 455_060)], crs=RD
    )
    home = places([80_100.0], 455_005.0)

    def walk(**keys: Any) -> list[float]:
        facilities = nabij.Facilities.from_frame(ground, only="green", gates=keys.pop("gates"))
        result = nabij.score(
            home, network=network, facilities=facilities, norms={"green": 500}, **keys
        )
        row = result.rows.to_pylist()[0]
        return [row["distance_low_m"], row["facility_leg_m"]]

    assert walk(gates=True) == [325, 0]  # 5 + 300 + 20
    # As a building: where the path leads in, and out again.
    assert walk(gates=False) == [325, 0]
    # Of doors of one's own the one that counts, and no gate.
    doors = places([80_440.0], 455_019.5)
    assert walk(gates=True, doors=doors) == pytest.approx([364.5, 19.5])
    named = doors.assign(of=["x"])
    assert walk(gates=False, doors={"file": named, "facility": "of"}) == pytest.approx(
        [364.5, 19.5]
    )
    with pytest.raises(nabij.InputError, match="no facility has the id"):
        walk(gates=False, doors={"file": named.assign(of=["y"]), "facility": "of"})
