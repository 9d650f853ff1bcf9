"""The page of hard cases says, and shows, what the program says."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest
from conftest import ROOT

FOLDER = ROOT / "docs" / "cases"
CASES = [
    "canal", "stairs", "square", "alley", "park", "fragment", "kerb", "bench", "door", "tunnel",
]  # fmt: skip


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module("make")


def test_the_page_is_what_is_said_now(make: Any) -> None:
    # Every answer is held against the one worked out by hand first.
    assert (ROOT / "docs" / "cases.md").read_text() == make.page()
    assert [case.id for case in make.CASES] == CASES


def shown(picture: str) -> tuple[dict[str, str], list[str]]:
    """Paths by the names of what they show, and every word."""
    paths = re.findall(r'<g id="([^"]*)">\s*<path d="([^"]*)"', picture)
    named = {name: path for name, path in paths if re.match("walk |rested|elsewhere", name)}
    return named, re.findall(r">([^<>]+)</text>", picture)


@pytest.mark.parametrize("name", CASES)
def test_a_picture_shows_the_walk(name: str, make: Any) -> None:
    (case,) = (case for case in make.CASES if case.id == name)
    kept, drawn = (FOLDER / f"{name}.svg").read_text(), make.svg(case)
    lines, words = shown(kept)
    assert (lines, words) == shown(drawn)
    assert f"walk {case.category}" in lines
    best = f"{case.millimetres[0] / 1000:.0f} m"
    assert any(word.endswith(f": {best}") for word in words)


def test_a_wrong_answer_is_not_drawn(make: Any) -> None:
    """One millimetre, or another verdict, and nothing is written."""
    run, dataclasses = importlib.import_module("run"), importlib.import_module("dataclasses")
    case = make.CASES[0]
    for wrong in ({"millimetres": (460_001, 460_001)}, {"verdict": "within_upper"}):
        with pytest.raises(AssertionError, match="canal"):
            run.answer(dataclasses.replace(case, **wrong))
