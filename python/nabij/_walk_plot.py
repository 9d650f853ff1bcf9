"""An explanation as a picture of matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nabij import _looks, _sheet
from nabij._walks import Walks
from nabij.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from nabij._explanation import Explanation


def plot(explanation: Explanation, source: str | None, ax: Axes | None) -> Axes:
    """Draw the walks of an explanation on the streets around them."""
    from nabij._optional import need

    need("matplotlib", "plot", "plot()")
    walks = Walks(explanation)
    if walks.home is None:
        raise InputError(f"{explanation.origin}: there is no walk to draw")
    words = walks.told.words
    ax = _sheet.map_axes(ax, "plot()", walks.bounds(), walks.crs)
    _sheet.draw_streets(ax, walks.streets(explanation), walks.crs, walks.crs, width=1.5)
    end: dict[str, Any] = {"marker": "o", "linestyle": "none", "markeredgecolor": "white"}
    handles: list[Any] = []
    home = {**end, "marker": "s", "color": "black", "markersize": 9}
    handles += ax.plot(
        [walks.home.x], [walks.home.y], zorder=7, label=words("home"), gid="home", **home
    )
    for at, (norm, facility, line) in enumerate(walks.lines):
        colour, dashes = _looks.LINES[at % len(_looks.LINES)]
        x, y = line.xy
        label = f"{walks.told.label(norm)}:\n{facility}"
        handles += ax.plot(
            x, y, color=colour, linestyle=dashes, linewidth=2.5, zorder=5, label=label,
            gid=f"walk {norm}",
        )  # fmt: skip
        ax.plot([x[-1]], [y[-1]], color=colour, markersize=10, zorder=6, **end)
    first = explanation.texts[0].split("\n")[0]
    _sheet.draw_title(ax, first.rpartition(" · ")[2], words("walking distance"))
    _sheet.draw_legend(ax, handles, "")
    _sheet.draw_scale(ax, walks.crs, words)
    _sheet.draw_source(ax, walks.told.source(source))
    return ax
