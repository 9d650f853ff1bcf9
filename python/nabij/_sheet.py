"""What every picture has: axes, streets, scale bar, title and source."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy

from nabij import _looks, _scale
from nabij._optional import need

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nabij._words import Words

#: Longest lines of words below a picture.
COLUMN = 118


def axes(ax: Axes | None, call: str, size: tuple[float, float]) -> Axes:
    """Give axes to draw on, those of the caller if there are any."""
    plt = need("matplotlib.pyplot", "plot", call)
    if ax is None:
        figure, ax = plt.subplots(figsize=size, layout="constrained")
        figure.get_layout_engine().set(rect=(0.01, 0.01, 0.97, 0.98))
    assert ax is not None
    return ax


def map_axes(ax: Axes | None, call: str, bounds: Any, crs: Any) -> Axes:
    """Give axes that show a stretch of ground, with lengths the same in both directions."""
    left, bottom, right, top = (float(one) for one in bounds)
    room = 0.03 * max(right - left, top - bottom) or (0.001 if crs.is_geographic else 100.0)
    left, bottom, right, top = left - room, bottom - room, right + room, top + room
    middle = numpy.radians((bottom + top) / 2)
    aspect = 1 / float(numpy.cos(middle)) if crs.is_geographic else 1.0
    # A new sheet has the shape of the ground, with room for the words around it.
    high = 6.4 * aspect * (top - bottom) / (right - left)
    ax = axes(ax, call, (9.5, min(max(high, 2.2), 8.5) + 1.3))
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    ax.set_aspect(aspect)
    ax.set_axis_off()
    return ax


def draw_streets(ax: Axes, lines: Any, crs: Any, to: Any, width: float = 0.5) -> None:
    """Draw streets faintly, over areas and under addresses."""
    import geopandas
    from matplotlib.collections import LineCollection

    placed = geopandas.GeoSeries(lines, crs=crs).to_crs(to)
    parts = [numpy.asarray(line.coords)[:, :2] for line in placed if line is not None]
    streets = LineCollection(parts, colors=_looks.STREET, linewidths=width, zorder=2.5)
    streets.set_gid("streets")
    ax.add_collection(streets, autolim=False)


def draw_scale(ax: Axes, crs: Any, words: Words) -> None:
    """Draw a bar that is as long as it says where it stands."""
    import matplotlib.patheffects as effects

    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    x, y = left + 0.03 * (right - left), bottom + 0.03 * (top - bottom)
    metres, long = _scale.bar(crs, x, y, (right - left) * 0.25)
    if not long:
        return
    white = [effects.withStroke(linewidth=5, foreground="white")]
    bar = ax.plot([x, x + long], [y, y], color="black", linewidth=2.5, solid_capstyle="butt")[0]
    bar.set(gid="scale bar", zorder=9, path_effects=white)
    text = words.length(metres)
    ax.annotate(
        text, (x + long / 2, y), (0, 3), textcoords="offset points", ha="center", va="bottom",
        fontsize="small", zorder=9, path_effects=white, gid="scale",
    )  # fmt: skip


def draw_title(ax: Axes, title: str, below: str) -> None:
    """Write the title, and what is shown under it."""
    ax.set_title(title, loc="left", fontweight="bold", fontsize="large", pad=22)
    ax.annotate(
        below, (0, 1), (0, 7), xycoords="axes fraction", textcoords="offset points",
        ha="left", va="bottom", fontsize="medium", gid="subtitle",
    )  # fmt: skip


def draw_source(ax: Axes, *lines: str, drop: float = 8) -> None:
    """Write below the picture whose data and norms these are."""
    ax.annotate(
        "\n".join(_wrapped("\n".join(lines), COLUMN)), (0, 0), (0, -drop),
        xycoords="axes fraction", textcoords="offset points",
        ha="left", va="top", fontsize="x-small", color="#444444", gid="source",
    )  # fmt: skip


def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in textwrap.wrap(line, width)]


def draw_legend(ax: Axes, handles: Any, title: str) -> None:
    """Draw the legend beside the picture, so that it covers nothing."""
    for handle in handles:
        handle.set_label("\n".join(_wrapped(handle.get_label(), 38)))
    legend = ax.legend(
        handles=handles, title=title, loc="upper left", bbox_to_anchor=(1.01, 1.0),
        borderaxespad=0, frameon=False, fontsize="small", title_fontsize="small", alignment="left",
        handlelength=2.2, handleheight=1.2,
    )  # fmt: skip
    legend.get_title().set_fontweight("bold")


def draw_names(ax: Axes, places: Any, names: Any) -> None:
    """Write names at places, readable on any colour."""
    import matplotlib.patheffects as effects

    white = [effects.withStroke(linewidth=2.5, foreground="white")]
    for place, name in zip(places, names, strict=True):
        ax.annotate(
            name, (place.x, place.y), ha="center", va="center", fontsize="x-small", zorder=8,
            path_effects=white, gid="name", annotation_clip=True,
        )  # fmt: skip
