from typing import Any

__all__ = ["__version__", "distribute", "score"]

__version__: str

def distribute(how: str, origins: Any, totals: list[Any]) -> dict[str, Any]: ...
def score(study: str, tables: list[tuple[str, Any]]) -> dict[str, Any]: ...
