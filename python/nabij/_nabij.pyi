from typing import Any

__version__: str

def score(study: str, tables: list[tuple[str, Any]]) -> dict[str, Any]: ...
