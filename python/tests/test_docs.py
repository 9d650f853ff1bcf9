"""The examples of the documentation run, and say what they say."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("module", ["nabij._distribute", "nabij._score"])
def test_examples(module: str) -> None:
    done = doctest.testmod(importlib.import_module(module))
    assert done.attempted > 0
    assert done.failed == 0
