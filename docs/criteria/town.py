"""The raw files of the bundled town, added up without nabij."""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from outcome import TOWN, Row, features, rows, walks

YEAR = 2024
WEIGHTS = {"residents": "inwoners", "65+": "inw65", "75+": "inw75"}
YES_NO = {"ja": True, "nee": False, "": None}
STEP_FREE = [
    "toegang_zonder_trap", "woonkamer_zonder_trap", "keuken_zonder_trap",
    "badkamer_zonder_trap", "toilet_zonder_trap", "slaapkamer_zonder_trap",
]  # fmt: skip
LEAST_DWELLINGS = 12
Truth = bool | None


@dataclass(frozen=True)
class Number:
    """A number, or an interval where part of it is not known; `high` none is without an end."""

    low: float
    high: float | None

    def __add__(self, other: Number) -> Number:
        ends = self.high is None or other.high is None
        return Number(self.low + other.low, None if ends else self.high + other.high)


def exact(number: float) -> Number:
    """A number that is known."""
    return Number(number, number)


def all_hold(truths: list[Truth]) -> Truth:
    """And, of yes, no and unknown."""
    return False if False in truths else None if None in truths else True


def counted(truths: list[Truth]) -> Number:
    """How many hold: surely, and at most."""
    return Number(truths.count(True), len(truths) - truths.count(False))


def number(text: str) -> float | None:
    """A cell; empty is unknown."""
    return float(text) if text else None


@functools.cache
def addresses() -> list[Row]:
    """Addresses where people live or may: not the entrances of complexes."""
    return [row for row in rows(TOWN / "addresses.csv") if row["kind"] != "complex"]


def parts(area: str) -> list[str]:
    """The buurten of an area."""
    all_of = sorted({row["buurt_code"] for row in addresses()})
    return [buurt for buurt in all_of if buurt[2:].startswith(area[2:])]


def inside(area: str) -> list[Row]:
    """The addresses of an area."""
    own = set(parts(area))
    return [row for row in addresses() if row["buurt_code"] in own]


def people(area: str, group: str) -> float:
    """The people of a group who are known of at the addresses of an area."""
    return sum(number(row[WEIGHTS[group]]) or 0 for row in inside(area))


@functools.cache
def figures() -> dict[tuple[str, str, int], float | None]:
    """figures.csv, by area, quantity and year."""
    found = rows(TOWN / "figures.csv", ";")
    return {
        (row["gebied_code"], row["grootheid"], int(row["jaar"])): number(row["waarde"])
        for row in found
    }


def figure(area: str, quantity: str, year: int = YEAR) -> float | None:
    """A figure: the area's own, the latest up to the year, else the sum of its parts."""
    own = [of for where, what, of in figures() if (where, what) == (area, quantity) and of <= year]
    if own:
        return figures()[area, quantity, max(own)]
    if area.startswith("BU"):
        return None
    finer = {part: part for part in parts(area)}
    if area.startswith("GM"):
        finer = {f"WK{part[2:8]}": part for part in parts(area)}
    every = [figure(part, quantity, year) for part in finer]
    return None if None in every else sum(every)  # type: ignore[arg-type]


@functools.cache
def rooms() -> dict[str, Truth]:
    """Whether complexes have a meeting room inside or near, as an ordinary study says."""
    entrances = rows(TOWN / "addresses.csv")
    complexes = {
        row["adres_id"]: row["complex_id"] for row in entrances if row["kind"] == "complex"
    }
    answers: dict[str, list[Truth]] = {}
    for row in walks():
        if row["norm"] == "meeting_room" and row["profile"] == "adult":
            says = {"met": True, "not_met": False}.get(row["outcome_upper"])
            answers.setdefault(complexes[row["origin"]], []).append(says)
    # The nearest of its entrances.
    return {
        name: True if True in says else None if None in says else False
        for name, says in answers.items()
    }


@functools.cache
def register() -> list[Row]:
    """The register of dwellings, each with its buurt."""
    where = {row["adres_id"]: row["buurt_code"] for row in addresses()}
    found = rows(TOWN / "dwellings.csv", ";")
    return [{**row, "buurt": where[row["adres_id"]]} for row in found]


