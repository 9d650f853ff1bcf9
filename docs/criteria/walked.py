"""Worked examples of what is walked: added up from rows of an ordinary study and raw files."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from itertools import accumulate, pairwise

import town
from outcome import TOWN, Entry, Row, catalogue, criteria, features, found, measure, rows, walks
from shapely import LineString, MultiPolygon, Point, Polygon, union_all
from town import Truth, exact
from worked import Example, area_of, same, shown

DAILY = ("supermarket", "pharmacy", "public_transport")


@functools.cache
def by_norm() -> dict[tuple[str, str], dict[str, Row]]:
    """Rows by norm, profile and address."""
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for row in walks():
        found.setdefault((row["norm"], row["profile"]), {})[row["origin"]] = row
    return found


def answer(
    home: str, category: str, limit: float, lower: bool = False, profile: str = "adult"
) -> Truth:
    """Whether an address has a category within a limit."""
    norm = category if category in DAILY else f"{category}_{limit}"
    row = by_norm()[norm, profile][home]
    outcome = row["outcome_lower" if lower else "outcome_upper"]
    if row["verdict"] == "unsnapped" and outcome != "met":
        return None
    return {"met": True, "not_met": False}.get(outcome)


def any_holds(truths: list[Truth]) -> Truth:
    """Or, of yes, no and unknown."""
    return True if True in truths else None if None in truths else False


def weigher(numbers: dict) -> str:
    """Who counts: the town has people of every group."""
    return numbers["weight"][0]


def fits(entry: Entry, row: Row, column: str, own: float) -> None:
    """The program says the same, where it says anything."""
    said = town.number(row[column])
    assert said is None or same(said, own), f"{entry['id']}: {column} {own}, {said} by nabij"


def share(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    group = weigher(numbers)
    names = numbers.get("all_of") or numbers.get("any_of") or [numbers["category"]]
    together = any_holds if "any_of" in numbers else town.all_hold
    profile = numbers.get("profile", "adult")
    sums = {True: 0.0, False: 0.0, None: 0.0}
    stricter = {True: 0.0, False: 0.0, None: 0.0}
    for home in town.inside(area):
        weight = town.number(home[town.WEIGHTS[group]])
        if weight is None:
            continue
        id = home["adres_id"]
        says = [answer(id, name, numbers["upper"], profile=profile) for name in names]
        sums[together(says)] += weight
        if "lower" in numbers:
            says = [answer(id, name, numbers["upper"], True, profile) for name in names]
            stricter[together(says)] += weight
    whole = sum(sums.values())
    known = sums[True] + sums[False]
    row = found()[entry["id"], area]
    fits(entry, row, "total", whole)
    fits(entry, row, "failing", sums[False])
    lines = [
        f"{shown(whole)} {called(group)} in {shown(len(town.inside(area)))} addresses: "
        f"within {numbers['upper']} m {shown(sums[True])}, beyond {shown(sums[False])}, "
        f"not known {shown(sums[None])}",
        f"{shown(sums[True])} ÷ ({shown(sums[True])} + {shown(sums[False])}) = "
        f"{shown(sums[True] / known)}",
    ]
    if sums[None]:
        lines.append(
            f"at least {shown(sums[True])} ÷ {shown(whole)} = {shown(sums[True] / whole)}, at most "
            f"{shown(sums[True] + sums[None])} ÷ {shown(whole)} = "
            f"{shown((sums[True] + sums[None]) / whole)}"
        )
    if "lower" in numbers:
        value = stricter[True] / (stricter[True] + stricter[False])
        lines.append(f"within {numbers['lower']} m: {shown(stricter[True])}, {shown(value)}")
        fits(entry, row, "value_lower_limit", value)
    fits(entry, row, "value_low", sums[True] / whole)
    fits(entry, row, "value_high", 1 - sums[False] / whole)
    return Example(lines, exact(sums[True] / known))


def called(group: str) -> str:
    """Who, in words."""
    return {"residents": "residents", "65+": "residents of 65 and older"}.get(group, group)


def count(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    group = weigher(numbers)
    near: dict[str, float] = dict.fromkeys(numbers["categories"], 0.0)
    whole = 0.0
    for home in town.inside(area):
        weight = town.number(home[town.WEIGHTS[group]]) or 0
        for name in numbers["categories"]:
            says = answer(home["adres_id"], name, numbers["upper"])
            if says is not None:
                whole += weight
                near[name] += weight * says
    value = len(near) * sum(near.values()) / whole
    each = ", ".join(f"{name} {shown(people)}" for name, people in near.items())
    return Example(
        [
            f"{called(group)} within {numbers['upper']} m: {each}",
            f"pairs of a resident and a kind of which that is known: {shown(whole)}",
            f"{len(near)} × ({' + '.join(shown(people) for people in near.values())}) ÷ "
            f"{shown(whole)} = {shown(value)}",
        ],
        exact(value),
    )


@functools.cache
def doors() -> dict[str, list[list[float]]]:
    """The doors of the town's facilities."""
    found = {}
    for one in features("facilities.geojson"):
        place = one["geometry"]["coordinates"]
        is_one = one["geometry"]["type"] == "Point"
        found[one["properties"]["id"]] = [place] if is_one else place
    return found


