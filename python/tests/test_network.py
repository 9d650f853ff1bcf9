"""Networks: made, looked at, saved, sent elsewhere."""

import pickle
from pathlib import Path

import geopandas
import nabij
import pytest
from shapely import LineString, Point

RD = "EPSG:28992"
#   a ---- b ---- c      d - e   (a piece of its own)
LINES = geopandas.GeoDataFrame(
    {"straat": ["Langeweg", "Langeweg", None]},
    geometry=[
        LineString([(80_000, 455_000), (81_000, 455_000)]),
        LineString([(81_000, 455_000), (81_300, 455_400)]),
        LineString([(85_000, 455_000), (85_000, 455_030)]),
    ],
    crs=RD,
)


@pytest.fixture
def network() -> nabij.Network:
    return nabij.Network.from_frame(LINES, columns={"street": "straat"})


def test_its_parts(network: nabij.Network) -> None:
    assert network.edges()["length_mm"].to_list() == [1_000_000, 500_000, 30_000]
    assert network.edges()["street"].dropna().to_list() == ["Langeweg", "Langeweg"]
    assert network.edges().crs == network.crs == RD
    assert len(network.nodes()) == 5
    assert network.components()["length_m"].to_list() == [1500.0, 30.0]
    assert network.components()["edges"].to_list() == [2, 1]
    assert repr(network).startswith("Network(3 edges, 5 nodes, 2 km of street in Amersfoort")


def test_saved_and_sent_it_gives_the_same_answers(helsinki: Path, tmp_path: Path) -> None:
    network = nabij.Network.from_osm(helsinki)
    network.to_file(tmp_path / "helsinki.nabij")
    read = nabij.Network.read(tmp_path / "helsinki.nabij")
    sent = pickle.loads(pickle.dumps(network))
    first, *others = [
        nabij.score(helsinki, network=one, facilities=helsinki) for one in (network, read, sent)
    ]
    for other in others:
        assert other.rows.equals(first.rows)
        assert other.manifest == first.manifest
    assert first.manifest["inputs"][0]["file"] == "helsinki.osm.pbf"
    assert first.manifest["inputs"][0] == first.manifest["inputs"][1], "the same file twice"
    assert nabij.Network.from_osm(helsinki).edges().equals(network.edges())


def test_the_command_reads_what_python_saved(demo: Path, command: Path, tmp_path: Path) -> None:
    import subprocess

    study = (demo / "town" / "study.toml").read_text()
    subprocess.run(
        [command, "network", demo / "town" / "study.toml", "--out", tmp_path / "town.nabij"],
        check=True,
        capture_output=True,
    )
    network = nabij.Network.read(tmp_path / "town.nabij")
    assert len(network.edges()) == 391
    parts = ["[[streets]]", "[[squares]]", "[[nodes]]", "[[barriers]]", "[extent]"]
    kept = [
        part
        for part in study.replace("\n[", "\n\0[").split("\0")
        if not part.startswith(tuple(parts))
    ]
    saved = demo / "town" / "saved.toml"
    network.to_file(demo / "town" / "python.nabij")
    saved.write_text('network = "python.nabij"\n' + "".join(kept))
    subprocess.run(
        [command, "score", saved, "--out", tmp_path / "out"], check=True, capture_output=True
    )
    for table in ("rows", "areas", "addresses"):
        ours, theirs = (
            (folder / f"{table}.parquet").read_bytes()
            for folder in (tmp_path / "out", demo / "results")
        )
        assert ours == theirs, table


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda b: b[:-1], "checksum"),
        (lambda b: b[:60], "checksum"),
        (lambda b: b[:-9] + bytes([b[-9] ^ 1]) + b[-8:], "checksum"),
        (lambda b: b[:20], "checksum"),
        (lambda b: b"PK" + b, "no network that nabij saved"),
        (lambda b: b"", "no network that nabij saved"),
        (lambda b: b[:8] + b"\x07" + b[9:], "version 7, and this nabij reads version 6"),
    ],
)
def test_a_damaged_file_is_refused(
    network: nabij.Network, tmp_path: Path, change: object, message: str
) -> None:
    path = tmp_path / "streets.nabij"
    network.to_file(path)
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(nabij.NetworkError, match=message) as raised:
        nabij.Network.read(path)
    assert str(path) in str(raised.value)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for read in (nabij.Network.read, nabij.Network.from_osm, nabij.Study.read):
        with pytest.raises((OSError, nabij.InputError), match=r"none\.pbf"):
            read(tmp_path / "none.pbf")


def test_another_crs_is_refused(network: nabij.Network) -> None:
    homes = geopandas.GeoDataFrame({"id": ["h"]}, geometry=[Point(80_010, 455_004)], crs=RD)
    shop = homes.assign(category="shop")
    same = {"network": network, "facilities": shop, "norms": {"shop": 500}}
    assert nabij.score(homes, **same).rows["distance_high_m"].to_pylist() == [0.0]
    degrees = homes.to_crs("EPSG:4326")
    assert nabij.score(degrees, **same).frame().crs == "EPSG:4326"
