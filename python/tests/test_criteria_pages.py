"""The pages of the criteria say what the catalogue and the program say."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from importlib import util
from typing import Any

import pytest
from conftest import ROOT

FOLDER = ROOT / "docs" / "criteria"
CATALOGUE = tomllib.loads((ROOT / "crates/nabij/criteria/zorgzame-buurt-2024.toml").read_text())
INDICATORS = {one["id"]: one for one in CATALOGUE["indicator"]}


@pytest.fixture(scope="module")
def make() -> Iterator[Any]:
    """The program that writes the pages, under a name that no other such program has."""
    sys.path.insert(0, str(FOLDER))
    spec = util.spec_from_file_location("make_criteria", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(FOLDER))


def test_the_pages_are_what_is_said_now(make: Any, command: object) -> None:
    # Every example is worked out from the town's files and held against the program first.
    for file, text in make.pages().items():
        assert file.read_text() == text, f"{file.name}: run docs/criteria/make.py"


def test_there_is_a_page_for_every_indicator_and_no_other() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.md")) == sorted(INDICATORS)
    index = (ROOT / "docs" / "criteria.md").read_text()
    assert all(f"(criteria/{id}.md)" in index for id in INDICATORS)


@pytest.mark.parametrize("id", INDICATORS)
def test_a_page_tells_what_an_indicator_is_and_on_what_it_stands(id: str) -> None:
    page, one = (FOLDER / f"{id}.md").read_text(), INDICATORS[id]
    assert page.startswith(f"# {one['label']['en']}\n")
    for text in (one["label"]["nl"], one["definition"]["en"], one["definition"]["nl"]):
        assert text in page
    ((kind, numbers),) = one["measure"].items()
    told = {name for name, value in numbers.items() if isinstance(value, int | float)}
    told -= {"times", "minus"} if kind == "ratio" else set()
    for name in told | set(one.get("utility", {})):
        own = one.get("basis", {}).get(name, {"label": "ASSUMPTION", "source": ""})
        (line,) = (row for row in page.splitlines() if row.startswith(f"| `{name}` |"))
        assert line.split(" | ")[-1].startswith(own["label"])
        assert own["source"] in line
    for need in one["data"]:
        assert need["what"] in page


@pytest.mark.parametrize("id", ["clustered_dwelling_ratio", "supermarket_within_norm"])
def test_a_wrong_example_is_not_written(
    id: str, make: Any, command: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another value by the program, and nothing is written."""
    outcome, worked = importlib.import_module("outcome"), importlib.import_module("worked")
    row = outcome.found()[id, worked.area_of(INDICATORS[id])]
    make.page(INDICATORS[id])
    monkeypatch.setitem(row, "value", str(float(row["value"]) + 0.001))
    with pytest.raises(AssertionError, match=id):
        make.page(INDICATORS[id])
