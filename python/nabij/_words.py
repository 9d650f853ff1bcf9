"""The words on pictures and displays, in English and Dutch."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nabij import _nabij

# Tests hold the verdicts against those of the command.
_WORDS = {
    "ASSUMPTION": ("assumption", "aanname"),
    "PUB": ("published", "gepubliceerd"),
    "SEED": ("the client's document", "document van de gemeente"),
    "addresses": ("addresses", "adressen"),
    "adds": ("Adds", "Draagt bij"),
    "all used": ("All rows of the inputs are used.", "Alle rijen zijn gebruikt."),
    "areas": ("areas", "gebieden"),
    "asks for": ("Asks for", "Vraagt"),
    "beyond": ("farther than {} m", "verder dan {} m"),
    "beyond all": ("not within the limits", "niet binnen de grenzen"),
    "beyond_horizon": ("beyond the search horizon", "verder dan zoekgrens"),
    "components": ("connected parts", "samenhangende delen"),
    "context": ("context", "context"),
    "criteria": ("Criteria of the caring neighbourhood", "Criteria van de zorgzame buurt"),
    "crs": ("Measured in", "Gemeten in"),
    "doors": ("between doors and street", "tussen deur en straat"),
    "doubt": ("could be another class: addresses uncertain", "mogelijk andere klasse: onzeker"),
    "doubt value": (
        "could be another class: part unknown",
        "mogelijk andere klasse",
    ),
    "edges": ("edges", "lijnen"),
    "estimate": ("estimate", "schatting"),
    "fail": ("Fail", "Buiten de norm"),
    "file": ("File", "Bestand"),
    "group": ("Of", "Van"),
    "help": ("What would help most", "Wat het meest zou helpen"),
    "home": ("address", "adres"),
    "indicator": ("Indicator", "Indicator"),
    "insufficient": ("insufficient data", "onvoldoende gegevens"),
    "inw_est": ("residents (estimated)", "inwoners (geschat)"),
    "known": ("{} known", "{} bekend"),
    "largest": ("in the largest part", "in het grootste deel"),
    "length": ("length", "lengte"),
    "limit": ("Limit", "Grens"),
    "lower limits": ("within the lower limits", "binnen de ondergrenzen"),
    "met": ("met", "voldoet"),
    "metres": ("metres", "meter"),
    "n65_est": ("people of 65+ (estimated)", "65-plussers (geschat)"),
    "network": ("Network", "Netwerk"),
    "nodes": ("nodes", "knopen"),
    "none": ("no address that the norm is for", "geen adres waarvoor de norm geldt"),
    "norm": ("Norm", "Norm"),
    "norm set": ("Norms", "Normen"),
    "norms": ("norms", "normen"),
    "not found": ("not found", "niet gevonden"),
    "not known": ("Not known", "Onbekend"),
    "not known here": ("unknown", "onbekend"),
    "not tested": ("Not tested", "Niet getoetst"),
    "not used": ("Not used", "Niet gebruikt"),
    "not within": ("Not within", "Niet binnen"),
    "not_met": ("not met", "voldoet niet"),
    "other reasons": ("{}; other reasons: {}", "{}; andere redenen: {}"),
    "panel": (
        "Norms of the vision (nothing makes up for these)",
        "Normen uit de visie (niets maakt deze goed)",
    ),
    "partly": ("partly", "deels"),
    "per_100": ("per 100", "per 100"),
    "per_1000": ("per 1,000", "per 1.000"),
    "possible": ("certain to possible", "zeker tot mogelijk"),
    "reason": ("Reason", "Reden"),
    "residents": ("residents", "inwoners"),
    "rows": ("rows", "rijen"),
    "score": ("Score", "Score"),
    "score of": ("Score from 0 to 1", "Score van 0 tot 1"),
    "scored": ("Walking distances", "Loopafstanden"),
    "share": ("Share of {} {}", "Aandeel {} {}"),
    "share curve": ("Share of {} within the distance", "Aandeel {} binnen de afstand"),
    "source": ("Source", "Bron"),
    "stands on": ("Stands on", "Berust op"),
    "street": ("Street", "Straat"),
    "stricter": ("Stricter limit", "Strengere grens"),
    "target": ("Target", "Streefwaarde"),
    "tested": ("Addresses tested", "Adressen getoetst"),
    "tip address": ("Address", "Adres"),
    "tip area": ("Area", "Gebied"),
    "tip facility": ("Nearest", "Dichtstbij"),
    "tip id": ("Id", "Id"),
    "tip metres": ("Walking distance", "Loopafstand"),
    "tip verdict": ("Verdict", "Uitkomst"),
    "total": ("total", "totaal"),
    "totals": (
        "Total, with weights of your own: no norm makes up for another",
        "Totaal, met eigen gewichten: geen norm maakt een andere goed",
    ),
    "uncertain": ("uncertain", "onzeker"),
    "unknown": ("share unknown", "aandeel onbekend"),
    "unnamed": ("(no name)", "(zonder naam)"),
    "unreachable": ("unreachable", "niet bereikbaar"),
    "unsnapped": ("not attached to a street", "niet aan straat gekoppeld"),
    "upper limits": ("within the upper limits", "binnen de bovengrens"),
    "value": ("Value", "Waarde"),
    "walking distance": ("Walking distance", "Loopafstand"),
    "weight": ("Weight", "Gewicht"),
    "within": ("within {} m", "binnen {} m"),
    "within all": ("within the limits", "binnen de grenzen"),
    "within norm": ("Within the norm", "Binnen de norm"),
}

# The numbers of an indicator that stand on something.
_PARTS = {
    "definition": ("definition", "definitie"),
    "divided_by": ("divided by", "gedeeld door"),
    "floor": ("scores from", "telt vanaf"),
    "gap": ("longest stretch", "langste stuk"),
    "knots": ("scale", "schaal"),
    "lower": ("stricter limit", "strengere grens"),
    "min_area_m2": ("least area", "kleinste oppervlakte"),
    "persons_per_unit": ("people for each", "mensen per stuk"),
    "profile": ("who walks", "wie loopt"),
    "radius": ("radius", "straal"),
    "steps": ("steps", "stappen"),
    "suppress_below": ("not shown below", "niet getoond onder"),
    "target": ("target", "streefwaarde"),
    "times": ("times", "maal"),
    "upper": ("limit", "grens"),
    "weight": ("weight", "gewicht"),
}


class Words:
    """The words of one language.

    Parameters
    ----------
    language : {"en", "nl"}
        The language of the study.
    """

    def __init__(self, language: str):
        self.dutch = language == "nl"

    def __call__(self, key: str, *holes: str) -> str:
        """Give a word, with its holes filled."""
        return _WORDS[key][self.dutch].format(*holes)

    def known(self, key: str) -> str:
        """Give a word, or what was asked for where there is none."""
        return self(key) if key in _WORDS else key

    def part(self, number: str) -> str:
        """Give what a number of an indicator is, or its key where there is no word."""
        return _PARTS[number][self.dutch] if number in _PARTS else number.replace("_", " ")

    def category(self, category: str) -> str:
        """Give a category in words."""
        word = _nabij.dutch_word(category) if self.dutch else category
        return word.replace("_", " ")

    def number(self, number: float) -> str:
        """Give a number to three decimals at most, without zeros at the end."""
        text = f"{number:.3f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.dutch else text

    def count(self, count: float) -> str:
        """Give a count with its thousands set apart."""
        text = f"{count:,.0f}"
        return text.replace(",", ".") if self.dutch else text

    def metres(self, metres: float, limits: Iterable[float], digits: int = 0) -> str:
        """Give a distance rounded, but not so that it says otherwise of a limit than it is."""
        rounded = round(metres, digits)
        honest = all((metres <= limit) == (rounded <= limit) for limit in limits if limit == limit)
        return f"{self.number(rounded if honest else metres)} m"

    def percent(self, share: float) -> str:
        """Give a share in percents; 0 and 100 only where it is none or all."""
        if math.isnan(share):
            return "–"
        rounded = round(share * 100, 1)
        if 0 < share < 1:
            rounded = min(max(rounded, 0.1), 99.9)
        text = f"{rounded:.1f}" if 0 < share < 1 else f"{rounded:.0f}"
        return f"{text.replace('.', ',') if self.dutch else text} %"

    def value(self, value: float, unit: str) -> str:
        """Give a value in its unit."""
        if unit == "share":
            return self.percent(value)
        digits = 1 if unit in ("persons", "count", "per_100", "per_1000", "class") else 2
        text = self.number(round(value, digits))
        return f"{text} {self(unit)}" if unit in ("per_100", "per_1000") else text

    def between(self, low: float, high: float, unit: str) -> str:
        """Give the ends of an interval in their unit; nothing where they are one."""
        if math.isnan(low) or low == high:
            return ""
        top = "…" if math.isnan(high) else self.value(high, unit)
        return f"[{self.value(low, unit)} – {top}]"

    def verdict(self, verdict: str, lower: float, upper: float) -> str:
        """Give a verdict in words, with the limits it is about; NaN where there is none."""
        if verdict == "within_lower":
            return self("lower limits") if math.isnan(lower) else self("within", self.number(lower))
        if verdict == "within_upper":
            if math.isnan(upper):
                return self("within all")
            if math.isnan(lower):
                return self("within", self.number(upper))
            return f"{self.number(lower)}–{self.number(upper)} m"
        if verdict == "beyond":
            return self("beyond all") if math.isnan(upper) else self("beyond", self.number(upper))
        return self(verdict)

    def within(self, limit: str, metres: float) -> str:
        """Say what is within a limit, ``lower`` or ``upper``."""
        return (
            self(f"{limit} limits") if math.isnan(metres) else self("within", self.number(metres))
        )

    def length(self, metres: float) -> str:
        """Give a round length with its unit."""
        return f"{self.number(metres / 1000)} km" if metres >= 1000 else f"{self.number(metres)} m"
