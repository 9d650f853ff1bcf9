"""Two results of one study, side by side."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nabij import _nabij

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True)
class Comparison:
    """What changed between two results.

    Attributes
    ----------
    changes : pyarrow.Table
        One row per address and norm whose verdict changed, or that is in one result only.
    areas : pyarrow.Table or None
        One row per area, norm and weight: shares between 0 and 1, differences in points.
    transitions : list of tuple
        Norm, verdict before, verdict now, number of addresses; None where an address is missing.
    notes : list of str
        What else differs between the two runs.
    """

    changes: pyarrow.Table
    areas: pyarrow.Table | None
    transitions: list[tuple[str, str | None, str | None, int]]
    notes: list[str]


def compare(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    norms: Mapping[str, str] | None = None,
    areas: str | os.PathLike[str] | None = None,
) -> Comparison:
    """Compare two result folders of the same study, by id.

    Parameters
    ----------
    old, new : path
        Folders that ``nabij score`` wrote, of any format.
    norms : mapping, optional
        By the id of a norm in the old results its id in the new; needed where norm sets differ.
    areas : path, optional
        A CSV with the columns ``old`` and ``new``; needed where the years of the areas differ.

    Returns
    -------
    Comparison
        Tables and counts.

    Raises
    ------
    InputError
        A folder is no complete result, or norms or years differ without a correspondence.
    """
    pairs = list((norms or {}).items())
    table = None if areas is None else os.fspath(areas)
    found = _nabij.compare(os.fspath(old), os.fspath(new), pairs, table)
    return Comparison(
        changes=found["changes"],
        areas=found["areas"],
        transitions=found["transitions"],
        notes=found["notes"],
    )
