"""People per address, from the totals of zones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nabij import _nabij
from nabij._arrow import plain
from nabij.errors import InputError

if TYPE_CHECKING:
    import pandas
    import pyarrow


@dataclass(frozen=True)
class Distributed:
    """People per address, and how they got there.

    Attributes
    ----------
    origins : pandas.DataFrame or geopandas.GeoDataFrame
        The origins with the columns ``inw_est`` (residents) and ``n65_est`` (of 65 and older, where
        there are totals of it), and for each a column ``..._source``: "own", the name of a zoning,
        or None. NaN where no total is known: unknown, not 0.
    spread : pyarrow.Table
        One row per zone of the last zoning and weight: its total and the factor that met it.
        ``unusual`` where that is outside 0.9 to 1.1: the sources contradict each other.
    unplaced : pyarrow.Table
        People who are at no address: zones without dwellings, and 65+ that exceed all residents.
    not_used : pyarrow.Table
        Rows and values of the inputs that are not used, each with its reason.
    """

    origins: Any
    spread: pyarrow.Table
    unplaced: pyarrow.Table
    not_used: pyarrow.Table


def distribute(
    origins: pandas.DataFrame,
    totals: pandas.DataFrame | Mapping[str, pandas.DataFrame],
    *,
    by: str | Mapping[str, str],
    code: str | Mapping[str, str] | None = None,
    residents: str | None = None,
    over_65: str | None = None,
    over_65_percent: str | None = None,
    presets: str | Mapping[str, str] | None = None,
    id: str | None = None,
    dwellings: str | None = None,
    capacity: str | None = None,
    own: str | None = None,
    own_over_65: str | None = None,
) -> Distributed:
    """Spread the people of zones over addresses, by dwellings.

    An address with its own count has that count. Another one takes from the first of the zonings
    whose zone has a known total: the total less own counts, times its dwellings, divided by the
    dwellings in the zone. What the total of its zone in the last zoning leaves over goes to the
    other dwellings there; each of those zones is then scaled once to its total, which is met to a
    millionth. Those of 65 and older never exceed the residents. The same code answers as behind
    ``[weights]`` in a study file.

    Parameters
    ----------
    origins : DataFrame or GeoDataFrame
        Addresses, with a column of codes per zoning. Geometry is not looked at.
    totals : DataFrame or mapping of str to DataFrame
        One row per zone; several zonings by name, in the order to ask. The totals of the last one
        are met.
    by : str or mapping of str to str
        The origins' column of codes, per zoning where there are several.
    code : str or mapping of str to str, optional
        The totals' column of codes; the same as ``by``, or what the preset says, if not given.
    residents, over_65, over_65_percent : str, optional
        The totals' columns of residents, of those of 65 and older, and of their percentage where
        there is no count. At least one of the first two is needed without a preset.
    presets : str or mapping of str to str, optional
        Published tables whose columns and codes for "no number" are known: "cbs-buurten", "pc6",
        "cbs-vierkanten".
    id : str, optional
        The origins' column of ids, which break ties of a millionth; their order if not given.
    dwellings : str, optional
        The origins' column of dwellings; one each if not given or unknown.
    capacity : str, optional
        The origins' column of places in a nursing home: that many residents, and as many dwellings
        where others are spread.
    own, own_over_65 : str, optional
        The origins' columns of people counted per address.

    Returns
    -------
    Distributed

    Raises
    ------
    InputError
        A column is missing, a zone occurs twice, a number cannot be. It is also a ValueError.

    Examples
    --------
    >>> import nabij, pandas
    >>> homes = pandas.DataFrame({"pc6": ["2541SV", "2541SV", "2541SW"], "buurt": ["BU1"] * 3})
    >>> postcodes = pandas.DataFrame({"pc6": ["2541SV", "2541SW"], "residents": [5, None]})
    >>> buurten = pandas.DataFrame({"buurt": ["BU1"], "residents": [8]})
    >>> done = nabij.distribute(
    ...     homes, {"pc6": postcodes, "buurt": buurten},
    ...     by={"pc6": "pc6", "buurt": "buurt"}, residents="residents")
    >>> done.origins["inw_est"].to_list()
    [2.5, 2.5, 3.0]
    >>> done.origins["inw_est_source"].to_list()
    ['pc6', 'pc6', 'buurt']
    """
    tables = dict(totals) if isinstance(totals, Mapping) else {"zones": totals}

    def per_zoning(what: str, given: str | Mapping[str, str] | None) -> dict[str, str]:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            return dict.fromkeys(tables, given)
        if unknown := [name for name in given if name not in tables]:
            raise InputError(f"{what} names {unknown}, but the totals are {list(tables)}")
        return dict(given)

    columns, codes = per_zoning("by", by), per_zoning("code", code)
    rules = per_zoning("presets", presets)
    if missing := [name for name in tables if name not in columns]:
        raise InputError(
            f"by does not say which column of the origins holds the codes of {missing}"
        )
    zones = []
    for name, table in tables.items():
        wanted = {"residents": residents, "over_65": over_65, "over_65_percent": over_65_percent}
        found = {key: column for key, column in wanted.items() if column in table.columns}
        if not found and name not in rules:
            asked = [column for column in wanted.values() if column]
            raise InputError(f"totals {name!r} have none of {asked}: {list(table.columns)}")
        if name in rules:
            found["preset"] = rules[name]
        if name in codes or name not in rules:
            found["code"] = codes.get(name, columns[name])
        zones.append({"name": name, "by": columns[name], "totals": found})
    given = {
        "id": id,
        "dwellings": dwellings,
        "capacity": capacity,
        "own": own,
        "own_over_65": own_over_65,
    }
    how = {**{key: column for key, column in given.items() if column is not None}, "zones": zones}

    used = {*columns.values(), *(column for column in given.values() if column is not None)}
    answer = _nabij.distribute(
        json.dumps(how), plain(origins, used), [plain(table) for table in tables.values()]
    )
    done = origins.copy()
    for name, (people, sources) in answer["columns"].items():
        done[name] = [float("nan") if count is None else count for count in people]
        done[f"{name}_source"] = sources
    return Distributed(
        origins=done,
        spread=answer["spread"],
        unplaced=answer["inwoners_niet_geplaatst"],
        not_used=answer["not_used"],
    )
