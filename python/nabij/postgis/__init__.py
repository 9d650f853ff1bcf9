"""Results into PostGIS, where colleagues and their maps expect them.

A table is loaded beside the one that is there, then takes its place in one transaction: whoever
reads sees the old one or the new one, never half of either and never nothing.

Needs ``nabij[postgis]`` (SQLAlchemy and psycopg). To read from a database, use
:func:`geopandas.read_postgis` and :func:`pandas.read_sql`: origins need nothing of their own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij.errors import InputError
from nabij.postgis._columns import Table
from nabij.postgis._names import plain
from nabij.postgis._swap import WRITTEN_BY, Target

if TYPE_CHECKING:
    import pandas
    import psycopg
    import pyarrow
    import sqlalchemy

__all__ = ["write"]


def write(
    frame: pandas.DataFrame | pyarrow.Table,
    name: str,
    con: sqlalchemy.Engine | sqlalchemy.Connection,
    *,
    schema: str = "public",
    key: str | Sequence[str] = (),
    manifest: Mapping[str, Any] | None = None,
    comment: str | None = None,
    comments: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Write a frame or an Arrow table as a table, in the place of the one of that name.

    Text stays text, so codes keep their leading zeros. NaN and None become NULL. Types come from
    the columns: a column of a frame with nothing but None has lost its own and becomes text, one
    of an Arrow table keeps it. The geometry
    column is called ``geom``, keeps its SRID and every geometry byte for byte, and has an index.
    The frame's index is not written (``reset_index()`` makes it a column).

    Names of columns become lower-case ASCII of at most 63 bytes: "Straße 65+" becomes
    ``strasse_65``. One that is longer is cut and one that is taken already is kept, both with
    the first digits of a hash behind, the same every time. The comment of a column that got
    another name is its own.

    The table that is replaced must be one that this function wrote. Its owner and the rights on
    it go over to the new one, and views on it show the new one. Anything else that hangs on it (a
    materialised view, a foreign key, a policy for rows, a trigger) is a reason to change nothing.

    Parameters
    ----------
    frame : DataFrame, GeoDataFrame or Arrow table
        For example ``result.areas``; geometries with a CRS that has an EPSG code.
    name : str
        Of the table: lower-case ASCII letters, digits and ``_``, at most 63.
    con : sqlalchemy.Engine or sqlalchemy.Connection
        With psycopg 3: ``sqlalchemy.create_engine("postgresql+psycopg://…")``. An engine makes a
        transaction of its own. With a connection, the caller's transaction decides: tables that
        belong together are swapped together when it commits.
    schema : str
        It must exist.
    key : str or sequence of str
        Columns (named as in the frame) that tell rows apart: the primary key.
    manifest : mapping, optional
        ``result.manifest``: the norm set, reference dates and version for the table's comment.
    comment : str, optional
        More for the table's comment.
    comments : mapping, optional
        Comments on columns, by their names in the frame.

    Returns
    -------
    dict
        The columns of the table by those of the frame.

    Raises
    ------
    InputError
        A name, column, CRS or the table in its place is not as described; nothing has changed.
    sqlalchemy.exc.DBAPIError, psycopg.Error
        The database refused; nothing has changed.

    Examples
    --------
    >>> import sqlalchemy, nabij.postgis
    >>> engine = sqlalchemy.create_engine("postgresql+psycopg://…")  # doctest: +SKIP
    >>> with engine.begin() as both:  # doctest: +SKIP
    ...     nabij.postgis.write(result.addresses, "homes", both, schema="nabij", key="origin")
    ...     nabij.postgis.write(result.areas, "areas", both, schema="nabij")
    """
    wanted = plain(name)
    if wanted != name:
        raise InputError(f"table {name!r}: call it {wanted!r}, a name that needs no quotes")
    table = Table.of(frame, name)
    given = [key] if isinstance(key, str) else list(key)
    for column in [*given, *(comments or {})]:
        if column not in table.names:
            raise InputError(f"table {name!r}: there is no column {column!r} in it")
    keys = table.key(given)
    told = table.told() | {table.names[old]: text for old, text in (comments or {}).items()}
    with _transaction(con) as connection:
        target = Target(connection, schema, name)
        target.check()
        target.load(table, keys)
        target.tell(_comment(manifest, comment), told)
        target.take_the_place()
    return table.names


@contextlib.contextmanager
def _transaction(
    con: sqlalchemy.Engine | sqlalchemy.Connection,
) -> Iterator[psycopg.Connection[Any]]:
    import psycopg
    import sqlalchemy

    if isinstance(con, sqlalchemy.Engine):
        with con.begin() as connection, _transaction(connection) as within:
            yield within
        return
    if not isinstance(con, sqlalchemy.Connection):
        raise InputError(f"con: an SQLAlchemy Engine or Connection, not {type(con).__name__}")
    driver = con.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise InputError("con: psycopg 3 is needed: create_engine('postgresql+psycopg://…')")
    if driver.autocommit:
        raise InputError("con: it commits every statement by itself; leave AUTOCOMMIT out")
    # What fails is undone as far as here.
    with con.begin_nested():
        yield driver


def _comment(manifest: Mapping[str, Any] | None, more: str | None) -> str:
    from nabij import __version__

    of = manifest or {}
    norms = of.get("norm_set") or {}
    dates = of.get("reference_dates") or {}
    crs = of.get("crs") or {}
    plane = crs.get("definition") if crs.get("name") in (None, "unknown") else crs["name"]
    said = {
        "title": of.get("title"),
        "norms": norms.get("name"),
        "status": norms.get("status"),
        "reference dates": ", ".join(f"{what} {when}" for what, when in sorted(dates.items())),
        "year of areas": of.get("area_year"),
        "measured in": plane,
    }
    lines = [f"{what}: {value}" for what, value in said.items() if value]
    return "\n".join(
        [f"{WRITTEN_BY} {of.get('nabij', __version__)}", *lines, *filter(None, [more])]
    )
