"""Writes docs/criteria.md and a page per indicator, each with an example worked out.

`make docs` runs it. What is written is the same at every run. Nothing is written where the program
says otherwise than what is worked out here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outcome import Entry, catalogue, found, measure, of
from walked import on_foot
from wording import AVAILABLE, DIRECTIONS, LEVELS, UNITS, formula, limits
from worked import area_of, by_hand

FOLDER = Path(__file__).parent
INDEX = FOLDER.parent / "criteria.md"
LABELS = {"SEED": "the client's document", "PUB": "published", "ASSUMPTION": "assumption"}
# Numbers that only say in what a value is told.
ARITHMETIC = {"ratio": {"times", "minus"}}


def named(id: str, list_of: str) -> dict[str, Any]:
    """A heading or an ambition of the catalogue."""
    key = "number" if list_of == "ambition" else "id"
    return next(one for one in catalogue()[list_of] if one[key] == id)


def basis(entry: Entry, number: str) -> str:
    """On what a number stands; without a basis it is an assumption."""
    own = entry.get("basis", {}).get(number, {})
    label = own.get("label", "ASSUMPTION")
    source = own.get("source", "")
    return f"{label}{': ' if source else ''}{source}"


def plain(value: object) -> str:
    """A number, or several, as a cell."""
    if isinstance(value, list):
        return "; ".join(
            f"{plain(one[0])} → {plain(one[1])}" if isinstance(one, list) else plain(one)
            for one in value
        )
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


def numbers(entry: Entry) -> list[tuple[str, object]]:
    """Every number of an indicator, by its name in the catalogue."""
    kind, own = measure(entry)
    skipped = ARITHMETIC.get(kind, set())
    found = [
        (name, value)
        for name, value in own.items()
        if name not in skipped
        and (name == "profile" or isinstance(value, int | float) or name == "steps")
    ]
    found += list(entry.get("utility", {}).items())
    single = ("weight", "suppress_below", "suppress_total_below")
    return found + [(name, entry[name]) for name in single if name in entry]


def points(entry: Entry) -> list[tuple[float, float]]:
    """Values with their scores."""
    utility = entry["utility"]
    if "floor" in utility:
        return [(utility["floor"], 0.0), (utility["target"], 1.0)]
    return utility.get("knots") or utility["classes"]


def scoring(entry: Entry) -> str:
    """How a value becomes a score."""
    if "utility" not in entry:
        return "Not scored: it tells of need, or is context for the rest.\n"
    lines = ["| value | score |", "|---|---|"]
    lines += [f"| {plain(value)} | {plain(score)} |" for value, score in points(entry)]
    kind = "A score for each of these classes, none for others."
    if "classes" not in entry["utility"]:
        kind = "Straight lines between these points, the same beyond the first and the last."
    counts = plain(entry.get("weight", 1))
    return "\n".join(lines) + f"\n\n{kind} It counts for {counts} within its heading.\n"


def cell(text: str) -> str:
    """A number of a table, short; an empty cell is unknown."""
    return f"{float(text):.6g}" if text else "unknown"


def unknowns(entry: Entry) -> str:
    """In which areas of the town it is not known, or not all of it, and why."""
    lines = []
    for row in of(entry):
        if (
            row["level"] not in ("buurt", "wijk")
            or row["value"] == row["value_low"] == row["value_high"] != ""
        ):
            continue
        says = cell(row["value"])
        if not row["value"]:
            says += f": {row['unknown_reason'] or 'too little is known'}"
        if row["value_low"] != row["value_high"]:
            says += f"; from {cell(row['value_low'])} to {cell(row['value_high'])}"
        if row["value"]:
            says += f", {100 * float(row['known_share']):.3g} % known"
        lines.append(f"- {row['area_name']}: {says}")
    return "\n".join(lines) or "- nowhere in the bundled town"


def example(entry: Entry) -> str:
    """An example, worked out and held against the program."""
    done = by_hand(entry) or on_foot(entry)
    assert done is not None, entry["id"]
    row = found()[entry["id"], area_of(entry)]
    ends = ""
    if row["value_low"] not in (row["value"], ""):
        ends = f", from {cell(row['value_low'])} to {cell(row['value_high'])}"
    score = f"; score {cell(row['score'])}" if row["score"] else ""
    said = f"`nabij criteria` says: {cell(row['value'])}{ends}{score}."
    where = f"{row['area_name']} ({row['level']}, {row['area']})"
    return f"{where}:\n\n```text\n" + "\n".join(done.lines) + f"\n```\n\n{said}\n"


def panel(entry: Entry) -> str:
    """Whether it shows a norm of the client."""
    if "panel" not in entry:
        return ""
    return (
        f"\nIt shows norm **{entry['panel']}** of the document. How many people fail it stands in "
        "the norm panel, before every score; nothing makes up for that.\n"
    )


def reference(entry: Entry) -> str:
    """A number to hold it against."""
    if "reference" not in entry:
        return ""
    own = entry["reference"]
    return (
        f"\nTo hold it against: {plain(own['value'])}, {own['what']['en']} "
        f"({own['label']}: {own['source']}).\n"
    )


def page(entry: Entry) -> str:
    """The page of an indicator."""
    heading, ambition = named(entry["heading"], "heading"), named(entry["ambition"], "ambition")
    own, *meaning = formula(entry)
    rows = [("definition", "")] if "definition" in entry.get("basis", {}) else []
    rows += [(name, plain(value)) for name, value in numbers(entry)]
    grounds = "\n".join(f"| `{name}` | {value} | {basis(entry, name)} |" for name, value in rows)
    data = "\n".join(
        f"| {one['what']} | {AVAILABLE[one.get('availability', 'list')]} |" for one in entry["data"]
    )
    estimate = (
        "\nIts value is always an estimate, and marked as one.\n" if entry.get("estimated") else ""
    )
    letters = "".join(f"\n{line[0].upper()}{line[1:]}.\n" for line in meaning)
    return f"""# {entry["label"]["en"]}

