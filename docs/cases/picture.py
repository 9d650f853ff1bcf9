"""Draws a case: the package's own picture of the walk, on the ground of the town."""

from __future__ import annotations

from typing import Any

import matplotlib
import nabij
import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from nabij._sheet import draw_scale
from nabij._words import Words
from pyproj import CRS
from run import at, ground, seats
from shapely import LineString, union_all
from towns import Case, Line, Place

# The same bytes at every run; text as text.
matplotlib.rcParams |= {"svg.hashsalt": "nabij", "svg.fonttype": "none", "font.size": 9}
WIDE, HEAD, FOOT = 7.4, 0.55, 0.55  # inches: the map, the words above it, the legend
HALO: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.8}
WALK, SURE, WRONG = "#0072b2", "#e69f00", "#c0003c"
# How the line of a street is drawn where it is no ordinary street, and its name in the legend.
KINDS = {
    "steps": ("stairs", {"linestyle": (0, (0.5, 0.5)), "linewidth": 9, "color": "#8a8a8a"}),
    "tunnel": ("tunnel", {"linestyle": (0, (4, 2.5)), "linewidth": 5, "color": "#9a9a9a"}),
    "bridge": ("bridge", {"linestyle": "-", "linewidth": 9, "color": "#b9a27c"}),
    "crossing": ("crossing", {"linestyle": (0, (0.7, 0.5)), "linewidth": 9, "color": "#b0b0b0"}),
}


def draw(case: Case, result: nabij.Result) -> Figure:
    """The ground, the streets, the walks, and in red what another tool would answer."""
    story = result.explain("home")
    told = story.told[0]
    left, bottom, right, top = box(case)
    high = 0.97 * WIDE * (top - bottom) / (right - left)
    figure = pyplot.figure(figsize=(WIDE, high + HEAD + FOOT))
    ax = figure.add_axes((0.015, FOOT / (high + HEAD + FOOT), 0.97, high / (high + HEAD + FOOT)))
    story.plot(ax=ax, source="a made-up town")
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    named = {artist.get_gid(): artist for artist in ax.get_children()}
    named["streets"].remove()  # drawn here by their kinds
    named["scale bar"].remove()
    named["scale"].remove()
    named["source"].remove()
    draw_scale(ax, CRS.from_epsg(28992), Words("en"))
    ax.set_title(case.title, loc="left", fontweight="bold", pad=20)
    said = [text.strip() for text in story.texts[0].splitlines()]
    rested = [text.split(" (")[0] for text in said if text.startswith("with a seat")]
    named["subtitle"].set_text("; ".join([said[1], *rested]))
    handles = [line(WALK, "-", 3, f"{walker(case, told)}: {metres(told['walk_m'])}")]
    named[f"walk {case.category}"].set_linewidth(3)
    if told["certain"]:
        sure = told["certain"]
        look = {"color": SURE, "linestyle": "--", "linewidth": 2.5}
        ax.plot(*np.array(sure["line"]).T, zorder=4.8, gid="walk for certain", **look)
        handles.append(line(SURE, "--", 2.5, f"for certain: {metres(sure['walk_m'])}"))
    if case.rests:
        rested = np.array([at(place) for place in case.rests.line])
        ax.plot(*rested.T, color=SURE, linestyle="--", linewidth=2.5, zorder=4.8, gid="rested")
        text = f"with a seat every {metres(case.rests.radius)}: {metres(length(case.rests.line))}"
        handles.append(line(SURE, "--", 2.5, text))
    if case.wrong:
        wrong = np.array([at(place) for place in case.wrong])
        ax.plot(*wrong.T, color=WRONG, linewidth=1.6, linestyle=":", zorder=6.5, gid="elsewhere")
        if case.wrong_name:  # it goes no farther
            ax.plot(*wrong[-1], "x", color=WRONG, markersize=10, markeredgewidth=2.5, zorder=8)
        text = case.wrong_name or f"elsewhere: {metres(length(case.wrong))}"
        handles.append(line(WRONG, ":", 1.6, text))
    for doubt in told["doubts"]:
        ax.annotate(
            "?", doubt["place"], (9, 14), textcoords="offset points", ha="center", va="center",
            color=WRONG, fontsize=19, fontweight="bold", zorder=9,
            bbox=HALO,
        )  # fmt: skip
    handles += [*paint(ax, case), *streets(ax, case)]
    words(ax, case)
    ax.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=4, frameon=False
    )
    return figure


