"""Areas: neighbourhoods that results are added up by."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij._arrow import Inputs
from nabij._layers import Layers

if TYPE_CHECKING:
    from nabij._arrow import Layer, Path


class Areas(Layers):
    """Neighbourhoods that results are added up by."""

    _what = "areas"

    @classmethod
    def from_frame(
        cls,
        places: Layer,
        *,
        id: str | None = None,
        name: str | None = None,
        level: str | None = None,
        parents: Sequence[Mapping[str, Any]] = (),
        preset: str | None = None,
        year: int | None = None,
    ) -> Areas:
        """Take areas from a frame.

        Parameters
        ----------
        places : GeoDataFrame, Arrow table or path
            Polygons.
        id, name : str, optional
            Columns of codes (if not given "id", else the index) and names.
        level : str, optional
            What they are called, such as "buurt".
        parents : sequence of mapping
            Larger areas they are part of, by the keys of ``parents`` in a study file; "table" may
            be a DataFrame.
        preset : {"cbs-buurten", "pc6"}, optional
            A published table whose columns are known; needs ``year``.
        year : int, optional
            The year of the borders and codes.
        """
        areas = cls._of(
            places, None, id=id, name=name, level=level, parents=list(parents) or None,
            preset=preset,
        )  # fmt: skip
        areas.year = year
        return areas

    year: int | None = None

    @classmethod
    def from_file(cls, path: Path, *, year: int | None = None, **keys: Any) -> Areas:
        """Take areas from a file, with the keys of ``[areas]`` in a study file.

        Parameters
        ----------
        path : path
            A file of any format that a study file may name.
        year : int, optional
            The year of the borders and codes.
        **keys : str
            The keys, such as ``id="buurtcode", level="buurt"``.

        Returns
        -------
        Areas
            Read when they are needed.
        """
        areas = cls._of(os.fspath(path), None, **keys)
        areas.year = year
        return areas

    def _as_key(self, inputs: Inputs) -> Any:
        (keys,) = self._keys(inputs)
        parents = enumerate(keys.get("parents", ()), 1)
        read = [
            {**parent, "table": inputs.rows(f"areas parent {at}", parent["table"])}
            if "table" in parent
            else dict(parent)
            for at, parent in parents
        ]
        return {**keys, "parents": read} if read else keys


def as_areas(given: Any) -> Areas:
    """Give the areas themselves, or make them of what they can be made of."""
    return given if isinstance(given, Areas) else Areas.from_frame(given)
