import math

import geopandas
import nabij
import pandas
import pytest

HOMES = pandas.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "pc6": ["2541 SV", "2541sv", "2541SW", "2541SW", None],
        "buurt": ["BU05183480", "BU05183480", "BU05183480", "BU05183387", None],
        "own": [None, None, None, 4, None],
        "places": [None, None, None, None, 30],
    }
)
PC6 = pandas.DataFrame(
    {
        "postcode6": ["2541SV", "2541SW", "2541SX"],
        "aantal_inwoners": [5, -99997, 10],
        "aantal_inwoners_65_jaar_en_ouder": [5, -99997, 0],
    }
)
BUURTEN = pandas.DataFrame(
    {
        "buurtcode": ["BU05183480", "BU05183387", "BU05180001"],
        "aantal_inwoners": [8, 4, 6],
        "percentage_personen_65_jaar_en_ouder": [75, 0, 50],
    }
)


def spread() -> nabij.Distributed:
    return nabij.distribute(
        HOMES,
        {"pc6": PC6, "buurt": BUURTEN},
        by={"pc6": "pc6", "buurt": "buurt"},
        presets={"pc6": "pc6", "buurt": "cbs-buurten"},
        id="id",
        own="own",
        capacity="places",
    )


def test_people_by_postcode_then_by_what_the_buurt_leaves_over() -> None:
    done = spread()
    assert done.origins["inw_est"].to_list() == [2.5, 2.5, 3.0, 4.0, 30.0]
    assert done.origins["inw_est_source"].to_list() == ["pc6", "pc6", "buurt", "own", "own"]
    assert done.origins["n65_est"].to_list()[:4] == [2.5, 2.5, 1.0, 0.0]
    assert math.isnan(done.origins["n65_est"].iloc[4])
    assert "inw_est" not in HOMES.columns


def test_people_without_dwellings_and_codes_for_no_number_are_listed() -> None:
    done = spread()
    listed = done.unplaced.to_pylist()
    assert [(row["weight"], row["zones"], row["zone"], row["people"]) for row in listed] == [
        ("inw_est", "pc6", "2541SX", 10.0),
        ("inw_est", "buurt", "BU05180001", 6.0),
        ("n65_est", "buurt", "BU05180001", 3.0),
    ]
    reasons = done.not_used["reason"].to_pylist()
    assert len(reasons) == 2
    assert all("-99997" in reason for reason in reasons)
    factors = done.spread.to_pylist()
    assert all(row["factor"] in (1.0, None) for row in factors)


def test_one_table_and_geometry() -> None:
    homes = geopandas.GeoDataFrame(
        {"zone": ["z", "z"]}, geometry=geopandas.points_from_xy([0, 1], [0, 1]), crs="EPSG:28992"
    )
    totals = pandas.DataFrame({"zone": ["z"], "people": [3]})
    done = nabij.distribute(homes, totals, by="zone", residents="people")
    assert done.origins["inw_est"].to_list() == [1.5, 1.5]
    assert done.origins.crs == homes.crs


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"by": {"pc6": "pc6"}}, "by does not say"),
        ({"by": {"pc6": "pc6", "buurt": "wijk"}}, "wijk"),
        ({"presets": {"pc4": "pc6"}}, "pc4"),
        ({"presets": {"pc6": "pc5", "buurt": "cbs-buurten"}}, "pc5"),
        ({"presets": None}, "aantal_inwoners"),
    ],
)
def test_wrong_input_says_what_to_do(change: dict[str, object], message: str) -> None:
    given: dict[str, object] = {
        "by": {"pc6": "pc6", "buurt": "buurt"},
        "presets": {"pc6": "pc6", "buurt": "cbs-buurten"},
    }
    with pytest.raises(nabij.InputError, match=message):
        nabij.distribute(HOMES, {"pc6": PC6, "buurt": BUURTEN}, **{**given, **change})  # type: ignore[arg-type]


def test_a_zone_twice_is_refused() -> None:
    twice = pandas.concat([BUURTEN, BUURTEN])
    with pytest.raises(nabij.InputError, match="BU05183480"):
        nabij.distribute(HOMES, twice, by="buurt", presets="cbs-buurten")