def walker(case: Case, told: dict[str, Any]) -> str:
    if told["certain"]:
        return "at best"
    return {"adult": "walk", "rollator": "walk with a rollator"}[case.profiles[0]]


def line(colour: str, style: str, width: float, label: str) -> Line2D:
    return Line2D([], [], color=colour, linestyle=style, linewidth=width, label=label)


def length(places: Line) -> float:
    return LineString(places).length


def metres(length: float) -> str:
    return f"{length:.0f} m"


def box(case: Case) -> tuple[float, float, float, float]:
    """The town with room around it."""
    shapes = [LineString([at(corner) for corner in line]) for _, line, _ in case.streets]
    shapes += [LineString([at(case.home), at(case.doors[0])])]
    left, bottom, right, top = union_all(shapes).bounds
    more = max(0.0, 0.36 * (right - left) - (top - bottom)) / 2
    return left - 20, bottom - more - 22, right + 20, top + more + 22


def paint(ax: Axes, case: Case) -> list[Patch]:
    """What is no street."""
    handles = []
    kinds: list[tuple[str, list[Line], str]] = [
        ("water", [case.water], "#a9d3ef"),
        ("road", [case.road], "#ececec"),
        ("square", [case.square], "#efe3c8"),
        ("park", [case.park], "#cfe8bf"),
        ("building", case.buildings, "#d9d4d4"),
    ]
    for name, shapes, colour in kinds:
        for corners in filter(None, shapes):
            x, y = ground(corners).exterior.xy
            edge = "#3c7a2a" if name == "park" else "#777777"
            wide = 1.6 if name == "park" else 0.6
            ax.fill(x, y, facecolor=colour, edgecolor=edge, linewidth=wide, zorder=1)
        if any(shapes):
            handles.append(Patch(facecolor=colour, edgecolor="#777777", label=name))
    return handles


def streets(ax: Axes, case: Case) -> list[Line2D]:
    """Streets wider than the picture draws them, and those of a kind of their own."""
    handles, told = [], set()
    for _, line, attributes in case.streets:
        x, y = np.array([at(corner) for corner in line]).T
        for kind, (name, look) in KINDS.items():
            if attributes.get(kind):
                ax.plot(x, y, zorder=2.2, solid_capstyle="butt", **look)
                if name not in told:
                    handles.append(Line2D([], [], label=name, **{**look, "linewidth": 5}))
                told.add(name)
                break
        else:
            ax.plot(x, y, color="#dadada", linewidth=5, zorder=2, solid_capstyle="round")
    return handles


def words(ax: Axes, case: Case) -> None:
    """Names at their places."""
    for text, place in case.labels:
        ax.annotate(
            text, at(place), ha="center", va="center", color="#444444", fontsize=8, zorder=8,
            style="italic", bbox=HALO,
        )  # fmt: skip
    for _, bench in seats(case):
        ax.plot(*at(bench), "P", color="#7a4a12", markersize=10, zorder=8)
        near(ax, "bench", bench, case)
    for number, door in enumerate(case.doors):
        name = case.name or case.category.replace("_", " ")
        if number != case.door:
            name = f"other {name}"
            ax.plot(*at(door), "o", color=WALK, markerfacecolor="white", markersize=8, zorder=6)
        near(ax, name, door, case)
    near(ax, "home", case.home, case)


def near(ax: Axes, text: str, place: Place, case: Case) -> None:
    """A name beside a place, if nothing else is said away from the middle of the town."""
    _, bottom, _, top = box(case)
    up = 1 if at(place)[1] > (bottom + top) / 2 else -1
    side = case.sides.get(text, (0, 11 * up))
    across = "center" if abs(side[0]) < 15 else "left" if side[0] > 0 else "right"
    side = (side[0] and side[0] - np.sign(side[0]) * 12, side[1]) if across != "center" else side
    high = "center" if side[1] == 0 else "bottom" if side[1] > 0 else "top"
    ax.annotate(
        text, at(place), side, textcoords="offset points", ha=across, va=high, zorder=9,
        fontweight="bold", bbox=HALO,
    )  # fmt: skip
