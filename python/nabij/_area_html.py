"""Criteria in a notebook: the page of one area, and all areas side by side."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nabij._display import _line, table, titled

if TYPE_CHECKING:
    from nabij._area_page import AreaPage
    from nabij._criteria import Criteria
    from nabij._words import Words

#: Colours of where numbers stand; the word is there as well.
_STANDS = {"SEED": "#0072b2", "PUB": "#009e73", "ASSUMPTION": "#b35900"}
_LEFT = "padding:2px 12px 2px 0;text-align:left;vertical-align:top"
_RIGHT = "padding:2px 12px 2px 0;text-align:right;vertical-align:top;white-space:nowrap"


def page(page: AreaPage) -> str:
    """Tell the norms, every heading with what it is made of, and what would help."""
    words = page._criteria._words
    _, text = page._criteria._read().page(page.area, words.dutch)
    told = json.loads(text)
    named, _ = page._criteria._read().labels()
    language = "nl" if words.dutch else "en"
    parts = [_panel(page, words)]
    lines = [_heads(words)]
    for heading in [*dict.fromkeys(one["heading"] for one in told["indicators"])]:
        rows = [one for one in told["indicators"] if one["heading"] == heading]
        label = named.get(heading, {}).get(language, heading)
        lines.append(_wide(_headed(label, _scored(told, heading, words))))
        lines.extend(_indicators(rows, page, words))
    if any(one["heading"] == "total" for one in told["headings"]):
        lines.append(_wide(_headed(words("totals"), _scored(told, "total", words))))
    parts.append(f'<table style="font-size:inherit">{"".join(lines)}</table>')
    if told["help"]:
        best = "".join(f"<li>{html.escape(one)}</li>" for one in told["help"])
        parts.append(f"{_headed(words('help'), '')}<ul>{best}</ul>")
    return titled(page.name, f"{page.area} · {told['level']}", *parts)


def _headed(label: str, told: str) -> str:
    return f'<p style="margin:1em 0 .2em"><b>{html.escape(label)}</b> {html.escape(told)}</p>'


def _wide(told: str) -> str:
    return f'<tr><td colspan="7" style="text-align:left">{told}</td></tr>'


def _heads(words: Words) -> str:
    """Give the heads of what every indicator is told of."""
    names = ("indicator", "value", "target", "score", "weight", "adds", "stands on")
    cells = (
        f'<th style="{_LEFT if name in (names[0], names[-1]) else _RIGHT}">'
        f"{html.escape(words(name))}</th>"
        for name in names
    )
    return f"<tr>{''.join(cells)}</tr>"


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _panel(page: AreaPage, words: Words) -> str:
    """Give the client's norms: who fails, and who is not known."""
    criteria = page._criteria
    rows = criteria.norm_panel.to_pandas()
    rows = rows[(rows["area"] == page.area) & (rows["level"] == page.told["level"])]
    if not len(rows):
        return ""
    labels = criteria.indicators.to_pandas().set_index("indicator")
    labels = labels["label_nl" if words.dutch else "label_en"]
    _, quantities = criteria._read().labels()
    language = "nl" if words.dutch else "en"

    def within(row: Any, limit: str) -> str:
        share, low, high = (row[f"share_{limit}{end}"] for end in ("", "_low", "_high"))
        told = words.percent(share) if share == share else words("not known here")
        return f"{told} {words.between(low, high, 'share')}".strip()

    lines, last = [], None
    for _, row in rows.iterrows():
        first = row["indicator"] != last
        last = row["indicator"]
        known = quantities.get(row["people"], {}).get(language)
        two = row["share_lower"] == row["share_lower"]
        lines.append([
            row["norm"] if first else "", labels[row["indicator"]] if first else "",
            known or words.known(row["people"]), within(row, "lower") if two else "",
            within(row, "upper"), _count(words, row["failing"]),
            _count(words, (row["share_upper_high"] - row["share_upper_low"]) * row["total"]),
            _count(words, row["total"]),
        ])  # fmt: skip
    heads = ["", words("norm"), "", words("stricter"), words("within norm"), words("fail"),
             words("not known"), words("group")]  # fmt: skip
    return _headed(words("panel"), "") + table(heads, lines, right=3)


def _count(words: Words, count: float) -> str:
    return words.count(count) if count == count else "–"


