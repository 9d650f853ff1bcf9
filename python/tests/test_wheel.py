"""The wheel and the source distribution that ``make wheel`` left in ``target/wheels``.

``make test-wheel`` runs these: they ask a package index for what the wheel depends on.
"""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

pytestmark = pytest.mark.wheel
WHEELS = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "wheels"
# What the tag of the wheel promises that every system has.
SYSTEM = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2"}
MOST_MEGABYTES = 20


@pytest.fixture(scope="session")
def wheel() -> Path:
    (found,) = WHEELS.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def sdist() -> Path:
    (found,) = WHEELS.glob("*.tar.gz")
    return found


@pytest.fixture(scope="session")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of a new virtual environment in which the wheel is installed as users do."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    options = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    install: list[Path | str] = [python, "-m", "pip", "install", *options, f"{wheel}[plot]"]
    subprocess.run(install, check=True, cwd=folder)
    return python


# What is told of the first notebook once its cells were run.
TOLD = """
import json
print(json.dumps({
    "from": nabij.__file__,
    "plane": result.manifest["crs"]["name"],
    "crs": addresses.crs.to_epsg(),
    "metres": addresses["pharmacy_m"].fillna(-1).tolist(),
    "verdicts": addresses["pharmacy_verdict"].astype(str).value_counts().to_dict(),
    "areas": len(areas),
    "degrees": nabij.Facilities.from_osm(sys.argv[1]).frame().total_bounds.round(2).tolist(),
}))
"""


def first_steps(python: Path | str, folder: Path, helsinki: Path, **variables: str) -> Any:
    """Run the cells of the first notebook, and tell what came out."""
    notebook = ROOT / "examples" / "notebooks" / "01_first_score.ipynb"
    cells = json.loads(notebook.read_text())["cells"]
    steps = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    spoilt = ("PROJ_", "PYTHON", "CONDA", "VIRTUAL_ENV", "LD_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(spoilt)}
    ran = subprocess.run(
        [python, "-c", "\n".join(["import sys", *steps, TOLD]), helsinki],
        env=clean | variables | {"MPLBACKEND": "agg"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("variable", ["PROJ_DATA", "PROJ_LIB"])
def test_the_first_notebook_in_a_fresh_environment(
    variable: str, fresh: Path, helsinki: Path, tmp_path: Path
) -> None:
    """As conda and QGIS leave it: the variable names the files of another PROJ, useless here."""
    (tmp_path / "proj.db").write_bytes(b"another PROJ's")
    folders = [tmp_path / "fresh", tmp_path / "here"]
    for folder in folders:
        folder.mkdir()
    steps = first_steps(fresh, folders[0], helsinki, **{variable: str(tmp_path)})
    here = first_steps(sys.executable, folders[1], helsinki)
    assert str(fresh.parents[1]) in str(steps.pop("from"))
    assert str(ROOT) in str(here.pop("from"))
    assert steps["plane"] == "Amersfoort / RD New"
    assert steps["crs"] == 28992
    assert steps["degrees"][:2] == [24.94, 60.16]
    assert steps == here


def test_one_wheel_for_every_python_and_many_linuxes(wheel: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", wheel],
        capture_output=True,
        text=True,
        check=True,
    )
    tag = re.search(r'platform\s+tag:\s+"(manylinux_\w+)"', shown.stdout)
    assert tag is not None, shown.stdout
    assert wheel.name.endswith(f"-cp311-abi3-{tag[1]}.whl")
    assert wheel.stat().st_size < MOST_MEGABYTES * 1_000_000


def test_no_library_but_the_systems(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        extension = ELFFile(io.BytesIO(archive.read("nabij/_nabij.abi3.so")))
    dynamic = extension.get_section_by_name(".dynamic")
    assert isinstance(dynamic, DynamicSection)
    needed = {getattr(tag, "needed", None) for tag in dynamic.iter_tags("DT_NEEDED")}
    assert needed
    assert needed <= SYSTEM
    exported = extension.get_section_by_name(".dynsym")
    assert isinstance(exported, SymbolTableSection)
    assert exported.get_symbol_by_name("PyInit__nabij")
    assert not extension.get_section_by_name(".debug_info")
    assert [name for name in names if name.endswith(".so")] == ["nabij/_nabij.abi3.so"]
    assert {"nabij/py.typed", "nabij/_nabij.pyi"} <= set(names)
    assert not [name for name in names if "test" in name]


def test_the_metadata_say_what_is_needed(wheel: Path, sdist: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        wheels = Parser().parsestr(archive.read(name).decode())
    with tarfile.open(sdist) as archive:
        (member,) = (m for m in archive.getmembers() if m.name.count("/") == 1 and "PKG" in m.name)
        file = archive.extractfile(member)
        assert file is not None
        sources = Parser().parsestr(file.read().decode())
    assert sorted(wheels.items()) == sorted(sources.items())
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]
    assert wheels["Version"] == workspace["version"]
    assert wheels["License-Expression"] == workspace["license"]
    assert wheels["Requires-Python"] == ">=3.11"
    assert needs(wheels, None) == {"geopandas", "pyarrow", "tqdm"}
    assert needs(wheels, "plot") == {"matplotlib"}
    assert needs(wheels, "explore") == {"folium"}
    assert needs(wheels, "distributed") == {"distributed"}
    assert needs(wheels, "postgis") == {"psycopg", "sqlalchemy"}
    assert wheels["Description-Content-Type"].startswith("text/markdown")
    assert "```python" in wheels.get_payload()


def locked(folder: Path) -> set[tuple[str, str]]:
    packages = tomllib.loads((folder / "Cargo.lock").read_text())["package"]
    return {(package["name"], package["version"]) for package in packages}


def needs(metadata: Message, extra: str | None) -> set[str]:
    found = set()
    for line in metadata.get_all("Requires-Dist", []):
        requirement, _, marker = line.partition(";")
        asked = re.search(r"extra == '(\w+)'", marker)
        if (asked and asked[1]) == extra:
            found.add(re.split(r"[^\w-]", requirement.strip())[0])
    return found


def test_the_source_distribution_is_complete(sdist: Path, tmp_path: Path) -> None:
    """Building from it takes as long as a first build; this asks for every file of it."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    tracked = subprocess.run(
        ["git", "ls-files", "crates/nabij", "crates/nabij-io", "python/src", "python/build.rs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(tracked) > 100
    assert [name for name in tracked if not (folder / name).is_file()] == []
    for name in ("Cargo.lock", "LICENSE-MIT", "LICENSE-APACHE", "nabij/__init__.py"):
        assert (folder / name).is_file(), name
    subprocess.run(
        ["cargo", "metadata", "--offline", "--format-version=1"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    # Fewer crates than the whole workspace has, each of the same version.
    assert locked(folder) < locked(ROOT)
    # PROJ keeps to the database inside it, there as here.
    maturin = tomllib.loads((folder / "pyproject.toml").read_text())["tool"]["maturin"]
    setting = tomllib.loads("\n".join(maturin["config"]))["env"]["CMAKE_TOOLCHAIN_FILE"]
    here = tomllib.loads((ROOT / ".cargo" / "config.toml").read_text())["env"]
    assert setting == here["CMAKE_TOOLCHAIN_FILE"]
    there = (folder / setting["value"]).read_text()
    assert there == (ROOT / setting["value"]).read_text()
