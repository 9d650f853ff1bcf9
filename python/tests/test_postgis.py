"""Results into PostGIS, on a server of the tests' own (``make test-postgis``).

Rules of the databases' section of the Dutch practice: names, codes, SRID, geometries, comments.
"""

import geopandas
import numpy
import pandas
import pyarrow
import pytest
import shapely
import sqlalchemy
from nabij import InputError
from nabij.postgis import write
from postgres import RD, ask, homes
from shapely import MultiPolygon, Point, box

pytestmark = pytest.mark.postgis


def types(engine: sqlalchemy.Engine, table: str) -> dict[str, str]:
    query = (
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
        f" WHERE attrelid = 'gis.{table}'::regclass AND attnum > 0"
    )
    return dict(ask(engine, query))


@pytest.mark.parametrize("crs", [RD, "EPSG:4326"])
def test_section_10_geometries_are_returned_as_they_were_read(
    engine: sqlalchemy.Engine, crs: str
) -> None:
    """Origins out of a table, results into another: equal to the byte, the SRID kept."""
    srid = crs.removeprefix("EPSG:")
    shapes = [
        "POINT (80000.1 455000.123456789)", "POINT (1e-300 -0.1)", "POINT EMPTY", None,
        "MULTIPOLYGON (((0 0, 0 1, 1 1, 0 0)), ((5 5, 5 6, 6 6, 5 5)))", "LINESTRING (0 0, 0.3 7)",
    ]  # fmt: skip
    ask(engine, f"CREATE TABLE gis.register (code text, place geometry(Geometry, {srid}))")
    for at, shape in enumerate(shapes):
        place = f"ST_GeomFromText('{shape}', {srid})" if shape else "NULL"
        ask(engine, f"INSERT INTO gis.register VALUES ('{at:02}', {place})")
    query = "SELECT * FROM gis.register ORDER BY code"
    frame = geopandas.read_postgis(query, engine, geom_col="place")
    assert frame.crs.to_epsg() == int(srid)
    assert write(frame, "results", engine, schema="gis") == {"code": "code", "place": "geom"}
    compared = ask(
        engine,
        "SELECT ST_AsEWKB(place) = ST_AsEWKB(geom) AND place::text = geom::text"
        " FROM gis.register JOIN gis.results USING (code) ORDER BY code",
    )
    assert compared == [(True,), (True,), (True,), (None,), (True,), (True,)]
    assert types(engine, "results") == {"code": "text", "geom": f"geometry(Geometry,{srid})"}
    again = geopandas.read_postgis("SELECT * FROM gis.results ORDER BY code", engine)
    assert list(again.to_wkb()["geom"]) == list(frame.to_wkb()["place"])
    assert again.crs == frame.crs


@pytest.mark.parametrize(
    ("shapes", "kind"),
    [
        ([Point(1, 2), Point(3, 4)], "geometry(Point,28992)"),
        ([Point(1, 2, 3)], "geometry(PointZ,28992)"),
        ([box(0, 0, 1, 1), MultiPolygon([box(0, 0, 1, 1)])], "geometry(Geometry,28992)"),
        ([shapely.LinearRing([(0, 0), (1, 0), (1, 1)])], "geometry(LineString,28992)"),
        ([Point(1, 2), Point(1, 2, 3)], "geometry"),
        ([None], "geometry(Geometry,28992)"),
    ],
)
def test_the_kind_of_geometry_is_stated(
    shapes: list[shapely.Geometry], kind: str, engine: sqlalchemy.Engine
) -> None:
    write(geopandas.GeoDataFrame(geometry=shapes, crs=RD), "shapes", engine, schema="gis")
    assert types(engine, "shapes") == {"geom": kind}
    written = ask(engine, "SELECT DISTINCT ST_SRID(geom) FROM gis.shapes WHERE geom IS NOT NULL")
    assert written == ([] if shapes == [None] else [(28992,)])


def test_results_on_openstreetmap_are_longitude_and_latitude(engine: sqlalchemy.Engine) -> None:
    frame = geopandas.GeoDataFrame(geometry=[Point(4.3, 52.1)], crs="OGC:CRS84")
    write(frame, "points", engine, schema="gis")
    assert ask(engine, "SELECT ST_AsEWKT(geom) FROM gis.points") == [("SRID=4326;POINT(4.3 52.1)",)]


