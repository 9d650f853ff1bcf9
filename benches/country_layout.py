"""How tiles make a country: blocks of 21 tiles of city, seven rows of three, and one town above.

Every second column and row of the city is mirrored, and so is every second town: a street that
leaves a tile goes on in its neighbour at the same millimetre. Where city and town meet, a street
along the common side joins whatever ends there from either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import mosaic
import numpy as np
from country_tiles import TOWN_SIZE, Tile

COLUMNS, ROWS = 3, 7
WIDTH, HEIGHT = mosaic.SIZE_MM
BLOCK = (COLUMNS * WIDTH, ROWS * HEIGHT + TOWN_SIZE[1])
# Origins of a block, and those of them that are in its town.
FULL, RURAL = 100_000, 3_000
# The middle of the country in RD New, mm.
CENTRE = (155_000_000, 463_000_000)


@dataclass(frozen=True)
class Place:
    """One copy of a tile: which, where, and which way round."""

    number: int
    tile: Tile
    corner: tuple[int, int]
    mirrored: tuple[bool, bool]

    def laid(self, points: np.ndarray) -> np.ndarray:
        """Points of the tile where they are in the country, mm."""
        points = points.copy()
        for axis in (0, 1):
            if self.mirrored[axis]:
                points[:, axis] = self.tile.size[axis] - points[:, axis]
            points[:, axis] += self.corner[axis]
        return points


@dataclass(frozen=True)
class Country:
    """A number of origins laid out in blocks, as square as these allow."""

    origins: int
    city: Tile
    town: Tile

    @property
    def blocks(self) -> int:
        return math.ceil(self.origins / FULL)

    @property
    def shape(self) -> tuple[int, int]:
        """Blocks from west to east and from south to north."""

        def strain(across: int) -> float:
            return abs(math.log(across * BLOCK[0] / (self.blocks // across * BLOCK[1])))

        across = [n for n in range(1, self.blocks + 1) if self.blocks % n == 0]
        best = min(across, key=lambda n: (strain(n), n))
        return best, self.blocks // best

    @property
    def corner(self) -> tuple[int, int]:
        """The south-western corner, whole metres in mm."""
        return tuple(
            (CENTRE[axis] - count * BLOCK[axis] // 2) // 1000 * 1000
            for axis, count in enumerate(self.shape)
        )

    @property
    def far(self) -> tuple[int, int]:
        return tuple(self.corner[axis] + self.shape[axis] * BLOCK[axis] for axis in (0, 1))

    def block_corner(self, block: int) -> tuple[int, int]:
        at = block % self.shape[0], block // self.shape[0]
        return tuple(self.corner[axis] + at[axis] * BLOCK[axis] for axis in (0, 1))

    def places(self, block: int) -> list[Place]:
        """Its copies, row by row from the south, the town last."""
        x, y = self.block_corner(block)
        column = block % self.shape[0] * COLUMNS
        first = block * (COLUMNS * ROWS + 1)
        places = [
            Place(
                first + row * COLUMNS + own,
                self.city,
                (x + own * WIDTH, y + row * HEIGHT),
                ((column + own) % 2 == 1, row % 2 == 1),
            )
            for row in range(ROWS)
            for own in range(COLUMNS)
        ]
        above = (x, y + ROWS * HEIGHT)
        mirrored = (block % self.shape[0] % 2 == 1, False)
        return [*places, Place(first + COLUMNS * ROWS, self.town, above, mirrored)]

    def seams(self, block: int) -> list[np.ndarray]:
        """The streets along the town's southern side and, below another block, its northern one."""
        places = self.places(block)
        town = places[-1]
        sides = [(town, False), *((place, True) for place in places[-1 - COLUMNS : -1])]
        lines = [self.seam(town.corner[1], sides)]
        if block + self.shape[0] < self.blocks:
            above = self.places(block + self.shape[0])[:COLUMNS]
            sides = [(town, True), *((place, False) for place in above)]
            lines.append(self.seam(town.corner[1] + TOWN_SIZE[1], sides))
        return lines

    def seam(self, y: int, sides: list[tuple[Place, bool]]) -> np.ndarray:
        """Along y through whatever ends there; `far` is the upper side as laid out."""
        xs = []
        for place, upper in sides:
            along = place.tile.border(1, upper != place.mirrored[1])
            ends = np.stack([along, np.zeros_like(along)], axis=1)
            xs.append(place.laid(ends)[:, 0])
        west = sides[0][0].corner[0]
        every = np.unique(np.concatenate([*xs, [west, west + BLOCK[0]]]))
        return np.stack([every, np.full_like(every, y)], axis=1)

    def origins_of(self, block: int) -> list[int]:
        """How many origins each copy of a block gets; all copies together have them all."""
        total = shares(self.origins, self.blocks)[block]
        rural = total * RURAL // FULL
        return [*shares(total - rural, COLUMNS * ROWS), rural]


def shares(total: int, parts: int) -> list[int]:
    return [total // parts + (at < total % parts) for at in range(parts)]
