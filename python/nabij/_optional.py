"""Packages that only some calls need."""

from __future__ import annotations

import importlib
from typing import Any


def need(module: str, extra: str, call: str) -> Any:
    """Import a module of a package that nabij does without, or say how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise ImportError(
            f"{call} needs {package}, which is not installed: pip install nabij[{extra}]",
            name=package,
        ) from error
