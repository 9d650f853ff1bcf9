"""What a walker can use: the rules of docs/profiles.md, applied to edges and nodes as
`nabij network` writes them. Shares no code with the engine, but reads its data of profiles.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

NO, DOUBT, YES = range(3)  # the least of several is that of the whole
PROFILES = Path(__file__).parent.parent / "crates" / "nabij" / "profiles" / "built-in.toml"
# What the words for kerbs mean to somebody who cannot step over any kerb.
KERBS = {"flush": YES, "lowered": YES, "rolled": NO, "raised": NO}


@dataclass
class Walker:
    """A profile: what is tagged decides, and what is not is in doubt unless it is assumed."""

    id: str
    steps: bool = True
    escalators: bool = True
    kerb: float | None = None
    incline: tuple[float | None, float | None] = (None, None)  # up, down
    width: float | None = None
    refused: frozenset[str] = frozenset()  # barriers
    words: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)  # yes, no
    assumed: dict[str, list[str]] = field(default_factory=dict)  # classes of way

    def missing(self, what: str, edge: dict) -> int:
        """Of a tag that is not there."""
        classes = self.assumed.get(what, ())
        return YES if "*" in classes or edge["class"] in classes else DOUBT

    def flag(self, what: str, edge: dict) -> int:
        """Of something that this walker does not take."""
        return self.missing(what, edge) if edge[what] is None else NO if edge[what] else YES

    def slope(self, edge: dict, forward: bool) -> int:
        up, down = self.incline
        if up is None and down is None:
            return YES
        if edge["incline"] is None:
            return self.missing("incline", edge)
        rise = edge["incline"] if forward else -edge["incline"]
        limit = up if rise > 0 else down
        return YES if limit is None or abs(rise) <= limit else NO

    def ground(self, edge: dict) -> int:
        """Surface and smoothness: where one of the two is known, it answers for both."""
        known, missing = [], []
        for what, (good, bad) in self.words.items():
            value = edge[what]
            if value in good:
                known.append(YES)
            elif value in bad:
                known.append(NO)
            else:
                missing.append(self.missing(what, edge))
        return min(known or missing or [YES])

    def over_kerb(self, kerb: str | None, edge: dict) -> int:
        if self.kerb is None:
            return YES
        if kerb is None:
            return self.missing("kerb", edge)
        if kerb in KERBS:
            return KERBS[kerb]
        return YES if float(kerb.removesuffix(" m")) <= self.kerb else NO

    def edge(self, edge: dict, ends: list[dict], forward: bool = True) -> int:
        """Of an edge between two nodes, walked in a direction."""
        verdicts = [self.ground(edge), self.slope(edge, forward)]
        if edge["access"] is None:
            verdicts.append(self.missing("access", edge))
        if not self.steps:
            verdicts.append(self.flag("steps", edge))
        if not self.escalators:
            verdicts.append(self.flag("escalator", edge))
        if self.width is not None:
            wide = edge["width_m"]
            verdicts.append(
                self.missing("width", edge) if wide is None else YES if wide >= self.width else NO
            )
        if edge["kerb"] is not None:
            verdicts.append(self.over_kerb(edge["kerb"], edge))
        elif edge["crossing"] == 1:
            on_the_road = [end["kerb"] for end in ends if end["crossing"] == 1 and end["kerb"]]
            if on_the_road:
                verdicts += [self.over_kerb(kerb, edge) for kerb in on_the_road]
            elif not any(map(of_a_kerb, ends)):
                verdicts.append(self.over_kerb(None, edge))
        return min(verdicts)

    def node(self, node: dict) -> int:
        verdict = YES
        if node["blocked"] == 1 or node["barrier"] in self.refused:
            return NO
        if node["barrier"] is not None and node["blocked"] is None:
            verdict = self.missing("barrier", {"class": node["barrier"]})
        if of_a_kerb(node):
            verdict = min(verdict, self.over_kerb(node["kerb"], {"class": node["barrier"]}))
        return verdict


def of_a_kerb(node: dict) -> bool:
    """Whether one steps over a kerb at a node; the kerb of a crossing on the road is beside it."""
    return node["barrier"] == "kerb" or (node["kerb"] is not None and node["crossing"] != 1)


def built_in(assume: dict[str, list[str]]) -> list[Walker]:
    """The profiles that come with nabij, with a study's own assumptions."""
    walkers = []
    for text in tomllib.loads(PROFILES.read_text())["profile"]:
        assumed = {what: list(classes) for what, classes in text.get("assumed", {}).items()}
        for what, classes in assume.items():
            assumed.setdefault(what, []).extend(classes)
        words = {
            what: (text[what].get("yes", []), text[what].get("no", []))
            for what in ("surface", "smoothness")
            if what in text
        }
        walkers.append(
            Walker(
                text["id"],
                text.get("steps", True),
                text.get("escalators", True),
                text.get("kerb"),
                (text.get("incline_up"), text.get("incline_down")),
                text.get("width"),
                frozenset(text.get("barrier", {}).get("no", ())),
                words,
                assumed,
            )
        )
    return walkers
