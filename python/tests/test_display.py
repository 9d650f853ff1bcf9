"""What results, explanations, networks and norm sets show in a notebook."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import nabij
import numpy
import pytest
from matplotlib import pyplot


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def study(demo: Path) -> nabij.Study:
    return nabij.Study.read(demo / "town" / "study.toml")


@pytest.fixture(scope="module")
def result(study: nabij.Study) -> nabij.Result:
    return study.run()


#: Tables of the town's study that a saved network stands for, and one that it does without.
LAYERS = ("[[streets]]", "[[nodes]]", "[[squares]]", "[[barriers]]", "[extent]", "[coverage]")


def cells(page: str) -> list[list[str]]:
    """The rows of all tables."""
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    return [[unescape(one) for one in re.findall(r"<t[hd][^>]*>(.*?)</t", row)] for row in rows]


def test_a_result_tells_the_shares_of_its_norms(result: nabij.Result) -> None:
    page = result._repr_html_()
    heads, *rows = cells(page)
    assert result.areas is not None
    shares = result.areas.to_pandas().query("level == 'gemeente' and weight == 'addresses'")
    by = shares.set_index("norm")
    assert heads[:4] == ["Norm", "Addresses tested", "Stricter limit", "Limit"]
    assert rows[1] == [
        "Pharmacy within walking distance",
        f"{by.origins['pharmacy']:,}",
        f"{by.share_lower['pharmacy'] * 100:.1f} % within 300 m",
        f"{by.share_upper['pharmacy'] * 100:.1f} % within 500 m",
        f"{by.not_met_upper['pharmacy']:,.0f}",
        f"{by.uncertain_upper['pharmacy'] + by.unsnapped['pharmacy']:,.0f}",
        f"{result.addresses.num_rows - by.origins['pharmacy']:,}",
    ]
    assert rows[4][:4] == ["Meeting room near clustered housing", "5", "", "60.0 % within 100 m"]
    assert "3,728 addresses, denhaag-2024; areas: 8 × buurt, 2 × wijk, 1 × gemeente" in page
    assert "All rows of the inputs are used." in page


def test_a_result_in_dutch(study: nabij.Study) -> None:
    page = study._with(language="nl").run()._repr_html_()
    assert cells(page)[2][0] == "Apotheek op loopafstand"
    assert re.fullmatch(r"\d\.\d{3}", cells(page)[2][1])
    assert cells(page)[2][3].endswith(" % binnen 500 m")
    assert "Alle rijen zijn gebruikt." in page


def test_what_is_not_used_is_told(helsinki: Path) -> None:
    result = nabij.score(helsinki, network=helsinki, facilities=helsinki)
    page = result._repr_html_()
    assert result.not_used.num_rows > 0
    told = [row for row in cells(page) if row[1:2] == ["helsinki.osm.pbf"]]
    assert sum(int(row[0]) for row in told) == result.not_used.num_rows


def test_an_explanation_has_texts_streets_and_a_map(result: nabij.Result) -> None:
    found = result.explain("9999010000003291", "pharmacy")
    page = found._repr_html_()
    for line in str(found).split("\n"):
        assert line.strip() in unescape(page)
    rows = cells(page)
    assert rows[0] == ["Pharmacy within walking distance", "Walking distance"]
    assert rows[1:3] == [["Ambachtsweg", "50.5 m"], ["Werfweg", "321.2 m"]]
    assert rows[-2:] == [["between doors and street", "21 m"], ["total", "851.7 m"]]
    assert sum(float(row[1].split()[0]) for row in rows[1:-1]) == pytest.approx(851.7, abs=0.4)


def picture(page: str) -> ElementTree.Element:
    return ElementTree.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])


def test_the_small_map_is_true_to_scale(result: nabij.Result) -> None:
    found = result.explain("9999010000003291", "pharmacy")
    drawing = picture(found._repr_html_())
    space = "{http://www.w3.org/2000/svg}"
    paths = list(drawing.iter(f"{space}path"))
    (walk,) = [one for one in paths if one.get("stroke-width") == "3.5"]
    (bar,) = [one for one in paths if one.get("class") == "scale"]
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", walk.attrib["d"])]
    corners = list(zip(numbers[::2], numbers[1::2], strict=True))
    pixels = sum(
        ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 for (x1, y1), (x2, y2) in pairwise(corners)
    )
    metres, long = 100.0, float(re.findall(r"H([\d.]+)", bar.attrib["d"])[0])
    texts = [text.text for text in drawing.iter(f"{space}text")]
    assert texts == [
        "100 m", "address", "Pharmacy within walking distance: Apotheek Noorderweg, 852 m",
    ]  # fmt: skip
    assert pixels * metres / long == pytest.approx(851.683, rel=0.005)


def test_the_parts_of_a_norm_are_told_once(result: nabij.Result) -> None:
    page = result.explain("9999010000000001")._repr_html_()
    assert page.count("Pharmacy within walking distance · ") == 1
    alone = result.explain("9999010000000001", "daily_facilities")._repr_html_()
    assert alone.count("Pharmacy within walking distance · ") == 1


def test_no_walk_still_shows_where_it_is(result: nabij.Result) -> None:
    rows = result.rows.to_pandas().query("norm == 'supermarket' and verdict == 'unsnapped'")
    found = result.explain(rows.origin.iloc[0], "supermarket")
    drawing = picture(found._repr_html_())
    assert [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")][-1] == "address"


def test_an_explanation_is_drawn(result: nabij.Result) -> None:
    ax = result.explain("9999010000000001").plot()
    walks = [line for line in ax.lines if str(line.get_gid()).startswith("walk ")]
    assert [line.get_gid() for line in walks] == [
        "walk supermarket", "walk pharmacy", "walk public_transport",
    ]  # fmt: skip
    assert tuple(float(numpy.asarray(x)[0]) for x in walks[0].get_data()) == (
        148778.585,
        530703.568,
    )
    assert ax.get_title(loc="left") == "9999010000000001 Achterstraat 1"
    found = ax.get_legend()
    assert found is not None
    texts = [" ".join(text.get_text().split()) for text in found.get_texts()]
    assert texts[1] == "Supermarket within walking distance: Supermarkt De Korf, 187 m"


def test_a_saved_network_is_drawn_too(demo: Path, study: nabij.Study, tmp_path: Path) -> None:
    town = demo / "town"
    network = nabij.Network.from_frame(town / "streets.geojson", crs="EPSG:28992")
    network.to_file(tmp_path / "town.nabij")
    text = (town / "study.toml").read_text()
    kept = [part for part in re.split(r"\n(?=\[)", text) if not part.startswith(LAYERS)]
    text = "\n".join(kept).replace('crs = "EPSG:28992"\n', 'network = "town.nabij"\n', 1)
    for name in ("addresses.csv", "buurten.geojson", "facilities.geojson"):
        (tmp_path / name).write_bytes((town / name).read_bytes())
    (tmp_path / "study.toml").write_text(text)
    saved = nabij.Study.read(tmp_path / "study.toml").run()
    (streets, *_) = saved.plot("pharmacy").collections
    assert streets.get_gid() == "streets"
    assert len(streets.get_paths()) == len(network.edges())


def test_networks_and_norm_sets(demo: Path) -> None:
    network = nabij.Network.from_frame(demo / "town" / "streets.geojson", crs="EPSG:28992")
    rows = dict(cells(network._repr_html_()))
    edges = network.edges()
    assert rows["edges"] == str(len(edges))
    assert rows["length"] == f"{edges['length_mm'].sum() / 1e6:.0f} km"
    assert rows["Measured in"] == "Amersfoort / RD New"
    norms = nabij.NormSet({"gp": (100.5, 800)}, name="<i>mine")
    assert "&lt;i&gt;mine" in norms._repr_html_()
    assert cells(norms._repr_html_())[1] == ["gp", "gp", "gp", "100.5\xa0m", "800\xa0m", ""]


CALLS: list[tuple[str, str, Callable[[nabij.Result], Any]]] = [
    ("matplotlib", "plot", lambda result: result.plot()),
    ("matplotlib", "plot", lambda result: result.plot_distances()),
    ("matplotlib", "plot", lambda result: result.explain("9999010000000001").plot()),
    ("folium", "explore", lambda result: result.explore()),
]


@pytest.mark.parametrize(("package", "extra", "call"), CALLS)
def test_what_is_not_installed_is_named(
    result: nabij.Result,
    monkeypatch: pytest.MonkeyPatch,
    package: str,
    extra: str,
    call: Callable[[nabij.Result], Any],
) -> None:
    hidden = [name for name in sys.modules if name.partition(".")[0] == package]
    for name in hidden:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"pip install nabij\[{extra}\]") as raised:
        call(result)
    assert raised.value.name == package
    assert result._repr_html_()
    assert result.explain("9999010000000001")._repr_html_()


def test_nothing_is_imported_beforehand() -> None:
    asked = "import sys, nabij; print([n for n in ('matplotlib', 'folium') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
