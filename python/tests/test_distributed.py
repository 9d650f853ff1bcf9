"""A study on Dask equals the study on one machine, whatever happens to workers and driver."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import dask
import nabij
import nabij.distributed
import poor_workers
import pytest
from dask.distributed import Client, LocalCluster
from nabij.distributed import DistributedError

TILE = 300
TILES = 13
CHOSEN = 5


def one_thread_each(workers: int = 2, **more: Any) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address=":0",
        **{"memory_limit": 0} | more,
    )


@pytest.fixture(scope="module")
def two() -> Iterator[Client]:
    """Two processes of one thread each, for tests that leave them alive."""
    with one_thread_each() as cluster, Client(cluster) as client:
        yield client


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    nabij.town(folder)
    return folder / "study.toml"


def scored(command: Path, study: Path, out: Path) -> dict[str, bytes]:
    subprocess.run([command, "score", study, "--out", out], check=True, capture_output=True)
    return files(out)


@pytest.fixture(scope="module")
def expected(
    command: Path, town: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What the command makes of the town on one machine."""
    return scored(command, town, tmp_path_factory.mktemp("expected") / "out")


def files(folder: Path) -> dict[str, bytes]:
    """Every file in a folder and below, parts and what is hidden included."""
    every = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in every}


class Seen(nabij.distributed.Tiles):
    """Tiles that write down what was cut and what was kept."""

    cut: list[int]
    kept: list[int]

    def _homes(self, number: int) -> bytes:
        self.cut.append(number)
        return super()._homes(number)

    def _take(self, number: int, part: bytes | None) -> bool:
        taken = super()._take(number, part)
        self.kept.append(number)
        return taken


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> type[Seen]:
    Seen.cut, Seen.kept = [], []
    monkeypatch.setattr(nabij.distributed, "Tiles", Seen)
    return Seen


@pytest.fixture
def score(town: Path, tmp_path: Path) -> Callable[..., list[Path]]:
    return partial(nabij.distributed.score, town, tmp_path / "out", tile_size=TILE)


@pytest.fixture
def with_workers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have workers do something else with a tile."""

    def with_workers(work: Callable[..., bytes], *given: object) -> None:
        monkeypatch.setattr("nabij.distributed._worker.scored", partial(work, *given))

    return with_workers


def test_two_workers_make_the_files_of_one_machine(
    score: Callable[..., list[Path]], two: Client, seen: Any, expected: Any, tmp_path: Path
) -> None:
    before = nabij.threads()
    made = score(client=two)
    assert files(tmp_path / "out") == expected
    assert sorted(path.name for path in made) == sorted(expected)
    assert made[-1].name == "manifest.json"
    assert sorted(seen.cut) == sorted(seen.kept) == list(range(TILES))
    assert set(two.run(nabij.threads).values()) == {1}
    assert nabij.threads() == before


def test_an_address_will_do_and_the_client_that_is_there(
    score: Callable[..., list[Path]], two: Client, expected: dict[str, bytes], tmp_path: Path
) -> None:
    for client in (two.scheduler.address, None):
        score(client=client)
        assert files(tmp_path / "out") == expected


def test_a_worker_is_killed(
    score: Callable[..., list[Path]], with_workers: Any, expected: Any, tmp_path: Path
) -> None:
    killed = []

    def kill() -> None:
        poor_workers.wait_for(tmp_path / "pid")
        killed.append(int((tmp_path / "pid").read_text()))
        os.kill(killed[0], signal.SIGKILL)

    with_workers(poor_workers.waits_once, CHOSEN, tmp_path)
    killer = threading.Thread(target=kill)
    with one_thread_each() as cluster, Client(cluster) as client:
        pids = set(client.run(os.getpid).values())
        killer.start()
        score(client=client)
        killer.join()
    assert killed[0] in pids
    assert files(tmp_path / "out") == expected


def test_a_worker_runs_out_of_memory(
    score: Callable[..., list[Path]],
    with_workers: Any,
    two: Client,
    seen: Any,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The tile is named, with advice; all others are kept, and a healthy worker makes it whole."""
    with monkeypatch.context() as patched:
        patched.setattr(
            "nabij.distributed._worker.scored", partial(poor_workers.takes_all_memory, CHOSEN)
        )
        with (
            dask.config.set({"distributed.scheduler.allowed-failures": 0}),
            one_thread_each(memory_limit=poor_workers.MEMORY) as cluster,
            Client(cluster) as client,
            pytest.raises(DistributedError, match=f"tile {CHOSEN} .300 addresses.: every worker"),
        ):
            score(client=client)
    assert sorted(seen.kept) == [at for at in range(TILES) if at != CHOSEN]
    seen.cut.clear()
    score(client=two)
    assert seen.cut == [CHOSEN]
    assert files(tmp_path / "out") == expected


