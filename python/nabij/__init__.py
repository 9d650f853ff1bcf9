"""Exact walking distances from every address to daily facilities, tested against norms."""

from nabij._nabij import __version__

__all__ = ["__version__"]
