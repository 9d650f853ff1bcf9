"""Ten hard cases, each a tiny town: its ground, what is asked, and the answer worked out by hand.

Places are metres east and north of a corner in RD New (EPSG:28992). The towns are far smaller than
real ones, so that a piece of network counts from 100 m on instead of 1,000 m.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Place = tuple[float, float]
Line = list[Place]


@dataclass(frozen=True)
class Rests:
    """The walk on which one can sit down every so many metres."""

    radius: float
    millimetres: tuple[int | None, int | None]
    outcome: str  # at the limit
    line: Line


@dataclass(frozen=True)
class Case:
    """A town, a question, and the only right answer."""

    id: str
    title: str
    asked: str
    elsewhere: str  # what a straight line, or a tool that knows less, answers
    here: str
    wrong: Line  # that answer as a line, {wrong} metres long
    streets: list[tuple[str, Line, Mapping[str, Any]]]  # name, line, attributes
    home: Place
    doors: list[Place]  # of the facility, the first of them drawn with its name
    category: str
    limit: float
    verdict: str
    millimetres: tuple[int | None, int | None]  # at best and for certain
    door: int = 0  # the one that counts
    profiles: tuple[str, ...] = ("adult",)
    others: Mapping[str, int] = field(default_factory=dict)  # millimetres of other walkers
    home_street: str | None = None
    wrong_name: str = ""  # in the legend, where it is not that long
    name: str = ""  # of the facility's door in the picture
    sides: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # of names, in points
    water: Line = ()
    square: Line = ()
    park: Line = ()
    outline: Line = ()  # of the facility
    road: Line = ()
    buildings: list[Line] = field(default_factory=list)
    benches: list[Place] = field(default_factory=list)
    rests: Rests | None = None
    labels: list[tuple[str, Place]] = field(default_factory=list)


def box(left: float, bottom: float, right: float, top: float) -> Line:
    """The corners of a rectangle."""
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


# Everything that a rollator asks about, so that only what a case is about is in doubt.
SURE = {"steps": False, "escalator": False, "incline": 0.0, "width": 2.0, "surface": "asphalt"}

CASES = [
    # 10 to the Noordkade, 200 east, 40 over the bridge, 200 back west, 10 to the door.
    Case(
        "canal",
        "A canal without a bridge",
        "The supermarket is across the water. Is it within 300 m?",
        "The straight line is {wrong}: yes, with or without a factor of 1.3.",
        "The walk leads over the only bridge and back: 460 m, no.",
        [(20, 30), (20, -30)],
        [
            ("Noordkade", [(-20, 20), (220, 20), (260, 20)], {}),
            ("Zuidkade", [(-20, -20), (220, -20), (260, -20)], {}),
            ("Kanaalbrug", [(220, 20), (220, -20)], {"bridge": True}),
        ],
        home=(20, 30), doors=[(20, -30)], category="supermarket", limit=300,
        verdict="beyond", millimetres=(460_000, 460_000),
        water=box(-40, -13, 280, 13), labels=[("canal", (110, 0)), ("bridge", (236, 0))],
    ),
    # Somebody with a rollator: 8, 240 along the Benedenweg, 60 up the ramp, 240 back, 8.
    # An adult: 8, 20, 60 up the stairs, 20, 8.
    Case(
        "stairs",
        "Only stairs",
        "The pharmacy is up the hill. Is it within 300 m for somebody with a rollator?",
        "A tool that knows one kind of walker climbs the stairs: {wrong}, yes.",
        "With a rollator the walk goes round by the ramp: 556 m, no. For an adult it is 116 m.",
        [(20, -8), (20, 0), (40, 0), (40, 60), (20, 60), (20, 68)],
        [
            ("Benedenweg", [(-20, 0), (40, 0), (260, 0), (290, 0)], SURE),
            ("Bovenweg", [(-20, 60), (40, 60), (260, 60), (290, 60)], SURE),
            ("Trap", [(40, 0), (40, 60)], {**SURE, "steps": True}),
            ("Hellingbaan", [(260, 0), (260, 60)], {**SURE, "incline": 0.05}),
        ],
        home=(20, -8), doors=[(20, 68)], category="pharmacy", limit=300,
        verdict="beyond", millimetres=(556_000, 556_000),
        profiles=("rollator", "adult"), others={"adult": 116_000},
        labels=[("stairs", (56, 30)), ("ramp, 5 %", (236, 30))],
    ),
    # 8, 40 to the corner, the diagonal √(160² + 120²) = 200, 40, 8.
    Case(
        "square",
        "A square",
        "Home and pharmacy are at opposite corners of a square. Is the walk within 300 m?",
        "A tool that walks along lines goes round the edge: {wrong}, no.",
        "People cross a square: the diagonal is 200 m, the walk 296 m, yes.",
        [(-40, 128), (-40, 120), (160, 120), (160, 0), (200, 0), (200, -8)],
        [
            ("Weststraat", [(-70, 120), (0, 120)], {}),
            ("Ooststraat", [(160, 0), (230, 0)], {}),
        ],
        home=(-40, 128), doors=[(200, -8)], category="pharmacy", limit=300,
        verdict="within_upper", millimetres=(296_000, 296_000),
        square=box(0, 0, 160, 120), labels=[("square", (40, 40))],
    ),
    # 13 to the Kerkstraat that the address names, 60 along it, 6. By the alley: 7, 140, 20, 200, 6.
    Case(
        "alley",
        "The alley behind the house",
        "The address is Kerkstraat 12. Is the pharmacy in the same street within 300 m?",
        "The nearest street is the alley behind, 7 m away, and the alley opens at its far end "
        "only: {wrong}, no.",
        "The door opens onto the street that the address names, 13 m away: 79 m, yes.",
        [(60, 13), (60, 20), (200, 20), (200, 0), (0, 0), (0, -6)],
        [
            ("Kerkstraat", [(-20, 0), (200, 0), (220, 0)], {}),
            ("Achterpad", [(30, 20), (200, 20), (200, 0)], {"class": "footway"}),
        ],
        home=(60, 13), doors=[(0, -6)], category="pharmacy", limit=300,
        verdict="within_upper", millimetres=(79_000, 79_000),
        home_street="Kerkstraat",
        buildings=[box(x, 6, x + 14, 16) for x in range(24, 180, 15)],
        labels=[("alley", (186, 27)), ("Kerkstraat", (150, -7))], sides={"home": (-22, 0)},
    ),
    # The park is given by its outline; its gates are where paths cross the edge.
    # 10, 160 down the Parkweg to its corner, 60 west, 10 to the gate in the south.
    Case(
        "park",
        "A park with two gates",
        "Is the park within 300 m?",
        "Its edge is 20 m away, but there is a fence; to the point in its middle that often stands "
        "for a park one walks {wrong}: no.",
        "The park is reached at its nearest gate: 240 m, yes.",
        [(220, 150), (210, 150), (210, -10), (150, -10), (150, 0), (100, 75)],
        [
            ("Parkweg", [(150, -10), (210, -10), (210, 160), (-10, 160), (-10, 20), (-10, -10),
                         (150, -10)], {}),
            ("parkpad", [(150, -10), (150, 0), (100, 75), (0, 20), (-10, 20)],
             {"class": "path"}),
        ],
        home=(220, 150), doors=[(150, 0), (0, 20)], category="park", limit=300,
        verdict="within_upper", millimetres=(240_000, 240_000),
        park=box(0, 0, 200, 150), name="gate",
        labels=[("park", (50, 110)), ("fence all around", (100, 143))],
        sides={"gate": (0, 14), "other gate": (34, -12), "home": (24, 0)},
    ),
    # 38 to the Ringweg, 110 along it, 6.
    Case(
        "fragment",
        "An island of paths",
        "The path in the court is joined to nothing on the map. Is the supermarket within 200 m?",
        "The nearest street is that path, {wrong} away, and from there nothing can be reached: no.",
        "Doors do not open onto pieces that lead nowhere: from the Ringweg it is 154 m, yes.",
        [(80, 38), (80, 32)],
        [
            ("Ringweg", [(-10, 0), (220, 0)], {}),
            ("hof", [(46, 32), (114, 32)], {"class": "path"}),
        ],
        home=(80, 38), doors=[(190, -6)], category="supermarket", limit=200,
        verdict="within_upper", millimetres=(154_000, 154_000),
        wrong_name="elsewhere: ends on the path",
        buildings=[box(30, 38, 130, 50), box(30, 14, 42, 38), box(118, 14, 130, 38)],
        labels=[("path in the court", (101, 26)), ("Ringweg", (30, -6))],
        sides={"home": (0, 14)},
    ),
    # Over the near crossing: 8, 40, 24, 40, 8. Over the far one, with a lowered kerb:
    # 8, 160, 24, 160, 8.
    Case(
        "kerb",
        "A kerb that nobody measured",
        "The stop is across the road. Is it within 300 m for somebody with a rollator?",
        "Who takes what is not on the map for good says 120 m, yes; who takes it for bad says "
        "360 m, no. (The straight line is {wrong}.)",
        "It is between 120 and 360 m, so uncertain, and the answer says what to look at.",
        [(60, -8), (60, 32)],
        [
            ("Zuidstoep", [(30, 0), (100, 0), (220, 0), (250, 0)], SURE),
            ("Noordstoep", [(30, 24), (100, 24), (220, 24), (250, 24)], SURE),
            ("Oversteek A", [(100, 0), (100, 24)], {**SURE, "crossing": True}),
            ("Oversteek B", [(220, 0), (220, 24)],
             {**SURE, "crossing": True, "kerb": "lowered"}),
        ],
        home=(60, -8), doors=[(60, 32)], category="public_transport", limit=300,
        verdict="uncertain", millimetres=(120_000, 360_000), profiles=("rollator",),
        road=box(10, 3, 270, 21), name="stop",
        labels=[("kerb unknown", (100, 33)), ("kerb lowered", (220, 33)), ("road", (160, 12))],
    ),
    # The ordinary walk: 8, 231, 8. From seat to seat 8 + 60 + 55 + 2, 2 + 121 + 2, 2 + 55 + 60 + 8.
    Case(
        "bench",
        "A long stretch without a bench",
        "Is the pharmacy within 300 m for somebody who has to sit down every 125 m? All benches "
        "are known.",
        "A tool that knows no benches says 247 m, yes.",
        "On that walk there is no seat for 247 m. By way of two benches it is 375 m, each stretch "
        "exactly 125 m: no.",
        [],
        [
            ("Langeweg", [(0, 0), (231, 0)], {}),
            ("Singel", [(0, 0), (0, 60), (231, 60), (231, 0)], {}),
        ],
        home=(0, -8), doors=[(231, -8)], category="pharmacy", limit=300,
        verdict="within_upper", millimetres=(247_000, 247_000),
        benches=[(55, 62), (176, 62)],
        rests=Rests(125, (375_000, 375_000), "not_met", [
            (0, -8), (0, 60), (55, 60), (55, 62), (55, 60), (176, 60), (176, 62), (176, 60),
            (231, 60), (231, -8),
        ]),
        labels=[("no bench", (115, 7))],
    ),
    # The supermarket is given by its outline, and its door in a layer of doors.
    # 8, 60 to the corner, 70 up, 120 east, 10 to the door.
    Case(
        "door",
        "The door on the far side",
        "The supermarket is a large building. Is it within 250 m?",
        "The point in its middle is nearest to the Achterweg, where it has no door: {wrong}, yes.",
        "Its door is in the Marktstraat, on the other side: 268 m, no.",
        [(60, -8), (60, 0), (120, 0), (120, 36)],
        [
            ("Achterweg", [(0, 0), (240, 0)], {}),
            ("Marktstraat", [(0, 70), (240, 70)], {}),
            ("Weststraat", [(0, 0), (0, 70)], {}),
            ("Ooststraat", [(240, 0), (240, 70)], {}),
        ],
        home=(60, -8), doors=[(120, 60)], category="supermarket", limit=250,
        verdict="beyond", millimetres=(268_000, 268_000),
        buildings=[box(80, 12, 160, 60)], outline=box(80, 12, 160, 60), name="door",
        labels=[("supermarket", (102, 36)), ("Achterweg", (200, -7)), ("Marktstraat", (200, 77))],
        sides={"door": (24, 0)},
    ),
    # 36 to the Bovenstraat, 160 along it, 30 down the Oprit, 8.
    Case(
        "tunnel",
        "A tunnel under the house",
        "A road tunnel runs under the house. Is the pharmacy within 200 m?",
        "The nearest street is the one in the tunnel, 4 m away: {wrong}, yes, for whoever can walk "
        "through the ground.",
        "No door opens onto a tunnel: by the Bovenstraat it is 234 m, no.",
        [(100, 4), (100, 0), (260, 0), (260, 10), (268, 10)],
        [
            ("Tunnelweg", [(-60, 0), (260, 0)], {"tunnel": True}),
            ("Bovenstraat", [(-60, 40), (260, 40)], {}),
            ("Oprit", [(260, 0), (260, 40)], {}),
        ],
        home=(100, 4), doors=[(268, 10)], category="pharmacy", limit=200,
        verdict="beyond", millimetres=(234_000, 234_000),
        buildings=[box(90, 1, 110, 16)],
        labels=[("tunnel", (20, -9)), ("Bovenstraat", (20, 48)), ("Oprit", (240, 26))],
        sides={"home": (0, 16), "pharmacy": (0, 12)},
    ),
]  # fmt: skip
