"""What criteria need beside walks, as the keys of a study file and tables in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij._arrow import Inputs, is_frame, is_path
from nabij._layers import _with_ids
from nabij.errors import InputError

if TYPE_CHECKING:
    from nabij._arrow import Rows

#: What a register of dwellings may tell; the command names the same.
FEATURES = (
    "zero_step", "step_free_access", "step_free_living", "step_free_kitchen", "step_free_bath",
    "step_free_toilet", "step_free_bedroom", "single_floor", "ground_floor", "lift",
    "wheelchair_dwelling", "wheelchair_building", "care_space", "activities", "care_team",
    "room_for_residents", "label", "year", "floors", "area_m2", "building_dwellings", "share_55",
    "form", "price", "lead_provider",
)  # fmt: skip


def keys_of(
    inputs: Inputs,
    *,
    figures: Any,
    dwellings: Any,
    zones: Any,
    routes: Any,
    candidates: Any,
    supply: Any,
    balance: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Give the keys of what is given, with its tables among the inputs."""
    keys: dict[str, Any] = {}
    for name, given, told in (
        ("figures", figures, _figures),
        ("dwellings", dwellings, _dwellings),
        ("supply", supply, _supply),
    ):
        if given is not None:
            keys[name] = [_table(inputs, *one, told) for one in _each(name, given)]
    if zones is not None:
        keys["zones"] = [_zone(inputs, *one) for one in _each("zones", _by_quantity(zones))]
    if routes is not None:
        keys["routes"] = [_named(inputs, *one) for one in _each("routes", routes)]
    if candidates is not None:
        keys["candidates"] = _named(inputs, "candidates", candidates)
    if balance is not None:
        own = dict(balance)
        for part in ("task", "stock", "plans"):
            if own.get(part) is not None:
                own[part] = _table(inputs, f"balance {part}", own[part], _balance)
        keys["balance"] = {part: value for part, value in own.items() if value is not None}
    return keys


def catalogue_key(catalogue: Any) -> Any:
    """Give a name as it is, a file as a path that holds anywhere, and what differs as it is."""
    if isinstance(catalogue, Mapping):
        return dict(catalogue)
    if is_path(catalogue) and os.fspath(catalogue).endswith(".toml"):
        return os.path.abspath(catalogue)
    return catalogue


def _each(name: str, given: Any) -> list[tuple[str, Any]]:
    """Give one or several sources, each with a name of its own."""
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        return [(name, given)]
    if len(given) == 1:
        return [(name, given[0])]
    return [(f"{name} {at}", one) for at, one in enumerate(given, 1)]


def _parts(name: str, given: Any) -> tuple[Any, dict[str, Any]]:
    """Give the source, and the keys that are given with it."""
    if not isinstance(given, Mapping):
        return given, {}
    keys = dict(given)
    if "file" not in keys:
        raise InputError(f"{name}: a mapping needs the key 'file', a frame or the path of a file")
    return keys.pop("file"), keys


def _columns(source: Any) -> list[str] | None:
    """Name the columns of a frame; of a file they are not known yet."""
    if is_path(source):
        return None
    import pandas
    import pyarrow

    if isinstance(source, pandas.DataFrame):
        geometry = getattr(source, "_geometry_column_name", None)
        return [str(name) for name in source.columns if name != geometry]
    names: list[str] = pyarrow.table(source).schema.names
    return names


def _table(inputs: Inputs, name: str, given: Any, told: Any) -> dict[str, Any]:
    """Give the keys of a table; columns that have the keys' own names need no mention."""
    source, keys = _parts(name, given)
    source = _with_area(source)
    there = _columns(source)
    if there is not None:
        keys = told(there, source, keys)
    elif not keys:
        what = f"{{'file': {os.fspath(source)!r}, 'area': ...}}"
        raise InputError(f"{name}: name the columns of the file: {name.split()[0]}={what}")
    return {**keys, "file": inputs.rows(name, source)}


def _with_area(source: Any) -> Any:
    """Take an index that is named for areas along as a column."""
    import pandas

    if isinstance(source, pandas.DataFrame) and source.index.name == "area":
        return source if "area" in source.columns else source.reset_index()
    return source


def _alike(names: Sequence[str], there: list[str], keys: dict[str, Any]) -> dict[str, Any]:
    """Add the keys whose columns are called like them."""
    return {**{name: name for name in names if name in there}, **keys}


def _figures(there: list[str], source: Rows, keys: dict[str, Any]) -> dict[str, Any]:
    keys = _alike(["area"], there, keys)
    if "year" in there and "year" not in keys:
        keys.setdefault("years", "year")
    if "columns" in keys:
        return keys
    long = "quantity" in keys or "value" in keys or {"quantity", "value"} <= {*there}
    if long:
        return _alike(["quantity", "value", "source"], there, keys)
    taken = {value for value in keys.values() if isinstance(value, str)}
    numbers = [name for name in _numeric(source) if name not in taken]
    return {**keys, "columns": {name: name for name in numbers}}


def _numeric(source: Any) -> list[str]:
    """Name the columns of numbers."""
    import pandas
    import pyarrow

    if isinstance(source, pandas.DataFrame):
        number = pandas.api.types.is_numeric_dtype
        return [str(name) for name in source.columns if number(source[name].dtype)]
    kinds = pyarrow.types
    fields = pyarrow.table(source).schema
    return [
        one.name
        for one in fields
        if kinds.is_integer(one.type) or kinds.is_floating(one.type) or kinds.is_decimal(one.type)
    ]


def _dwellings(there: list[str], source: Rows, keys: dict[str, Any]) -> dict[str, Any]:
    where = "address" if "address" in there or "address" in keys else "area"
    keys = _alike(["id", where, "complex", "count"], there, keys)
    features = {name: name for name in FEATURES if name in there}
    return {"columns": features, **keys}


def _supply(there: list[str], source: Rows, keys: dict[str, Any]) -> dict[str, Any]:
    return _alike(["category", "facility", "supply"], there, keys)


def _balance(there: list[str], source: Rows, keys: dict[str, Any]) -> dict[str, Any]:
    return _alike(["area", "type", "year", "number", "hardness"], there, keys)


def _by_quantity(zones: Any) -> Any:
    """Take polygons by what they tell of as several layers."""
    if not isinstance(zones, Mapping) or "file" in zones:
        return zones
    return [{"quantity": quantity, "file": ground} for quantity, ground in zones.items()]


def _zone(inputs: Inputs, name: str, given: Any) -> dict[str, Any]:
    source, keys = _parts(name, given)
    if "quantity" not in keys:
        raise InputError(f"{name}: say what there is in it: zones={{'network': ...}}")
    return {**keys, "file": inputs.layer(name, source)}


def _named(inputs: Inputs, name: str, given: Any) -> dict[str, Any]:
    source, keys = _parts(name, given)
    if is_frame(source) and "name" in source.columns:
        keys.setdefault("name", "name")
    source, keys = _with_ids(source, keys)
    return {**keys, "file": inputs.layer(name, source)}
