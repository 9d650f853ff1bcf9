"""One table takes the place of another, on a server of the tests' own."""

import threading

import pytest
import sqlalchemy
from nabij import InputError
from nabij.postgis import write
from nabij.postgis._swap import Target
from postgres import ask, homes
from sqlalchemy import text

pytestmark = pytest.mark.postgis


def test_section_10_who_reads_sees_the_old_table_or_the_new_never_nothing(
    engine: sqlalchemy.Engine,
) -> None:
    """Readers count all the time while ten tables of 1000 to 10 000 rows follow each other."""
    write(homes(1000), "homes", engine, schema="gis")
    stop = threading.Event()
    seen: list[int] = []
    failed: list[Exception] = []

    def read() -> None:
        try:
            while not stop.is_set():
                ((count,),) = ask(engine, "SELECT count(*) FROM gis.homes")
                assert isinstance(count, int)
                seen.append(count)
        except Exception as error:
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for size in range(2, 11):
        write(homes(1000 * size), "homes", engine, schema="gis")
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert set(seen) <= {1000 * size for size in range(1, 11)}
    assert len(set(seen)) > 1


def test_an_uncommitted_swap_is_not_seen(engine: sqlalchemy.Engine) -> None:
    write(homes(3), "homes", engine, schema="gis")
    with engine.connect() as reader, engine.begin() as both:
        reader.execute(text("SET lock_timeout = '200ms'"))
        target = text("SELECT count(*) FROM gis.homes")
        assert reader.execute(target).scalar() == 3
        reader.commit()
        write(homes(4), "homes", both, schema="gis")
        write(homes(5), "others", both, schema="gis")
        # It waits for the swap to be decided, and does not find nothing.
        with pytest.raises(sqlalchemy.exc.OperationalError, match="lock timeout"):
            reader.execute(target)
        reader.rollback()
        with pytest.raises(sqlalchemy.exc.ProgrammingError, match="does not exist"):
            reader.execute(text("SELECT count(*) FROM gis.others"))
    assert ask(engine, "SELECT count(*) FROM gis.homes") == [(4,)]
    assert ask(engine, "SELECT count(*) FROM gis.others") == [(5,)]


