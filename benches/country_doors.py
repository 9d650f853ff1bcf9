"""Doors of a country along its streets: addresses, facilities and the areas they are in."""

from __future__ import annotations

import mosaic
import numpy as np
from country_layout import COLUMNS, FULL, HEIGHT, ROWS, WIDTH, Country, Place
from country_tiles import TOWN_SIZE, Tile

# One facility per so many origins.
CATEGORIES = {
    "gp": 2_500, "hospital": 100_000, "library": 20_000, "meeting_room": 4_000, "park": 2_000,
    "pharmacy": 5_000, "playground": 1_000, "primary_school": 3_000, "public_transport": 1_250,
    "supermarket": 3_000,
}  # fmt: skip
# A door stands so far from the middle of its street, mm.
SETBACK = (3_000, 27_000)
# The buurten of a row of city tiles.
ACROSS = 5


def along(tile: Tile, seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Points beside a tile's streets, evenly by their length, and the lines they stand at.

    What would stand outside the tile stands on its side.
    """
    inside = np.ones(len(tile.vertices) - 1, dtype=bool)
    inside[tile.starts[1:-1] - 1] = False
    a, b = tile.vertices[:-1][inside], tile.vertices[1:][inside]
    delta = (b - a).astype(float)
    length = np.sqrt(delta[:, 0] * delta[:, 0] + delta[:, 1] * delta[:, 1])
    ends = np.cumsum(np.rint(length).astype(np.int64))
    drawn = mosaic.random(seed, 3 * count).reshape(3, count)
    segment = np.searchsorted(ends, drawn[0] * ends[-1] >> 32, side="right")
    share = drawn[1] / 2.0**32
    aside = SETBACK[0] + (drawn[2] >> 1) * (SETBACK[1] - SETBACK[0]) / 2.0**31
    aside = np.where(drawn[2] & 1, aside, -aside) / length[segment]
    step = delta[segment]
    x = a[segment, 0] + share * step[:, 0] - aside * step[:, 1]
    y = a[segment, 1] + share * step[:, 1] + aside * step[:, 0]
    points = np.stack([np.rint(x), np.rint(y)], axis=1).astype(np.int64)
    line = np.repeat(np.arange(tile.lines), np.diff(tile.starts) - 1)
    return np.clip(points, 0, tile.size), line[segment]


def homes(place: Place, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Points in the country, the lines they stand at, residents, and those of 65 and older."""
    points, lines = along(place.tile, 4 * place.number + 1, count)
    drawn = mosaic.random(4 * place.number + 2, 2 * count).reshape(2, count)
    residents = 1 + (drawn[0] * 4 >> 32)
    older = (drawn[1] * (residents + 1) >> 32) * (drawn[0] & 1)
    return place.laid(points), lines, residents, older


def facilities(country: Country, block: int) -> dict[str, np.ndarray]:
    """By category the points of a block: at least one of each."""
    places = country.places(block)
    share = sum(country.origins_of(block)) / FULL
    found = {}
    for number, (category, per) in enumerate(CATEGORIES.items()):
        count = max(1, round(share * FULL / per))
        at = mosaic.random(1 << 40 | block << 8 | number, count) * len(places) >> 32
        points = [
            places[tile].laid(along(places[tile].tile, seed, 1)[0])
            for tile, seed in zip(
                at.tolist(), range(1 << 41 | block << 20 | number << 12, 1 << 62), strict=False
            )
        ]
        found[category] = np.concatenate(points)
    return found


def areas(country: Country, block: int) -> tuple[list[np.ndarray], list[str], list[str]]:
    """Rings of the buurten of a block, their codes, and those of their gemeenten.

    A row of the city is cut from south to north along bent lines; a town is one buurt.
    """
    x, y = country.block_corner(block)
    width = COLUMNS * WIDTH
    rings, codes, parents = [], [], []
    for row in range(ROWS):
        low, high = y + row * HEIGHT, y + (row + 1) * HEIGHT
        cuts = [np.array([[x, low], [x, high]])]
        for cut in range(1, ACROSS):
            drawn = mosaic.random(1 << 42 | block << 12 | row << 6 | cut, 8)
            bend = (drawn * (width // ACROSS // 2) >> 32) - width // ACROSS // 4
            heights = low + np.arange(8) * HEIGHT // 7
            cuts.append(np.stack([x + cut * width // ACROSS + bend, heights], axis=1))
        cuts.append(np.array([[x + width, low], [x + width, high]]))
        for cut in range(ACROSS):
            left, right = cuts[cut], cuts[cut + 1]
            rings.append(np.concatenate([right, left[::-1], right[:1]]))
            codes.append(f"BU{block:04d}{row:02d}{cut:02d}")
            parents.append(f"GM{block:04d}{row // 4:01d}")
    low, high = y + ROWS * HEIGHT, y + ROWS * HEIGHT + TOWN_SIZE[1]
    corners = [[x, low], [x + width, low], [x + width, high], [x, high], [x, low]]
    rings.append(np.array(corners))
    codes.append(f"BU{block:04d}{ROWS:02d}00")
    parents.append(f"GM{block:04d}{ROWS // 4:01d}")
    return rings, codes, parents