def _scored(told: dict[str, Any], heading: str, words: Words) -> str:
    """Give the score of a heading; nothing where it has none, as needs have not."""
    own = next((one for one in told["headings"] if one["heading"] == heading), None)
    if own is None:
        return ""
    known = words("known", words.percent(own["coverage"]))
    between = words.between(_number(own["low"]), _number(own["high"]), "score")
    score = words("insufficient") if own["score"] is None else words.value(own["score"], "score")
    return f"{score} {between}, {known}".replace(" ,", ",")


def _indicators(rows: list[dict[str, Any]], page: AreaPage, words: Words) -> Iterator[str]:
    """Give a row per indicator, each with where its numbers stand."""
    found = page._criteria.criteria.to_pandas()
    found = found[(found["area"] == page.area) & (found["level"] == page.told["level"])]
    targets = found.set_index("indicator")["target"]
    kinds = page._criteria.indicators.to_pandas().set_index("indicator")["direction"]
    language = "nl" if words.dutch else "en"
    for one in rows:
        target = targets.get(one["indicator"], math.nan)
        scored = kinds[one["indicator"]] != "context"
        score = words.value(one["score"], "score") if one["score"] is not None else ""
        status = words("not known here" if one["status"] == "unknown" else one["status"])
        adds = one["contribution"]
        cells = [
            (_LEFT, html.escape(one["label"].get(language, one["indicator"]))),
            (_RIGHT, _value(one, words)),
            (_RIGHT, words.value(target, one["unit"]) if scored and target == target else ""),
            (_RIGHT, html.escape(f"{score} {status}".strip() if scored else words("context"))),
            (_RIGHT, words.number(one["weight"]) if scored else ""),
            (_RIGHT, words.number(adds) if adds is not None else ""),
            (_LEFT, "".join(_stands(one, words))),
        ]
        line = "".join(f'<td style="{style}">{cell}</td>' for style, cell in cells)
        yield f"<tr>{line}</tr>"


def _value(one: dict[str, Any], words: Words) -> str:
    """Give a value with its interval, or why it is not known."""
    value, unit = one["value"], one["unit"]
    told = words("not known here") if value is None else words.value(value, unit)
    between = words.between(_number(one["low"]), _number(one["high"]), unit)
    first = html.escape(f"{told} {between}".strip())
    notes = [words("estimate")] if one["estimated"] else []
    notes += [str(one["year"])] if one["year"] is not None else []
    notes += [one["unknown"]] if one["unknown"] else []
    if not notes:
        return first
    small = html.escape(", ".join(notes))
    return (
        f'{first}<br><span style="color:#666;font-size:smaller;white-space:normal">{small}</span>'
    )


def _stands(one: dict[str, Any], words: Words) -> Iterator[str]:
    """Say of each number of an indicator where it stands, and where that is written."""
    basis = one["basis"] or {"": {"label": one["standing"], "source": ""}}
    for number, own in basis.items():
        label = own["label"]
        name = f"{words.part(number)}: " if number else ""
        source = f" ({own['source']})" if own["source"] else ""
        yield (
            f'<div style="font-size:smaller">{html.escape(name)}'
            f'<span style="color:{_STANDS[label]}"><b>{label}</b> {html.escape(words(label))}'
            f"</span>{html.escape(source)}</div>"
        )


def overview(criteria: Criteria) -> str:
    """Tell the score of every heading per area of the finest level, and how much of it is known."""
    words = criteria._words
    level = next(iter(criteria.areas))
    rows = criteria.headings.to_pandas()
    rows = rows[rows["level"] == level]
    named, _ = criteria._read().labels()
    language = "nl" if words.dutch else "en"
    headings = list(rows["heading"].unique())

    def cell(one: Any) -> str:
        score = words.value(one["score"], "score") if one["score"] == one["score"] else "?"
        return f"{score} ({words.percent(one['coverage'])})"

    areas = criteria.areas[level].select(["area", "area_name"]).to_pylist()
    by_place = {(one["area"], one["heading"]): one for one in rows.to_dict("records")}
    lines = []
    for one in areas:
        own = [by_place.get((one["area"], heading)) for heading in headings]
        scores = [cell(score) if score is not None else "" for score in own]
        lines.append([one["area_name"] or one["area"], *scores])
    heads = [level, *(named.get(one, {}).get(language, words.known(one)) for one in headings)]
    told = f"{words('score of')} ({words('known', '%')})"
    title = criteria.manifest.get("title") or words("criteria")
    return titled(title, criteria.manifest["criteria"]["catalogue"], table(heads, lines),
                  _line(told))  # fmt: skip