@pytest.mark.parametrize("at", ["load", "tell", "take_the_place"])
def test_section_10_a_failure_leaves_the_old_table(
    at: str, engine: sqlalchemy.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(homes(3), "homes", engine, schema="gis", key="id")
    done = getattr(Target, at)

    def fails(*arguments: object) -> None:
        done(*arguments)
        raise RuntimeError("the line is cut")

    monkeypatch.setattr(Target, at, fails)
    with pytest.raises(RuntimeError, match="the line is cut"):
        write(homes(4), "homes", engine, schema="gis", key="id")
    assert ask(engine, "SELECT count(*) FROM gis.homes") == [(3,)]
    # Inside a transaction of the caller's the rest goes on.
    with engine.begin() as connection:
        with pytest.raises(RuntimeError, match="the line is cut"):
            write(homes(5), "homes", connection, schema="gis")
        connection.execute(text("CREATE TABLE gis.rest ()"))
    tables = ask(engine, "SELECT tablename FROM pg_tables WHERE schemaname = 'gis' ORDER BY 1")
    assert tables == [("homes",), ("rest",)]
    assert ask(engine, "SELECT count(*) FROM gis.homes") == [(3,)]


def test_rights_and_owner_go_over_to_the_new_table(engine: sqlalchemy.Engine) -> None:
    for role in ("reader", '"Odd one"', "keeper", "other"):
        ask(engine, f"DROP ROLE IF EXISTS {role}")
        ask(engine, f"CREATE ROLE {role}")
    write(homes(), "homes", engine, schema="gis")
    ask(engine, "GRANT SELECT ON gis.homes TO PUBLIC")
    ask(engine, 'GRANT SELECT, UPDATE ON gis.homes TO "Odd one" WITH GRANT OPTION')
    ask(engine, "GRANT SELECT ON gis.homes TO reader")
    ask(engine, "ALTER TABLE gis.homes OWNER TO keeper")
    # What the schema gives to new tables, this one was not given.
    ask(engine, "ALTER DEFAULT PRIVILEGES IN SCHEMA gis GRANT SELECT ON TABLES TO other")
    rights = (
        "SELECT grantee::regrole::text, privilege_type, is_grantable, relowner::regrole::text"
        " FROM pg_class c, aclexplode(relacl) WHERE oid = 'gis.homes'::regclass ORDER BY 1, 2"
    )
    before = ask(engine, rights)
    assert len(before) > 4
    write(homes(4), "homes", engine, schema="gis")
    assert ask(engine, rights) == before
    assert ask(engine, "SELECT count(*) FROM gis.homes") == [(4,)]
    ask(engine, 'DROP OWNED BY reader, "Odd one", keeper, other CASCADE')
    ask(engine, 'DROP ROLE reader, "Odd one", keeper, other')


def test_views_show_the_new_table(engine: sqlalchemy.Engine) -> None:
    write(homes(3), "homes", engine, schema="gis")
    some = "SELECT * FROM gis.homes WHERE id > '000'"
    ask(engine, f"CREATE VIEW public.some WITH (security_barrier=true) AS {some}")
    ask(engine, "CREATE VIEW public.more AS SELECT count(*) AS n FROM public.some")
    ask(engine, "COMMENT ON VIEW public.some IS 'kept'")
    for size in (4, 5):
        write(homes(size).assign(extra=1), "homes", engine, schema="gis")
        assert ask(engine, "SELECT n FROM public.more") == [(size - 1,)]
    assert ask(
        engine, "SELECT reloptions, obj_description(oid) FROM pg_class WHERE relname = 'some'"
    ) == [(["security_barrier=true"], "kept")]
    # A view on a column that is gone: the old table stays, and the view.
    with pytest.raises(Exception, match="id"):
        write(homes(6).drop(columns="id"), "homes", engine, schema="gis")
    assert ask(engine, "SELECT n FROM public.more") == [(4,)]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("CREATE MATERIALIZED VIEW gis.m AS SELECT * FROM gis.homes", "materialised view 'm'"),
        ("CREATE TABLE gis.child (id text REFERENCES gis.homes)", "foreign key 'child_id_fkey'"),
        ("ALTER TABLE gis.homes ENABLE ROW LEVEL SECURITY", "policies for rows"),
        ("GRANT SELECT (id) ON gis.homes TO PUBLIC", "rights on the column 'id'"),
        (
            "CREATE TRIGGER t AFTER INSERT ON gis.homes EXECUTE FUNCTION"
            " suppress_redundant_updates_trigger()",
            "trigger 't'",
        ),
        ("COMMENT ON TABLE gis.homes IS 'The register'", "was not written by nabij"),
        ("CREATE TABLE gis.homes_new ()", "gis.homes_new is in the way"),
        ("CREATE TABLE gis.homes_old ()", "gis.homes_old is in the way"),
        ("ALTER SCHEMA gis RENAME TO elsewhere", "there is no schema 'gis'"),
    ],
)
def test_what_would_be_lost_is_a_reason_to_change_nothing(
    before: str, message: str, engine: sqlalchemy.Engine
) -> None:
    write(homes(3), "homes", engine, schema="gis", key="id")
    ask(engine, before)
    with pytest.raises(InputError, match=message):
        write(homes(4), "homes", engine, schema="gis", key="id")
    schema = "elsewhere" if "elsewhere" in before else "gis"
    assert ask(engine, f"SELECT count(*) FROM {schema}.homes") == [(3,)]


def test_two_who_write_at_once_take_turns(engine: sqlalchemy.Engine) -> None:
    failed: list[Exception] = []

    def load(size: int) -> None:
        try:
            write(homes(size), "homes", engine, schema="gis")
        except Exception as error:
            failed.append(error)

    writers = [threading.Thread(target=load, args=(size,)) for size in (10, 20, 30, 40)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    ((count,),) = ask(engine, "SELECT count(*) FROM gis.homes")
    assert count in (10, 20, 30, 40)
