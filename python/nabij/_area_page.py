"""The page of one area, for those who decide about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from nabij._criteria import Criteria


class AreaPage:
    """All that is known of one area.

    The norms come first, which nothing makes up for; then every indicator with its value, its
    score and where its numbers come from; last what would help most.

    Attributes
    ----------
    area, name : str
        Its code and its name; the code where it has none.
    told : dict
        The same for programs: ``level``, ``headings``, ``indicators``, ``help``.
    """

    def __init__(self, criteria: Criteria, area: str):
        self._criteria = criteria
        self.area = area
        _, told = criteria._read().page(area, criteria._words.dutch)
        self.told: dict[str, Any] = json.loads(told)
        self.name: str = self.told["name"] or area

    def text(self, language: str | None = None) -> str:
        """Give the page in words.

        Parameters
        ----------
        language : {"en", "nl"}, optional
            That of the study if not given.

        Returns
        -------
        str
            Lines of text.

        Raises
        ------
        InputError
            There is no such language.
        """
        dutch = self._criteria._in(language).dutch
        text, _ = self._criteria._read().page(self.area, dutch)
        return text

    def frame(self) -> pandas.DataFrame:
        """Give the contributions: one row per indicator.

        Returns
        -------
        pandas.DataFrame
            What was measured, by which target, what it scores and what it adds to its heading; NaN
            where it is not known.
        """
        rows = self._criteria.criteria.to_pandas()
        here = (rows["area"] == self.area) & (rows["level"] == self.told["level"])
        names = [
            "heading", "indicator", "value", "value_low", "value_high", "unit", "people", "failing",
            "target", "standing", "status", "score", "score_low", "score_high", "weight",
            "contribution", "unknown_reason",
        ]  # fmt: skip
        return rows.loc[here, names].reset_index(drop=True)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from nabij._area_html import page

        return page(self)
