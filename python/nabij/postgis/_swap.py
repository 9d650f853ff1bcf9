"""A table loaded beside the one that is there, and put in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, LiteralString

from nabij.errors import InputError
from nabij.postgis._columns import GEOMETRY, Table
from nabij.postgis._names import plain

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

# Starts the comment of every table written here: only such a table is replaced.
WRITTEN_BY = "nabij"


class Target:
    """A name of a table in a schema, and what stands there, within one transaction."""

    def __init__(self, connection: psycopg.Connection[Any], schema: str, name: str) -> None:
        self.connection = connection
        self.schema = schema
        self.name = name
        self.new = plain(f"{name}_new")
        self.old: int | None = None

    def check(self) -> None:
        """Refuse before anything is loaded; wait for whoever else is loading this table."""
        whole = f"{self.schema}.{self.name}"
        self._rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", whole)
        if not self._rows("SELECT 1 FROM pg_namespace WHERE nspname = %s", self.schema):
            raise InputError(f"there is no schema {self.schema!r}: CREATE SCHEMA {self.schema}")
        if self._find(self.new):
            raise InputError(f"{self.schema}.{self.new} is in the way: drop it")
        for oid, kind, comment, policies in self._find(self.name):
            self.old = oid
            if kind != "r" or not (comment or "").startswith(f"{WRITTEN_BY} "):
                self._refuse("was not written by nabij: drop it, or choose another name")
            if policies:
                self._refuse("has policies for rows, which the new table would not have")
            self._refuse_what_hangs_on_it(oid)

    def _refuse_what_hangs_on_it(self, old: int) -> None:
        reasons: dict[str, LiteralString] = {
            "has the trigger":
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s AND NOT tgisinternal",
            "is meant by the foreign key": "SELECT conname FROM pg_constraint WHERE confrelid = %s",
            "has rights on the column":
                "SELECT attname FROM pg_attribute WHERE attrelid = %s AND attacl IS NOT NULL",
            "is read by the materialised view": f"{VIEWS} AND c.relkind = 'm'",
        }  # fmt: skip
        for reason, query in reasons.items():
            for row in self._rows(query, old):
                self._refuse(f"{reason} {row[0]!r}: drop that, write, and make it again")

    def load(self, table: Table, key: Sequence[str]) -> None:
        """Make the new table with its rows, key and index."""
        from psycopg import sql

        types: dict[str, sql.Composable] = {}
        types.update((column, sql.SQL(kind)) for column, kind in table.types.items())
        if table.place is not None:
            types[GEOMETRY] = self._geometry(table.place.kind, table.place.srid)
        self._do(
            sql.SQL("CREATE TABLE {} ({})").format(
                self._in_schema(self.new),
                sql.SQL(", ").join(
                    sql.SQL("{} {}").format(sql.Identifier(column), types[column])
                    for column in table.rows.column_names
                ),
            )
        )
        with self.connection.cursor() as cursor:
            into = sql.SQL("COPY {} FROM STDIN WITH (FORMAT csv)").format(self._in_schema(self.new))
            with cursor.copy(into) as copy:
                for rows in table.csv():
                    copy.write(rows)
        if key:
            self._do(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} PRIMARY KEY ({})").format(
                    self._in_schema(self.new),
                    sql.Identifier(plain(f"{self.new}_pkey")),
                    sql.SQL(", ").join(map(sql.Identifier, key)),
                )
            )
        if table.place is not None:
            self._do(
                sql.SQL("CREATE INDEX {} ON {} USING gist ({})").format(
                    sql.Identifier(plain(f"{self.new}_geom_idx")),
                    self._in_schema(self.new),
                    sql.Identifier(GEOMETRY),
                )
            )
        self._do(sql.SQL("ANALYZE {}").format(self._in_schema(self.new)))

    def _geometry(self, kind: str | None, srid: int) -> sql.Composed:
        from psycopg import sql

        found = self._rows(
            "SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
            " WHERE e.extname = 'postgis'"
        )
        if not found:
            raise InputError("the database has no PostGIS: CREATE EXTENSION postgis")
        whole = sql.Identifier(found[0][0], "geometry")
        if kind is not None:
            return sql.SQL("{}({}, {})").format(whole, sql.Identifier(kind), sql.Literal(srid))
        check = sql.SQL("{} CHECK ({}({}) = {})")
        asked = sql.Identifier(found[0][0], "st_srid")
        return check.format(whole, asked, sql.Identifier(GEOMETRY), sql.Literal(srid))

    def tell(self, comment: str, columns: Mapping[str, str]) -> None:
        """Comment on the new table and its columns."""
        from psycopg import sql

        on = sql.SQL("COMMENT ON TABLE {} IS {}")
        self._do(on.format(self._in_schema(self.new), sql.Literal(comment)))
        on = sql.SQL("COMMENT ON COLUMN {} IS {}")
        for column, text in columns.items():
            where = sql.Identifier(self.schema, self.new, column)
            self._do(on.format(where, sql.Literal(text)))

    def take_the_place(self) -> None:
        """Put the new table where the old one is; who reads waits from here to the commit."""
        from psycopg import sql

        rename = sql.SQL("ALTER TABLE {} RENAME TO {}")
        if self.old is None:
            self._do(rename.format(self._in_schema(self.new), sql.Identifier(self.name)))
        else:
            was = plain(f"{self.name}_old")
            if self._find(was):
                raise InputError(f"{self.schema}.{was} is in the way: drop it")
            self._do(
                sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(self._in_schema(self.name))
            )
            views = self._rows(f"{VIEWS} AND c.relkind = 'v'", self.old)
            self._give_rights(self.old)
            self._do(rename.format(self._in_schema(self.name), sql.Identifier(was)))
            self._do(rename.format(self._in_schema(self.new), sql.Identifier(self.name)))
            for name, schema, options, query in views:
                self._do(
                    sql.SQL("CREATE OR REPLACE VIEW {} {} AS {}").format(
                        sql.Identifier(schema, name),
                        sql.SQL(f"WITH ({', '.join(options)})" if options else ""),
                        sql.SQL(query),
                    )
                )
            self._do(sql.SQL("DROP TABLE {}").format(self._in_schema(was)))
        for end in ("pkey", "geom_idx"):
            self._do(
                sql.SQL("ALTER INDEX IF EXISTS {} RENAME TO {}").format(
                    self._in_schema(plain(f"{self.new}_{end}")),
                    sql.Identifier(plain(f"{self.name}_{end}")),
                )
            )

    def _give_rights(self, old: int) -> None:
        from psycopg import sql

        new = self._in_schema(self.new)
        rights = (
            "SELECT a.grantee::regrole::text, a.grantee, a.privilege_type, a.is_grantable"
            " FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = %s AND a.grantee <> c.relowner"
        )
        for who, grantee, _, _ in self._rows(rights, self._find(self.new)[0][0]):
            to = sql.SQL(who if grantee else "PUBLIC")
            self._do(sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(new, to))
        for who, grantee, right, onwards in self._rows(rights, old):
            to = sql.SQL(who if grantee else "PUBLIC")
            more = sql.SQL(" WITH GRANT OPTION" if onwards else "")
            grant = sql.SQL("GRANT {} ON TABLE {} TO {}{}")
            self._do(grant.format(sql.SQL(right), new, to, more))
        ((owner, mine),) = self._rows(
            "SELECT relowner::regrole::text, relowner = current_user::regrole"
            " FROM pg_class WHERE oid = %s", old,
        )  # fmt: skip
        if not mine:
            self._do(sql.SQL("ALTER TABLE {} OWNER TO {}").format(new, sql.SQL(owner)))

    def _in_schema(self, name: str) -> sql.Identifier:
        from psycopg import sql

        return sql.Identifier(self.schema, name)

    def _find(self, name: str) -> list[tuple[Any, ...]]:
        return self._rows(
            "SELECT c.oid, c.relkind::text, obj_description(c.oid, 'pg_class'), c.relrowsecurity"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relname = %s",
            self.schema, name,
        )  # fmt: skip

    def _rows(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query, values).fetchall()

    def _do(self, query: sql.Composed) -> None:
        self.connection.execute(query)

    def _refuse(self, reason: str) -> None:
        raise InputError(f"{self.schema}.{self.name} {reason}")


# Views that read a table: names, options and queries as they stand.
VIEWS = (
    "SELECT DISTINCT c.relname, n.nspname, c.reloptions, pg_get_viewdef(c.oid)"
    " FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass"
    " JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = %s AND c.oid <> d.refobjid"
)
