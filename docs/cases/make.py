"""Writes docs/cases.md and its pictures: ten hard cases, scored, checked and drawn.

`make docs` runs it. What is written is the same at every run.
"""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib
import nabij
from matplotlib import pyplot
from picture import draw, length, metres
from run import answer
from towns import CASES, Case

FOLDER = Path(__file__).parent
HEAD = """# Ten hard cases

Written by `docs/cases/make.py`; do not edit.

Where ways of measuring differ. Each case is a made-up town in RD New, scored and drawn by nabij;
verdict and millimetres are worked out by hand in [towns.py](cases/towns.py), and nothing is written
where the program says otherwise. Blue is the walk, dotted red what a straight line or a simpler
tool would answer; under each picture stands what `explain` says. How often ways of measuring differ
in a city: [accuracy](accuracy.md). The towns are tiny, so a piece of network counts from 100 m on
(`min_component`) instead of 1,000 m.
"""


def section(case: Case, result: nabij.Result) -> str:
    """The part of the page about a case."""
    elsewhere = case.elsewhere.format(wrong=metres(length(case.wrong)) if case.wrong else "")
    text = "\n".join(line.rstrip() for line in result.explain("home").texts[0].splitlines())
    return f"""
## {case.title}

{case.asked}

![{case.title}: {case.here}](cases/{case.id}.svg)

- **Elsewhere:** {elsewhere}
- **nabij:** {case.here}

```text
{text}
```
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(section(case, answer(case)) for case in CASES)


def svg(case: Case) -> str:
    """The picture of a case."""
    figure = draw(case, answer(case))
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def main() -> None:
    matplotlib.use("agg")
    pictures = {case.id: svg(case) for case in CASES}
    (FOLDER.parent / "cases.md").write_text(page())
    for id, picture in pictures.items():
        (FOLDER / f"{id}.svg").write_text(picture)


if __name__ == "__main__":
    main()
