"""The pictures, read back from what was drawn."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import geopandas
import matplotlib
import nabij
import numpy
import pyproj
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes
from nabij import _looks, _plot, _scale
from nabij._words import Words
from shapely import LineString, MultiPolygon, Point, Polygon, box

ROOT = Path(__file__).parents[2]
RD = "EPSG:28992"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def result(demo: Path) -> nabij.Result:
    return nabij.Study.read(demo / "town" / "study.toml").run()


@pytest.fixture(scope="module")
def dutch(demo: Path) -> nabij.Result:
    return nabij.Study.read(demo / "town" / "study.toml")._with(language="nl").run()


def legend(ax: Axes) -> list[str]:
    found = ax.get_legend()
    assert found is not None
    return [" ".join(text.get_text().split()) for text in found.get_texts()]


def words(ax: Axes, gid: str) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def drawn(ax: Axes) -> dict[str, int]:
    """How many areas each collection draws."""
    counts = {str(one.get_gid()): len(one.get_paths()) for one in ax.collections}
    return {gid: count for gid, count in counts.items() if count}


def own(crs: str = RD, language: str = "en") -> nabij.Result:
    """Nine homes along one street in two areas, a shop at its end; a third area has no home."""
    to = {"crs": RD}
    street = geopandas.GeoDataFrame(geometry=[LineString([(80000, 455000), (82000, 455000)])], **to)
    shop = geopandas.GeoDataFrame(
        {"id": ["<b>shop"], "category": ["shop"]}, geometry=[Point(80000, 455000)], **to
    )
    homes = geopandas.GeoDataFrame(
        {"id": [f"</script><i>{at}" for at in range(9)]},
        geometry=[Point(80100 + 100 * at, 455000) for at in range(9)],
        **to,
    )
    ends = [(80050, 80450), (80450, 80950), (80950, 81450)]
    grounds = [box(left, 454500, right, 455500) for left, right in ends]
    areas = geopandas.GeoDataFrame({"id": ["near", "far", "empty"]}, geometry=grounds, **to)
    return nabij.score(
        homes.to_crs(crs), network=street.to_crs(crs), facilities=shop.to_crs(crs),
        areas=areas.to_crs(crs), norms={"shop": (300, 500)}, language=language,
    )  # fmt: skip


def test_areas_are_drawn_in_the_class_of_their_share(result: nabij.Result) -> None:
    ax = result.plot("pharmacy")
    assert result.areas is not None
    rows = result.areas.to_pandas().query(
        "level == 'buurt' and norm == 'pharmacy' and weight == 'addresses'"
    )
    ends = [0, 0.25, 0.5, 0.75, 0.9, 2]
    names = ["0–25 %", "25–50 %", "50–75 %", "75–90 %", "90–100 %"]
    expected = {
        f"class {name}": int(((rows.share_upper >= low) & (rows.share_upper < high)).sum())
        for name, low, high in zip(names, ends, ends[1:], strict=False)
    }
    classes = {gid: count for gid, count in drawn(ax).items() if gid.startswith("class ")}
    assert classes == {gid: count for gid, count in expected.items() if count}
    assert sum(classes.values()) == 8
    assert legend(ax)[:5] == [f"{name} ({expected[f'class {name}']})" for name in names[::-1]]


def test_areas_that_may_be_of_another_class_are_dotted(result: nabij.Result) -> None:
    # In Tuindorp and Nieuwland, where pharmacies beyond the register are unknown.
    ax = result.plot("pharmacy")
    assert drawn(ax)["doubt"] == 2
    assert legend(ax)[5] == "could be another class: addresses uncertain (2)"


def test_areas_without_addresses_are_hatched() -> None:
    ax = own().plot()
    # Of the homes at 100 to 400 m all are within 500 m, of those at 500 to 900 m one is: 20 %.
    assert drawn(ax) == {
        "streets": 1, "class 0–25 %": 1, "class 90–100 %": 1, "none": 1, "borders": 3,
    }  # fmt: skip
    (hatched,) = [one for one in ax.collections if one.get_gid() == "none"]
    assert hatched.get_hatch() == "////"
    assert legend(ax)[-1] == "no address that the norm is for (1)"
    assert sorted(words(ax, "name")) == ["empty", "far\n20.0 %", "near\n100 %"]


def test_the_stricter_limit(result: nabij.Result) -> None:
    ax = own().plot(limit="lower")
    assert words(ax, "subtitle") == ["Share of addresses within 300 m"]
    assert drawn(ax)["class 75–90 %"] == 1  # three of four
    with pytest.raises(nabij.InputError, match="single limit"):
        result.plot("meeting_room", limit="lower")


def test_what_is_not_there_is_named(result: nabij.Result) -> None:
    with pytest.raises(nabij.InputError, match=r"no norm 'gp'; there are supermarket, pharmacy"):
        result.plot("gp")
    with pytest.raises(nabij.InputError, match=r"no level 'land'; there are buurt, wijk, gemeente"):
        result.plot(level="land")
    with pytest.raises(nabij.InputError, match=r"no weight 'cats'; there are addresses, 65\+"):
        result.plot(weight="cats")


def test_titles_and_sources_in_both_languages(result: nabij.Result, dutch: nabij.Result) -> None:
    english, nederlands = (one.plot("pharmacy", weight="residents") for one in (result, dutch))
    assert english.get_title(loc="left") == "Pharmacy within walking distance"
    assert nederlands.get_title(loc="left") == "Apotheek op loopafstand"
    title = "Loopveen, a fictional town"
    assert words(english, "subtitle") == [f"Share of residents within 500 m · {title}"]
    assert words(nederlands, "subtitle") == [f"Aandeel inwoners binnen 500 m · {title}"]
    source = f"Fictional data: Loopveen does not exist · 2024-01-01 · nabij {nabij.__version__}"
    assert words(nederlands, "source")[0].split("\n")[-1] == f"Bron: {source}"
    assert words(english, "source")[0].split("\n")[0].startswith("Norm: denhaag-2024, Gemeente")
    assert words(result.plot(source="Me"), "source")[0].split("\n")[-1].startswith("Source: Me · ")


def test_openstreetmap_is_named(helsinki: Path) -> None:
    found = nabij.score(helsinki, network=helsinki, facilities=helsinki)
    ax = found.plot("pharmacy")
    assert "© OpenStreetMap contributors" in words(ax, "source")[0]
    assert len([line for line in ax.lines if str(line.get_gid()).startswith("verdict ")]) > 1


def test_addresses_are_drawn_by_verdict(dutch: nabij.Result) -> None:
    ax = dutch.plot("pharmacy", what="addresses")
    rows = dutch.rows.to_pandas().query("norm == 'pharmacy'")
    expected = rows["verdict"].value_counts()
    points = {
        str(line.get_gid()).removeprefix("verdict "): numpy.asarray(line.get_xdata()).size
        for line in ax.lines
        if str(line.get_gid()).startswith("verdict ")
    }
    assert points == expected[expected > 0].to_dict()
    words = {
        "within_lower": "binnen 300 m",
        "within_upper": "300–500 m",
        "beyond": "verder dan 500 m",
        "beyond_horizon": "verder dan zoekgrens",
        "unreachable": "niet bereikbaar",
        "unsnapped": "niet aan straat gekoppeld",
        "uncertain": "onzeker",
    }
    counts = {verdict: f"{count:,}".replace(",", ".") for verdict, count in expected.items()}
    told = [f"{word} ({counts[verdict]})" for verdict, word in words.items()]
    assert expected["beyond"] > 1000
    assert legend(ax) == [*told, "apotheek (2)"]


def test_marks_stay_apart_in_grey() -> None:
    looks = [(mark, hollow) for mark, _, hollow in _looks.VERDICTS.values()]
    assert max(Counter(looks).values()) == 1
    greys = [
        numpy.dot(matplotlib.colors.to_rgb(colour), [0.2126, 0.7152, 0.0722])
        for _, colour in _looks.CLASSES
    ]
    assert all(light - dark > 0.08 for light, dark in pairwise(greys))


def test_the_lower_end_of_a_class_belongs_to_it() -> None:
    shares = [0.0, 0.2499, 0.25, 0.5, 0.7499, 0.75, 0.8999, 0.9, 27 / 30, 1.0]
    assert [_looks.class_of(one) for one in shares] == [0, 0, 1, 2, 2, 3, 3, 4, 4, 4]


@pytest.mark.parametrize("crs", [RD, "EPSG:4326", "EPSG:3857"])
def test_the_scale_bar_is_as_long_as_it_says(crs: str) -> None:
    ax = own(crs).plot()
    (bar,) = [line for line in ax.lines if line.get_gid() == "scale bar"]
    (text,) = words(ax, "scale")
    assert text == "200 m"
    to_degrees = pyproj.Transformer.from_crs(crs, "EPSG:4258", always_xy=True)
    x, y = to_degrees.transform(bar.get_xdata(), bar.get_ydata())
    geodesic = pyproj.Geod(ellps="GRS80").inv(x[0], y[0], x[1], y[1])[2]
    assert geodesic == pytest.approx(200, rel=3e-5)
    # As long up as along: 1 km by 1 km in the areas is a square on the picture.
    corners = pyproj.Transformer.from_crs(RD, crs, always_xy=True).transform(
        [80500, 81500, 80500], [454500, 454500, 455500]
    )
    ax.figure.canvas.draw()
    pixels = ax.transData.transform(numpy.column_stack(corners))
    along, up = (numpy.hypot(*(pixels[at] - pixels[0])) for at in (1, 2))
    assert along == pytest.approx(up, rel=0.005)


@pytest.mark.parametrize(
    ("room", "length"), [(199.9, 100), (200, 200), (499, 200), (999.9, 500), (7300, 5000)]
)
def test_scale_bars_are_round(room: float, length: float) -> None:
    assert _scale.round_length(room) == length


def test_the_command_says_the_same_words(result: nabij.Result, dutch: nabij.Result) -> None:
    for told in (result, dutch):
        wording = Words("nl" if told is dutch else "en")
        rows = told.rows.to_pandas().query("norm == 'pharmacy'").drop_duplicates("verdict")
        assert len(rows) == 7
        for row in rows.itertuples():
            text = told.explain(row.origin, "pharmacy").texts[0].split("\n")[1].strip()
            label = wording.verdict(row.verdict, row.lower_limit_m, row.upper_limit_m)
            assert re.split(": | \\(", text)[0] == label


def test_the_command_names_categories_the_same() -> None:
    words = ROOT / "crates" / "nabij-io" / "src" / "job" / "picture" / "words.rs"
    source = words.read_text()
    for language, share in (("en", "of addresses"), ("nl", "van de adressen")):
        assert f'"{share} {Words(language).within("upper", float("nan"))}"' in source
    for category, english, dutch in [
        ("public_transport", "public transport", "openbaar vervoer"),
        ("gp", "gp", "huisarts"),
        ("own_kind", "own kind", "own kind"),
    ]:
        assert [Words(one).category(category) for one in ("en", "nl")] == [english, dutch]


def test_one_limit_and_none_in_words() -> None:
    nan = float("nan")
    english, nederlands = Words("en"), Words("nl")
    assert english.verdict("within_upper", nan, 100.25) == "within 100.25 m"
    assert nederlands.verdict("within_upper", nan, 100.25) == "binnen 100,25 m"
    assert nederlands.verdict("within_lower", nan, nan) == "binnen de ondergrenzen"
    assert english.verdict("within_upper", nan, nan) == "within the limits"
    assert english.verdict("beyond", nan, nan) == "not within the limits"
    shares = [0.0, 0.0001, 0.5, 0.9999, 1.0]
    assert [nederlands.percent(one) for one in shares] == [
        "0 %", "0,1 %", "50,0 %", "99,9 %", "100 %",
    ]  # fmt: skip
    assert english.metres(500.4, [300, 500]) == "500.4 m"  # 500 m would be within the limit
    assert english.metres(499.6, [300, 500]) == "500 m"
    assert english.metres(620.4, [300, 500]) == "620 m"


def test_areas_of_a_study_without_any(tmp_path: Path) -> None:
    shop = geopandas.GeoDataFrame({"id": ["s"]}, geometry=[Point(80000, 455000)], crs=RD)
    street = [LineString([(80000, 455000), (82000, 455000)])]
    alone = nabij.score(
        geopandas.GeoDataFrame({"id": ["h"]}, geometry=[Point(80100, 455000)], crs=RD),
        network=geopandas.GeoDataFrame(geometry=street, crs=RD),
        facilities=nabij.Facilities.from_frame(shop, only="shop"),
        norms={"shop": 500},
    )
    assert legend(alone.plot()) == ["within 500 m (1)", "shop (1)"]
    assert "streets" not in drawn(alone.plot(network=False))
    assert words(alone.plot(), "source")[0].split("\n")[-1] == f"nabij {nabij.__version__}"
    with pytest.raises(nabij.InputError, match="no areas"):
        alone.plot(what="areas")


def test_holes_of_areas_stay_open() -> None:
    ring = box(0, 0, 10, 10).difference(box(4, 4, 6, 6))
    (hole,) = ring.interiors
    same = Polygon(ring.exterior.coords, [hole.coords[::-1]])
    for shape in (ring, same, MultiPolygon([same, box(20, 0, 30, 10)])):
        path = _plot._path(shape)
        assert path.contains_point((1, 1))
        # Filled where lines wind round more often one way than the other.
        corners = path.to_polygons()
        turns = [numpy.sign(signed(corner)) for corner in corners]
        assert turns[0] == -turns[1]
        assert len(set(turns[::2])) == 1


def signed(corners: numpy.ndarray) -> float:
    """The area within, negative with the clock."""
    x, y = corners[:-1].T
    return float(numpy.dot(x, numpy.roll(y, -1)) - numpy.dot(y, numpy.roll(x, -1))) / 2


def test_own_axes_are_drawn_on(result: nabij.Result) -> None:
    _, axes = pyplot.subplots(1, 2)
    assert result.plot("pharmacy", ax=axes[1]) is axes[1]
    assert pyplot.get_fignums() == [1]
