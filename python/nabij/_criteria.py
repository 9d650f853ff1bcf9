"""Criteria of the caring neighbourhood: measured once, weighed by any catalogue."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from nabij import _nabij
from nabij._area_page import AreaPage
from nabij._arrow import frame, with_places
from nabij._criteria_inputs import catalogue_key
from nabij._network import Network
from nabij._progress import shown
from nabij._told import one_of
from nabij._words import Words
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow
    from matplotlib.axes import Axes

    from nabij._study import Study


class Criteria:
    """Neighbourhoods measured by the criteria of a catalogue, and scored.

    Every table is a `pyarrow.Table`; what is not known is null, never zero. Criteria can be
    pickled.

    Attributes
    ----------
    criteria : pyarrow.Table
        One row per area and indicator: value with its interval, target, on what it stands (SEED,
        PUB or ASSUMPTION), score, weight and contribution.
    headings : pyarrow.Table
        One row per area and heading: score with its interval, the share of its weight that is
        known (``coverage``), need and priority. Null where too little is known.
    norm_panel : pyarrow.Table
        One row per area, norm of the client and group of people: the shares within its limits, and
        how many fail. Nothing makes up for these.
    remedies : pyarrow.Table
        What would help where an indicator falls short: a facility at a site, or more of something.
    areas : dict of pyarrow.Table
        By level, the finest first: one row per area with its ground, values side by side, scores
        and priorities.
    indicators : pyarrow.Table
        The catalogue: one row per indicator, with its grounds and the data it needs.
    routes, route_gaps : pyarrow.Table or None
        Named routes by what stands along them, and the stretches where it is missing.
    balance : pyarrow.Table or None
        Need, stock, plans and gap of housing per area, type and year.
    fair_share : pyarrow.Table or None
        New places in proportion, where the balance asks for it.
    dwellings : pyarrow.Table or None
        The register, with what each dwelling is.
    housing_types : pyarrow.Table or None
        One row per area and type of housing: how many dwellings of the register are of it, are not,
        and of how many that is unknown, with the share of answers that are estimates.
    inventory : pyarrow.Table
        One row per area and category: how many facilities there are. It is no score.
    not_used : pyarrow.Table
        Rows and values of the inputs that are not used, each with its reason.
    manifest : dict
        Parameters, assumptions and counts; the catalogue under ``criteria``.
    """

    criteria: pyarrow.Table
    headings: pyarrow.Table
    norm_panel: pyarrow.Table
    remedies: pyarrow.Table
    areas: dict[str, pyarrow.Table]
    indicators: pyarrow.Table
    routes: pyarrow.Table | None
    route_gaps: pyarrow.Table | None
    balance: pyarrow.Table | None
    fair_share: pyarrow.Table | None
    dwellings: pyarrow.Table | None
    housing_types: pyarrow.Table | None
    inventory: pyarrow.Table
    not_used: pyarrow.Table
    manifest: dict[str, Any]

    #: The tables that `frame` gives.
    tables = (
        "areas",
        "criteria",
        "headings",
        "norm_panel",
        "remedies",
        "indicators",
        "routes",
        "route_gaps",
        "balance",
        "fair_share",
        "dwellings",
        "housing_types",
        "inventory",
        "not_used",
    )

    _study: Study
    _own: _nabij.Criteria | None

    @classmethod
    def _of(cls, own: _nabij.Criteria, study: Study) -> Criteria:
        found = own.tables()
        made = cls()
        wide = "criteria_"
        made.areas = {
            name.removeprefix(wide): table for name, table in found.items() if name.startswith(wide)
        }
        for name in cls.tables[1:]:
            setattr(made, name, found.get(name))
        made.manifest = json.loads(found["manifest"])
        made._study = study
        made._own = own
        return made

    def frame(
        self, table: str = "areas", *, level: str | None = None
    ) -> geopandas.GeoDataFrame | pandas.DataFrame:
        """Give one table as a frame; where it has places, as a GeoDataFrame in their own CRS.

        Parameters
        ----------
        table : str
            One of `Criteria.tables`. Rows about areas carry the ground of their area.
        level : str, optional
            Only areas of this level; of "areas" the finest if not given.

        Returns
        -------
        geopandas.GeoDataFrame or pandas.DataFrame
            Nulls are NaN or None; words are categorical.

        Raises
        ------
        InputError
            There is no such table or level, or the study has none.
        """
        if table not in self.tables:
            raise InputError(f"there is no table {table!r}; there are {', '.join(self.tables)}")
        levels = list(self.areas)
        if level is not None:
            one_of("level", level, levels)
        if table == "areas":
            return frame(self.areas[level or levels[0]])
        found = getattr(self, table)
        if found is None:
            keys = {
                "route_gaps": "routes",
                "fair_share": "balance.share",
                "housing_types": "dwellings",
            }
            asked = keys.get(table, table)
            raise InputError(f"the study names no {asked}: give it to criteria()")
        if table in ("criteria", "headings", "norm_panel", "housing_types", "inventory"):
            rows = with_places(found, self._ground(), ["level", "area"])
        else:
            rows = frame(found)
        if level is None or "level" not in rows:
            return rows
        return rows[rows["level"] == level].reset_index(drop=True)

    def _ground(self) -> geopandas.GeoDataFrame:
        """Give the ground of the areas of every level."""
        import pandas

        parts = [
            frame(table.select(["area", "geometry"])).assign(level=level)
            for level, table in self.areas.items()
        ]
        ground: Any = pandas.concat(parts, ignore_index=True)
        return ground

    def area(self, area: Any) -> AreaPage:
        """Give the page of one area.

        Parameters
        ----------
        area : str
            Its code, of any level.

        Returns
        -------
        AreaPage
            It shows itself in a notebook.

        Raises
        ------
        InputError
            There is no such area.

        Examples
        --------
        >>> import nabij
        >>> page = nabij.criteria(study=town / "criteria.toml").area("BU99990201")
        >>> page.name
        'Vaartoost'
        >>> page.frame().set_index("indicator").loc["pharmacy_within_norm", "standing"]
        'SEED'
        """
        return AreaPage(self, str(area))

    def weigh(
        self,
        catalogue: str | os.PathLike[str] | Mapping[str, Any] | None = None,
        *,
        total: bool | None = None,
        progress: bool = False,
    ) -> Criteria:
        """Weigh what is measured by another catalogue.

        Nothing is searched again. Only where the catalogue demands walks that nobody has measured,
        such as to another category, the inputs are read and measured anew.

        Parameters
        ----------
        catalogue : str, path or mapping, optional
            As for `nabij.criteria`; the same if not given.
        total : bool, optional
            Whether headings are weighed into one number; as it was if not given.
        progress : bool
            Whether to show how far it is.

        Returns
        -------
        Criteria
            Others; these stay as they are.

        Raises
        ------
        InputError
            The catalogue is wrong; the message names the indicator.

        Examples
        --------
        >>> import nabij
        >>> criteria = nabij.criteria(study=town / "criteria.toml")
        >>> own = {"extends": "zorgzame-buurt-2024", "indicator": [
        ...     {"id": "pharmacy_within_norm", "weight": 3}]}
        >>> heavier = criteria.weigh(own)
        >>> rows = [one.criteria.to_pandas().query("indicator == 'pharmacy_within_norm'")
        ...         for one in (criteria, heavier)]
        >>> [row["weight"].iloc[0].item() for row in rows]
        [1.0, 3.0]
        >>> rows[0]["value"].equals(rows[1]["value"])
        True
        """
        asked: dict[str, Any] = dict(self._study._keys.get("criteria") or {})
        asked |= {} if catalogue is None else {"catalogue": catalogue_key(catalogue)}
        asked |= {} if total is None else {"total": total}
        study = self._study._with(criteria=asked)
        with shown(progress) as step:
            own = self._read().weigh(json.dumps({"criteria": asked}), study._folder, step)
        return Criteria._of(own, study)

    @property
    def network(self) -> Network:
        """The network that was measured on."""
        return Network(self._read().streets())

    def plot(
        self,
        what: str | None = None,
        *,
        show: Literal["value", "score"] | None = None,
        level: str | None = None,
        network: bool = True,
        source: str | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """Draw a map of areas by an indicator or by the score of a heading.

        It needs matplotlib: ``pip install nabij[plot]``. Words are in the language of the study.

        Parameters
        ----------
        what : str, optional
            An indicator, a heading, or "total" where it was asked for; the first heading that has
            scores if not given.
        show : {"value", "score"}, optional
            Of an indicator: its value if not given. Headings have scores only.
        level : str, optional
            Which level of areas; the finest if not given.
        network : bool
            Whether streets are drawn, faintly.
        source : str, optional
            Whose data these are; if not given what the study says, or OpenStreetMap.
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib.axes.Axes
            In the CRS of the areas.

        Raises
        ------
        InputError
            There is no such indicator, heading or level; the message says what there is.
        ImportError
            matplotlib is not installed.

        Notes
        -----
        Areas that are not known are hatched, never coloured. Those whose interval reaches into
        another class are dotted. Classes of shares and scores are fixed, so that maps can be
        compared; the lower end of a class belongs to it.

        Examples
        --------
        >>> import nabij
        >>> criteria = nabij.criteria(study=town / "criteria.toml")
        >>> criteria.plot("facilities").get_title(loc="left")
        'Facilities'
        """
        from nabij._criteria_plot import plot

        return plot(self, what, show=show, level=level, network=network, source=source, ax=ax)

    @property
    def _words(self) -> Words:
        return Words(self._study._keys.get("language", "en"))

    def _in(self, language: str | None) -> Words:
        """Give the words of a language; of the study's without one."""
        return self._words if language is None else Words(one_of("language", language, _LANGUAGES))

    def _read(self) -> _nabij.Criteria:
        """Give what was measured; criteria that were sent here are measured once more."""
        if self._own is None:
            self._own = self._study._criteria()
        return self._own

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_own": None}

    def __repr__(self) -> str:
        level, areas = next(iter(self.areas.items()))
        catalogue = self.manifest["criteria"]["catalogue"]
        count = self.indicators.num_rows
        return f"Criteria({areas.num_rows:,} × {level}, {count} indicators, catalogue {catalogue})"

    def _repr_html_(self) -> str:
        from nabij._area_html import overview

        return overview(self)


_LANGUAGES = ["en", "nl"]
