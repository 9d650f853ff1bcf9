"""Norm sets: what has to be within which distance."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nabij import _display, _nabij
from nabij._arrow import is_path
from nabij.errors import NormError

if TYPE_CHECKING:
    import pandas


class NormSet:
    """Norms that origins are tested against.

    Parameters
    ----------
    norms : str, path or mapping
        The name of a built-in set (`NormSet.built_in`), the path of a TOML file, or limits in
        metres by category: ``800`` for a single limit, ``(300, 500)`` for a norm with two, or a
        mapping with the keys of a norm in a TOML file, such as ``{"upper": 0, "indoor": True}``.
    name : str, optional
        What to call norms that are given as a mapping.

    Raises
    ------
    NormError
        There is no such set, or a norm is wrong; the message names it.
    OSError
        The file cannot be read.

    Examples
    --------
    >>> import nabij
    >>> own = nabij.NormSet({"pharmacy": (300, 500), "gp": 800}, name="two limits")
    >>> own.frame()[["norm", "lower_m", "upper_m"]]
           norm  lower_m  upper_m
    0  pharmacy    300.0    500.0
    1        gp      NaN    800.0
    """

    def __init__(self, norms: str | os.PathLike[str] | Mapping[str, Any], *, name: str = "own"):
        self._key: Any = norms
        if isinstance(norms, Mapping):
            self._key = {"name": name, "norm": [_norm(*item) for item in norms.items()]}
        elif is_path(norms) and str(norms).endswith(".toml"):
            self._key = os.path.abspath(norms)
        self.name, self.table = _nabij.norms(json.dumps({"norms": self._key}), os.getcwd())

    #: The names of the sets that nabij knows.
    built_in: tuple[str, ...] = tuple(_nabij.built_in_norms())

    def frame(self) -> pandas.DataFrame:
        """Give one row per norm.

        Returns
        -------
        pandas.DataFrame
            What it asks for, its limits in metres (NaN for none) and its source.
        """
        return self.table.to_pandas()

    def __repr__(self) -> str:
        return f"NormSet({self.name!r}: {', '.join(self.table['norm'].to_pylist())})"

    def _repr_html_(self) -> str:
        return _display.norm_set(self)


def _norm(category: str, limits: Any) -> dict[str, Any]:
    if isinstance(limits, Mapping):
        test = (
            {} if limits.keys() & {"category", "all_of", "any_of", "of"} else {"category": category}
        )
        return {"id": category, **test, **limits}
    if isinstance(limits, int | float):
        return {"id": category, "category": category, "upper": float(limits)}
    try:
        lower, upper = (float(limit) for limit in limits)
    except (TypeError, ValueError) as error:
        raise NormError(
            f"norm {category!r}: {limits!r} is neither a limit in metres nor a pair of them"
        ) from error
    return {"id": category, "category": category, "lower": lower, "upper": upper}
