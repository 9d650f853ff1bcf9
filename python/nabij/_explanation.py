"""Why an origin's rows are what they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nabij._arrow import crs_of, frame

if TYPE_CHECKING:
    import geopandas
    import pandas
    from matplotlib.axes import Axes

    from nabij._result import Result


class AreaExplanation:
    """Who in an area does not meet a norm, and why.

    Attributes
    ----------
    text : str
        In the language of the study.
    told : dict
        For programs: ``docs/area-explanation.schema.json`` says what is where.
    """

    def __init__(self, text: str, told: dict[str, Any]):
        self.text = text
        self.told = told

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        from nabij._walk_html import area

        return area(self)


class Explanation:
    """The story of one origin: a text per norm, the walks and the streets they lead along.

    Attributes
    ----------
    origin : str
        What was asked for.
    texts : list of str
        One per norm, in the language of the study.
    told : list of dict
        One per norm, for programs: ``docs/explanation.schema.json`` says what is where. With what
        is not known on the way, runners-up, doors and everybody else who walks.
    """

    def __init__(self, origin: str, found: dict[str, Any], result: Result):
        self.origin = origin
        self.texts: list[str] = found["texts"]
        self.told: list[dict[str, Any]] = json.loads(found["json"])
        self._walks = found["walks"]
        self._steps = found["steps"]
        self._result = result

    def walks(self) -> geopandas.GeoDataFrame:
        """Give one row per norm: facility, distance and margin in metres, and the line walked.

        Returns
        -------
        geopandas.GeoDataFrame
            In the CRS of the origins.
        """
        return frame(self._walks).to_crs(crs_of(self._result.addresses))

    def steps(self) -> pandas.DataFrame:
        """Give the stretches of street in the order of the walk.

        Returns
        -------
        pandas.DataFrame
            One row per norm and edge: street, class, metres. With both legs they sum to the walk.
        """
        return frame(self._steps)

    def __str__(self) -> str:
        return "\n\n".join(self.texts)

    def __repr__(self) -> str:
        return str(self)

    def plot(self, *, source: str | None = None, ax: Axes | None = None) -> Axes:
        """Draw the walks on the streets around them.

        It needs matplotlib: ``pip install nabij[plot]``; the display in a notebook needs nothing.

        Parameters
        ----------
        source : str, optional
            Whose data these are; if not given what the study says, or OpenStreetMap.
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Returns
        -------
        matplotlib.axes.Axes
            In the plane that was measured in.

        Raises
        ------
        ImportError
            matplotlib is not installed.
        InputError
            There is no walk, and the origin is not known by its id.
        """
        from nabij._walk_plot import plot

        return plot(self, source, ax)

    def _repr_html_(self) -> str:
        from nabij._walk_html import explanation

        return explanation(self)