Written by `docs/criteria/make.py` from the catalogue; do not edit. All indicators:
[criteria](../criteria.md).

| | |
|---|---|
| id | `{entry["id"]}` |
| in Dutch | {entry["label"]["nl"]} |
| heading | {heading["label"]["en"]} ({heading["label"]["nl"]}; {heading["source"]}) |
| ambition | {ambition["number"]}: {ambition["label"]["en"]} ({ambition["label"]["nl"]}) |
| unit | {UNITS[entry["unit"]]} |
| direction | {DIRECTIONS[entry["direction"]]} |
| measured on | {LEVELS[entry["level"]]} |

## Definition

{entry["definition"]["en"]}

*{entry["definition"]["nl"]}*
{estimate}{panel(entry)}
## Formula

```text
{own}
```
{letters}
## Where its numbers come from

SEED: the client's document, by lines of its text. PUB: published elsewhere. ASSUMPTION: chosen by
us.

| number | value | basis |
|---|---|---|
{grounds}
{reference(entry)}
## How it is scored

{scoring(entry)}
## Data

| what | who has it |
|---|---|
{data}

## What it does not say

{limits(entry)}

## Worked example

On the bundled, fictional town, recomputed from its files when this page was made.

{example(entry)}
Not known, or not wholly, among its buurten and wijken:

{unknowns(entry)}
"""


def tables() -> str:
    """The seven headings with their indicators."""
    parts = []
    for heading in catalogue()["heading"]:
        parts.append(
            f"### {heading['label']['en']} — {heading['label']['nl']} ({heading['source']})\n"
        )
        parts.append("| indicator | in Dutch | scored | value stands on | score stands on |")
        parts.append("|---|---|---|---|---|")
        for entry in catalogue()["indicator"]:
            if entry["heading"] != heading["id"]:
                continue
            link = f"[{entry['label']['en']}](criteria/{entry['id']}.md)"
            scored = {"context": "no"}.get(entry["direction"], DIRECTIONS[entry["direction"]])
            standing = LABELS[of(entry)[0]["standing"]]
            key = "knots" if "knots" in entry.get("utility", {}) else "target"
            label = entry.get("basis", {}).get(key, {}).get("label", "ASSUMPTION")
            target = LABELS[label] if "utility" in entry else ""
            parts.append(f"| {link} | {entry['label']['nl']} | {scored} | {standing} | {target} |")
        parts.append("")
    return "\n".join(parts)


def counts() -> dict[str, str]:
    """How many indicators there are, and on what they stand."""
    every = catalogue()["indicator"]
    scored = [entry for entry in every if "utility" in entry]
    labels = [of(entry)[0]["standing"] for entry in every]
    return {
        "all": str(len(every)),
        "scored": str(len(scored)),
        **{label: str(labels.count(label)) for label in LABELS},
        "coverage": f"{100 * catalogue()['coverage']:.0f}",
        "tolerance": plain(catalogue()["tolerance"]),
    }


def index() -> str:
    """The page of all indicators."""
    text = (FOLDER / "index.md.in").read_text()
    listed = "\n".join(f"criteria/{entry['id']}" for entry in catalogue()["indicator"])
    for name, value in {**counts(), "tables": tables(), "pages": listed}.items():
        text = text.replace(f"@{name}@", value)
    return text


def pages() -> dict[Path, str]:
    """Every page, by its file."""
    written = {FOLDER / f"{entry['id']}.md": page(entry) for entry in catalogue()["indicator"]}
    return {INDEX: index(), **written}


def main() -> None:
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old not in written:
            old.unlink()
    for file, text in written.items():
        file.write_text(text)


if __name__ == "__main__":
    main()
