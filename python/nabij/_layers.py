"""Facilities, origins and areas: layers, and what they do not say themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from nabij import _nabij
from nabij._arrow import Inputs, frame, is_frame, is_path
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import shapely

    from nabij._arrow import Layer, Path, Rows


class _Layers:
    """Layers with the keys that a study file has for them."""

    _what = "layers"

    def __init__(self, layers: Sequence[tuple[Any, Mapping[str, Any]]], rules: Path | None = None):
        #: What was handed over, each with its keys.
        self.layers = [(source, dict(keys)) for source, keys in layers]
        self.rules = None if rules is None else os.path.abspath(rules)

    @classmethod
    def _of(cls, source: Any, rules: Path | None = None, **keys: Any) -> Self:
        given = {name: value for name, value in keys.items() if value not in (None, (), {})}
        return cls([(source, given)], rules)

    def _keys(self, inputs: Inputs) -> list[dict[str, Any]]:
        """Give the keys of every layer, with its table among the inputs."""
        many = len(self.layers) > 1
        found = []
        for at, (source, keys) in enumerate(self.layers, 1):
            name = f"{self._what} {at}" if many else self._what
            reader = inputs.rows if "match" in keys else inputs.layer
            source, keys = _with_ids(source, keys)
            found.append({**keys, "file": reader(name, source)})
        return found

    def _places(self) -> dict[str, Any]:
        """Read the layers without measuring anything: tables by name."""
        inputs = Inputs()
        study: dict[str, Any] = {self._what: self._as_key(inputs)}
        if self.rules is not None:
            study["rules"] = {self._what: self.rules}
        return _nabij.places(json.dumps(study), os.getcwd(), inputs.tables)

    def _as_key(self, inputs: Inputs) -> Any:
        return self._keys(inputs)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(_told(source) for source, _ in self.layers)})"


class Facilities(_Layers):
    """Places that people walk to.

    Make them with `from_osm`, `from_frame` or `from_file`; ``one + other`` are both together.
    """

    _what = "facilities"

    @classmethod
    def from_osm(cls, path: Path, *, rules: Path | None = None) -> Facilities:
        """Take the facilities of an OpenStreetMap extract, found by their tags.

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
        places: Layer | Rows,
        *,
        id: str | None = None,
        category: str | None = None,
        only: str | None = None,
        name: str | None = None,
        building: str | None = None,
        complex: str | None = None,
        columns: Mapping[str, str] | None = None,
        match: Mapping[str, str] | None = None,
        sensitive: bool = False,
    ) -> Facilities:
        """Take facilities from a frame.

        Parameters
        ----------
        places : GeoDataFrame, Arrow table or path
            Points, multi-points (several doors) or polygons; with `match` a table without places.
        id : str, optional
            The column of ids, unique within a category; if not given "id", else the index.
        category : str, optional
            The column of categories; "category" if not given.
        only : str, optional
            One category for all, instead of a column.
        name, building, complex : str, optional
            More columns.
        columns : mapping, optional
            Columns that are copied to tables for colleagues, by what they say.
        match : mapping, optional
            Columns of Dutch addresses, "postcode", "huisnummer", "huisletter", "toevoeging": the
            places are looked up among the origins.
        sensitive : bool
            Whether only totals per wijk or larger may be kept.
        """
        names = places.columns if is_frame(places) else ["category"]
        if category is None and only is None and "category" not in names:
            raise InputError(
                "facilities: there is no column 'category'; name it with category=, or say which "
                "category all of them are with only="
            )
        return cls._of(
            places, None, id=id, category=category, only=only, name=name, building=building,
            complex=complex, columns=columns, match=match, sensitive=sensitive or None,
        )  # fmt: skip

    @classmethod
    def from_file(cls, path: Path, **keys: Any) -> Facilities:
        """Take facilities from a file, with the keys of ``[[facilities]]`` in a study file.

        Parameters
        ----------
        path : path
            A file of any format that a study file may name.
        **keys : str
            The keys, such as ``id="nr", category="soort"``.

        Returns
        -------
        Facilities
            Read when they are needed.
        """
        return cls._of(os.fspath(path), None, **keys)

    def __add__(self, other: Facilities) -> Facilities:
        if self.rules is not None and other.rules not in (None, self.rules):
            raise InputError("facilities: only one file of own rules for tags can be used")
        return Facilities([*self.layers, *other.layers], self.rules or other.rules)

    def frame(self) -> geopandas.GeoDataFrame:
        """Give every facility: id, category, name, and where its first door is.

        Of a frame its own CRS comes back, of OpenStreetMap longitude and latitude.

        Returns
        -------
        geopandas.GeoDataFrame
            One row per facility and category.
        """
        read = frame(self._places()["facilities"])
        source = self.layers[0][0]
        return read.to_crs(source.crs if is_frame(source) else "EPSG:4326")

    def within(self, ground: geopandas.GeoDataFrame | geopandas.GeoSeries) -> Facilities:
        """Keep those on some ground, such as one district.

        Parameters
        ----------
        ground : GeoDataFrame or GeoSeries
            Polygons with a CRS; places on their edge count.

        Returns
        -------
        Facilities
            Those there, each a point at its first door.
        """
        if getattr(ground, "crs", None) is None:
            raise InputError("ground: it has no CRS; set it with ground.set_crs(...)")
        all = self.frame()
        return Facilities.from_frame(
            all[all.intersects(ground.to_crs(all.crs).union_all())], name="name"
        )

    def nearest(
        self,
        place: shapely.Point,
        *,
        crs: Any = "EPSG:4326",
        category: str | None = None,
        k: int = 1,
    ) -> geopandas.GeoDataFrame:
        """Give the facilities nearest as the crow flies; `nabij.distances` measures walks.

        Parameters
        ----------
        place : shapely.Point
            Where from.
        crs : anything pyproj reads
            Its CRS; longitude and latitude if not given.
        category : str, optional
            Of which category; of all if not given.
        k : int
            How many.

        Returns
        -------
        geopandas.GeoDataFrame
            Nearest first, with a column ``straight_m``.
        """
        import geopandas

        all = frame(self._places()["facilities"])  # in a plane of metres
        if category is not None:
            all = all[all["category"] == category]
        here = geopandas.GeoSeries([place], crs=crs).to_crs(all.crs).iloc[0]
        found = all.assign(straight_m=all.distance(here)).sort_values(["straight_m", "id"])
        return found.head(k).to_crs(crs)


class Origins(_Layers):
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


class Areas(_Layers):
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


def _with_ids(source: Any, keys: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Take the index of a frame for ids where no column has them."""
    named = "id" in keys or "preset" in keys or "match" in keys
    if named or not is_frame(source) or "id" in source.columns:
        return source, keys
    return source.assign(**{"(index)": source.index}), {**keys, "id": "(index)"}


def _told(source: Any) -> str:
    return os.path.basename(source) if is_path(source) else f"{len(source):,} rows"


def as_facilities(given: Any) -> Facilities:
    """Give the facilities themselves, or make them of what they can be made of."""
    if isinstance(given, Facilities):
        return given
    if is_path(given) and str(given).endswith(".pbf"):
        return Facilities.from_osm(given)
    return Facilities.from_frame(given)


def as_origins(given: Any) -> Origins:
    """Give the origins themselves, or make them of what they can be made of."""
    return given if isinstance(given, Origins) else Origins.from_frame(given)


def as_areas(given: Any) -> Areas:
    """Give the areas themselves, or make them of what they can be made of."""
    return given if isinstance(given, Areas) else Areas.from_frame(given)
