"""The bundled town."""

from __future__ import annotations

import os
import pathlib
from typing import TYPE_CHECKING

from nabij import _nabij

if TYPE_CHECKING:
    from nabij._arrow import Path


def town(folder: Path) -> pathlib.Path:
    """Write the files of Loopveen, a fictional town, to try things on.

    Parameters
    ----------
    folder : path
        Where to; it is made if it is missing.

    Returns
    -------
    pathlib.Path
        The folder. ``study.toml`` in it is a study of its walking distances, ``criteria.toml`` one
        of the caring neighbourhood.

    Examples
    --------
    >>> import nabij, tempfile
    >>> folder = nabij.town(tempfile.mkdtemp())
    >>> nabij.Study.read(folder / "study.toml").run()
    Result(3,728 origins, 14,897 rows, norms denhaag-2024)
    """
    _nabij.town(os.fspath(folder))
    return pathlib.Path(folder)