def test_section_10_codes_are_text_and_columns_keep_their_types(engine: sqlalchemy.Engine) -> None:
    frame = pandas.DataFrame(
        {
            "code": ["0518", "00012", None],
            "empty": ["", 'a "b"\n,c', None],
            "share": [0.1, float("nan"), 1e-17],
            "infinite": [float("inf"), 1.0, 2.0],
            "counted": pandas.array([1, None, 9007199254740993], dtype="Int64"),
            "small": numpy.array([1, -2, 3], dtype="int16"),
            "huge": numpy.array([2**64 - 1, 0, 1], dtype="uint64"),
            "gate": pandas.Series([True, None, False], dtype=object),
            "verdict": pandas.Categorical(["beyond", None, "within_lower"]),
            "day": pandas.to_datetime(["2026-01-02 00:00:00", None, "2026-01-03 04:05:06"]),
            "nothing": pandas.Series([None, None, None], dtype=object),
        }
    )
    write(frame, "kinds", engine, schema="gis")
    assert types(engine, "kinds") == {
        "code": "text",
        "empty": "text",
        "share": "double precision",
        "infinite": "double precision",
        "counted": "bigint",
        "small": "smallint",
        "huge": "numeric",
        "gate": "boolean",
        "verdict": "text",
        "day": "timestamp without time zone",
        "nothing": "text",
    }
    assert ask(engine, "SELECT code, empty, share, counted, gate, verdict FROM gis.kinds") == [
        ("0518", "", 0.1, 1, True, "beyond"),
        ("00012", 'a "b"\n,c', None, None, None, None),
        (None, None, 1e-17, 9007199254740993, False, "within_lower"),
    ]
    assert ask(engine, "SELECT day::text, huge::text, infinite FROM gis.kinds") == [
        ("2026-01-02 00:00:00", "18446744073709551615", numpy.inf),
        (None, "0", 1.0),
        ("2026-01-03 04:05:06", "1", 2.0),
    ]


def test_arrow_tables_keep_their_types(engine: sqlalchemy.Engine) -> None:
    """Columns of nothing but null too, so that a view on last month's table fits this month's."""
    table = pyarrow.table(
        {
            "gate": pyarrow.array([None, None], pyarrow.bool_()),
            "count": pyarrow.array([1, None], pyarrow.int32()),
            "share": pyarrow.array([float("nan"), 0.5]),
            "word": pyarrow.chunked_array([["a"], [None]]).dictionary_encode(),
        }
    )
    places = homes(2)[["geometry"]].to_arrow(index=False)
    both = pyarrow.table(places).append_column("id", pyarrow.array(["1", "2"]))
    for column in table.column_names:
        both = both.append_column(column, table[column])
    names = write(both, "arrow", engine, schema="gis", key="id")
    assert names["geometry"] == "geom"
    assert types(engine, "arrow") == {
        "id": "text",
        "gate": "boolean",
        "count": "integer",
        "share": "double precision",
        "word": "text",
        "geom": "geometry(Point,28992)",
    }
    written = ask(engine, "SELECT id, gate, count, share, word, ST_X(geom) FROM gis.arrow")
    assert written == [
        ("1", None, 1, None, "a", 80000.123),
        ("2", None, None, 0.5, None, 80001.123),
    ]


def test_many_rows_arrive_in_their_order(engine: sqlalchemy.Engine) -> None:
    """More than are sent at once."""
    frame = pandas.DataFrame({"at": range(140_000)})
    write(frame, "many", engine, schema="gis", key="at")
    assert ask(engine, "SELECT count(*), sum(at) FROM gis.many") == [(140_000, 9_799_930_000)]


def test_names_of_a_frame_in_the_database(engine: sqlalchemy.Engine) -> None:
    long = [f"{'Aandeel binnen loopafstand ' * 4}{at}" for at in range(2)]
    frame = homes().assign(
        **{"65+": [1, 2, 3], "Geom": [4, 5, 6], "select": 7, long[0]: 8, long[1]: 9}
    )
    names = write(frame, "names", engine, schema="gis", comments={"65+": "who are 65 or older"})
    written = ask(engine, f'SELECT _65, {names["Geom"]}, "select", {names[long[1]]} FROM gis.names')
    assert written[0] == (1, 4, 7, 9)
    comments = (
        "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = 'gis.names'::regclass AND attnum > 0"
    )
    assert dict(ask(engine, comments)) == {
        "id": None,
        "geom": "as read, EPSG:28992",
        "_65": "who are 65 or older",
        "select": None,
        **{names[name]: name for name in ("Geom", *long)},
    }


