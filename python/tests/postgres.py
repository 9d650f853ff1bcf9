"""A PostgreSQL with PostGIS of the tests' own: new, on a free port of loopback, gone afterwards."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas
import psycopg
import pytest
import sqlalchemy
from shapely import Point
from sqlalchemy import text

RD = "EPSG:28992"
MISSING = """PostgreSQL with PostGIS is not installed.
Debian: apt-get install postgresql postgresql-postgis"""


def programs() -> Path:
    """The folder of the newest server that has PostGIS: on the path, or where Debian has them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda f: float(f.parent.name))
    for folder in [*(Path(p) for p in os.get_exec_path()), *reversed(debian)]:
        if (folder / "initdb").exists() and (folder / "pg_config").exists():
            asked: list[Path | str] = [folder / "pg_config", "--sharedir"]
            shared = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
            if (Path(shared.strip()) / "extension" / "postgis.control").exists():
                return folder
    pytest.fail(MISSING)


def unprivileged() -> list[str]:
    """What goes before a command: the server refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server; its address without the name of a database."""
    bin = programs()
    folder = Path(tempfile.mkdtemp(prefix="nabij-postgres-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    password = secrets.token_hex(16)
    secret = folder / "password"
    secret.write_text(password)
    if os.geteuid() == 0:
        os.chown(secret, account.pw_uid, account.pw_gid)
    data = folder / "data"
    options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--username=nabij", "--encoding=UTF8"]
    made: list[Path | str] = [
        *unprivileged(),
        bin / "initdb",
        *options,
        "--locale=C.UTF-8",
        "-D",
        data,
    ]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", "fsync=off"]
    command: list[Path | str] = [*unprivileged(), bin / "postgres", "-D", data, "-p", str(port)]
    command += [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    address = f"postgresql://nabij:{password}@127.0.0.1:{port}"
    try:
        _wait(server, address, folder / "log")
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(folder)


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(300):
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"{address}/postgres").close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")


def database(address: str, name: str) -> str:
    """Make an empty database with PostGIS in it; its address."""
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    with psycopg.connect(f"{address}/{name}") as connection:
        connection.execute("CREATE EXTENSION postgis")
    return f"{address.replace('postgresql:', 'postgresql+psycopg:')}/{name}"


def ask(engine: sqlalchemy.Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.begin() as connection:
        result = connection.execute(text(query))
        return [tuple(row) for row in result] if result.returns_rows else []


def homes(count: int = 3) -> geopandas.GeoDataFrame:
    places = [Point(80000.123 + at, 455000.001) for at in range(count)]
    return geopandas.GeoDataFrame(
        {"id": [f"{at:03}" for at in range(count)]}, geometry=places, crs=RD
    )