def zero_step(home: Row) -> Truth:
    """Reached and lived in without steps."""
    return all_hold([YES_NO[home[column]] for column in STEP_FREE])


@functools.cache
def clustered() -> dict[str, Truth]:
    """By complex of the register: enough dwellings, a room, and every dwelling without steps."""
    homes: dict[str, list[Row]] = {}
    for home in register():
        if home["complex_id"]:
            homes.setdefault(home["complex_id"], []).append(home)
    return {
        name: all_hold(
            [len(own) >= LEAST_DWELLINGS, rooms().get(name), *[zero_step(home) for home in own]]
        )
        for name, own in homes.items()
    }


def dwellings(area: str, kind: str) -> Number | None:
    """Dwellings of a type in the register; none where it names no dwelling of the area."""
    own = [home for home in register() if home["buurt"] in parts(area)]
    if not own:
        return None
    cares = ["rolstoel_woning", "rolstoel_gebouw", "ruimte_voor_zorg"]
    holds = {
        "zero_step": zero_step,
        "clustered": lambda home: clustered().get(home["complex_id"], False),
        "care_suitable": lambda home: all_hold(
            [clustered().get(home["complex_id"], False), *[YES_NO[home[name]] for name in cares]]
        ),
    }[kind]
    return counted([holds(home) for home in own])


def classes(area: str, of: str) -> Counter[str]:
    """How many dwellings there are of each form or price segment; an empty cell is unknown."""
    column = {"dwellings.form": "woonvorm", "dwellings.price": "prijssegment"}[of]
    return Counter(home[column] for home in register() if home["buurt"] in parts(area))


def complexes(area: str) -> tuple[float, float]:
    """Dwellings in complexes of the study that comply, and dwellings in complexes."""
    homes: Counter[str] = Counter()
    for row in rows(TOWN / "addresses.csv"):
        if row["kind"] == "complex" and row["buurt_code"] in parts(area):
            homes[row["complex_id"]] += int(row["woningen"])
    comply = [n for name, n in homes.items() if n >= LEAST_DWELLINGS and rooms()[name]]
    return sum(comply), sum(homes.values())


def labelled(area: str) -> list[Truth]:
    """Of every complex with a label, whether its building is entered without steps."""
    doors: dict[str, list[Truth]] = {}
    for home in register():
        if home["label"] == "55+" and home["complex_id"] and home["buurt"] in parts(area):
            own = doors.setdefault(home["complex_id"], [])
            own.append(YES_NO[home["toegang_zonder_trap"]])
    return [all_hold(own) for own in doors.values()]


def within(place: list[float], ring: list[list[float]]) -> bool:
    """Whether a place lies inside a ring."""
    (x, y), odd = place, False
    for (ax, ay), (bx, by) in pairwise(ring):
        odd ^= (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax)
    return odd


@functools.cache
def outlines() -> dict[str, list[list[float]]]:
    """The outlines of the buurten."""
    return {
        one["properties"]["buurtcode"]: one["geometry"]["coordinates"][0]
        for one in features("buurten.geojson")
    }


def outlets(area: str, categories: list[str]) -> list[Truth]:
    """Of every outlet in an area, whether it is friendly to people with dementia."""
    rings = [outlines()[buurt] for buurt in parts(area)]
    says: list[Truth] = []
    for one in features("facilities.geojson") + features("amenities.geojson"):
        place = one["geometry"]["coordinates"]
        if one["properties"]["category"] not in categories:
            continue
        if one["geometry"]["type"] == "MultiPoint":
            place = place[0]
        if any(within(place, ring) for ring in rings):
            answer = one["properties"].get("dementia_friendly")
            says.append({"yes": True, "no": False, "ja": True, "nee": False}.get(answer))
    return says


def evenness(counts: list[float], kinds: int) -> float:
    """Shannon's evenness over a fixed number of kinds."""
    whole = sum(counts)
    shares = [count / whole for count in counts if count]
    return -sum(share * math.log(share) for share in shares) / math.log(kinds)
