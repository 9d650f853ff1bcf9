from typing import Any

__all__ = ["__version__", "compare", "distribute", "score"]

__version__: str

def compare(
    old: str, new: str, norms: list[tuple[str, str]], areas: str | None
) -> dict[str, Any]: ...
def distribute(how: str, origins: Any, totals: list[Any]) -> dict[str, Any]: ...
def score(study: str, tables: list[tuple[str, Any]]) -> dict[str, Any]: ...
