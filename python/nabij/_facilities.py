"""Facilities: places that people walk to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nabij._arrow import frame, is_frame, is_path
from nabij._layers import Layers
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import shapely

    from nabij._arrow import Layer, Path, Rows


class Facilities(Layers):
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
        gates: bool = False,
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
        gates : bool
            Whether polygons are open ground, such as parks: one is there where a way crosses the
            edge. Others have doors where streets lead in, else at the point nearest to a street.
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
            complex=complex, columns=columns, match=match, gates=gates or None,
            sensitive=sensitive or None,
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


def as_facilities(given: Any) -> Facilities:
    """Give the facilities themselves, or make them of what they can be made of."""
    if isinstance(given, Facilities):
        return given
    if is_path(given) and str(given).endswith(".pbf"):
        return Facilities.from_osm(given)
    return Facilities.from_frame(given)
