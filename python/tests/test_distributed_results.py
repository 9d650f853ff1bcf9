"""What a distributed run writes, what it refuses, and tiles by hand."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas
import nabij
import nabij.distributed
import pyarrow
import pyarrow.parquet
import pytest
from dask.distributed import Client, LocalCluster
from nabij import InputError, NabijError
from nabij._nabij import Land
from nabij.distributed import DistributedError, Tiles, _held, score_part, score_tile
from nabij.distributed._door import Door, put
from test_distributed import files, scored

TILE = 1000
TILES = 4


@pytest.fixture(scope="module")
def one() -> Iterator[Client]:
    """A worker in this process: quick to start, and all that is needed here."""
    cluster = LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=":0"
    )
    with cluster, Client(cluster, set_as_default=False) as client:
        yield client


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    nabij.town(folder)
    return folder / "study.toml"


@pytest.fixture(scope="module")
def expected(
    command: Path, town: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What the command makes of the town on one machine."""
    return scored(command, town, tmp_path_factory.mktemp("expected") / "out")


def in_one_order(table: pyarrow.Table) -> pyarrow.Table:
    for at, field in enumerate(table.schema):
        if pyarrow.types.is_dictionary(field.type):
            plain = table.column(at).cast(field.type.value_type)
            table = table.set_column(at, field.name, plain)
    return table.sort_by([("origin", "ascending"), ("norm", "ascending")]).combine_chunks()


def test_rows_in_parts_are_the_rows_of_the_whole(one: Client, town: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "rows").mkdir(parents=True)
    (out / "rows" / "part-000099.parquet").write_bytes(b"of a run with more tiles")
    (out / "rows" / "part-000001.parquet").write_bytes(b"of another run")
    nabij.distributed.score(town, out, client=one, tile_size=TILE, rows="partitioned")
    parts = sorted((out / "rows").iterdir())
    assert [path.name for path in parts] == [f"part-{at:06}.parquet" for at in range(TILES)]
    whole = pyarrow.parquet.read_table(out / "rows.parquet")
    each = [pyarrow.parquet.read_table(path) for path in parts]
    assert all(table.schema.equals(whole.schema) for table in each)
    assert in_one_order(pyarrow.concat_tables(each, promote_options="default")).equals(
        in_one_order(whole)
    )
    of = (pyarrow.parquet.read_metadata(path) for path in (parts[0], out / "rows.parquet"))
    geo = [json.loads(own.metadata[b"geo"]) for own in of]
    for own in geo:
        assert own["columns"]["geometry"].pop("bbox")
    assert geo[0] == geo[1]
    frames = [geopandas.read_parquet(path) for path in (parts[0], out / "rows.parquet")]
    assert frames[0].crs == frames[1].crs == "EPSG:28992"
    assert set(frames[0].geometry.geom_type) == {"Point"}


