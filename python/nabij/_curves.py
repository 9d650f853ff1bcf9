"""Cumulative curves of walking distances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy

from nabij import _looks, _sheet
from nabij._told import Told, one_of
from nabij.errors import InputError

if TYPE_CHECKING:
    import pandas
    from matplotlib.axes import Axes

    from nabij._result import Result


def plot_distances(
    result: Result,
    norms: str | Sequence[str] | None,
    *,
    weight: str,
    max_distance: float | None,
    source: str | None,
    ax: Axes | None,
) -> Axes:
    """Draw the curves; `Result.plot_distances` says which."""
    ax = _sheet.axes(ax, "plot_distances()", (9.5, 5.5))
    told = Told(result)
    words = told.words
    wanted = _wanted(told, norms)
    end = float(max_distance or told.manifest["parameters"]["horizon_m"])
    rows = _rows(result, told, weight)
    limits: dict[float, Any] = {}
    for at, norm in enumerate(wanted):
        here = rows[rows["norm"] == norm]
        total = here["weight"].sum()
        if not total > 0:
            continue
        colour, dashes = _looks.LINES[at % len(_looks.LINES)]
        look: dict[str, Any] = {"color": colour, "linestyle": dashes, "linewidth": 1.8}
        sure = curve(here["distance_high_m"], here["weight"], total)
        maybe = curve(_at_best(here), here["weight"], total)
        lost = here["weight"][here["distance_high_m"].isna()].sum() / total
        label = f"{told.label(norm)}\n{words.count(len(here))} {words('addresses')}"
        if lost:
            label += f", {words.percent(lost)} {words('not found')}"
        ax.step(*_until(sure, end), where="post", label=label, gid=f"curve {norm}", **look)
        if not numpy.array_equal(sure, maybe):
            x = numpy.union1d(numpy.union1d(sure[0], maybe[0]), [0.0, end])
            low, high = at_distance(sure, x), at_distance(maybe, x)
            ax.fill_between(
                x, low, high, step="post", color=colour, alpha=0.15, linewidth=0,
                gid=f"doubt {norm}",
            )  # fmt: skip
        for limit in (told.limit(norm, "lower"), told.limit(norm, "upper")):
            if 0 < limit <= end:
                limits[limit] = None
    for limit in sorted(limits):
        line = ax.axvline(limit, color="#444444", linewidth=0.9, linestyle=(0, (2, 2)), zorder=1)
        line.set_gid(f"limit {limit:g}")
        ax.annotate(
            f"{words.number(limit)} m", (limit, 0), (2, 4), xycoords=("data", "axes fraction"),
            textcoords="offset points", rotation=90, ha="left", va="bottom", fontsize="small",
            color="#444444",
        )  # fmt: skip
    _finish(ax, told, wanted, weight, end, source)
    return ax


def _finish(
    ax: Axes, told: Told, wanted: list[str], weight: str, end: float, source: str | None
) -> None:
    from matplotlib.patches import Patch
    from matplotlib.ticker import FuncFormatter

    words = told.words
    ax.set_xlim(0, end)
    ax.set_ylim(0, 1.02)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share * 100:.0f} %"))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda metres, _: words.count(metres)))
    ax.grid(color="#e4e4e4", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_xlabel(f"{words('walking distance')} ({words('metres')})")
    ax.set_ylabel(words("share curve", told.weight(weight)))
    handles, _ = ax.get_legend_handles_labels()
    if any((child.get_gid() or "").startswith("doubt ") for child in ax.collections):
        handles.append(Patch(facecolor="#888888", alpha=0.3, label=words("possible")))
    _sheet.draw_legend(ax, handles, "")
    title = told.manifest.get("title") or ""
    _sheet.draw_title(ax, words("scored"), title)
    _sheet.draw_source(ax, told.norm_source(wanted[0]), told.source(source), drop=38)


def _wanted(told: Told, norms: str | Sequence[str] | None) -> list[str]:
    """Give the norms that have distances: those that ask for a category."""
    measured = [norm for norm in told._tests if "category" in told._tests[norm]]
    if norms is None:
        return measured
    asked = [norms] if isinstance(norms, str) else list(norms)
    for norm in asked:
        if told.norm(norm) not in measured:
            raise InputError(f"norm {norm!r} is made of others and has no distances of its own")
    if not asked:
        raise InputError("norms: none is named")
    return asked


def _rows(result: Result, told: Told, weight: str) -> pandas.DataFrame:
    """Give distances and weights; rows whose weight is unknown are left out, as in areas."""
    rows = (
        result._of_first(result.rows)
        .select(["origin", "norm", "distance_low_m", "distance_high_m", "verdict"])
        .to_pandas()
    )
    if weight == "addresses":
        return rows.assign(weight=1.0)
    one_of("weight", weight, told.weights)
    weights = result.addresses.select(["origin", weight]).to_pandas().set_index("origin")[weight]
    rows["weight"] = weights.reindex(rows["origin"].astype(str)).to_numpy()
    return rows[rows["weight"].notna()]


def _at_best(rows: pandas.DataFrame) -> pandas.Series:
    """Give the shortest that each distance may be, any where the door is on no street."""
    best = rows["distance_low_m"].fillna(rows["distance_high_m"])
    return best.mask(rows["verdict"] == "unsnapped", 0.0)


def curve(distances: pandas.Series, weights: pandas.Series, total: float) -> Any:
    """Give where a cumulative curve steps up, and the share from there on."""
    found = distances.notna().to_numpy()
    metres, at = numpy.unique(distances.to_numpy(dtype=float)[found], return_inverse=True)
    steps = numpy.bincount(at, weights.to_numpy(dtype=float)[found], minlength=len(metres))
    return numpy.vstack([metres, numpy.cumsum(steps) / total])


def at_distance(curve: Any, metres: Any) -> Any:
    """Read a curve at distances; what steps up there counts."""
    shares = numpy.concatenate([[0.0], curve[1]])
    return shares[numpy.searchsorted(curve[0], metres, side="right")]


def _until(curve: Any, end: float) -> tuple[Any, Any]:
    """Give the curve from 0 to the end of the picture."""
    inside = curve[:, curve[0] <= end]
    x = numpy.concatenate([[0.0], inside[0], [end]])
    return x, at_distance(curve, x)
