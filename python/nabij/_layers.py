"""Layers, and what they do not say themselves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from nabij import _nabij
from nabij._arrow import Inputs, is_frame, is_path

if TYPE_CHECKING:
    from nabij._arrow import Path


class Layers:
    """Layers with the keys that a study file has for them."""

    _what = "layers"

    def __init__(self, layers: Sequence[tuple[Any, Mapping[str, Any]]], rules: Path | None = None):
        #: What was handed over, each with its keys.
        self.layers = [(source, dict(keys)) for source, keys in layers]
        self.rules = None if rules is None else os.path.abspath(rules)

    @classmethod
    def _of(cls, source: Any, rules: Path | None = None, **keys: Any) -> Self:
        given = {name: value for name, value in keys.items() if value not in (None, (), {})}
        return cls([(source, given)], rules)

    def _keys(self, inputs: Inputs) -> list[dict[str, Any]]:
        """Give the keys of every layer, with its table among the inputs."""
        many = len(self.layers) > 1
        found = []
        for at, (source, keys) in enumerate(self.layers, 1):
            name = f"{self._what} {at}" if many else self._what
            reader = inputs.rows if "match" in keys else inputs.layer
            source, keys = _with_ids(source, keys)
            found.append({**keys, "file": reader(name, source)})
        return found

    def _places(self) -> dict[str, Any]:
        """Read the layers without measuring anything: tables by name."""
        inputs = Inputs()
        study: dict[str, Any] = {self._what: self._as_key(inputs)}
        if self.rules is not None:
            study["rules"] = {self._what: self.rules}
        return _nabij.places(json.dumps(study), os.getcwd(), inputs.tables)

    def _as_key(self, inputs: Inputs) -> Any:
        return self._keys(inputs)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(_told(source) for source, _ in self.layers)})"


def _with_ids(source: Any, keys: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Take the index of a frame for ids where no column has them."""
    named = "id" in keys or "preset" in keys or "match" in keys
    if named or not is_frame(source) or "id" in source.columns:
        return source, keys
    return source.assign(**{"(index)": source.index}), {**keys, "id": "(index)"}


def _told(source: Any) -> str:
    return os.path.basename(source) if is_path(source) else f"{len(source):,} rows"