def test_rows_of_parts_that_were_kept_without_are_made(
    one: Client, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run without files of rows was stopped; the next one wants them, and has to score again."""
    out = tmp_path / "out"
    with Tiles(town, out, tile_size=TILE) as tiles:
        tiles.keep(0, score_part(tiles.tile(0))[1])
    nabij.distributed.score(town, out, client=one, tile_size=TILE, rows="partitioned")
    assert len(list((out / "rows").iterdir())) == TILES


def test_a_folder_that_is_not_shared_is_noticed(
    one: Client, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def score() -> None:
        nabij.distributed.score(
            town, tmp_path / "out", client=one, tile_size=TILE, rows="partitioned"
        )

    with monkeypatch.context() as patched:
        patched.setattr("os.path.isdir", lambda path: False)
        with pytest.raises(DistributedError, match="one that driver and workers share"):
            score()
    with monkeypatch.context() as patched:
        astray = str(tmp_path / "astray.parquet")
        patched.setattr("nabij.distributed._rows.place", lambda *given: astray)
        with pytest.raises(DistributedError, match="wrote to a folder of its own"):
            score()
    score()


def test_parts_go_straight_into_a_folder_that_workers_share(
    one: Client, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scored_to(name: str) -> tuple[dict[str, bytes], int]:
        came_back = 0
        keep = Tiles.keep

        def counted(self: Tiles, number: int, part: bytes) -> None:
            nonlocal came_back
            came_back += 1
            keep(self, number, part)

        with monkeypatch.context() as patched:
            patched.setattr(Tiles, "keep", counted)
            nabij.distributed.score(town, tmp_path / name, client=one, tile_size=TILE)
        return files(tmp_path / name), came_back

    expected, came_back = scored_to("shared")
    assert came_back == 0
    with monkeypatch.context() as patched:
        patched.setattr("nabij.distributed._door.put", lambda *given: False)
        assert scored_to("apart") == (expected, TILES)
    # Somebody sees the mark of a folder, and still puts parts where the driver does not find them.
    with monkeypatch.context() as patched:
        patched.setattr("nabij.distributed._door.put", lambda *given: True)
        assert scored_to("astray") == (expected, TILES)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that see nothing of the driver's folder."""
    monkeypatch.setattr("nabij.distributed._held.sees", lambda mark: False)
    monkeypatch.setattr("nabij.distributed._door.put", lambda *given: False)


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all pieces of land that workers are sent."""
    sizes: list[int] = []
    add = _held.Held.add

    def counted(self: _held.Held, start: int, piece: bytes, whole: int) -> None:
        sizes.append(len(piece))
        add(self, start, piece, whole)

    monkeypatch.setattr(_held.Held, "add", counted)
    return sizes


def test_land_is_sent_to_workers_that_do_not_see_it(
    one: Client,
    apart: None,
    pieces: list[int],
    town: Path,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nabij.distributed._door.PIECE", 10_000)
    nabij.distributed.score(town, tmp_path / "out", client=one, tile_size=TILE)
    assert files(tmp_path / "out") == expected
    assert len(pieces) > 2
    assert set(pieces[:-1]) == {10_000}
    assert not _held._held


def test_a_worker_that_has_no_land_any_more_gets_it_again(
    one: Client,
    apart: None,
    pieces: list[int],
    town: Path,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take = Tiles._take

    def forgotten(self: Tiles, number: int, part: bytes | None) -> bool:
        if len(pieces) < 3:
            _held._held.clear()
        return take(self, number, part)

    monkeypatch.setattr(Tiles, "_take", forgotten)
    nabij.distributed.score(town, tmp_path / "out", client=one, tile_size=TILE // 4)
    assert files(tmp_path / "out") == expected
    assert len(pieces) >= 3
    assert len(set(pieces)) == 1


def test_a_worker_without_room_for_the_land_is_named(
    one: Client, apart: None, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_held.Held, "add", full)
    with pytest.raises(DistributedError, match=r"inproc://.* cannot keep the streets and facili"):
        nabij.distributed.score(town, tmp_path / "out", client=one, tile_size=TILE)
    assert not _held._held


def test_land_that_workers_see_is_not_sent(
    one: Client, pieces: list[int], town: Path, expected: Any, tmp_path: Path
) -> None:
    nabij.distributed.score(town, tmp_path / "out", client=one, tile_size=TILE)
    assert files(tmp_path / "out") == expected
    assert pieces == []


def test_pieces_of_land_come_in_order_and_idle_land_makes_room(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Tiles(town, tmp_path / "out", tile_size=TILE) as tiles:
        tiles._land(str(tmp_path / "land"))
        homes = tiles._homes(1)
        part = score_part(tiles.tile(1))[1]
    land = (tmp_path / "land").read_bytes()
    half = len(land) // 2
    _held.hold("mark", half, land[half:], len(land))
    assert not _held.holds("mark")
    assert _held.land("mark") is None
    for start, piece in [(0, land[:half]), (0, land[:half]), (9, land[9:]), (half, land[half:])]:
        assert not _held.holds("mark")
        _held.hold("mark", start, piece, len(land))
    assert _held.holds("mark")
    opened = _held.land("mark")
    assert opened is not None
    assert opened.score(homes) == part
    with pytest.raises(InputError, match="homes: it is damaged or cut off: send it again"):
        opened.score(homes[:-1])
    with pytest.raises(InputError, match="homes: these bytes are no homes that nabij made"):
        opened.score(land)
    _held.hold("another", 0, land[:half], len(land))
    assert _held.holds("mark")
    monkeypatch.setattr("nabij.distributed._held.IDLE", -1.0)
    _held.hold("a third", 0, land[:half], len(land))
    assert list(_held._held) == ["a third"]
    _held.drop("a third")


def test_ctrl_c_ends_a_call_at_once(town: Path, tmp_path: Path) -> None:
    """The land goes to a pipe that nobody reads: without an interrupt it would wait."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def stop(*given: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    somebody = threading.Timer(60, pipe.read_bytes)
    somebody.start()
    try:
        with Tiles(town, tmp_path / "out", tile_size=TILE) as tiles:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(KeyboardInterrupt):
                tiles._land(str(pipe))
            assert somebody.is_alive()
            somebody.cancel()
            assert pipe.read_bytes().startswith(b"nabijlnd")
            assert len(tiles.tile(0)) > 0
    finally:
        signal.signal(signal.SIGALRM, before)


def test_homes_of_another_run_are_refused(town: Path, tmp_path: Path) -> None:
    with Tiles(town, tmp_path / "one", tile_size=TILE) as one:
        one._land(str(tmp_path / "land"))
    with Tiles(town, tmp_path / "two", tile_size=TILE // 2) as two:
        homes = two._homes(0)
    with pytest.raises(InputError, match="homes: they are of another run"):
        Land(str(tmp_path / "land")).score(homes)
    (tmp_path / "land").write_bytes(homes)
    with pytest.raises(InputError, match="land: these bytes are no land that nabij made"):
        Land(str(tmp_path / "land"))
    with pytest.raises(FileNotFoundError, match="no such file"):
        Land(str(tmp_path / "no such file"))


def test_a_door_is_for_who_sees_its_mark(tmp_path: Path) -> None:
    nobody = SimpleNamespace(status="closed")
    door = Door(nobody, tmp_path, lambda path: Path(path).touch())
    path = tmp_path / "000000.part"
    assert put(door.mark, str(path), b"whole")
    assert path.read_bytes() == b"whole"
    assert not put(door.mark, str(tmp_path / "missing" / "000000.part"), b"whole")
    door.close()
    assert not put(door.mark, str(tmp_path / "000001.part"), b"whole")
    assert [own.name for own in tmp_path.iterdir()] == ["000000.part"]


def test_who_comes_next_takes_the_marks_of_others_away(town: Path, tmp_path: Path) -> None:
    mark = tmp_path / "out" / ".parts" / "mark-of-a-run-that-was-killed"
    mark.parent.mkdir(parents=True)
    mark.touch()
    with Tiles(town, tmp_path / "out", tile_size=TILE) as tiles:
        assert not put(str(mark), str(tiles._path(0)), b"of another run")
        assert not tiles._path(0).exists()


@pytest.mark.parametrize(
    "output", ['format = "csv"\ndialect = "excel-nl"', 'audience = "openbaar"']
)
def test_the_output_is_as_the_study_file_says(
    output: str, one: Client, command: Path, town: Path, tmp_path: Path
) -> None:
    shutil.copytree(town.parent, tmp_path / "town")
    study = tmp_path / "town" / "study.toml"
    study.write_text(study.read_text().replace('format = "parquet"', output))
    expected = scored(command, study, tmp_path / "expected")
    nabij.distributed.score(study, tmp_path / "out", client=one, tile_size=TILE)
    assert files(tmp_path / "out") == expected


def test_a_study_of_frames_gives_the_rows_of_its_run(
    one: Client, town: Path, tmp_path: Path
) -> None:
    homes = geopandas.read_file(town.parent / "facilities.geojson")[["geometry"]]
    homes = homes.assign(id=[f"home-{at}" for at in range(len(homes))])
    network = nabij.Network.from_frame(geopandas.read_file(town.parent / "streets.geojson"))
    study = nabij.Study(
        nabij.Origins.from_frame(homes, id="id"),
        network=network,
        facilities=town.parent / "facilities.geojson",
        norms={"pharmacy": (300, 500)},
    )
    nabij.distributed.score(study, tmp_path / "out", client=one, tile_size=10)
    written = pyarrow.parquet.read_table(tmp_path / "out" / "rows.parquet")
    rows = pyarrow.table(study.run().rows)
    assert written.drop_columns("geometry").to_pylist() == rows.to_pylist()


def test_parts_of_other_frames_are_not_taken_up(town: Path, tmp_path: Path) -> None:
    """What frames hold counts, in their midst too, and not only how they are called."""
    streets = geopandas.read_file(town.parent / "streets.geojson")
    shops = geopandas.read_file(town.parent / "facilities.geojson")
    shops["id"] = [f"shop-{at}" for at in range(len(shops))]
    homes = shops[["id", "geometry"]]

    def done(
        streets: geopandas.GeoDataFrame = streets,
        shops: geopandas.GeoDataFrame = shops,
        homes: geopandas.GeoDataFrame = homes,
    ) -> list[bool]:
        study = nabij.Study(
            nabij.Origins.from_frame(homes, id="id"),
            network=nabij.Network.from_frame(streets),
            facilities=nabij.Facilities.from_frame(shops, id="id", category="category"),
            norms={"pharmacy": (300, 500)},
        )
        with Tiles(study, tmp_path / "out", tile_size=len(homes)) as tiles:
            before = tiles.done
            tiles.keep(0, score_part(tiles.tile(0))[1])
        return before

    def moved(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        middle = frame.index == len(frame) // 2
        return frame.set_geometry(frame.geometry.where(~middle, frame.geometry.translate(0.5)))

    def renamed(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
        middle = frame.index == len(frame) // 2
        return frame.assign(id=frame["id"].where(~middle, "another"))

    assert len(homes) > 50  # more than any table prints
    assert (done(), done()) == ([False], [True])
    for change in [
        {"streets": moved(streets)},
        {"shops": moved(shops)},
        {"homes": moved(homes)},
        {"homes": renamed(homes)},
    ]:
        assert (done(**change), done(**change)) == ([False], [True]), change.keys()


def test_what_needs_all_rows_is_refused(one: Client, town: Path, tmp_path: Path) -> None:
    shutil.copytree(town.parent, tmp_path / "town")
    study = tmp_path / "town" / "study.toml"
    text = study.read_text()
    for change, message in [
        (("[output]", '[output]\nwide = ["csv"]'), "output.wide needs all rows in memory"),
        (("[output]", "[output]\nper_owner = true"), "output.per_owner needs all rows"),
        (("[[facilities]]", "[[facilities]]\nsensitive = true"), "a sensitive layer needs all"),
    ]:
        study.write_text(text.replace(*change))
        with pytest.raises(InputError, match=message):
            nabij.distributed.score(study, tmp_path / "out", client=one)


def test_what_cannot_be_is_told(
    one: Client, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(kind: type[Exception], message: str, **more: Any) -> None:
        with pytest.raises(kind, match=message):
            nabij.distributed.score(town, tmp_path / "out", **{"client": one} | more)

    refused(InputError, 'rows: "merged" or "partitioned", not \'both\'', rows="both")
    refused(InputError, "tile_size: at least 1, not 0", tile_size=0)
    refused(InputError, "client: a distributed.Client or an address, not 7", client=7)
    with monkeypatch.context() as patched:
        patched.setattr("nabij.distributed._cluster.__version__", "9.9.9")
        refused(
            DistributedError, r"has nabij 9.9.9, and inproc://.* has 0.1.0: install one version"
        )
    with monkeypatch.context() as patched:
        patched.setattr("nabij.distributed._run.__version__", "9.9.9")
        refused(DistributedError, "tile 0 .3,728 addresses.: the driver has nabij 9.9.9")
    monkeypatch.setitem(sys.modules, "distributed", None)
    refused(ImportError, r"needs distributed, .* pip install nabij\[distributed\]")


def test_dask_is_imported_by_who_uses_it() -> None:
    code = "import sys, nabij.distributed; assert not {'dask', 'distributed'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_tiles_by_hand(town: Path, tmp_path: Path, command: Path) -> None:
    out = tmp_path / "out"
    with Tiles(town, out, tile_size=TILE) as tiles:
        assert (len(tiles), tiles.sizes, tiles.done) == (4, [1000, 1000, 1000, 728], [False] * 4)
        assert tiles.tile(3) == tiles.tile(3)
        rows, part = score_part(tiles.tile(3))
        assert score_tile(tiles.tile(3)).equals(rows)
        assert len(set(rows["origin"].to_pylist())) == 728
        tiles.keep(3, part)
        assert tiles.done == [False, False, False, True]
        assert repr(tiles) == "Tiles(4 of 3728 addresses, 1 done)"
        with pytest.raises(InputError, match="part of tile 2: it is damaged, or of another run"):
            tiles.keep(2, part)
        with pytest.raises(NabijError, match="no tile 4"):
            tiles.tile(4)
        with pytest.raises(NabijError, match="by another run"):
            Tiles(town, out, tile_size=TILE)
        with pytest.raises(InputError, match="this part is gone or damaged"):
            tiles.finish()
    with pytest.raises(NabijError, match="these tiles are closed"):
        tiles.tile(0)
    with Tiles(town, out, tile_size=TILE) as tiles:
        assert tiles.done == [False, False, False, True]
        for number in range(3):
            tiles.keep(number, score_part(tiles.tile(number))[1])
        assert tiles.finish()[-1] == out / "manifest.json"
    assert files(out) == scored(command, town, tmp_path / "expected")
