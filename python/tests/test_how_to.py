"""The walk-throughs of ``docs/how-to``: every step done as written, what is shown compared.

On a page a block of ``sh`` is run, a block of ``python`` is a cell of one notebook, and a block
after "Save as `file`:" is saved. A block of ``text`` right after a step shows what it prints;
there ``…`` stands for anything, alone on a line for any lines. ``UPDATE_PAGES=1`` shows anew what
is printed, except where ``…`` stands.
"""

import contextlib
import io
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT

PAGES = {
    page.name: page
    for page in sorted((ROOT / "docs" / "how-to").glob("*.md"))
    if "```sh\nnabij demo" in page.read_text()
}
WALK_THROUGHS = ["closing-pharmacy.md", "criteria.md", "meeting-rooms.md", "yearly-monitor.md"]
# On a server of the tests' own, whose address is in this variable.
WITH_DATABASE = ["postgis.md"]
ADDRESS = "DATABASE_URL"
MOST_STEPS = 10


@dataclass
class Block:
    """What stands between two fences, and where: first line inside, line of the closing fence."""

    language: str
    start: int
    end: int
    lines: list[str]
    before: str

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    start = None
    before = ""
    for at, line in enumerate(lines):
        if not line.startswith("```"):
            before = line if line.strip() and start is None else before
        elif start is None:
            start = at + 1
        else:
            language = lines[start - 1].removeprefix("```")
            found.append(Block(language, start, at, lines[start:at], before))
            start, before = None, ""
    assert start is None, "a block is not closed"
    return found


def saved(block: Block) -> str | None:
    """The file that a block is to be saved as."""
    named = re.fullmatch(r".*Save (?:this )?as `([^`]+)`:", block.before)
    return named[1] if named else None


def steps(block: Block) -> int:
    """How many commands or cells a block is."""
    if block.language == "sh" and not saved(block):
        whole = block.text.replace("\\\n", "")
        return len(re.findall(r"^[^#\s].*$", whole, re.MULTILINE)) + len(re.findall("&&|;", whole))
    return int(block.language == "python" or saved(block) is not None)


def fits(shown: list[str], printed: str) -> bool:
    rest = r"(?:.*\n)*?"
    lines = (
        rest if line.strip() == "…" else re.escape(line).replace("…", ".*") + r"[ ]*\n"
        for line in shown
    )
    return re.fullmatch("".join(lines), printed.rstrip("\n") + "\n") is not None


@pytest.fixture
def folder(tmp_path: Path, command: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the command on the path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def done(block: Block, cells: dict[str, object]) -> str:
    """Do what a block says; what it prints."""
    file = saved(block)
    if file is not None:
        Path(file).write_text(block.text)
        return ""
    if block.language == "python":
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(block.text, "cell", "exec"), cells)
        return out.getvalue()
    script = f"set -euo pipefail\n{block.text}"
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{block.text}{ran.stdout}{ran.stderr}"
    return ran.stdout


def test_every_walk_through_is_there() -> None:
    assert sorted(PAGES) == sorted([*WALK_THROUGHS, *WITH_DATABASE])


@pytest.mark.parametrize("name", WALK_THROUGHS)
def test_a_walk_through_does_what_it_says(name: str, folder: Path) -> None:
    walk(name)


@pytest.mark.postgis
@pytest.mark.parametrize("name", WITH_DATABASE)
def test_a_walk_through_with_a_database(
    name: str, folder: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADDRESS, database)
    walk(name)


def walk(name: str) -> None:
    """Do a page from top to bottom."""
    lines = PAGES[name].read_text().splitlines()
    page = blocks(lines)
    assert 0 < sum(map(steps, page)) <= MOST_STEPS
    cells: dict[str, object] = {"__name__": "__main__"}
    printed: str | None = None
    shown_anew: list[tuple[Block, list[str]]] = []
    for block in page:
        if block.language in ("sh", "python") or saved(block):
            printed = done(block, cells)
        elif block.language == "text":
            assert printed is not None, f"line {block.start}: nothing was done"
            fresh = os.environ.get("UPDATE_PAGES") and "…" not in block.text
            if fresh and not fits(block.lines, printed):
                shown_anew.append(
                    (block, [line.rstrip() for line in printed.rstrip("\n").split("\n")])
                )
            else:
                assert fits(block.lines, printed), f"{name}, line {block.start}:\n{printed}"
            printed = None
        else:
            raise AssertionError(f"{name}, line {block.start}: what is {block.language!r}?")
    for block, fresh_lines in reversed(shown_anew):
        lines[block.start : block.end] = fresh_lines
    if shown_anew:
        PAGES[name].write_text("\n".join(lines) + "\n")


def test_the_front_page_shows_what_the_demo_prints(folder: Path) -> None:
    page = blocks((ROOT / "README.md").read_text().splitlines())
    (shown,) = (block for block in page if block.lines[0].startswith("Loopveen"))
    ran = subprocess.run(["nabij", "demo"], capture_output=True, text=True, check=True)
    assert fits([*shown.lines, "…"], ran.stdout), ran.stdout


def test_the_front_page_shows_the_page_of_an_area(folder: Path) -> None:
    page = blocks((ROOT / "README.md").read_text().splitlines())
    asked, shown = (
        next(block for block in page if block.lines[0].startswith(first))
        for first in ("nabij criteria nabij-demo", "Componistenwijk (")
    )
    subprocess.run(["nabij", "demo"], capture_output=True, check=True)
    ran = subprocess.run(asked.lines[0].split(), capture_output=True, text=True, check=True)
    assert fits(shown.lines, ran.stdout), ran.stdout


@pytest.mark.parametrize(
    ("shown", "printed", "fit"),
    [
        (["a", "…", "d"], "a\nb\nc\nd\n", True),
        (["a", "…", "d"], "a\nd\n", True),
        (["a  …  1 %"], "a  b  1 %\n", True),
        (["a"], "a\nb\n", False),
        (["a", "b"], "a\n", False),
        (["1.0"], "1x0\n", False),
    ],
)
def test_what_is_shown_must_be_what_is_printed(shown: list[str], printed: str, fit: bool) -> None:
    assert fits(shown, printed) is fit


def test_steps_are_counted_one_by_one() -> None:
    page = ["```sh", "a && b", "# said", "c \\", "  d", "```", "```python", "e", "f", "```"]
    assert [steps(block) for block in blocks(page)] == [3, 1]
    page = ["Save as `g.toml`:", "", "```toml", "h = 1", "```", "```text", "i", "```"]
    assert [steps(block) for block in blocks(page)] == [1, 0]
