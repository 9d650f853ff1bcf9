"""Tiles of a study: cut here, scored anywhere, put together here."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING

from nabij import _nabij
from nabij._progress import shown
from nabij._study import Study
from nabij.errors import InputError, NabijError

if TYPE_CHECKING:
    from types import TracebackType

    import pyarrow

    from nabij._arrow import Path


class Tiles:
    """A study cut into tiles, and the folder of results that their parts are kept in.

    `score` does all of this on Dask; by hand it is for other engines. While one is open, nobody
    else can work in the folder: use it in a ``with``, or close it.

    Parameters
    ----------
    study : Study or path
        What to score, or a study file.
    out : path
        The folder of results.
    tile_size : int, optional
        Addresses per tile; 20,000 if not given.
    progress : bool
        Whether to show how the study is read.

    Raises
    ------
    InputError, NormError, NetworkError
        The study is wrong, or its results need all rows in memory.

    Examples
    --------
    >>> from nabij.distributed import Tiles, score_part
    >>> with Tiles(town / "study.toml", "out", tile_size=2000) as tiles:
    ...     for number in range(len(tiles)):
    ...         rows, part = score_part(tiles.tile(number))  # on any machine
    ...         tiles.keep(number, part)
    ...     files = tiles.finish()
    >>> tiles.sizes, files[-1].name
    ([2000, 1728], 'manifest.json')
    """

    def __init__(
        self,
        study: Study | Path,
        out: Path,
        *,
        tile_size: int | None = None,
        progress: bool = False,
    ):
        if tile_size is not None and tile_size < 1:
            raise InputError(f"tile_size: at least 1, not {tile_size}")
        study = study if isinstance(study, Study) else Study.read(study)
        self._folder = os.path.abspath(out)
        with shown(progress) as step:
            city = _as_written(study)._city(step)
            self._open: _nabij.Tiles | None = _nabij.Tiles(
                city, self._folder, tile_size, None, step
            )
        self._sizes: list[int] = self._open.sizes
        self._done: list[bool] = self._open.done
        self._paths: list[pathlib.Path] = self._open.paths

    @property
    def folder(self) -> str:
        """The folder of results."""
        return self._folder

    @property
    def sizes(self) -> list[int]:
        """How many addresses each tile scores."""
        return list(self._sizes)

    @property
    def done(self) -> list[bool]:
        """Whether the part of each tile is kept, by this run or by one that was stopped."""
        return list(self._done)

    def tile(self, number: int) -> bytes:
        """Cut one tile.

        Parameters
        ----------
        number : int
            From 0.

        Returns
        -------
        bytes
            All that it takes to score it elsewhere, the same every time.
        """
        return self._tiles().tile(number)

    def keep(self, number: int, part: bytes) -> None:
        """Keep what a tile was scored to, in the folder of results.

        Parameters
        ----------
        number : int
            Of the tile.
        part : bytes
            As `score_part` gave it.

        Raises
        ------
        NabijError
            It is damaged, of another tile or of another run.
        """
        self._tiles().keep(number, part)
        self._done[number] = True

    def _land(self, path: str) -> None:
        """Write what tiles are cut from but the homes, for workers that are to score many."""
        self._tiles().land(path)

    def _homes(self, number: int) -> bytes:
        """Give the homes of a tile, for who has the land."""
        return self._tiles().homes(number)

    def _path(self, number: int) -> pathlib.Path:
        """Give where the part of a tile is kept."""
        return self._paths[number]

    def _take(self, number: int, part: bytes | None) -> bool:
        """Keep the part of a tile; where its worker put it there, see whether it arrived."""
        if part is not None:
            self.keep(number, part)
        else:
            self._done[number] = self._path(number).exists()
        return self._done[number]

    def finish(self) -> list[pathlib.Path]:
        """Make the results once all parts are kept, remove the parts, and close.

        Returns
        -------
        list of pathlib.Path
            The files of the result, the manifest last.

        Raises
        ------
        NabijError
            A part is missing, or the results cannot be written; all parts are still there.
        """
        try:
            return self._tiles().finish()
        finally:
            self.close()

    def close(self) -> None:
        """Let others work in the folder; parts stay for the next time."""
        self._open = None

    def _tiles(self) -> _nabij.Tiles:
        if self._open is None:
            raise NabijError("these tiles are closed: make them again, what is done is kept")
        return self._open

    def __len__(self) -> int:
        return len(self._sizes)

    def __enter__(self) -> Tiles:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Tiles({len(self)} of {sum(self._sizes)} addresses, {sum(self._done)} done)"


def score_tile(tile: bytes) -> pyarrow.Table:
    """Score a tile to rows: a pure function, for any engine that runs Python.

    Parameters
    ----------
    tile : bytes
        As `Tiles.tile` cut it, with the same version of nabij.

    Returns
    -------
    pyarrow.Table
        The rows of its addresses, with the columns of ``rows`` of a result.

    Raises
    ------
    NabijError
        The bytes are no tile, damaged, or of another version.
    """
    return score_part(tile)[0]


def score_part(tile: bytes) -> tuple[pyarrow.Table, bytes]:
    """Score a tile to rows, and to what `Tiles.keep` wants.

    Parameters
    ----------
    tile : bytes
        As `Tiles.tile` cut it, with the same version of nabij.

    Returns
    -------
    rows : pyarrow.Table
        The rows of its addresses, with the columns of ``rows`` of a result.
    part : bytes
        Rows, causes and what is missing, for tables of the whole.

    Raises
    ------
    NabijError
        The bytes are no tile, damaged, or of another version.
    """
    part, rows = _nabij.score_tile(tile, True)
    return rows, part


def _as_written(study: Study) -> Study:
    """Give the study with what its file says of the output, as the command reads it."""
    output = {key: value for key, value in study._output.items() if key != "dir"}
    layers = study._keys.get("facilities", [])
    wants = [f"output.{key}" for key in ("wide", "per_owner") if output.get(key)]
    wants += ["a sensitive layer" for layer in layers if dict(layer).get("sensitive")]
    if wants:
        raise InputError(
            f"{wants[0]} needs all rows in memory: leave it out, or use nabij score --tile-size "
            "on one machine"
        )
    return study._with(output=output) if output else study
