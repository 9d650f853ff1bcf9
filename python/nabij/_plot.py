"""Maps: areas by the share of addresses within a norm, addresses by verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy

from nabij import _looks, _sheet
from nabij._arrow import crs_of, frame
from nabij._optional import need
from nabij._told import Told, lines_of, one_of
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    from matplotlib.axes import Axes

    from nabij._result import Result
    from nabij._words import Words

What = Literal["areas", "addresses"]
Limit = Literal["lower", "upper"]


def plot(
    result: Result,
    norm: str | None,
    *,
    what: What | None,
    level: str | None,
    weight: str,
    limit: Limit,
    network: bool,
    source: str | None,
    ax: Axes | None,
) -> Axes:
    """Draw a map; `Result.plot` says of what."""
    need("matplotlib", "plot", "plot()")
    told = Told(result)
    norm = told.norm(norm)
    what = what or ("addresses" if result.areas is None else "areas")
    one_of("map of", what, ["areas", "addresses"])
    one_of("limit", limit, ["lower", "upper"])
    crs = crs_of(result.addresses)
    ground = None
    if result.areas is not None:
        ground = areas_of(result, told, norm, level, weight, limit)
        crs = ground.crs
    elif what == "areas":
        raise InputError("the study has no areas: give areas= to score(), or what='addresses'")
    homes = _homes(result, norm).to_crs(crs) if what == "addresses" else None
    shown = ground if homes is None or not len(homes) else homes
    if shown is None or not len(shown):
        raise InputError(f"norm {norm!r} is for no address: there is nothing to draw")
    ax = _sheet.map_axes(ax, "plot()", shown.total_bounds, crs)
    if network:
        lines, plane = lines_of(result.network)
        _sheet.draw_streets(ax, lines, plane, crs)
    if homes is None and ground is not None:
        below = _draw_areas(ax, told, ground, norm, weight, limit)
    else:
        below = _draw_addresses(ax, result, told, homes, ground, norm)
    title = told.manifest.get("title")
    _sheet.draw_title(ax, told.label(norm), f"{below} · {title}" if title else below)
    _sheet.draw_scale(ax, crs, told.words)
    _sheet.draw_source(ax, told.norm_source(norm), told.source(source))
    return ax


def areas_of(
    result: Result, told: Told, norm: str, level: str | None, weight: str, limit: Limit
) -> geopandas.GeoDataFrame:
    """Give the areas of one level with their shares; NaN where there is none."""
    assert result.areas is not None
    outlines = frame(result.outlines)
    scores = result._of_first(result.areas).to_pandas()
    outlines = outlines[outlines.geometry.notna()]
    levels = list(outlines["level"].unique())
    level = levels[0] if level is None else one_of("level", level, levels)
    one_of("weight", weight, told.weights)
    rows = scores[
        (scores["level"] == level) & (scores["norm"] == norm) & (scores["weight"] == weight)
    ]
    if limit == "lower" and rows["share_lower"].isna().all() and rows["share_upper"].notna().any():
        raise InputError(f"norm {norm!r} has a single limit: leave out limit='lower'")
    shares = rows.set_index("area")[
        ["area_name", "origins", *(f"share_{end}{limit}" for end in ("", "low_", "high_"))]
    ]
    shares.columns = ["name", "origins", "share", "low", "high"]
    return outlines[outlines["level"] == level].join(shares, on="area")


def _draw_areas(
    ax: Axes, told: Told, ground: geopandas.GeoDataFrame, norm: str, weight: str, limit: Limit
) -> str:
    words = told.words
    share = ground["share"].to_numpy(dtype=float)
    known = ~numpy.isnan(share)
    number = numpy.array([_looks.class_of(one) if one == one else -1 for one in share], dtype=int)
    empty = ~known & ~(ground["origins"].to_numpy(dtype=float) > 0)
    pairs = zip(ground["low"], ground["high"], strict=True)
    apart = [
        low == low and high == high and _looks.class_of(low) != _looks.class_of(high)
        for low, high in pairs
    ]
    signs = (
        ("none", empty, "////", "#999999", words("none")),
        ("unknown", ~known & ~empty, "xxxx", "#666666", words("unknown")),
        ("doubt", known & numpy.array(apart, dtype=bool), "..", "#000000", words("doubt")),
    )
    classes = [(_looks.class_name(at), one[1]) for at, one in enumerate(_looks.CLASSES)]
    draw_classes(ax, words, ground, number, classes, signs, [*map(words.percent, share)])
    within = words.within(limit, told.limit(norm, limit))
    return words("share", told.weight(weight), within)


def draw_classes(
    ax: Axes,
    words: Words,
    ground: geopandas.GeoDataFrame,
    number: Any,
    classes: Sequence[tuple[str, str]],
    signs: Sequence[tuple[str, Any, str, str, str]],
    values: Sequence[str],
) -> None:
    """Draw areas by the number of their class, -1 where it is not known, and signs over them.

    A class has a name and a colour; a sign has an id, the areas that have it, a hatch, a colour and
    a label.
    """
    from matplotlib.patches import Patch

    handles = []
    for at, (name, colour) in reversed([*enumerate(classes)]):
        here = number == at
        _fill(ax, ground[here], f"class {name}", facecolor=colour, alpha=0.85)
        label = f"{name}  ({here.sum()})"
        handles.append(Patch(facecolor=colour, edgecolor="#555555", label=label))
    for gid, here, hatch, colour, label in signs:
        if here.any():
            look: dict[str, Any] = {"facecolor": "none", "hatch": hatch, "edgecolor": colour}
            _fill(ax, ground[here], gid, linewidth=0, **look)
            handles.append(Patch(label=f"{label}  ({here.sum()})", **look))
    _fill(ax, ground, "borders", facecolor="none", edgecolor="#555555", linewidth=0.8)
    if len(ground) <= _looks.NAMES:
        names = ground["name"].fillna(ground["area"])
        told = zip(names, values, number, strict=True)
        labels = [f"{name}\n{value}" if at >= 0 else name for name, value, at in told]
        _sheet.draw_names(ax, ground.geometry.representative_point(), labels)
    level = str(ground["level"].iloc[0]) if len(ground) else ""
    _sheet.draw_legend(ax, handles, f"{level}  ({words.count(len(ground))})")


def _fill(ax: Axes, ground: geopandas.GeoDataFrame, gid: str, **look: Any) -> None:
    """Draw areas, each as one path."""
    from matplotlib.collections import PathCollection

    paths = [_path(shape) for shape in ground.geometry]
    areas = PathCollection(paths, **{"edgecolor": "none", "zorder": 2, **look})
    areas.set_gid(gid)
    ax.add_collection(areas, autolim=False)


def _path(shape: Any) -> Any:
    """Give polygons as a path, holes against the clock."""
    from matplotlib.path import Path
    from shapely.geometry.polygon import orient

    parts = [orient(part, -1.0) for part in getattr(shape, "geoms", [shape])]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    corners = [numpy.asarray(ring.coords)[:, :2] for ring in rings]
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in corners]
    if not corners:
        return Path(numpy.empty((0, 2)))
    return Path(numpy.vstack(corners), numpy.hstack(codes))


def _homes(result: Result, norm: str) -> geopandas.GeoDataFrame:
    """Give the addresses that a norm applies to, each as a point with its verdict."""
    verdict = f"{norm}_verdict"
    homes = frame(result.addresses.select([verdict, "geometry"]))
    homes = homes[homes[verdict].notna() & homes.geometry.notna()]
    return homes.rename(columns={verdict: "verdict"}).set_geometry(
        homes.geometry.representative_point()
    )


def _draw_addresses(
    ax: Axes,
    result: Result,
    told: Told,
    homes: Any,
    ground: geopandas.GeoDataFrame | None,
    norm: str,
) -> str:
    from matplotlib.lines import Line2D

    words, handles = told.words, []
    if ground is not None:
        _fill(ax, ground, "borders", facecolor="none", edgecolor="#9b8bb5", linewidth=1.0)
    limits = told.limit(norm, "lower"), told.limit(norm, "upper")
    size = float(numpy.clip(160 / numpy.sqrt(max(len(homes), 1)), 2.2, 7))
    for verdict, (mark, colour, hollow) in _looks.VERDICTS.items():
        here: pandas.Series = homes.geometry[homes["verdict"] == verdict]
        if not len(here):
            continue
        look: dict[str, Any] = {
            "marker": mark, "linestyle": "none", "color": colour,
            "markerfacecolor": "white" if hollow else colour,
            "markeredgewidth": 1.0 if hollow or mark == "x" else 0.0,
        }  # fmt: skip
        bigger = size * (1.3 if hollow or mark in "x^v" else 1.0)
        ax.plot(here.x, here.y, markersize=bigger, zorder=4, gid=f"verdict {verdict}", **look)
        label = f"{words.verdict(verdict, *limits)}  ({words.count(len(here))})"
        handles.append(Line2D([], [], markersize=7, label=label, **look))
    places = frame(result.facilities).to_crs(homes.crs)
    for at, category in enumerate(told.categories(norm)):
        here = places.geometry[places["category"] == category].representative_point()
        size = float(numpy.clip(70 / numpy.sqrt(max(len(here), 1)), 4.5, 11))
        look = {
            "marker": _looks.PLACES[at % len(_looks.PLACES)], "linestyle": "none",
            "color": "#ffe14d", "markeredgecolor": "black", "markeredgewidth": size / 12,
        }  # fmt: skip
        ax.plot(here.x, here.y, markersize=size, zorder=6, gid=f"facility {category}", **look)
        label = f"{words.category(category)}  ({words.count(len(here))})"
        handles.append(Line2D([], [], markersize=9, label=label, **look))
    _sheet.draw_legend(ax, handles, words("walking distance"))
    return f"{words.count(len(homes))} {words('addresses')}"
