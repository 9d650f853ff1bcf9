"""Exact walking distances from every address to daily facilities, tested against norms."""

from nabij._compare import Comparison, compare
from nabij._distribute import Distributed, distribute
from nabij._nabij import __version__
from nabij._score import Result, score
from nabij.errors import InputError, NabijError, NetworkError, NormError

__all__ = [
    "Comparison",
    "Distributed",
    "InputError",
    "NabijError",
    "NetworkError",
    "NormError",
    "Result",
    "__version__",
    "compare",
    "distribute",
    "score",
]
