"""Pages of the site that are run as they are written, and what they must hold."""

import json
import re
import shutil
from pathlib import Path

import nabij
import nabij.distributed
import nabij.postgis
import pytest
from conftest import ROOT
from test_how_to import blocks, done, fits

DOCS = ROOT / "docs"
RUN = ["start.md", "concepts.md", "how-to/coming-from.md"]
LINES_TO_FIRST_MAP = 8


@pytest.mark.parametrize("name", RUN)
def test_a_page_does_what_it_says(
    name: str, helsinki: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")
    shutil.copy(helsinki, "city.osm.pbf")
    cells: dict[str, object] = {"__name__": "__main__"}
    printed = None
    for block in blocks((DOCS / name).read_text().splitlines()):
        if block.language == "python":
            printed = done(block, cells)
        elif block.language == "text":
            assert printed is not None, f"{name}, line {block.start}: nothing was done"
            assert fits(block.lines, printed), f"{name}, line {block.start}:\n{printed}"
            printed = None


def test_the_first_map_takes_few_lines() -> None:
    page = blocks((DOCS / "start.md").read_text().splitlines())
    first = next(block for block in page if block.language == "python")
    code = [line for line in first.lines if line.strip() and not line.startswith("#")]
    assert "plot(" in code[-1]
    assert len(code) <= LINES_TO_FIRST_MAP


def test_every_public_name_is_in_the_api() -> None:
    page = (DOCS / "api.md").read_text()
    shown = re.findall(r"^\.\. auto(?:class|function|exception|data):: nabij\.(\w+)\b", page, re.M)
    shown = [name for name in shown if name not in ("distributed", "postgis")]
    assert sorted(set(shown)) == sorted(set(nabij.__all__) - {"__version__"})
    for module in (nabij.distributed, nabij.postgis):
        below = re.findall(rf"^\.\. auto\w+:: {module.__name__}\.(\w+)\b", page, re.M)
        assert sorted(below) == sorted(module.__all__)


NOTEBOOKS = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_what_it_showed(path: Path) -> None:
    cells = json.loads(path.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert any("assert " in "".join(cell["source"]) for cell in code)


def test_every_notebook_is_on_the_page() -> None:
    page = (DOCS / "notebooks.md").read_text()
    assert len(NOTEBOOKS) == 7
    assert all(f"(../examples/notebooks/{path.name})" in page for path in NOTEBOOKS)