def test_section_10_index_key_and_comments_are_there(engine: sqlalchemy.Engine) -> None:
    manifest = {
        "nabij": "0.1.0",
        "title": "Zuidwest",
        "norm_set": {"name": "denhaag-2024", "status": "draft"},
        "reference_dates": {"streets": "2026-01-01", "facilities": "2026-03-01"},
        "area_year": 2024,
        "crs": {"name": "Amersfoort / RD New"},
    }
    for _ in range(2):  # the second takes the place of the first, names of indexes and all
        write(homes(), "homes", engine, schema="gis", key="id", manifest=manifest, comment="Ours")
    assert ask(
        engine, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'gis' ORDER BY indexname"
    ) == [
        ("CREATE INDEX homes_geom_idx ON gis.homes USING gist (geom)",),
        ("CREATE UNIQUE INDEX homes_pkey ON gis.homes USING btree (id)",),
    ]
    ((comment,),) = ask(engine, "SELECT obj_description('gis.homes'::regclass)")
    assert str(comment).splitlines() == [
        "nabij 0.1.0",
        "title: Zuidwest",
        "norms: denhaag-2024",
        "status: draft",
        "reference dates: facilities 2026-03-01, streets 2026-01-01",
        "year of areas: 2024",
        "measured in: Amersfoort / RD New",
        "Ours",
    ]
    assert ask(engine, "SELECT relname FROM pg_class WHERE relname ~ '_(new|old)'") == []


def test_what_cannot_be_written_is_named(engine: sqlalchemy.Engine) -> None:
    def refused(message: str, frame: pandas.DataFrame, name: str = "homes", **more: object) -> None:
        with pytest.raises(InputError, match=message):
            write(frame, name, engine, schema="gis", **more)  # type: ignore[arg-type]

    refused("call it 'buurten_een'", homes(), "Buurten één")
    refused("no column 'nr' in it", homes(), key="nr")
    refused("no column 'nr' in it", homes(), comments={"nr": "number"})
    refused(r"two rows have \['id'\] \['000'\]", pandas.concat([homes(2), homes(1)]), key="id")
    refused("row 1 has no", homes(2).assign(id=["a", None]), key=["id"])
    refused("has no CRS", geopandas.GeoDataFrame(geometry=[Point(0, 0)]))
    refused("no EPSG code", homes().set_crs("+proj=tmerc +lat_0=1", allow_override=True))
    refused("two columns 'a'", pandas.DataFrame([[1, 2]], columns=["a", "a"]))
    refused("column 0 has no text", pandas.DataFrame([[1, 2]]))
    refused("column 'a'", pandas.DataFrame({"a": [[1], [2]]}))
    refused("column 'a'", pandas.DataFrame({"a": ["text", 1]}))
    two = homes().assign(place=homes().geometry).set_geometry("place")
    refused("column 'geometry'", two)
    with pytest.raises(InputError, match="neither a data frame nor an Arrow table"):
        write([1, 2], "homes", engine, schema="gis")
    with pytest.raises(InputError, match="Engine or Connection, not str"):
        write(homes(), "homes", str(engine.url), schema="gis")  # type: ignore[arg-type]
    automatic = engine.execution_options(isolation_level="AUTOCOMMIT")
    with pytest.raises(InputError, match="AUTOCOMMIT"):
        write(homes(), "homes", automatic, schema="gis")
    assert ask(engine, "SELECT * FROM pg_tables WHERE schemaname = 'gis'") == []


def test_without_postgis_the_remedy_is_named(engine: sqlalchemy.Engine) -> None:
    ask(engine, "DROP EXTENSION postgis")
    with pytest.raises(InputError, match="CREATE EXTENSION postgis"):
        write(homes(), "homes", engine, schema="gis")
    write(pandas.DataFrame(homes()[["id"]]), "homes", engine, schema="gis")
    ask(engine, "CREATE SCHEMA gis2; CREATE EXTENSION postgis SCHEMA gis2")
    write(homes(), "homes", engine, schema="gis")
    assert types(engine, "homes")["geom"] == "gis2.geometry(Point,28992)"
