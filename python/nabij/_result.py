"""Results: Arrow columns inside, frames on request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from nabij import _display
from nabij._arrow import frame, with_places
from nabij._explanation import AreaExplanation, Explanation
from nabij._network import Network
from nabij.errors import InputError

if TYPE_CHECKING:
    import folium
    import geopandas
    import pandas
    import pyarrow
    from matplotlib.axes import Axes

    from nabij import _nabij
    from nabij._study import Study


class Result:
    """Scored origins.

    Every table is a `pyarrow.Table`, which polars, DuckDB and others take without a copy. A result
    can be pickled.

    Attributes
    ----------
    rows : pyarrow.Table
        One row per profile, origin and norm. Distances in metres; null where nothing is found.
    addresses : pyarrow.Table
        One row per origin, norms side by side, with its place; of the first profile.
    areas : pyarrow.Table or None
        One row per profile, area, norm and weight; None without areas. Shares between 0 and 1.
    causes : pyarrow.Table or None
        One row per profile, area, norm, weight and cause: how many do not meet the norm, and why;
        None without areas.
    outlines : pyarrow.Table or None
        One row per area of every level, with its ground.
    facilities : pyarrow.Table
        One row per facility: whether it is on the network, and where.
    survey : pyarrow.Table or None
        One row per part of the network whose missing attributes outcomes hang on, with its place,
        those with most people first; None where nothing is in doubt.
    not_used : pyarrow.Table
        Rows and values of the inputs that are not used, each with its reason.
    spread : pyarrow.Table or None
        With ``people``: one row per area of the finest level and weight, how its total was met.
    unplaced : pyarrow.Table or None
        With ``people``: people who are at no address.
    manifest : dict
        Parameters, assumptions and counts.
    """

    rows: pyarrow.Table
    addresses: pyarrow.Table
    areas: pyarrow.Table | None
    causes: pyarrow.Table | None
    outlines: pyarrow.Table | None
    facilities: pyarrow.Table
    survey: pyarrow.Table | None
    not_used: pyarrow.Table
    spread: pyarrow.Table | None
    unplaced: pyarrow.Table | None
    manifest: dict[str, Any]

    #: The tables that `frame` gives.
    tables = (
        "addresses",
        "rows",
        "areas",
        "causes",
        "outlines",
        "facilities",
        "survey",
        "not_used",
        "spread",
        "unplaced",
    )

    @classmethod
    def _of(cls, found: dict[str, Any], study: Study, city: _nabij.City) -> Result:
        result = cls()
        found["unplaced"] = found.pop("inwoners_niet_geplaatst", None)
        for name in cls.tables:
            setattr(result, name, found.get(name))
        result.manifest = json.loads(found["manifest"])
        result._study = study
        result._city = city
        return result

    _study: Study
    _city: _nabij.City | None

    def frame(self, table: str = "addresses") -> geopandas.GeoDataFrame | pandas.DataFrame:
        """Give one table as a frame; where it has places, as a GeoDataFrame in their own CRS.

        Parameters
        ----------
        table : str
            One of `Result.tables`. The addresses of a GeoDataFrame come back with its own index,
            columns and places before the new ones; rows and areas carry the places they repeat.

        Returns
        -------
        geopandas.GeoDataFrame or pandas.DataFrame
            Nulls are NaN or None; verdicts and other words are categorical.

        Raises
        ------
        InputError
            When there is no such table, or the study has none.
        """
        if table not in self.tables:
            raise InputError(f"there is no table {table!r}; there are {', '.join(self.tables)}")
        found = getattr(self, table)
        if found is None and table == "survey":
            raise InputError("nothing is in doubt: there is nothing to look at on the spot")
        if found is None:
            asked = "people" if table in ("spread", "unplaced") else "areas"
            raise InputError(f"the study has no {asked}: give {asked}= to score()")
        if table == "addresses":
            return self._addresses()
        if table == "rows":
            places = self.addresses.select(["origin", "geometry"])
            return with_places(found, frame(places), ["origin"])
        if table in ("areas", "causes"):
            return with_places(found, frame(self.outlines), ["level", "area"])
        return frame(found)

    def _addresses(self) -> geopandas.GeoDataFrame:
        scored = frame(self.addresses)
        own = self._study.origins_frame
        if own is None:
            return scored
        import pandas

        if len(own) != len(scored):  # rows that are not used were left out
            keys = self._study._keys["origins"]
            ids = own.index if keys.get("id") == "(index)" else own[keys.get("id", "id")]
            places = pandas.Index(scored["origin"]).get_indexer(ids.astype(str))
            # What was not used is at no place: a row of its own that holds nothing.
            scored = scored.reindex(pandas.Series(places).replace(-1, len(scored)))
        # What was measured now stands for what an earlier run left in the frame.
        norms = self.manifest["norm_set"]["norms"]
        measured = (*(f"{norm['id']}_" for norm in norms), "inw_est", "n65_est")
        stale = {name for name in scored.columns if name.startswith(measured)} & {*own.columns}
        own = own.drop(columns=[*stale])
        new = [name for name in scored.columns if name not in ("geometry", *own.columns)]
        # By position: an index may hold a label twice.
        both = own.reset_index(drop=True).join(scored[new].reset_index(drop=True))
        return both.set_axis(own.index)

    def explain(self, origin: Any, norm: str | None = None) -> Explanation:
        """Tell why an origin's rows are what they are.

        Parameters
        ----------
        origin : str
            Its id, or a Dutch address such as ``2541SV 12``.
        norm : str, optional
            Which norm; every norm that applies to it if not given.

        Returns
        -------
        Explanation
            It shows itself in a notebook.

        Raises
        ------
        InputError
            There is no such origin or norm.
        """
        return Explanation(str(origin), self._read().explain(str(origin), norm), self)

    def explain_area(self, area: Any, norm: str | None = None) -> AreaExplanation:
        """Tell who in an area does not meet a norm, by cause.

        Parameters
        ----------
        area : str
            Its code, of any level.
        norm : str, optional
            Which norm; every norm on a category if not given.

        Returns
        -------
        AreaExplanation
            It shows itself in a notebook.

        Raises
        ------
        InputError
            The study has no areas, or there is no such area or norm.

        Examples
        --------
        >>> import nabij
        >>> result = nabij.Study.read(town / "study.toml").run()
        >>> told = result.explain_area("BU99990201", "pharmacy").told
        >>> [(one["cause"], len(one["origins"])) for one in told["failing"]]
        [('too_far', 49), ('cut_off', 22), ('detour', 94)]
        """
        text, told = self._read().explain_area(str(area), norm)
        return AreaExplanation(text, json.loads(told))

    @property
    def network(self) -> Network:
        """The network that was measured on."""
        return Network(self._read().streets())

    def _of_first(self, table: pyarrow.Table) -> pyarrow.Table:
        """Give the rows about the first of those who walk: maps and shares show only one."""
        if len(self.manifest["profiles"]) == 1:
            return table
        import pyarrow.compute

        return table.filter(pyarrow.compute.equal(table["profile"], self.manifest["profile"]))

    def _read(self) -> _nabij.City:
        """Give the inputs; a result that was sent here reads them once more."""
        if self._city is None:
            self._city = self._study._city()
        return self._city

    def plot(
        self,
        norm: str | None = None,
        *,
        what: Literal["areas", "addresses"] | None = None,
        level: str | None = None,
        weight: str = "addresses",
        limit: Literal["lower", "upper"] = "upper",
        network: bool = True,
        source: str | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw a map of areas by the share within a norm, or of addresses by verdict.

        It needs matplotlib: ``pip install nabij[plot]``. Words are in the language of the study.

        Parameters
        ----------
        norm : str, optional
            Which norm; if not given the first that is made of others, else the first.
        what : {"areas", "addresses"}, optional
            If not given areas where the study has them.
        level : str, optional
            Which level of areas; the finest if not given.
        weight : str
            Shares of what: "addresses", or a weight such as residents.
        limit : {"lower", "upper"}
            Of which limit shares are drawn.
        network : bool
            Whether streets are drawn, faintly.
        source : str, optional
            Whose data these are; if not given what the study says, or OpenStreetMap.
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib.axes.Axes
            In the CRS of the areas, or of the addresses.

        Raises
        ------
        InputError
            There is no such norm, level, weight or limit; the message says what there is.
        ImportError
            matplotlib is not installed.

        Notes
        -----
        Classes are fixed, so that maps can be compared; the lower end of a class belongs to it.
        A share is of the addresses that are known to be within or beyond the limit. Areas whose
        lowest and highest possible share are in different classes are dotted.

        Examples
        --------
        >>> import nabij
        >>> result = nabij.Study.read(town / "study.toml").run()
        >>> ax = result.plot("pharmacy", weight="residents")
        >>> ax.get_title(loc="left")
        'Pharmacy within walking distance'
        >>> ax.figure.savefig(town / "pharmacy.png")
        """
        from nabij._plot import plot

        return plot(
            self, norm, what=what, level=level, weight=weight, limit=limit, network=network,
            source=source, ax=ax,
        )  # fmt: skip

    def plot_distances(
        self,
        norms: str | Sequence[str] | None = None,
        *,
        weight: str = "addresses",
        max_distance: float | None = None,
        source: str | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw per norm which share of addresses walks at most how far, with the limits.

        It needs matplotlib: ``pip install nabij[plot]``.

        Parameters
        ----------
        norms : str or sequence of str, optional
            Which norms; if not given all that ask for a category.
        weight : str
            Shares of what: "addresses", or a weight such as residents.
        max_distance : float, optional
            How far the picture goes, in metres; the search horizon if not given.
        source, ax : optional
            As for `plot`.

        Returns
        -------
        matplotlib.axes.Axes
            Distances in metres, shares between 0 and 1.

        Raises
        ------
        InputError
            There is no such norm or weight, or the norm is made of others.
        ImportError
            matplotlib is not installed.

        Notes
        -----
        Addresses that find nothing keep a curve below 100 %; the legend tells how many they are.
        Where distances are uncertain the line is what is certain, and a shade reaches up to what is
        possible.

        Examples
        --------
        >>> import nabij
        >>> result = nabij.Study.read(town / "study.toml").run()
        >>> ax = result.plot_distances(["supermarket", "pharmacy"])
        >>> tuple(map(float, ax.get_xlim()))
        (0.0, 2000.0)
        """
        from nabij._curves import plot_distances

        return plot_distances(
            self, norms, weight=weight, max_distance=max_distance, source=source, ax=ax
        )

    def explore(
        self, norm: str | None = None, *, tiles: str | None = "OpenStreetMap"
    ) -> folium.Map:
        """Make a map to zoom and point at: addresses by verdict, facilities, areas.

        It needs folium: ``pip install nabij[explore]``. Making and saving it needs no network;
        whoever opens it gets scripts and background tiles from the internet.

        Parameters
        ----------
        norm : str, optional
            As for `plot`.
        tiles : str or None
            Background of `folium.Map`; None for a white one.

        Returns
        -------
        folium.Map
            It shows itself in a notebook; ``.save("map.html")`` writes it.

        Raises
        ------
        InputError
            There is no such norm.
        ImportError
            folium is not installed.

        Examples
        --------
        >>> import nabij
        >>> result = nabij.Study.read(town / "study.toml").run()
        >>> result.explore("pharmacy").save(town / "map.html")
        """
        from nabij._explore import explore

        return explore(self, norm, tiles)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_city": None}

    def __repr__(self) -> str:
        scored = self.manifest["scored"]
        norms = self.manifest["norm_set"]["name"]
        return f"Result({scored['origins']:,} origins, {scored['rows']:,} rows, norms {norms})"

    def _repr_html_(self) -> str:
        return _display.result(self)
