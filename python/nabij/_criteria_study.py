"""Criteria from a study, or from frames."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij._arrow import Inputs
from nabij._criteria import Criteria
from nabij._criteria_inputs import catalogue_key, keys_of
from nabij._progress import shown
from nabij._study import Study
from nabij.errors import InputError

if TYPE_CHECKING:
    from nabij._areas import Areas
    from nabij._arrow import Layer, Path, Rows
    from nabij._facilities import Facilities
    from nabij._network import Network
    from nabij._norms import NormSet
    from nabij._origins import Origins

logger = logging.getLogger("nabij")


def criteria(
    origins: Origins | Layer | None = None,
    *,
    study: Study | Path | None = None,
    network: Network | Layer | None = None,
    facilities: Facilities | Layer | None = None,
    areas: Areas | Layer | None = None,
    figures: Rows | Mapping[str, Any] | Sequence[Any] | None = None,
    dwellings: Rows | Mapping[str, Any] | Sequence[Any] | None = None,
    zones: Mapping[str, Any] | Sequence[Any] | None = None,
    routes: Layer | Mapping[str, Any] | Sequence[Any] | None = None,
    candidates: Layer | Mapping[str, Any] | None = None,
    supply: Rows | Mapping[str, Any] | Sequence[Any] | None = None,
    balance: Mapping[str, Any] | None = None,
    catalogue: str | os.PathLike[str] | Mapping[str, Any] | None = None,
    year: int | None = None,
    total: bool | None = None,
    clustered: str | None = None,
    housing: Path | None = None,
    site_grid: float | None = None,
    norms: str | os.PathLike[str] | Mapping[str, Any] | NormSet | None = None,
    profile: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
    assume: Mapping[str, Sequence[str]] | None = None,
    people: Mapping[str, Any] | None = None,
    source: Mapping[str, str] | None = None,
    coverage: Mapping[str, Layer] | None = None,
    doors: Layer | Mapping[str, Any] | None = None,
    parameters: Mapping[str, float] | None = None,
    language: str | None = None,
    strict: bool = True,
    progress: bool = False,
) -> Criteria:
    """Measure neighbourhoods by the criteria of the caring neighbourhood.

    The same code answers as behind ``nabij criteria``. What the data do not tell is unknown: it is
    never filled in, and the coverage of each heading shows it.

    Parameters
    ----------
    origins : Origins, GeoDataFrame, Arrow table or path, optional
        Addresses; their weights "residents", "65+" and "75+" are the people who live there.
    study : Study or path, optional
        A study file (TOML), or a study, instead of origins and what else makes one. What criteria
        need may be given beside it, and comes instead of what it says.
    network, facilities, areas : optional
        As for `nabij.score`; without a study all three are needed.
    figures : DataFrame, Arrow table, mapping or sequence of them, optional
        Numbers of areas, of any level. Long, with the columns "area", "quantity" and "value", and
        "year" and "source" if there are; or wide, with "area", maybe "year", and a column of
        numbers for each quantity. A mapping has the keys of ``[[figures]]`` in a study file, with a
        frame or a path as "file", and names other columns.
    dwellings : DataFrame, Arrow table, mapping or sequence of them, optional
        The register of dwellings: the columns "address" (the origin's id) or "area", "id",
        "complex" and "count", and the features that it knows, such as "lift". A mapping has the
        keys of ``[[dwellings]]``.
    zones : mapping or sequence of mappings, optional
        Polygons by what there is in them, such as ``{"network": frame}``.
    routes : GeoDataFrame, path, mapping or sequence of them, optional
        Lines of named routes to walk for exercise.
    candidates : GeoDataFrame, path or mapping, optional
        Points where a facility could be added; addresses on a grid if not given.
    supply : DataFrame, Arrow table, mapping or sequence of them, optional
        What facilities have to give: "category", "facility" (its id), "supply".
    balance : mapping, optional
        "task", "stock" and "plans" of housing, each a frame with the columns "area", "type",
        "year", "number" (plans: "hardness"), or a mapping; and "share" with the keys of
        ``[balance.share]``.
    catalogue : str, path or mapping, optional
        A built-in catalogue, a TOML file, or a mapping with the keys of one, such as ``{"extends":
        "zorgzame-buurt-2024", "drop": [...], "indicator": [...]}``.
    year : int, optional
        The year that figures are wanted of; the latest before it counts where there is none.
    total : bool, optional
        Whether headings are weighed into one number. The weights are your own: no norm makes up
        for another.
    clustered : str, optional
        The definition of clustered housing, such as "geclusterd-denhaag-2024".
    housing : path, optional
        Own rules for housing types (TOML).
    site_grid : float, optional
        How many metres the sites lie apart that are tried without candidates; 0 tries none.
    norms, profile, assume, people, source, coverage, doors, parameters, language : optional
        As for `nabij.score`; only without a study, but for the language.
    strict, progress : bool
        As for `nabij.score`.

    Returns
    -------
    Criteria
        Arrow tables, and frames on request.

    Raises
    ------
    InputError, NormError, NetworkError
        The message names table, row or column, and what to do. All are also ValueError.
    OSError
        A file cannot be read.
    KeyboardInterrupt
        At once on Ctrl-C.

    Examples
    --------
    >>> import nabij
    >>> criteria = nabij.criteria(study=town / "criteria.toml")
    >>> criteria
    Criteria(8 × buurt, 37 indicators, catalogue zorgzame-buurt-2024)
    >>> scores = criteria.frame("headings", level="buurt").set_index("area_name")
    >>> scores.query("heading == 'livability'")["score"].head(2).to_list()
    [0.625, 0.875]

    From frames: a shop on a street of two neighbourhoods, and what a table knows of them.

    >>> import geopandas, pandas
    >>> from shapely import LineString, Point, box
    >>> rd = {"crs": "EPSG:28992"}
    >>> streets = geopandas.GeoDataFrame(
    ...     geometry=[LineString([(80000, 455000), (82000, 455000)])], **rd)
    >>> shops = geopandas.GeoDataFrame(
    ...     {"id": ["shop"], "category": ["supermarket"]}, geometry=[Point(80000, 455000)], **rd)
    >>> homes = geopandas.GeoDataFrame(
    ...     {"id": ["a", "b"], "people": [2, 3]},
    ...     geometry=[Point(80100, 455000), Point(81500, 455000)], **rd)
    >>> areas = geopandas.GeoDataFrame(
    ...     {"id": ["west", "east"]},
    ...     geometry=[box(80000, 454000, 81000, 456000), box(81000, 454000, 82000, 456000)], **rd)
    >>> found = nabij.criteria(
    ...     nabij.Origins.from_frame(homes, weights={"residents": "people"}),
    ...     network=streets, facilities=shops, areas=areas,
    ...     figures=pandas.DataFrame({"area": ["west"], "livability": [6]}))
    >>> found.frame()[["area", "supermarket_within_norm", "livability_score"]]
       area  supermarket_within_norm  livability_score
    0  east                      0.0               NaN
    1  west                      1.0               6.0
    """
    scoring: dict[str, Any] = {
        "network": network, "facilities": facilities, "areas": areas, "norms": norms,
        "profile": profile, "assume": assume, "people": people, "source": source,
        "coverage": coverage, "doors": doors, "parameters": parameters,
    }  # fmt: skip
    given = {name: value for name, value in scoring.items() if value is not None}
    if study is not None:
        given |= {} if origins is None else {"origins": origins}
        if given:
            names = ", ".join(given)
            raise InputError(f"{names}: a study says so itself; leave out either it or them")
        base = study if isinstance(study, Study) else Study.read(study)
    else:
        needed = {"origins": origins, "network": network, "facilities": facilities, "areas": areas}
        missing = [name for name, value in needed.items() if value is None]
        if missing:
            raise InputError(f"give study=, or {', '.join(f'{name}=' for name in missing)}")
        base = Study(origins, strict=strict, **given)
    inputs = Inputs()
    keys = keys_of(
        inputs, figures=figures, dwellings=dwellings, zones=zones, routes=routes,
        candidates=candidates, supply=supply, balance=balance,
    )  # fmt: skip
    section = {
        "catalogue": None if catalogue is None else catalogue_key(catalogue),
        "year": year, "total": total, "clustered": clustered,
        "housing": None if housing is None else os.path.abspath(housing),
        "site_grid": site_grid,
    }  # fmt: skip
    own = {name: value for name, value in section.items() if value is not None}
    keys["criteria"] = {**(base._keys.get("criteria") or {}), **own}
    keys |= {} if language is None else {"language": language}
    whole = base._with(**keys)
    taken = {name for name, _ in inputs.tables}
    whole._tables = [*(one for one in base._tables if one[0] not in taken), *inputs.tables]
    whole._strict = base._strict if study is not None and not inputs.tables else strict
    with shown(progress) as step:
        found = Criteria._of(whole._criteria(step), whole)
    logger.info("%r; %d rows or values not used", found, found.not_used.num_rows)
    return found
