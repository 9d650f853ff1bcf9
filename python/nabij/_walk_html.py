"""An explanation in a notebook: its texts, the streets, and a map that needs nothing installed."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from nabij import _looks, _scale
from nabij._arrow import frame
from nabij._display import table
from nabij._walks import Walks

if TYPE_CHECKING:
    from nabij._explanation import AreaExplanation, Explanation

#: Dashes, so that of walks along one street each is seen.
_DASHES = ("none", "9 7", "5 7", "2 4")
#: The map's longest side in pixels.
SIDE = 440


def explanation(explanation: Explanation) -> str:
    """Give the texts, and the map beside the streets."""
    told = {text.split("\n")[0] for text in explanation.texts}
    texts = "".join(_text(text, told) for text in explanation.texts)
    walks = Walks(explanation)
    picture = svg(walks, explanation) if walks.home is not None else ""
    lists = "".join(_streets(walks, explanation))
    return (
        f'<div class="nabij">{texts}<div style="display:flex;flex-wrap:wrap;gap:24px;'
        f'align-items:flex-start">{picture}<div>{lists}</div></div></div>'
    )


def area(explanation: AreaExplanation) -> str:
    """Give the causes of an area, a block per norm."""
    blocks = explanation.text.split("\n\n")
    return f'<div class="nabij">{"".join(_text(block, set()) for block in blocks)}</div>'


def _text(text: str, told: set[str]) -> str:
    """Give a text with its first line in bold, without the parts that have a text of their own."""
    first, *rest = text.split("\n")
    lines, skipped = [], None
    for line in rest:
        deep = len(line) - len(line.lstrip())
        if skipped is not None and deep > skipped:
            continue
        skipped = deep if line.strip() in told else None
        if skipped is None:
            style = f"margin-left:{deep * 0.6:g}em"
            lines.append(f'<div style="{style}">{html.escape(line.strip())}</div>')
    return f'<div style="margin-bottom:.8em"><b>{html.escape(first)}</b>{"".join(lines)}</div>'


def _streets(walks: Walks, explanation: Explanation) -> Any:
    """Give a table of streets for every walk; its metres sum to the distance."""
    words = walks.told.words
    steps = frame(explanation._steps)
    for walk in frame(explanation._walks).itertuples():
        along = steps[steps["norm"] == walk.norm]
        if not len(along):
            continue
        names = along["street"].fillna(along["class"]).fillna(words("unnamed"))
        turns = (names != names.shift()).cumsum()
        rows = [
            [str(names.loc[part.index[0]]), walks.told.metres(walk.norm, part.sum(), 1)]
            for _, part in along["length_m"].groupby(turns)
        ]
        legs = walk.distance_m - along["length_m"].sum()
        rows.append([words("doors"), walks.told.metres(walk.norm, legs, 1)])
        rows.append([words("total"), walks.told.metres(walk.norm, walk.distance_m, 1)])
        yield table([walks.told.label(walk.norm), words("walking distance")], rows)


def svg(walks: Walks, explanation: Explanation) -> str:
    """Give a map of the walks: streets, home, facilities, a scale bar and a legend."""
    left, bottom, right, top = walks.bounds()
    unit = SIDE / max(right - left, top - bottom)
    wide, high = (right - left) * unit, (top - bottom) * unit
    words = walks.told.words

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - left) * unit, (top - y) * unit

    def path(line: Any) -> str:
        corners = (place(*corner[:2]) for corner in line.simplify(0.3 / unit).coords)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)

    streets = "".join(path(line) for line in walks.streets(explanation))
    parts = [
        f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#fff" stroke="#ccc"/>',
        f'<path d="{streets}" fill="none" stroke="#cfcfcf" stroke-width="2.5"/>',
    ]
    ends, legend = [], []
    for at, (norm, facility, line) in enumerate(walks.lines):
        colour = _looks.LINES[at % len(_looks.LINES)][0]
        parts.append(
            f'<path d="{path(line)}" fill="none" stroke="{colour}" stroke-width="3.5" '
            f'stroke-linejoin="round" stroke-dasharray="{_DASHES[at % len(_DASHES)]}"/>'
        )
        x, y = place(*line.coords[-1][:2])
        ends.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{colour}" stroke="#fff" '
            f'stroke-width="2"><title>{html.escape(facility)}</title></circle>'
        )
        sign = f'<circle cx="10" cy="0" r="6" fill="{colour}"/>'
        legend.append((sign, f"{walks.told.label(norm)}: {facility}"))
    x, y = place(walks.home.x, walks.home.y)
    house = '<path d="M-7 7V-1L0-8 7-1V7Z" fill="#000" stroke="#fff" stroke-width="1.5"/>'
    ends.append(f'<g transform="translate({x:.1f} {y:.1f})">{house}</g>')
    legend.insert(0, (f'<g transform="translate(10 0) scale(.8)">{house}</g>', words("home")))
    metres, long = _scale.bar(walks.crs, left, bottom, (right - left) * 0.3)
    if long:
        parts.append(
            f'<g transform="translate(10 {high - 10:.1f})"><path class="scale" '
            f'd="M0 -5V0H{long * unit:.2f}V-5" fill="none" stroke="#000" stroke-width="1.5"/>'
            f'<text x="{long * unit + 6:.1f}" y="0" {_HALO}>{words.length(metres)}</text></g>'
        )
    rows = "".join(
        f'<g transform="translate(0 {high + 16 + 18 * at:.0f})">{sign}'
        f'<text x="24" y="4">{html.escape(told)}</text></g>'
        for at, (sign, told) in enumerate(legend)
    )
    width = max([wide, *(24 + 6.6 * len(told) for _, told in legend)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
        f'height="{high + 12 + 18 * len(legend):.0f}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts + ends)}{rows}</svg>'
    )


_HALO = 'stroke="#fff" stroke-width="3" paint-order="stroke"'
