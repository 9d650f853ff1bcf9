"""The examples of the documentation run, and say what they say."""

import doctest
import importlib
from pathlib import Path

import pytest
from matplotlib import pyplot


@pytest.mark.parametrize(
    "module",
    [
        "_criteria",
        "_criteria_study",
        "_distribute",
        "_network",
        "_norms",
        "_questions",
        "_result",
        "_service_area",
        "_study",
        "_town",
    ],
)
def test_examples(module: str, demo: Path) -> None:
    found = importlib.import_module(f"nabij.{module}")
    done = doctest.testmod(found, extraglobs={"town": demo / "town"})
    pyplot.close("all")
    assert done.attempted > 0
    assert done.failed == 0
