"""What pictures and displays tell of a result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nabij import _nabij
from nabij._words import Words
from nabij.errors import InputError

if TYPE_CHECKING:
    import pandas

    from nabij._network import Network
    from nabij._result import Result


class Told:
    """The language, norms and sources of a result.

    Attributes
    ----------
    words : Words
        In the study's language.
    norms : pandas.DataFrame
        One row per norm, by its id: label in the study's language, limits in metres, source.
    """

    def __init__(self, result: Result):
        study = result._study
        self.manifest = result.manifest
        self.words = Words(study._keys.get("language", "en"))
        asked = {key: study._keys[key] for key in ("norms",) if key in study._keys}
        self.norm_set, table = _nabij.norms(json.dumps(asked), study._folder)
        norms = table.to_pandas().set_index("norm")
        if self.words.dutch:
            norms["label"] = norms["label_nl"].fillna(norms["label"])
        self.norms: pandas.DataFrame = norms
        self._tests = {norm["id"]: norm["test"] for norm in self.manifest["norm_set"]["norms"]}
        self._attribution = study._keys.get("attribution")
        columns = {*(study._keys.get("origins") or {}).get("weights", {}), "inw_est", "n65_est"}
        #: The weights that there are.
        self.weights = ["addresses", *sorted(columns & {*result.addresses.column_names})]

    def norm(self, asked: str | None) -> str:
        """Give the norm that is asked for; if none, the first made of others, else the first."""
        if asked is None:
            made = [norm for norm, test in self._tests.items() if "category" not in test]
            return str((made or list(self._tests))[0])
        return one_of("norm", asked, list(self._tests))

    def categories(self, norm: str) -> list[str]:
        """Give the categories that a norm and its parts ask for, each once."""
        test = self._tests[norm]
        if "category" in test:
            return [test["category"]]
        parts = [part for value in test.values() if isinstance(value, list) for part in value]
        return sorted({category for part in parts for category in self.categories(part)})

    def label(self, norm: str) -> str:
        """Give the norm in words."""
        return str(self.norms.at[norm, "label"])

    def limit(self, norm: str, limit: str) -> float:
        """Give a limit in metres, ``lower`` or ``upper``; NaN where there is none."""
        return float(self.norms.at[norm, f"{limit}_m"])

    def metres(self, norm: str, metres: float, digits: int = 0) -> str:
        """Give a distance for people, which does not contradict its verdict."""
        limits = self.limit(norm, "lower"), self.limit(norm, "upper")
        return self.words.metres(metres, limits, digits)

    def weight(self, weight: str) -> str:
        """Give a weight in words."""
        return self.words.known(weight)

    def source(self, own: str | None) -> str:
        """Say whose data these are, of when, and by what they were measured."""
        return credit(self.words, self.manifest, self._attribution if own is None else own)

    def norm_source(self, norm: str) -> str:
        """Say which set the norm is of, and where that is written."""
        where = self.norms.at[norm, "source"]
        parts = [self.norm_set, where if isinstance(where, str) else ""]
        return f"{self.words('norm')}: {', '.join(part for part in parts if part)}"


def credit(words: Words, manifest: dict[str, Any], own: str | None) -> str:
    """Say whose data these are, of when, and by what they were measured."""
    osm = any(read["file"].endswith(".pbf") for read in manifest["read"])
    whose = own or ("© OpenStreetMap contributors" if osm else "")
    dates = sorted(set(manifest["reference_dates"].values()))
    named = f"{words('source')}: {whose}" if whose else ""
    parts = [named, " / ".join(dates), f"nabij {manifest['nabij']}"]
    return " · ".join(part for part in parts if part)


def one_of(what: str, asked: str, there: Sequence[str]) -> str:
    """Give what is asked for, or say what there is."""
    if asked not in there:
        raise InputError(f"there is no {what} {asked!r}; there are {', '.join(map(str, there))}")
    return asked


def lines_of(network: Network) -> tuple[Any, Any]:
    """Give the streets as an array of lines, without lines of sight across squares, and the CRS."""
    import geopandas

    edges = network._streets.edges()
    lines = geopandas.GeoDataFrame.from_arrow(edges.select(["sight", "geometry"]))
    return lines.geometry[~lines["sight"].fillna(False).astype(bool)].array, lines.crs
