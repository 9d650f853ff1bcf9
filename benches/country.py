"""A country to test on: up to ten million addresses and ten million edges of real street networks.

The centre of Helsinki and the bundled town laid out as a mosaic of constant density in RD New, a
folder with a study and its GeoParquet files, written a block at a time; the same arguments give the
same bytes. What varies from tile to tile (names, private ways, doors, people) is drawn by number.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import country_doors
import country_tiles
import geoparquet
import mosaic
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from country_layout import BLOCK, Country, Place
from geoparquet import LINE, POINT, POLYGON, Writer

# Of a thousand lines of these classes so many are private, in every tile others.
PRIVATE = 30
QUIET = ("service", "footway", "path")
# Limits in metres; what is rare may be farther. Searches look 2,000 m far.
LIMITS = {"hospital": (500, 1_000), "library": (500, 1_000)}
USUAL = (300, 500)


def streets(file: Writer, country: Country, block: int, first: int) -> int:
    """Writes a block's lines; returns how many edges they make."""
    points, lengths, columns, edges = [], [], [], 0
    for place in country.places(block):
        tile = place.tile
        points.append(place.laid(tile.vertices))
        lengths.append(np.diff(tile.starts))
        drawn = mosaic.random(4 * place.number + 3, tile.lines) * 1000 >> 32
        private = tile.private | (np.isin(tile.kind, QUIET) & (drawn < PRIVATE))
        columns.append(
            (named(place), tile.kind, private, tile.steps, tile.bridge, tile.tunnel)
        )  # fmt: skip
        edges += tile.edges
    for number, seam in enumerate(country.seams(block)):
        points.append(seam)
        lengths.append([len(seam)])
        names = np.array([f"Stadsrand {block}-{number}"], dtype=object)
        no = np.zeros(1, bool)
        columns.append((names, np.array(["tertiary"], dtype=object), no, no, no, no))
        edges += len(seam) - 1
    lengths = np.concatenate(lengths)
    names, kinds, private, steps, bridge, tunnel = map(np.concatenate, zip(*columns, strict=True))
    file.add(
        {
            "id": pa.array(first + np.arange(len(lengths))),
            "street": pa.array(names, pa.string(), mask=names == ""),
            "class": pa.array(kinds, pa.string()),
            "access": pa.array(np.where(private, "private", "public").astype(object), pa.string()),
            "steps": pa.array(steps),
            "bridge": pa.array(bridge),
            "tunnel": pa.array(tunnel),
        },
        np.concatenate(points),
        np.concatenate(([0], np.cumsum(lengths))),
    )
    return edges


def named(place: Place) -> np.ndarray:
    """The names of a copy's lines: its own in every tile."""
    plain, at = np.unique(place.tile.street.astype(str), return_inverse=True)
    own = [f"{name} {place.number}" if name else "" for name in plain]
    return np.array(own, dtype=object)[at]


def origins(file: Writer, country: Country, block: int, names: bool) -> None:
    points, streets, residents, older = [], [], [], []
    counts = country.origins_of(block)
    for place, count in zip(country.places(block), counts, strict=True):
        at, lines, people, old = country_doors.homes(place, count)
        points.append(at)
        residents.append(people)
        older.append(old)
        streets.append(named(place)[lines] if names else [])
    numbers = np.arange(file.rows, file.rows + sum(counts))
    columns = {
        "id": pc.cast(pa.array(9_000_010_000_000_000 + numbers), pa.string()),
        "residents": pa.array(np.concatenate(residents).astype(np.int32)),
        "65+": pa.array(np.concatenate(older).astype(np.int32)),
    }
    if names:
        texts = np.concatenate(streets)
        columns["street"] = pa.array(texts, pa.string(), mask=texts == "")
        columns["number"] = pc.cast(pa.array(1 + numbers % 199), pa.string())
    file.add(columns, np.concatenate(points))


