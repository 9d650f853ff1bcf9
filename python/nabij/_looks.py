"""Colours and marks that stay apart for the colour-blind and in grey."""

from __future__ import annotations

#: Lower ends of the classes of shares, each with its colour from few to many (ColorBrewer YlGnBu).
CLASSES = (
    (0.0, "#ffffcc"),
    (0.25, "#a1dab4"),
    (0.5, "#41b6c4"),
    (0.75, "#2c7fb8"),
    (0.9, "#253494"),
)
#: A mark of matplotlib, a colour, and whether it is hollow, by verdict, as on the command's maps.
VERDICTS = {
    "within_lower": ("o", "#86c5ee", False),
    "within_upper": ("^", "#d97200", False),
    "beyond": ("v", "#a8122a", False),
    "beyond_horizon": ("D", "#2d0636", False),
    "unreachable": ("x", "#000000", False),
    "unsnapped": ("s", "#000000", True),
    "uncertain": ("o", "#6e6e6e", True),
}
#: Marks of facilities, by the order of their categories.
PLACES = ("*", "P", "X", "h", "p", "8")
#: Colours and dashes of lines that stand for norms (Okabe and Ito, without the pale ones).
LINES = (
    ("#0072b2", "-"),
    ("#d55e00", "--"),
    ("#009e73", "-."),
    ("#cc79a7", (0, (5, 1, 1, 1, 1, 1))),
    ("#000000", ":"),
    ("#56b4e9", (0, (8, 2))),
    ("#e69f00", (0, (3, 1))),
)
#: Streets below everything.
STREET = (0.45, 0.45, 0.45, 0.35)
#: More areas than this have no room for their names.
NAMES = 25


def class_of(share: float) -> int:
    """Give the number of the class of a share; the lower end of a class belongs to it."""
    return max(at for at, (low, _) in enumerate(CLASSES) if share >= low)


def class_name(at: int) -> str:
    """Give a class in words of every language."""
    low = CLASSES[at][0] * 100
    high = CLASSES[at + 1][0] * 100 if at + 1 < len(CLASSES) else 100
    return f"{low:.0f}–{high:.0f} %"
