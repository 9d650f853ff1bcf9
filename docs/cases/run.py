"""Scores a case with the package, and holds it against the answer worked out by hand."""

from __future__ import annotations

import geopandas
import nabij
from shapely import LineString, Point, Polygon
from towns import Case, Line, Place, box

RD = "EPSG:28992"
EAST, NORTH = 80_000, 455_000


def at(place: Place) -> Place:
    """A place of a case in RD New."""
    return EAST + place[0], NORTH + place[1]


def ground(corners: Line) -> Polygon:
    """A polygon of a case in RD New."""
    return Polygon([at(corner) for corner in corners])


def frame(rows: list[dict], shapes: list) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=RD)


def score(case: Case) -> nabij.Result:
    """The case as anybody would give it to nabij."""
    keys = {key for _, _, attributes in case.streets for key in attributes} | {"class"}
    streets = frame(
        [
            {"street": name, **{key: given.get(key) for key in sorted(keys)}}
            for name, _, given in case.streets
        ],
        [LineString([at(corner) for corner in line]) for _, line, _ in case.streets],
    )
    streets["class"] = streets["class"].fillna("residential")
    layers = {
        name: frame([{"id": 1, "street": "Plein"}], [ground(corners)])
        for name, corners in (("squares", case.square), ("barriers", case.water))
        if corners
    }
    home = frame([{"id": "home", "street": case.home_street}], [Point(at(case.home))])
    columns = {"street": "street"} if case.home_street else None
    benches = [{"id": str(number), "category": "bench"} for number, _ in seats(case)]
    places = frame(
        [{"id": case.category, "category": case.category}, *benches],
        [
            ground(case.park or case.outline)
            if case.park or case.outline
            else Point(at(case.doors[0])),
            *(Point(at(bench)) for _, bench in seats(case)),
        ],
    )
    doors = frame([{"facility": case.category}], [Point(at(case.doors[0]))])
    known = frame([{"id": 1}], [ground(box(-5000, -5000, 5000, 5000))])
    return nabij.score(
        nabij.Origins.from_frame(home, id="id", columns=columns),
        network=nabij.Network.from_frame(streets, **layers),
        facilities=nabij.Facilities.from_frame(places, gates=bool(case.park)),
        doors=doors if case.outline else None,
        norms={case.category: case.limit},
        profile=case.profiles,
        coverage={"bench": known} if case.rests else None,
        rests=[case.rests.radius] if case.rests else [],
        parameters={"min_component": 100, "barred_legs": False},
    )


def seats(case: Case) -> list[tuple[int, Place]]:
    return list(enumerate(case.benches, 1))


def check(case: Case, result: nabij.Result) -> None:
    """Whether verdict and millimetres are those worked out by hand."""

    def mm(metres: float | None) -> int | None:
        return None if metres is None else round(1000 * metres)

    rows = {row["profile"]: row for row in result.rows.to_pylist()}
    row = rows[case.profiles[0]]
    told = (row["verdict"], (mm(row["distance_low_m"]), mm(row["distance_high_m"])))
    assert told == (case.verdict, case.millimetres), f"{case.id}: {told}"
    if case.rests:
        radius, ends = f"rested_{case.rests.radius}", ("low_m", "high_m")
        low, high = (mm(row[f"{radius}_{end}"]) for end in ends)
        rested = ((low, high), row[f"{radius}_upper"])
        assert rested == (case.rests.millimetres, case.rests.outcome), f"{case.id}: {rested}"
        assert mm(LineString(case.rests.line).length) == high, f"{case.id}: the line drawn"
    for profile, expected in case.others.items():
        assert mm(rows[profile]["distance_high_m"]) == expected, f"{case.id}, {profile}"


def answer(case: Case) -> nabij.Result:
    """Scored and checked."""
    result = score(case)
    check(case, result)
    return result