def facilities(file: Writer, country: Country, block: int) -> None:
    found = country_doors.facilities(country, block)
    ids = [f"{of}-{block}-{n}" for of, points in found.items() for n in range(len(points))]
    of = [of for of, points in found.items() for _ in points]
    columns = {"id": pa.array(ids), "category": pa.array(of)}
    file.add(columns, np.concatenate(list(found.values())))


def areas(file: Writer, country: Country, block: int) -> None:
    rings, codes, parents = country_doors.areas(country, block)
    columns = {
        "code": pa.array(codes),
        "name": pa.array([f"Buurt {code[2:]}" for code in codes]),
        "parent": pa.array(parents),
        "parent_name": pa.array([f"Gemeente {code[2:]}" for code in parents]),
    }
    starts = np.concatenate(([0], np.cumsum([len(ring) for ring in rings])))
    file.add(columns, np.concatenate(rings), starts)


def study(names: bool) -> str:
    norms = "".join(
        f'[[norms.norm]]\nid = "{of}"\ncategory = "{of}"\nlower = {lower}\nupper = {upper}\n'
        for of in country_doors.CATEGORIES
        for lower, upper in [LIMITS.get(of, USUAL)]
    )
    address = 'address = ["street", "number"]\n' if names else ""
    return (
        f'title = "A country"\ncrs = "{geoparquet.CRS}"\n'
        f'[norms]\nname = "country"\n{norms}'
        '[[streets]]\nfile = "streets.parquet"\n'
        '[[facilities]]\nfile = "facilities.parquet"\n'
        f'[origins]\nfile = "origins.parquet"\n{address}'
        'weights = { residents = "residents", "65+" = "65+" }\n'
        '[areas]\nfile = "areas.parquet"\nid = "code"\nname = "name"\nlevel = "buurt"\n'
        'parents = [{ level = "gemeente", id = "parent", name = "parent_name" }]\n'
        '[extent]\nfile = "extent.parquet"\n'
        '[output]\ndir = "out"\nformat = "parquet"\n'
    )


def make(folder: Path, count: int, names: bool = False) -> dict:
    """Writes the country into a folder; returns what is in it. What is there already is kept."""
    facts = folder / "country.json"
    asked = {"origins": count, "names": names}
    if facts.exists() and asked.items() <= json.loads(facts.read_text()).items():
        return json.loads(facts.read_text())
    folder.mkdir(parents=True, exist_ok=True)
    facts.unlink(missing_ok=True)
    country = Country(count, country_tiles.city(), country_tiles.town())
    kinds = {
        "streets": LINE, "origins": POINT, "facilities": POINT, "areas": POLYGON,
        "extent": POLYGON,
    }  # fmt: skip
    files = {name: Writer(folder / f"{name}.parquet", kind) for name, kind in kinds.items()}
    edges = 0
    for block in range(country.blocks):
        edges += streets(files["streets"], country, block, files["streets"].rows)
        origins(files["origins"], country, block, names)
        facilities(files["facilities"], country, block)
        areas(files["areas"], country, block)
    (x, y), (east, north) = country.corner, country.far
    ring = np.array([[x, y], [east, y], [east, north], [x, north], [x, y]])
    files["extent"].add({"name": pa.array(["country"])}, ring, np.array([0, 5]))
    for file in files.values():
        file.close()
    (folder / "study.toml").write_text(study(names))
    told = {
        **asked,
        "edges": edges,
        "lines": files["streets"].rows,
        "facilities": files["facilities"].rows,
        "buurten": files["areas"].rows,
        "blocks": country.shape,
        "block_m": [side // 1000 for side in BLOCK],
        "corner_mm": country.corner,
    }
    facts.write_text(json.dumps(told) + "\n")
    return told


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--origins", type=int, default=100_000)
    words.add_argument("--names", action="store_true", help="addresses with streets and numbers")
    asked = words.parse_args()
    start = time.monotonic()
    told = make(asked.folder, asked.origins, asked.names)
    print(json.dumps(told), f"{time.monotonic() - start:.1f} s")


if __name__ == "__main__":
    main()
