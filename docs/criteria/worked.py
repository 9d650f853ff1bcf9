"""Worked examples of what is made of figures: recomputed from raw files, held against nabij."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import town
from outcome import Entry, features, found, measure
from town import Number, exact

CITY = "GM9999"
# Where an indicator is worked out; Vaartoost if nothing is said.
AREAS = {
    "zero_step_dwelling_ratio": "BU99990104",
    "clustered_complex_compliance": "WK999901",
    "senior_label_accessible_share": "WK999901",
    "housing_form_diversity": "BU99990101",
    "price_segment_diversity": "BU99990102",
    "dementia_friendly_outlets_share": "BU99990101",
    "vulnerable_housing_quotient": "WK999901",
    "social_rent_balance": "WK999901",
    "livability_score": "WK999901",
    "spreading_dissimilarity": CITY,
    "provider_concentration": "BU99990101",
    "network_coverage": "BU99990101",
    "step_free_reach_share": "WK999901",
    "pharmacy_within_norm": "BU99990102",
    "meeting_place_access_share": "WK999901",
    "lit_route_share": "WK999901",
    "local_partner_mix": "BU99990102",
    "green_access_share": "WK999901",
    "exercise_route_quality": CITY,
}
VAARTOOST = "BU99990201"


@dataclass(frozen=True)
class Example:
    """What is counted, line by line, and what comes of it."""

    lines: list[str]
    outcome: Number


def area_of(entry: Entry) -> str:
    """The area in which an indicator is worked out."""
    return AREAS.get(entry["id"], VAARTOOST)


def shown(number: float | None) -> str:
    """A number, as short as it may be."""
    if number is None:
        return "unknown"
    text = f"{number:,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def span(number: Number) -> str:
    """A number or an interval."""
    if number.low == number.high:
        return shown(number.low)
    return f"{shown(number.low)} to {shown(number.high)}"


def bracketed(number: Number) -> str:
    """A number as part of a sum."""
    return span(number) if number.low == number.high else f"({span(number)})"


def quantity(area: str, name: str) -> Number | None:
    """A quantity of an area, from the raw files."""
    if "@" in name:
        name, year = name.split("@")
        known = town.figure(area, name, int(year))
        return None if known is None else exact(known)
    kind = name.split(".")[-1]
    if name in ("dwellings.zero_step", "dwellings.clustered", "dwellings.care_suitable"):
        return town.dwellings(area, kind)
    if name.startswith("clusters."):
        comply, all_of = town.complexes(area)
        return exact(comply if kind == "compliant" else all_of)
    if name == "complexes.labelled":
        return exact(len(town.labelled(area)))
    if name == "complexes.labelled_accessible":
        return town.counted(town.labelled(area))
    if name.startswith("facilities."):
        says = town.outlets(area, [name.split(".")[1]])
        return town.counted(says) if name.endswith("dementia_friendly") else exact(len(says))
    known = town.figure(area, name)
    return None if known is None else exact(known)


def sums(entry: Entry, area: str) -> tuple[Number, Number]:
    """Above the line and below it. People are taken from addresses where both sides can be."""
    _, numbers = measure(entry)
    sides = (numbers["of"], numbers["per"])
    both = [*sides[0], *sides[1]]
    # Of residents there are figures too; a count that misses some is divided by its like.
    from_addresses = all(name in town.WEIGHTS for name in both) and "65+" in both
    total = []
    for names in sides:
        whole = exact(0)
        for name in names:
            only_there = name in ("65+", "75+")
            people = from_addresses or only_there
            own = exact(town.people(area, name)) if people else quantity(area, name)
            assert own is not None, f"{entry['id']}: {name} of {area} is not known"
            whole += own
        total.append(whole)
    return total[0], total[1]


def told(names: list[str], number: Number) -> str:
    return f"{' + '.join(names)}: {span(number)}"


def ratio(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    of, per = sums(entry, area)
    times, minus = numbers.get("times", 1), numbers.get("minus", 0)
    over = [
        times * part / whole - minus for part, whole in ((of.low, per.high), (of.high, per.low))
    ]
    value = Number(*over)
    scaled = f"{times} × " if times != 1 else ""
    less = f" − {minus}" if minus else ""
    return Example(
        [
            told(numbers["of"], of),
            told(numbers["per"], per),
            f"{scaled}{bracketed(of)} ÷ {bracketed(per)}{less} = {span(value)}",
        ],
        value,
    )


def sum_of(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    (name,) = numbers["of"]
    people = town.people(area, name)
    value = people * numbers["times"] / numbers["divided_by"]
    return Example(
        [
            told([name], exact(people)),
            f"{shown(people)} × {numbers['times']:,} ÷ {numbers['divided_by']:,} = {shown(value)}",
        ],
        exact(value),
    )


def even(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    counts = town.classes(area, numbers["of"])
    kinds = numbers["classes"]
    value = town.evenness([counts[kind] for kind in kinds], len(kinds))
    by_class = ", ".join(f"{kind} {counts[kind]}" for kind in kinds)
    left_out = f" ({counts['']} of an unknown class are left out)" if counts[""] else ""
    return Example(
        [
            f"dwellings in the register: {by_class}{left_out}",
            f"−Σ p ln p ÷ ln {len(kinds)} = {shown(value)}",
        ],
        exact(value),
    )


def concentration(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    names = sorted({what for _, what, _ in town.figures() if what.startswith(f"{numbers['of']}:")})
    clients = [town.figure(area, name) or 0 for name in names]
    whole = sum(clients)
    value = sum((own / whole) ** 2 for own in clients)
    each = ", ".join(
        f"{name.split(':')[1]} {shown(own)}" for name, own in zip(names, clients, strict=True)
    )
    squares = " + ".join(f"({shown(own)} ÷ {shown(whole)})²" for own in clients)
    return Example([f"clients: {each}", f"{squares} = {shown(value)}"], exact(value))


def beside_city(entry: Entry, area: str) -> Example:
    kind, numbers = measure(entry)
    (part, base), (whole, all_base) = sums(entry, area), sums(entry, CITY)
    own, city = part.low / base.low, whole.low / all_base.low
    value = own / city if kind == "location_quotient" else abs(own - city)
    sign = "÷" if kind == "location_quotient" else "−"
    bars = ("", "") if kind == "location_quotient" else ("|", "|")
    return Example(
        [
            f"here {told(numbers['of'], part)}; {told(numbers['per'], base)}",
            f"in all of Loopveen {span(whole)} and {span(all_base)}",
            f"{bars[0]}({span(part)} ÷ {span(base)}) {sign} ({span(whole)} ÷ {span(all_base)})"
            f"{bars[1]} = {shown(value)}",
        ],
        exact(value),
    )


def dissimilarity(entry: Entry, area: str) -> Example:
    areas = sorted({f"WK{part[2:8]}" for part in town.parts(area)})
    pairs = [(of.low, per.low) for of, per in (sums(entry, one) for one in areas)]
    whole = [sum(side) for side in zip(*pairs, strict=True)]
    value = sum(abs(a / whole[0] - b / whole[1]) for a, b in pairs) / 2
    lines = [
        f"{one}: {shown(a)} places, {shown(b)} dwellings"
        for one, (a, b) in zip(areas, pairs, strict=True)
    ]
    terms = " + ".join(
        f"|{shown(a)} ÷ {shown(whole[0])} − {shown(b)} ÷ {shown(whole[1])}|" for a, b in pairs
    )
    return Example([*lines, f"½ × ({terms}) = {shown(value)}"], exact(value))


def figure(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    pairs = []
    for part in town.parts(area):
        own = town.figures().get((part, numbers["of"], town.YEAR))
        if own is not None:
            pairs.append((own, town.figure(part, numbers["weight"]) or 0))
    value = sum(own * homes for own, homes in pairs) / sum(homes for _, homes in pairs)
    terms = " + ".join(f"{shown(own)} × {shown(homes)}" for own, homes in pairs)
    homes = sum(homes for _, homes in pairs)
    lines = [f"class × dwellings of each buurt: ({terms}) ÷ {shown(homes)} = {shown(value)}"]
    return Example(lines, exact(value))


def presence(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    given = [
        town.figures().get((around, numbers["of"], town.YEAR))
        for around in (area, f"WK{area[2:8]}", CITY)
    ]
    all_of = town.people(area, "residents")
    if numbers["of"] == "network":
        rings = [one["geometry"]["coordinates"][0] for one in features("network.geojson")]
        there = sum(
            town.number(row["inwoners"]) or 0
            for row in town.inside(area)
            if any(town.within([float(row["x"]), float(row["y"])], ring) for ring in rings)
        )
        what = "live inside an outline of network.geojson"
    else:
        held = next(own for own in given if own is not None)
        there, what = all_of * held, "live where figures.csv has a team, for all of Loopveen-Stad"
        if area == VAARTOOST:
            what = "live where figures.csv has a team"
    value = there / all_of
    lines = [
        f"{shown(there)} of {shown(all_of)} residents {what}",
        f"{shown(there)} ÷ {shown(all_of)} = {shown(value)}",
    ]
    return Example(lines, exact(value))


KINDS: dict[str, Callable[[Entry, str], Example]] = {
    "ratio": ratio,
    "sum": sum_of,
    "evenness": even,
    "concentration": concentration,
    "location_quotient": beside_city,
    "gap_to_city": beside_city,
    "dissimilarity": dissimilarity,
    "figure": figure,
    "presence": presence,
}
# Sums of walks are exact in the program, shares of areas are kept to a millionth.
NEAR = 2e-6


def same(a: float | None, b: float | None) -> bool:
    """Whether two numbers are the same, but for the last digits; nothing is nothing."""
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=NEAR, abs_tol=NEAR)


def agree(entry: Entry, area: str, example: Example) -> None:
    """The program says the same, or nothing is written."""
    row = found()[entry["id"], area]
    value, low, high = (town.number(row[name]) for name in ("value", "value_low", "value_high"))
    own = example.outcome
    alike = same(value, own.low if own.low == own.high else None)
    if low is not None or value is None:
        alike &= same(low, own.low) and same(high, own.high)
    if not alike:
        said = f"{row['value']} [{row['value_low']}, {row['value_high']}]"
        raise AssertionError(f"{entry['id']} of {area}: {span(own)} by hand, {said} by nabij")


def by_hand(entry: Entry) -> Example | None:
    """An indicator worked out from raw files, held against the program; none if it is walked."""
    kind, _ = measure(entry)
    if kind not in KINDS:
        return None
    area = area_of(entry)
    example = KINDS[kind](entry, area)
    agree(entry, area, example)
    return example
