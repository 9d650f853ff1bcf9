"""Write the seeds of the fuzz targets that read binary files.

Run from anywhere with the development packages: `.venv/bin/python fuzz/seeds.py`.
The other seeds (norms, CSV, GeoJSON) are written by hand.
"""

import sqlite3
from pathlib import Path

import geopandas
import osmium
import pandas
import pyarrow
import pyarrow.parquet
from shapely import LineString, MultiPolygon, Point, Polygon

# Each function below writes the seeds of the target of its name.
SEEDS = Path(__file__).parent / "seeds"
RD_NEW = "EPSG:28992"

POINTS = geopandas.GeoDataFrame(
    {
        "id": ["a", "b", "c"],
        "residents": pandas.array([1, None, 3], dtype="Int64"),
        "share": [0.5, float("nan"), 1.0],
        "indoor": pandas.array([True, False, None], dtype="boolean"),
    },
    geometry=[Point(81000, 455000), Point(81010.5, 455020.25), None],
    crs=RD_NEW,
)
LINES = geopandas.GeoDataFrame(
    {"name": ["Laan", "Plein"]},
    geometry=[LineString([(0, 0), (30, 40)]), LineString([(0, 0), (1, 1), (2, 0)])],
    crs=RD_NEW,
)
SQUARE = Polygon(
    [(0, 0), (9, 0), (9, 9), (0, 9)],
    [[(3, 3), (6, 3), (6, 6), (3, 6)]],
)
AREAS = geopandas.GeoDataFrame(
    {"code": ["BU01", "BU02"]},
    geometry=[SQUARE, MultiPolygon([SQUARE, Polygon([(20, 0), (29, 0), (29, 9)])])],
    crs="EPSG:4326",
)
LAYERS = {"points": POINTS, "lines": LINES, "areas": AREAS}


def geoparquet(folder: Path) -> None:
    for name, layer in LAYERS.items():
        layer.to_parquet(folder / f"{name}.parquet")
    POINTS.to_parquet(folder / "points_as_arrow.parquet", geometry_encoding="geoarrow")
    plain = pyarrow.table({"id": ["a"], "x": [81000.0], "y": [455000.0]})
    pyarrow.parquet.write_table(plain, folder / "plain.parquet")
    whole = (folder / "points.parquet").read_bytes()
    (folder / "truncated.parquet").write_bytes(whole[: len(whole) // 2])


def geopackage(folder: Path) -> None:
    for name, layer in LAYERS.items():
        path = folder / f"{name}.gpkg"
        path.unlink(missing_ok=True)
        layer.to_file(path, layer=name, engine="pyogrio", layer_options={"SPATIAL_INDEX": "NO"})
        # Small pages: most of a file is then content, and worth changing.
        with sqlite3.connect(path) as database:
            database.execute("PRAGMA page_size = 512")
        database.execute("VACUUM")
        database.close()


def osm_pbf(folder: Path) -> None:
    for name, compression in [("streets", "none"), ("streets_zlib", "zlib")]:
        path = folder / f"{name}.osm.pbf"
        path.unlink(missing_ok=True)
        write_town(osmium.io.File(str(path), f"pbf,pbf_compression={compression}"))
    whole = (folder / "streets.osm.pbf").read_bytes()
    (folder / "truncated.osm.pbf").write_bytes(whole[: len(whole) // 2])


def write_town(file: osmium.io.File) -> None:
    places = {1: (4.3, 52.08), 2: (4.301, 52.08), 3: (4.301, 52.081), 4: (4.3, 52.081)}
    tags = {
        1: {"barrier": "gate", "access": "private"},
        2: {"highway": "crossing", "kerb": "lowered"},
        3: {"amenity": "pharmacy", "name": "De Vijzel"},
        4: {"addr:housenumber": "1-5", "addr:street": "Laan", "addr:postcode": "2511AA"},
    }
    way = osmium.osm.mutable.Way
    with osmium.SimpleWriter(file) as writer:
        for id_, (lon, lat) in places.items():
            writer.add_node(
                osmium.osm.mutable.Node(id=id_, location=(lon, lat), tags=tags[id_], version=1)
            )
        writer.add_way(way(id=1, nodes=[1, 2, 3], tags={"highway": "residential"}))
        writer.add_way(way(id=2, nodes=[3, 4, 99], tags={"highway": "steps", "width": "2.5 m"}))
        writer.add_way(
            way(id=3, nodes=[1, 2, 3, 4, 1], tags={"highway": "pedestrian", "area": "yes"})
        )
        writer.add_way(way(id=4, nodes=[1, 2, 3, 4, 1], tags={"building": "yes"}))
        writer.add_relation(
            osmium.osm.mutable.Relation(
                id=1,
                members=[("w", 4, "outer"), ("w", 3, "inner")],
                tags={"type": "boundary", "boundary": "administrative", "admin_level": "10"},
            )
        )


def main() -> None:
    for write in (geoparquet, geopackage, osm_pbf):
        folder = SEEDS / write.__name__
        folder.mkdir(parents=True, exist_ok=True)
        write(folder)


if __name__ == "__main__":
    main()
