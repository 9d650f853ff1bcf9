"""Names that a database needs no quotes for."""

import pytest
from nabij.postgis._names import plain, unique


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("residents", "residents"),
        ("Straße 65+", "strasse_65"),
        ("Buurt-/Wijkcode", "buurt_wijkcode"),
        ("Één café", "een_cafe"),
        ("İJsselmeer ıŁ", "ijsselmeer_il"),
        ("65+", "_65"),
        ("m²", "m2"),
        ("人口", "_"),
        ("share_upper_", "share_upper"),
    ],
)
def test_section_10_names_are_lower_case_ascii(name: str, becomes: str) -> None:
    assert plain(name) == becomes


def test_section_10_long_names_are_shortened_and_stay_apart() -> None:
    long = [f"aandeel_{'heel_' * 20}lang_{at}" for at in range(50)]
    names = unique([*long, "a" * 63, "A b", "a-b", "a_b", "geom", "CTID"], taken={"geom"})
    assert len(set(names.values())) == len(names) == 56
    assert all(len(name) <= 63 and name.isascii() for name in names.values())
    assert names["a" * 63] == "a" * 63
    assert names["A b"] == "a_b"
    assert names["a-b"].startswith("a_b_")
    assert names["geom"].startswith("geom_")
    assert names["CTID"].startswith("ctid_")
    # Of a long name alone: whatever other columns there are.
    assert plain(long[7]) == names[long[7]]
