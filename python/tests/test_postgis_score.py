"""Origins and areas out of a database, scored, and the results into it again."""

import geopandas
import nabij
import pytest
import sqlalchemy
from nabij.postgis import write
from postgres import RD, ask
from shapely import LineString, Point, box

pytestmark = pytest.mark.postgis


@pytest.mark.parametrize("crs", [RD, "EPSG:4326", "EPSG:3857"])
def test_section_10_places_come_back_as_they_were_read(crs: str, engine: sqlalchemy.Engine) -> None:
    """Origins to the byte; areas too, as the multipolygons that all results have."""
    places = [Point(80010.123, 455004.1), Point(80600.9, 455004.0)]
    homes = geopandas.GeoDataFrame({"id": ["007", "012"]}, geometry=places, crs=RD).to_crs(crs)
    outline = [box(80000, 454000, 82000, 456000)]
    areas = geopandas.GeoDataFrame({"id": ["BU01"]}, geometry=outline, crs=RD).to_crs(crs)
    write(homes, "homes", engine, schema="gis")
    write(areas, "areas", engine, schema="gis")
    lines = [LineString([(80000, 455000), (82000, 455000)])]
    kinds = ["pharmacy", "supermarket", "public_transport"]
    shops = {"id": kinds, "category": kinds}
    result = nabij.score(
        geopandas.read_postgis("SELECT * FROM gis.homes", engine),
        network=geopandas.GeoDataFrame({"id": [1]}, geometry=lines, crs=RD),
        facilities=geopandas.GeoDataFrame(shops, geometry=[Point(80500, 455003)] * 3, crs=RD),
        areas=geopandas.read_postgis("SELECT * FROM gis.areas", engine),
    )
    write(result.addresses, "scored", engine, schema="gis", key="origin")
    write(result.frame("addresses"), "framed", engine, schema="gis", key="origin")
    write(result.frame("areas"), "shares", engine, schema="gis", key=["area", "norm", "weight"])
    for table in ("scored", "framed"):
        assert ask(
            engine,
            "SELECT origin, ST_AsEWKB(scored.geom) = ST_AsEWKB(homes.geom), pharmacy_verdict"
            f" FROM gis.{table} AS scored JOIN gis.homes ON homes.id = origin ORDER BY origin",
        ) == [("007", True, "within_upper"), ("012", True, "within_lower")]
    assert ask(
        engine,
        "SELECT DISTINCT area, ST_AsEWKB(shares.geom) = ST_AsEWKB(ST_Multi(areas.geom))"
        " FROM gis.shares JOIN gis.areas ON id = area",
    ) == [("BU01", True)]
