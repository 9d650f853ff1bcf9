"""Data frames as tables that the library reads."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    import pyarrow


def plain(table: pandas.DataFrame, wanted: Collection[str] | None = None) -> pyarrow.Table:
    """Give a data frame as an Arrow table, without its geometry and index."""
    import pandas
    import pyarrow

    geometry = getattr(table, "_geometry_column_name", None)
    names = [c for c in table.columns if c != geometry and (wanted is None or c in wanted)]
    return pyarrow.Table.from_pandas(pandas.DataFrame(table[names]), preserve_index=False)
