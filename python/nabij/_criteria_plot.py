"""Maps of areas by an indicator, or by the score of a heading."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy

from nabij import _looks, _sheet
from nabij._arrow import frame
from nabij._optional import need
from nabij._plot import draw_classes
from nabij._told import credit, lines_of, one_of
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    from matplotlib.axes import Axes

    from nabij._criteria import Criteria

#: Ends of an interval and what is between them, of rows.
_VALUE = ["value", "value_low", "value_high"]
_SCORE = ["score", "score_low", "score_high"]


def plot(
    criteria: Criteria,
    what: str | None,
    *,
    show: str | None,
    level: str | None,
    network: bool,
    source: str | None,
    ax: Axes | None,
) -> Axes:
    """Draw a map; `Criteria.plot` says of what."""
    need("matplotlib", "plot", "plot()")
    words, manifest = criteria._words, criteria.manifest
    if show is not None:
        one_of("kind of number", show, ["value", "score"])
    levels = list(criteria.areas)
    level = levels[0] if level is None else one_of("level", level, levels)
    headings = criteria.headings.to_pandas()
    there = list(headings["heading"].unique())
    indicators = criteria.indicators.to_pandas().set_index("indicator")
    what = there[0] if what is None else what
    one_of("indicator or heading", what, [*there, *indicators.index.difference(there)])
    heading = what in there and not (show == "value" and what in indicators.index)
    if heading and show == "value":
        raise InputError(f"heading {what!r} has scores only; leave out show='value'")
    if heading:
        rows = headings[headings["heading"] == what]
        title, unit, told = _heading(criteria, what), "score", []
    else:
        own = indicators.loc[what]
        if show == "score" and own["direction"] == "context":
            raise InputError(f"indicator {what!r} is context: it has a value and no score")
        rows = criteria.criteria.to_pandas()
        rows = rows[rows["indicator"] == what]
        language = "nl" if words.dutch else "en"
        title = own[f"label_{language}"]
        unit = "score" if show == "score" else own["unit"]
        stands = ", ".join(sorted({words(own["standing"])}))
        told = [f"{own[f'definition_{language}']} {words('stands on')}: {stands}."]
    ground = _ground(criteria, rows, level, _SCORE if unit == "score" else _VALUE)
    ax = _sheet.map_axes(ax, "plot()", ground.total_bounds, ground.crs)
    if network:
        lines, plane = lines_of(criteria.network)
        _sheet.draw_streets(ax, lines, plane, ground.crs)
    _draw(ax, criteria, ground, unit, "insufficient" if heading else "not known here")
    below = words("score of") if unit == "score" else _unit(criteria, unit)
    parts = [below, manifest.get("title")]
    _sheet.draw_title(ax, title, " · ".join(part for part in parts if part))
    _sheet.draw_scale(ax, ground.crs, words)
    whose = criteria._study._keys.get("attribution") if source is None else source
    _sheet.draw_source(ax, *told, credit(words, manifest, whose))
    return ax


def _heading(criteria: Criteria, heading: str) -> str:
    words = criteria._words
    if heading == "total":
        return words("totals")
    label = criteria._read().labels()[0].get(heading, {})
    return label.get("nl" if words.dutch else "en", heading)


def _unit(criteria: Criteria, unit: str) -> str:
    words = criteria._words
    return f"{words('value')} {words(unit)}" if unit.startswith("per_") else words("value")


def _ground(
    criteria: Criteria, rows: pandas.DataFrame, level: str, names: list[str]
) -> geopandas.GeoDataFrame:
    """Give the areas of a level with a value and its interval; NaN where there is none."""
    ground = frame(criteria.areas[level].select(["area", "area_name", "geometry"]))
    own = rows[rows["level"] == level].set_index("area")[names]
    if not len(own):
        levels = ", ".join(rows["level"].unique())
        raise InputError(f"it is not measured for level {level!r}, but for {levels}")
    own.columns = ["value", "low", "high"]
    ground = ground.rename(columns={"area_name": "name"}).assign(level=level)
    return ground[ground.geometry.notna()].join(own, on="area")


def _draw(
    ax: Axes, criteria: Criteria, ground: geopandas.GeoDataFrame, unit: str, unknown: str
) -> None:
    words = criteria._words
    value = ground["value"].to_numpy(dtype=float)
    known = ~numpy.isnan(value)
    lows, names = _classes(criteria, value[known], unit)
    number = numpy.array([_class(lows, one) for one in value], dtype=int)
    ends = zip(ground["low"], ground["high"], strict=True)
    # An end that is open may be anywhere.
    apart = [low != low or high != high or _class(lows, low) != _class(lows, high)
             for low, high in ends]  # fmt: skip
    signs = (
        ("unknown", ~known, "xxxx", "#666666", words(unknown)),
        ("doubt", known & numpy.array(apart, dtype=bool), "..", "#000000", words("doubt value")),
    )
    colours = [colour for _, colour in _looks.CLASSES]
    classes = [*zip(names, colours, strict=False)]
    values = [words.value(one, unit) if one == one else "" for one in value]
    draw_classes(ax, words, ground, number, classes, signs, values)


def _class(lows: Any, value: float) -> int:
    """Give the number of the class of a value, the lower end of which belongs to it; -1 for NaN."""
    return -1 if value != value else max(int(numpy.searchsorted(lows, value, "right")) - 1, 0)


def _classes(criteria: Criteria, values: Any, unit: str) -> tuple[Any, list[str]]:
    """Give the lower ends of the classes, and their names; of shares and scores always the same."""
    from matplotlib.ticker import MaxNLocator

    words = criteria._words
    if unit in ("share", "score") and (not len(values) or 0 <= values.min() <= values.max() <= 1):
        ends = [low for low, _ in _looks.CLASSES] + [1.0]
        if unit == "share":
            return ends[:-1], [_looks.class_name(at) for at in range(len(ends) - 1)]
    elif not len(values):
        return [0.0], ["–"]
    elif values.min() == values.max():
        return [values.min()], [words.value(values.min(), unit)]
    else:
        steps = MaxNLocator(len(_looks.CLASSES), steps=[1, 2, 2.5, 5, 10])
        ends = [float(one) for one in steps.tick_values(values.min(), values.max())]
        # The highest value belongs to the last class, which is not empty.
        while len(ends) > 2 and ends[-2] >= values.max():
            ends.pop()
        while len(ends) > 2 and ends[1] <= values.min():
            ends.pop(0)
    if unit == "share":
        pairs = [(words.percent(low), words.percent(high)) for low, high in _pairs(ends)]
    else:
        pairs = [(words.number(low), words.number(high)) for low, high in _pairs(ends)]
    return ends[:-1], [f"{low}–{high}" for low, high in pairs]


def _pairs(ends: list[float]) -> list[tuple[float, float]]:
    return [*pairwise(ends)]