def test_tiles_beside_one_that_kills_its_worker_are_not_blamed(
    score: Callable[..., list[Path]], with_workers: Any, seen: Any, tmp_path: Path
) -> None:
    with_workers(poor_workers.dies, CHOSEN)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        one_thread_each(1) as cluster,
        Client(cluster) as client,
        pytest.raises(DistributedError, match="1 of 13 tiles could not be scored") as caught,
    ):
        score(client=client)
    assert list(caught.value.failed) == [CHOSEN]
    assert "perhaps for want of memory" in str(caught.value)
    assert len(seen.kept) == TILES - 1


def test_a_slow_tile_holds_up_nobody(
    score: Callable[..., list[Path]],
    with_workers: Any,
    two: Client,
    seen: Any,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It waits until all others are kept, so it would wait for ever if it held them up."""
    take = Seen._take

    def takes(self: Seen, number: int, part: bytes | None) -> bool:
        taken = take(self, number, part)
        if len(self.kept) == TILES - 1:
            (tmp_path / "all others are kept").touch()
        return taken

    monkeypatch.setattr(Seen, "_take", takes)
    with_workers(poor_workers.waits_for_others, CHOSEN, tmp_path)
    score(client=two)
    assert seen.kept[-1] == CHOSEN
    assert files(tmp_path / "out") == expected


def test_a_poisoned_tile_is_named_and_the_rest_finished(
    score: Callable[..., list[Path]],
    two: Client,
    seen: Any,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes = Seen._homes

    def poisoned(self: Seen, number: int) -> bytes:
        given = homes(self, number)
        return given[:999] + bytes([given[999] ^ 1]) + given[1000:] if number == CHOSEN else given

    with monkeypatch.context() as patched:
        patched.setattr(Seen, "_homes", poisoned)
        with pytest.raises(DistributedError) as caught:
            score(client=two)
    assert str(caught.value) == (
        f"1 of 13 tiles could not be scored; what is done is kept in {tmp_path / 'out'}, and the "
        "same call scores only what is missing\n"
        "  tile 5 (300 addresses): homes: it is damaged or cut off: send it again"
    )
    assert [
        at for at, error in caught.value.failed.items() if isinstance(error, nabij.InputError)
    ] == [CHOSEN]
    assert sorted(seen.kept) == [at for at in range(TILES) if at != CHOSEN]
    assert not (tmp_path / "out" / "manifest.json").exists()
    seen.cut.clear()
    score(client=two)
    assert seen.cut == [CHOSEN]
    assert files(tmp_path / "out") == expected


def test_ctrl_c_cancels_what_is_under_way(
    score: Callable[..., list[Path]],
    two: Client,
    seen: Any,
    expected: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take = Seen._take

    def interrupted(self: Seen, number: int, part: bytes | None) -> bool:
        taken = take(self, number, part)
        if len(self.kept) == 4:
            raise KeyboardInterrupt
        return taken

    with monkeypatch.context() as patched:
        patched.setattr(Seen, "_take", interrupted)
        with pytest.raises(KeyboardInterrupt):
            score(client=two)
    until = time.monotonic() + poor_workers.PATIENCE
    while two.run_on_scheduler(tasks_of_ours):
        assert time.monotonic() < until
        time.sleep(0.05)
    kept = parts_in(tmp_path / "out")
    assert len(kept) >= 4
    seen.cut.clear()
    score(client=two)
    assert sorted(seen.cut) == [at for at in range(TILES) if at not in kept]
    assert files(tmp_path / "out") == expected


def parts_in(out: Path) -> set[int]:
    """Which tiles are kept. What a worker still wants to put there comes too late."""
    for mark in (out / ".parts").glob("mark-*"):
        mark.unlink()
    return {int(path.stem) for path in (out / ".parts").glob("*.part")}


def tasks_of_ours(dask_scheduler: Any) -> list[str]:
    return [key for key in dask_scheduler.tasks if str(key).startswith("nabij-")]


DRIVER = """
import os, signal, sys
import nabij.distributed
from dask.distributed import Client, LocalCluster

class Stopped(nabij.distributed.Tiles):
    count = 0
    def _take(self, number, part):
        taken = super()._take(number, part)
        self.count += 1
        if self.count == 3:
            os.kill(os.getpid(), int(sys.argv[3]))
        return taken

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started us may ignore it
    nabij.distributed.Tiles = Stopped
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as one:
        with Client(one) as client:
            nabij.distributed.score(sys.argv[1], sys.argv[2], tile_size=300, client=client)
"""


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGINT])
def test_a_driver_is_stopped_and_another_goes_on(
    signal_number: int, town: Path, two: Client, seen: Any, expected: Any, tmp_path: Path
) -> None:
    script, out = tmp_path / "driver.py", tmp_path / "out"
    script.write_text(DRIVER)
    stopped = subprocess.run(
        [sys.executable, script, town, out, str(int(signal_number))], capture_output=True
    )
    assert stopped.returncode == -signal_number, stopped.stderr.decode()
    kept = parts_in(out)
    assert len(kept) >= 3
    nabij.distributed.score(town, out, tile_size=TILE, client=two)
    assert sorted(seen.cut) == [at for at in range(TILES) if at not in kept]
    assert files(out) == expected