def detour(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    group = weigher(numbers)
    ratios: list[tuple[float, float]] = []
    for home in town.inside(area):
        weight = town.number(home[town.WEIGHTS[group]]) or 0
        place = [float(home["x"]), float(home["y"])]
        for category in numbers["to"]:
            row = by_norm()[category, "adult"][home["adres_id"]]
            if weight and row["facility"] and row["distance_high_m"]:
                straight = min(math.dist(place, door) for door in doors()[row["facility"]])
                if straight > 0:
                    ratios.append((float(row["distance_high_m"]) / straight, weight))
    ratios.sort()
    whole = sum(weight for _, weight in ratios)
    run = accumulate(weight for _, weight in ratios)
    value = next(
        ratio for (ratio, _), so_far in zip(ratios, run, strict=True) if 2 * so_far >= whole
    )
    return Example(
        [
            f"{shown(len(ratios))} walks, counted once for each of {called(group)}: {shown(whole)}",
            f"number {shown(math.ceil(whole / 2))} in order of the ratio: {shown(value)}",
        ],
        exact(value),
    )


def capacity(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    supply = {row["voorziening"]: float(row["fte"]) for row in rows(TOWN / "fte.csv", ";")}

    def weight(metres: float) -> float:
        return next((factor for limit, factor in numbers["steps"] if metres <= limit), 0.0)

    def pull(home: Row, practice: int) -> float:
        row = by_norm()[f"gp_{practice}_1000", "adult"][home["adres_id"]]
        return weight(float(row["distance_high_m"])) if row["distance_high_m"] else 0.0

    residents = {home["adres_id"]: town.number(home["inwoners"]) or 0 for home in town.addresses()}
    per_person, lines = {}, []
    for practice, id in enumerate(sorted(supply), 1):
        asked = sum(residents[home["adres_id"]] * pull(home, practice) for home in town.addresses())
        per_person[practice] = supply[id] / asked
        lines.append(f"{id}: {shown(supply[id])} full-time GPs ÷ {shown(asked)} weighted residents")
    own = [
        (
            residents[home["adres_id"]],
            sum(pull(home, practice) * per for practice, per in per_person.items()),
        )
        for home in town.inside(area)
        if town.number(home["inwoners"]) is not None
    ]
    whole = sum(weight for weight, _ in own)
    mean = sum(weight * access for weight, access in own) / whole
    value = mean * numbers["persons_per_unit"]
    lines.append(
        f"mean of what {shown(whole)} residents reach: {mean:.8f} × "
        f"{numbers['persons_per_unit']:,} = {shown(value)}"
    )
    return Example(lines, exact(value))


# How far pieces of circles may be from circles.
ROUND = 2e-3


def every(line: LineString, points: list[Point], reach: float, spacing: float) -> float:
    """How much of a line lies in stretches between points along it that are short enough."""
    near = sorted(line.project(point) for point in points if line.distance(point) <= reach)
    stops = [0.0, *near, line.length]
    gaps = (b - a for a, b in pairwise(stops))
    return sum(gap for gap in gaps if gap <= spacing + 1e-3)


def route(entry: Entry, area: str) -> Example:
    _, numbers = measure(entry)
    (one,) = features("routes.geojson")
    line = LineString(one["geometry"]["coordinates"])
    places: dict[str, list[Point]] = {}
    for each in features("amenities.geojson") + features("facilities.geojson"):
        if each["geometry"]["type"] == "Point":
            category = each["properties"]["category"]
            places.setdefault(category, []).append(Point(each["geometry"]["coordinates"]))
    green = MultiPolygon(
        [Polygon(each["geometry"]["coordinates"][0]) for each in features("green.geojson")]
    )
    lamps = union_all([place.buffer(numbers["lamp"], 64) for place in places["street_lamp"]])
    met = {
        "lamp": line.intersection(lamps).length,
        "bench": every(line, places["bench"], numbers["reach"], numbers["bench"]),
        "bin": every(line, places["waste_basket"], numbers["reach"], numbers["bin"]),
        "green": line.intersection(green.buffer(numbers["green"], 64)).length,
        "spot": every(line, places["activity_spot"], numbers["reach"], numbers["spot"]),
    }
    lines = []
    for row in criteria()["routes"]:
        share = met[row["element"]] / line.length
        assert abs(share - float(row["share"])) < ROUND, (row["element"], share, row["share"])
        lines.append(
            f"{row['element']}: {float(row['met_m']):,.0f} of {line.length:,.0f} m = "
            f"{float(row['share']):.4f}"
        )
    shares = [float(row["share"]) for row in criteria()["routes"]]
    lines.append(f"mean of the five: {shown(sum(shares) / 5)}")
    return Example(lines, exact(sum(shares) / 5))


def along(entry: Entry, area: str) -> Example:
    """Where benches and lamps lie along a walk only the program knows: its numbers must fit."""
    _, numbers = measure(entry)
    row = found()[entry["id"], area]
    low, high, total, known = (
        float(row[name]) for name in ("value_low", "value_high", "total", "known_share")
    )
    met = low * total
    value = met / (known * total)
    assert math.isclose(high, low + 1 - known, rel_tol=1e-6), entry["id"]
    what = "with a seat near enough ahead" if "gap" in numbers else "lit"
    return Example(
        [
            f"walks of {called(row['people'])}, each as often as there are people: "
            f"{total / 1000:,.1f} km",
            f"of these {known * total / 1000:,.1f} km known, {met / 1000:,.1f} km {what}",
            f"{met / 1000:,.1f} ÷ {known * total / 1000:,.1f} = {shown(value)}",
        ],
        exact(value),
    )


KINDS: dict[str, Callable[[Entry, str], Example]] = {
    "share_within": share,
    "count_within": count,
    "detour": detour,
    "capacity": capacity,
    "route": route,
    "seats": along,
    "light": along,
}


def on_foot(entry: Entry) -> Example | None:
    """An indicator added up from walks, and held against the program; none if nothing is walked."""
    kind, _ = measure(entry)
    if kind not in KINDS:
        return None
    area = area_of(entry)
    example = KINDS[kind](entry, area)
    row = found()[entry["id"], area]
    if row["value"]:
        value = float(row["value"])
        assert same(value, example.outcome.low), f"{entry['id']}: {example}, {value} by nabij"
    else:
        # Too little is known for a value: the ends are held against the rows above.
        assert float(row["known_share"]) < catalogue()["coverage"], entry["id"]
    return example
