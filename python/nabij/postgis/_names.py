"""Names that a database needs no quotes for."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 63
# Letters that are no letter with a mark.
SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
# Columns that every table of PostgreSQL has.
TAKEN = {"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"}


def plain(name: str) -> str:
    """Give a name in lower-case ASCII letters, digits and ``_``, of at most 63 bytes."""
    apart = unicodedata.normalize("NFKD", name.lower().translate(SPELT))
    marked = "".join(sign for sign in apart if not unicodedata.combining(sign)).lower()
    kept = re.sub(r"[^a-z0-9]+", "_", marked).strip("_") or "_"
    whole = f"_{kept}" if kept[0].isdigit() else kept
    return whole if len(whole) <= LONGEST else _told_apart(whole, name)


def unique(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Give each name a plain one of its own; the first keeps it, others get digits of a hash."""
    given: dict[str, str] = {}
    used = {*TAKEN, *taken}
    for name in names:
        free = plain(name)
        again = name
        while free in used:
            free = _told_apart(plain(name), again)
            again += "_"
        given[name] = free
        used.add(free)
    return given


def _told_apart(short: str, name: str) -> str:
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{short[: LONGEST - 9].rstrip('_')}_{mark}"
