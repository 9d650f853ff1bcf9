"""Origins: addresses that people walk from."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij._arrow import Inputs, frame, is_frame
from nabij._layers import Layers

if TYPE_CHECKING:
    import geopandas

    from nabij._arrow import Layer, Path


class Origins(Layers):
    """Addresses that people walk from.

    Make them with `from_osm`, `from_frame` or `from_file`.
    """

    _what = "origins"

    @classmethod
    def from_osm(cls, path: Path, *, rules: Path | None = None) -> Origins:
        """Take the addresses of an OpenStreetMap extract.

        Parameters
        ----------
        path : path
            A file ``.osm.pbf``.
        rules : path, optional
            Own rules for tags instead of the built-in ones.
        """
        return cls._of(path, rules)

    @classmethod
    def from_frame(
        cls,
        places: Layer,
        *,
        id: str | None = None,
        address: str | Sequence[str] = (),
        kind: str | None = None,
        building: str | None = None,
        complex: str | None = None,
        weights: str | Sequence[str] | Mapping[str, str] = (),
        postcode: str | None = None,
        huisnummer: str | None = None,
        huisletter: str | None = None,
        toevoeging: str | None = None,
        area: str | None = None,
        columns: Mapping[str, str] | None = None,
        preset: str | None = None,
    ) -> Origins:
        """Take addresses from a frame, whose index and columns come back with the results.

        Parameters
        ----------
        places : GeoDataFrame, Arrow table or path
            Points, multi-points (several doors) or polygons.
        id : str, optional
            The column of ids, each once; if not given "id", else the index.
        address : str or sequence of str
            Columns that together are the address people know.
        kind, building, complex : str, optional
            More columns; norms may apply to a kind alone.
        weights : str, sequence of str or mapping
            Columns of weights, such as residents, by the name they get in results.
        postcode, huisnummer, huisletter, toevoeging : str, optional
            Columns of a Dutch address, for lists that are matched and for PC6 totals.
        area : str, optional
            The column of the code of the area it is in, which beats its place.
        columns : mapping, optional
            Columns that are copied to tables for colleagues, by what they say.
        preset : {"bag"}, optional
            The layers and columns of a published register are known.
        """
        named = [weights] if isinstance(weights, str) else weights
        named = named if isinstance(named, Mapping) else {name: name for name in named}
        parts = [address] if isinstance(address, str) else list(address)
        return cls._of(
            places, None, id=id, address=parts or None, kind=kind, building=building,
            complex=complex, weights=dict(named), postcode=postcode, huisnummer=huisnummer,
            huisletter=huisletter, toevoeging=toevoeging, area=area, columns=columns, preset=preset,
        )  # fmt: skip

    @classmethod
    def from_file(cls, path: Path, **keys: Any) -> Origins:
        """Take addresses from a file, with the keys of ``[origins]`` in a study file.

        Parameters
        ----------
        path : path
            A file of any format that a study file may name.
        **keys : str
            The keys, such as ``id="adres_id", x="x", y="y", crs="EPSG:28992"``.

        Returns
        -------
        Origins
            Read when they are needed.
        """
        return cls._of(os.fspath(path), None, **keys)

    def frame(self) -> geopandas.GeoDataFrame:
        """Give every origin: its id, its address where the source has it, and where it is.

        Returns
        -------
        geopandas.GeoDataFrame
            Of a GeoDataFrame itself.
        """
        own = self.source_frame
        return frame(self._places()["origins"]) if own is None else own

    @property
    def source_frame(self) -> geopandas.GeoDataFrame | None:
        """The GeoDataFrame that the origins were taken from."""
        source = self.layers[0][0]
        return source if is_frame(source) else None

    def _as_key(self, inputs: Inputs) -> Any:
        return self._keys(inputs)[0]


def as_origins(given: Any) -> Origins:
    """Give the origins themselves, or make them of what they can be made of."""
    return given if isinstance(given, Origins) else Origins.from_frame(given)
