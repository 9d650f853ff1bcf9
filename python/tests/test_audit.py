"""What looks wrong with a network, in frames; the command finds the same."""

import subprocess
from pathlib import Path

import geopandas
import nabij
import pandas
import pytest
from shapely import LineString, Point

RD = "EPSG:28992"
#  far      h1    h2       gap of 3 m       shop
#   ────────────────────────   ───────────────
STREETS = geopandas.GeoDataFrame(
    {"class": ["footway", "footway"]},
    geometry=[
        LineString([(80_000, 455_000), (81_000, 455_000)]),
        LineString([(81_003, 455_000), (82_100, 455_000)]),
    ],
    crs=RD,
)
HOMES = geopandas.GeoDataFrame(
    {"id": ["far", "h1", "h2", "h3"], "residents": [5.0, 2.0, 1.5, None]},
    geometry=[Point(x, 455_004) for x in (80_100, 80_700, 80_800, 80_900)],
    crs=RD,
)
SHOPS = geopandas.GeoDataFrame(
    {"id": ["s"], "category": ["supermarket"]}, geometry=[Point(81_200, 455_000)], crs=RD
)


@pytest.fixture
def network() -> nabij.Network:
    return nabij.Network.from_frame(STREETS)


def test_streets_alone(network: nabij.Network) -> None:
    (found,) = network.audit().itertuples()
    assert (found.kind, found.gap_m, found.size_m) == ("dead_end", 3.0, 3.0)
    assert found.geometry == Point(81_000, 455_000)
    assert found.link == LineString([(81_000, 455_000), (81_003, 455_000)])
    assert pandas.isna(found.addresses_turned)
    assert network.audit().crs == RD
    assert network.audit(reach=2.999).empty
    assert network.audit(reach=2.999, near=3).kind.to_list() == ["near_miss"]


def test_with_a_study(network: nabij.Network) -> None:
    homes = nabij.Origins.from_frame(HOMES, weights=["residents"])
    study = nabij.Study(homes, network=STREETS, facilities=SHOPS, norms={"supermarket": 500})
    (found,) = network.audit(study).itertuples()
    # h1: 4 + 300 + 3 + 197 = 504 m; h2: 404 m; nobody knows who lives at h3.
    assert (found.addresses_turned, found.residents_turned) == (2, 1.5)


def test_a_number_out_of_range(network: nabij.Network) -> None:
    with pytest.raises(nabij.InputError, match=r"audit.near: 101 m; at most 100 m"):
        network.audit(near=101)


def test_the_command_finds_the_same(demo: Path, command: Path, tmp_path: Path) -> None:
    file = demo / "town" / "study.toml"
    out = tmp_path / "found.gpkg"
    subprocess.run([command, "check", file, "--out", out], check=True, capture_output=True)
    study = nabij.Study.read(file)
    found = study.run().network.audit(study)
    told = geopandas.read_file(out, layer="network_findings")
    assert len(told) == len(found) > 0
    assert told.geometry.geom_equals(found.geometry.reset_index(drop=True)).all()
