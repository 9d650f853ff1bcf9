"""The map to zoom and point at, as the HTML that is saved."""

import json
import re
from html import escape
from pathlib import Path

import geopandas
import nabij
import pytest
from shapely import LineString, Point, box

RD = "EPSG:28992"
WICKED = "</script><script>alert('1')</script>"


@pytest.fixture(scope="module")
def result(demo: Path) -> nabij.Result:
    return nabij.Study.read(demo / "town" / "study.toml").run()


def layers(page: str) -> list[list[dict[str, object]]]:
    """What a browser would read: the properties of the features of every layer."""
    found = re.findall(r"geo_json_\w+_add\((\{.*\})\);", page)
    return [[one["properties"] for one in json.loads(text)["features"]] for text in found]


def test_every_address_and_facility_is_on_the_map(result: nabij.Result, tmp_path: Path) -> None:
    result.explore("pharmacy").save(tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text()
    areas, homes, places = layers(page)
    rows = result.rows.to_pandas().query("norm == 'pharmacy'")
    assert len(areas) == 8
    assert len(homes) == len(rows) > 3000
    assert [one["name"] for one in places] == ["Apotheek De Gaper", "Apotheek Noorderweg"]
    (home,) = [one for one in homes if one["id"] == "9999010000003291"]
    told = {name: home[name] for name in ("address", "verdict", "metres", "facility")}
    assert told == {
        "address": "Ambachtsweg 1",
        "verdict": "farther than 500 m",
        "metres": "852 m",
        "facility": "Apotheek Noorderweg",
    }
    assert f"farther than 500 m ({(rows.verdict == 'beyond').sum():,})" in page
    assert r"\u2605 pharmacy (2)" in page


def test_in_dutch(demo: Path) -> None:
    study = nabij.Study.read(demo / "town" / "study.toml")._with(language="nl")
    page = study.run().explore("pharmacy").get_root().render()
    for word in (
        "Apotheek op loopafstand",
        "Loopafstand",
        "verder dan 500 m (1.",
        "apotheek (2)",
    ):
        assert word in page
    assert "within" not in re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)


def test_ids_are_text_and_no_html() -> None:
    street = geopandas.GeoDataFrame(
        {"street": ["<i>Main"]}, geometry=[LineString([(80000, 455000), (82000, 455000)])], crs=RD
    )
    streets = nabij.Network.from_frame(street, columns={"street": "street"})
    shop = geopandas.GeoDataFrame(
        {"id": [WICKED], "category": ["shop"]}, geometry=[Point(80000, 455000)], crs=RD
    )
    homes = geopandas.GeoDataFrame({"id": [WICKED]}, geometry=[Point(80100, 455000)], crs=RD)
    areas = geopandas.GeoDataFrame(
        {"id": [WICKED]}, geometry=[box(80050, 454500, 80500, 455500)], crs=RD
    )
    result = nabij.score(
        homes, network=streets, facilities=shop, areas=areas, norms={"shop": (300, 500)}
    )
    page, told = result.explore(tiles=None).get_root().render(), result.explain(WICKED)
    # Tooltips show as HTML what they are given.
    (area,), (home,), (place,) = layers(page)
    assert [area["area"], home["id"], home["facility"], place["id"]] == [escape(WICKED)] * 4
    assert "&lt;i&gt;Main" in told._repr_html_()
    for shown in (page, told._repr_html_()):
        assert "alert(" in shown
        assert "<i>Main" not in shown
        assert "<script>alert" not in shown
        assert "</script><script" not in shown


def test_what_is_not_there_is_named(result: nabij.Result) -> None:
    with pytest.raises(nabij.InputError, match="no norm 'gp'"):
        result.explore("gp")


def test_nothing_to_show(helsinki: Path) -> None:
    result = nabij.score(helsinki, network=helsinki, facilities=helsinki)
    for call in (result.explore, result.plot):
        with pytest.raises(nabij.InputError, match="'meeting_room' is for no address"):
            call("meeting_room")
