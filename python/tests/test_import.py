import tomllib
from pathlib import Path

import nabij


def test_the_version_is_the_workspaces() -> None:
    workspace = Path(__file__).parents[2] / "Cargo.toml"
    manifest = tomllib.loads(workspace.read_text())
    assert nabij.__version__ == manifest["workspace"]["package"]["version"]
