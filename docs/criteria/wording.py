"""Words for what the catalogue says in keys: formulas, units, levels, limits."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from outcome import Entry, measure

UNITS = {
    "share": "a share of one (tables: 0–1; pages of areas: per cent)",
    "per_100": "number per 100",
    "per_1000": "number per 1,000",
    "ratio": "ratio",
    "index": "index from 0 to 1",
    "count": "number",
    "persons": "persons",
    "class": "class",
}
DIRECTIONS = {
    "higher": "more is better",
    "lower": "less is better",
    "band": "best between two values",
    "context": "neither: need or context, never scored",
}
LEVELS = {
    "address": "every address, added up to areas of every level",
    "complex": "every complex, added up to areas of every level",
    "buurt": "the finest areas (buurten), and larger ones",
    "wijk": "districts (wijken) and larger areas only",
    "route": "named routes: one value for the city as a whole",
    "city": "the city as a whole only",
}
AVAILABLE = {
    "open": "open data",
    "list": "a list that somebody keeps",
    "closed": "closed: totals at best",
}
HOLDS = "[…] is 1 where it holds and 0 where not"


def plus(names: list[str]) -> str:
    """Several quantities, added."""
    return " + ".join(names)


def part(names: list[str]) -> str:
    """The same as part of a formula."""
    return plus(names) if len(names) == 1 else f"({plus(names)})"


def weighed(numbers: dict[str, Any]) -> str:
    """Who counts."""
    first, *others = numbers["weight"]
    rest = "".join(f", else {other}" for other in others)
    return f"w is {first} at the address{rest}"


def formula(entry: Entry) -> list[str]:
    """The formula of an indicator with its own numbers filled in, and what its letters mean."""
    kind, own = measure(entry)
    walked = "d the walking distance from door to door, in metres"
    if kind == "share_within":
        names = own.get("all_of") or own.get("any_of") or [own["category"]]
        if "any_of" in own:
            test = " or ".join(f"d({name}) ≤ {own['upper']}" for name in names)
        else:
            test = " and ".join(f"d({name}) ≤ {own['upper']}" for name in names)
        notes = []
        if "profile" in own:
            notes.append(f"for somebody with a {own['profile']}")
        if "min_area_m2" in own:
            notes.append(f"of at least {own['min_area_m2']:,} m²")
        if "lower" in own:
            notes.append(f"{own['lower']} instead of {own['upper']} for the stricter share")
        return [
            f"Σ w × [{test}] ÷ Σ w",
            f"over the addresses of which that is known; {HOLDS}; {walked}, to the nearest"
            f"{''.join(f'; {note}' for note in notes)}; {weighed(own)}",
        ]
    if kind == "count_within":
        test = " + ".join(f"[d({name}) ≤ {own['upper']}]" for name in own["categories"])
        return [
            f"{len(own['categories'])} × Σ w × ({test}) ÷ Σ w",
            f"over the pairs of an address and a kind of which that is known; {HOLDS}; {walked}; "
            f"{weighed(own)}",
        ]
    if kind == "ratio":
        times = f"{own['times']:,} × " if "times" in own else ""
        minus = f" − {own['minus']}" if "minus" in own else ""
        return [f"{times}{part(own['of'])} ÷ {part(own['per'])}{minus}"]
    if kind == "sum":
        return [f"{part(own['of'])} × {own['times']:,} ÷ {own['divided_by']:,}"]
    if kind == "evenness":
        return [
            f"−Σ p ln p ÷ ln {len(own['classes'])}",
            f"p is the share of each of the classes {', '.join(own['classes'])} among "
            "the dwellings whose class is known; the number of classes is fixed, so that a class "
            "that is missing counts",
        ]
    if kind == "concentration":
        return ["Σ p²", f"p is the share of each class of {own['of']}"]
    if kind in ("location_quotient", "gap_to_city"):
        of, per = plus(own["of"]), plus(own["per"])
        here, all_of = f"{of} ÷ {per}", f"{of} of the city ÷ {per} of the city"
        gap = kind == "gap_to_city"
        return [f"|{here} − {all_of}|" if gap else f"({here}) ÷ ({all_of})"]
    if kind == "dissimilarity":
        of, per = plus(own["of"]), plus(own["per"])
        return [
            "½ × Σ |a ÷ A − b ÷ B|",
            f"a is {of} of each {own['over']}, b is {per}; A and B are their sums over the city",
        ]
    if kind == "figure":
        return [
            f"Σ {own['weight']} × {own['of']} ÷ Σ {own['weight']}",
            "over the parts of an area; of an area that has a figure of its own, that figure",
        ]
    if kind == "presence":
        return [
            f"Σ w × {own['of']} ÷ Σ w",
            f"{own['of']} is 1 where there is one and 0 where not, for all of the area that it is "
            f"given of; {weighed(own)}",
        ]
    to = ", ".join(own.get("to", []))
    if kind == "seats":
        return [
            f"Σ w × metres with the next seat at most {own['gap']} m ahead ÷ Σ w × metres",
            f"over the walks to the nearest {to}; the door at the end is a seat, too; "
            f"{weighed(own)}",
        ]
    if kind == "light":
        return [
            "Σ w × lit metres ÷ Σ w × metres along streets",
            f"over the walks to the nearest {to}; lit is a street that says so, or within "
            f"{own['radius']} m of a {own['lamps']}; {weighed(own)}",
        ]
    if kind == "detour":
        return [
            "median of d ÷ straight line",
            f"over the walks to the nearest {to}, each as often as w says; {walked}; "
            f"{weighed(own)}",
        ]
    if kind == "capacity":
        steps = ", ".join(f"{factor} up to {limit:,} m" for limit, factor in own["steps"])
        return [
            f"A = {own['persons_per_unit']:,} × Σ f(d) × R,   R = supply ÷ Σ residents × f(d)",
            f"R of every {own['category']}, over all residents who can walk there; A of every "
            f"address, then the mean weighted by residents. f is {steps}, and 0 beyond (E2SFCA)",
        ]
    assert kind == "route", kind
    return [
        "(lit + benches + bins + green + spots) ÷ 5",
        f"shares of the length of the route: within {own['lamp']} m of a lamp; in stretches "
        f"between benches of at most {own['bench']} m, between bins of {own['bin']} m, between "
        f"activity spots of {own['spot']} m; within {own['green']} m of green. What stands within "
        f"{own['reach']} m of the route stands along it; both ends of the route end a stretch",
    ]


@functools.cache
def unsaid() -> dict[str, dict[str, str]]:
    """What indicators do not say, by kind of measure and by indicator."""
    return tomllib.loads((Path(__file__).parent / "limits.toml").read_text())


def limits(entry: Entry) -> str:
    """What an indicator does not say."""
    kind, _ = measure(entry)
    own = unsaid()["indicator"].get(entry["id"])
    return " ".join([unsaid()["kind"][kind], *([own] if own else [])])
