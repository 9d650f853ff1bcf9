"""Explanations for programs: the published schema, and sums that hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import nabij
import pytest

SCHEMA = Path(__file__).parents[2] / "docs" / "explanation.schema.json"


def _every(told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in told:
        yield one
        yield from _every(one["parts"])
        yield from _every(one["others"])


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> nabij.Result:
    folder = nabij.town(tmp_path_factory.mktemp("town"))
    study = nabij.Study.read(folder / "study.toml")
    return study._with(profile=["adult", "rollator"]).run()


def test_every_explanation_keeps_to_the_schema_and_adds_up(result: nabij.Result) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text()))
    rows = result.rows.to_pandas()
    # Some of every verdict of both walkers.
    chosen = rows.groupby(["profile", "norm", "verdict"], observed=True).head(2)
    assert {"beyond", "within_upper", "uncertain"} <= {*chosen["verdict"]}
    walked = 0
    for origin in chosen["origin"].unique():
        told = result.explain(origin).told
        schema.validate(told[0])
        for one in _every(told):
            schema.validate(one)
            own = rows[(rows["origin"] == origin) & (rows["norm"] == one["norm"])]
            (row,) = own[own["profile"] == one["profile"]].to_dict("records")
            assert one["verdict"] == row["verdict"]
            assert (one["facility"] or {}).get("id") == row["facility"]
            for walk in filter(None, (one, one["certain"])):
                if walk["steps"]:
                    legs = walk["origin_leg_m"] + walk["facility_leg_m"]
                    metres = sum(step["length_m"] for step in walk["steps"])
                    assert metres + legs == pytest.approx(walk["walk_m"], abs=1e-9)
                    walked += 1
    assert walked > 20
