from typing import Any

__all__ = ["__version__", "score"]

__version__: str

def score(study: str, tables: list[tuple[str, Any]]) -> dict[str, Any]: ...
