"""The example of Spark, on a Spark of two threads that tries each task four times."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import nabij
import poor_workers
import pyarrow
import pyarrow.parquet
import pytest
from conftest import ROOT
from test_distributed import files, scored

TILE = 1000
TILES = 4
CHOSEN = 2

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    path = [str(Path(__file__).parent), str(ROOT / "python"), os.environ.get("PYTHONPATH", "")]
    with pytest.MonkeyPatch.context() as patched:
        # What executors are started with.
        patched.setenv("PYTHONPATH", os.pathsep.join(path))
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        patched.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2,4]")
        session = builder.config("spark.ui.enabled", "false").getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    nabij.town(folder)
    return folder / "study.toml"


@pytest.fixture(scope="module")
def expected(
    command: Path, town: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    return scored(command, town, tmp_path_factory.mktemp("expected") / "out")


def tries(folder: Path) -> list[int]:
    found = [path.name.split("-")[1] for path in folder.glob("try-*")]
    return [found.count(str(number)) for number in range(TILES)]


def in_one_order(rows: pyarrow.Table) -> list[dict[str, object]]:
    return sorted(rows.to_pylist(), key=lambda row: (row["origin"], row["norm"]))


def test_a_task_that_fails_is_tried_again(
    spark: Any, town: Path, expected: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = importlib.import_module("spark_example")
    work = partial(poor_workers.seen_by_spark, CHOSEN, 1, tmp_path)
    monkeypatch.setattr(example, "tiles_to_rows", work)
    rows = example.score(spark, town, tmp_path / "out", tmp_path / "shared", TILE)
    assert tries(tmp_path) == [1, 1, 2, 1]
    assert files(tmp_path / "out") == expected
    whole = pyarrow.parquet.read_table(tmp_path / "out" / "rows.parquet")
    assert in_one_order(rows.toArrow()) == in_one_order(whole)


def test_a_task_that_fails_four_times_ends_the_run_and_the_next_goes_on(
    spark: Any, town: Path, expected: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = importlib.import_module("spark_example")
    monkeypatch.setattr(example, "TOGETHER", 2)
    out, shared = tmp_path / "out", tmp_path / "shared"
    for failures in (4, 0):
        folder = tmp_path / str(failures)
        folder.mkdir()
        work = partial(poor_workers.seen_by_spark, CHOSEN, failures, folder)
        monkeypatch.setattr(example, "tiles_to_rows", work)
        if failures:
            with pytest.raises(Exception, match="tile 2 does not want"):
                example.score(spark, town, out, shared, TILE)
            assert tries(folder)[:3] == [1, 1, 4]
        else:
            rows = example.score(spark, town, out, shared, TILE)
            assert tries(folder) == [0, 0, 1, 1]
            assert rows.count() == pyarrow.parquet.read_metadata(out / "rows.parquet").num_rows
    assert files(out) == expected


def test_it_runs_as_its_docstring_says(town: Path, expected: Any, tmp_path: Path) -> None:
    """By spark-submit, and with tiles of its own size: here one."""
    import pyspark

    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    options = ["--master", "local[2,4]", "--conf", "spark.ui.enabled=false"]
    example = ROOT / "examples" / "spark" / "score.py"
    paths = [town, tmp_path / "out", tmp_path / "shared"]
    environment = os.environ | {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run([submit, *options, example, *paths], check=True, env=environment)
    assert files(tmp_path / "out") == expected
