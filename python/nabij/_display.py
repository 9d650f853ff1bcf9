"""How results, networks and norm sets show themselves in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from nabij._words import Words

if TYPE_CHECKING:
    from nabij._network import Network
    from nabij._norms import NormSet
    from nabij._result import Result
    from nabij._told import Told

_CELL = "padding:2px 12px 2px 0;text-align:{};vertical-align:top;"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: int = 1) -> str:
    """Give a table; columns from number `right` on are set to the right. Text is escaped."""

    def line(tag: str, cells: Sequence[str]) -> str:
        sides = ["left" if at < right else "right;white-space:nowrap" for at in range(len(cells))]
        told = (
            f'<{tag} style="{_CELL.format(side)}">{html.escape(str(cell))}</{tag}>'
            for cell, side in zip(cells, sides, strict=True)
        )
        return f"<tr>{''.join(told)}</tr>"

    head = f"<thead>{line('th', heads)}</thead>" if heads else ""
    body = "".join(line("td", row) for row in rows)
    return f'<table style="font-size:inherit">{head}<tbody>{body}</tbody></table>'


def titled(title: str, below: str, *parts: str) -> str:
    """Give parts of HTML under a title."""
    head = f"<b>{html.escape(title)}</b> {html.escape(below)}".rstrip()
    return f'<div class="nabij"><p>{head}</p>{"".join(parts)}</div>'


def result(result: Result) -> str:
    """Tell what was scored, the shares within each norm, and what is not used."""
    from nabij._told import Told

    told = Told(result)
    words = told.words
    scored = told.manifest["scored"]
    below = (
        f"{words.count(scored['origins'])} {words('addresses')}, {told.norm_set}"
        f"{_levels(result, words)}"
    )
    heads = [
        words(key)
        for key in ("norm", "tested", "stricter", "limit", "not within", "not known", "not tested")
    ]
    shares = table(heads, _shares(result, told))
    title = told.manifest.get("title") or words("scored")
    return titled(title, below, shares, _not_used(result, words), _line(told.source(None)))


def _levels(result: Result, words: Words) -> str:
    if result.outlines is None:
        return ""
    counts = result.outlines["level"].value_counts().to_pylist()
    told = (f"{words.count(one['counts'])} × {one['values']}" for one in counts)
    return f"; {words('areas')}: {', '.join(told)}"


def _shares(result: Result, told: Told) -> Iterable[Sequence[str]]:
    """Give per norm the share of addresses within its limits, of those for which it is known."""
    words = told.words
    names = ["norm", "outcome_lower", "outcome_upper", "verdict"]
    rows = result._of_first(result.rows).select(names)
    counts = rows.group_by(names).aggregate([([], "count_all")]).to_pandas()
    total = told.manifest["scored"]["origins"]
    for norm in told.norms.index:
        rows = counts[counts["norm"] == norm]
        tested = rows["count_all"].sum()
        on_street = rows[rows["verdict"] != "unsnapped"]
        cells = []
        for limit in ("lower", "upper"):
            by = on_street.groupby(f"outcome_{limit}", observed=True)["count_all"].sum()
            met, known = by.get("met", 0), by.get("met", 0) + by.get("not_met", 0)
            name = words.within(limit, told.limit(norm, limit))
            cells.append(f"{words.percent(met / known)} {name}" if known else "")
        missed = by.get("not_met", 0)
        yield [
            told.label(norm), words.count(tested), *cells, words.count(missed),
            words.count(tested - known), words.count(total - tested),
        ]  # fmt: skip


def _not_used(result: Result, words: Words) -> str:
    """Count the rows that are not used, with the commonest reason of each kind."""
    names = ["file", "code", "reason"]
    rows = result.not_used.select(names).group_by(names).aggregate([([], "count_all")])
    if not rows.num_rows:
        return _line(words("all used"))
    kinds: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for one in rows.to_pylist():
        kind = kinds.setdefault((one["file"] or "", one["code"] or ""), [])
        kind.append((-one["count_all"], one["reason"] or ""))
    lines = []
    for (file, _), reasons in sorted(kinds.items()):
        first, more = min(reasons)[1], len(reasons) - 1
        count = -sum(count for count, _ in reasons)
        reason = words("other reasons", first, words.count(more)) if more else first
        lines.append([words.count(count), file, reason])
    return table([words("not used"), words("file"), words("reason")], lines, right=3)


def _line(text: str) -> str:
    return f'<p style="color:#666;font-size:smaller">{html.escape(text)}</p>'


def network(network: Network) -> str:
    """Tell how large a network is, and in which parts it falls apart."""
    words = Words("en")
    facts = network._streets.facts()
    parts = network.components()
    rows = [
        [words("edges"), words.count(facts["edges"])],
        [words("nodes"), words.count(facts["nodes"])],
        [words("length"), f"{words.count(facts['length_m'] / 1000)} km"],
        [words("components"), words.count(len(parts))],
        [words("not used"), words.count(facts["not_used"])],
        [words("crs"), _plane(network)],
    ]
    if len(parts) > 1:
        share = parts["length_m"].iloc[0] / parts["length_m"].sum()
        rows.insert(4, [words("largest"), words.percent(share)])
    return titled(words("network"), ", ".join(facts["files"]), table([], rows))


def _plane(network: Network) -> str:
    """Name the plane: one that was made around an extract has no name."""
    crs = network.crs
    made = crs.coordinate_operation
    return made.method_name if crs.name == "unknown" and made is not None else crs.name


def norm_set(norms: NormSet) -> str:
    """Tell each norm, its limits and its source."""
    words = Words("en")

    def metres(limit: Any) -> str:
        return f"{words.number(limit)}\N{NO-BREAK SPACE}m" if limit == limit else ""

    rows = [
        [
            one["norm"], one["label"], one["asks_for"], metres(one["lower_m"]),
            metres(one["upper_m"]), one["source"] if isinstance(one["source"], str) else "",
        ]
        for one in norms.frame().to_dict("records")
    ]  # fmt: skip
    heads = ["id", *(words(key) for key in ("norm", "asks for", "stricter", "limit", "source"))]
    return titled(words("norm set"), norms.name, table(heads, rows, right=6))
