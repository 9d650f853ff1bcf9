"""Two result folders, compared by the same code as the command's."""

import json
from pathlib import Path

import nabij
import pytest

HEADER = "origin,norm,verdict,distance_high_m,facility"
AREAS = "level,area,area_name,norm,weight,total,share_lower,share_upper"


def folder(path: Path, verdict: str, metres: float, share: float, year: int = 2024) -> Path:
    path.mkdir()
    norm = {"id": "pharmacy", "test": {"category": "pharmacy"}, "lower_m": 300, "upper_m": 500}
    manifest = {
        "norm_set": {"name": "own", "norms": [norm]},
        "area_year": year,
        "scored": {"outside_all_areas": 0},
    }
    (path / "rows.csv").write_text(f"{HEADER}\na,pharmacy,{verdict},{metres},p1\n")
    (path / "areas.csv").write_text(f"{AREAS}\nbuurt,BU1,Een,pharmacy,addresses,1,0.25,{share}\n")
    (path / "manifest.json").write_text(json.dumps(manifest))
    return path


def test_a_changed_class_and_points(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", "within_upper", 410.5, 0.75)
    new = folder(tmp_path / "new", "beyond", 512.25, 0.5)
    found = nabij.compare(old, new)
    (change,) = found.changes.to_pylist()
    assert change == {
        "origin": "a",
        "norm": "pharmacy",
        "change": "changed",
        "old_verdict": "within_upper",
        "new_verdict": "beyond",
        "old_m": 410.5,
        "new_m": 512.25,
        "difference_m": 101.75,
        "old_facility": "p1",
        "new_facility": "p1",
    }
    assert found.transitions == [("pharmacy", "within_upper", "beyond", 1)]
    assert found.areas is not None
    (area,) = found.areas.to_pylist()
    assert (area["points_lower"], area["points_upper"]) == (0.0, -25.0)
    assert found.notes == []


def test_another_year_is_refused_without_a_correspondence(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", "beyond", 600, 0.5)
    new = folder(tmp_path / "new", "beyond", 600, 0.5, year=2025)
    with pytest.raises(nabij.InputError, match="area_year 2024 and 2025"):
        nabij.compare(old, new)
    codes = tmp_path / "codes.csv"
    codes.write_text("old,new\nBU1,BU1\n")
    found = nabij.compare(old, new, areas=codes)
    assert len(found.changes) == 0
    with pytest.raises(nabij.InputError, match='no norm "gp"'):
        nabij.compare(old, new, areas=codes, norms={"gp": "pharmacy"})
