"""Studies that are scored once and then follow changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nabij import _nabij
from nabij._arrow import Inputs
from nabij._facilities import Facilities, as_facilities
from nabij._network import Network, as_network
from nabij._origins import Origins, as_origins
from nabij.errors import InputError

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from nabij._arrow import Layer
    from nabij._study import Study


class Update:
    """What a change did.

    Attributes
    ----------
    rows : pyarrow.Table
        One row per profile, origin and norm that is other now. Columns ending in ``_before`` tell
        how it was, null where it is new; the others how it is, null where it is no more. All rows
        of an origin that moved are here.
    areas : pyarrow.Table or None
        One row per profile, area, norm and weight of which something is other now, as it was and
        as it is; None without areas.
    """

    rows: pyarrow.Table
    areas: pyarrow.Table | None

    @classmethod
    def _of(cls, found: dict[str, Any]) -> Update:
        update = cls()
        update.rows = found["rows"]
        update.areas = found.get("areas")
        return update

    def frame(self, table: str = "rows") -> pandas.DataFrame:
        """Give one table as a frame.

        Parameters
        ----------
        table : {"rows", "areas"}
            Which.

        Returns
        -------
        pandas.DataFrame
            Nulls are NaN or None; verdicts and other words are categorical.

        Raises
        ------
        InputError
            When there is no such table, or the study has no areas.
        """
        if table not in ("rows", "areas"):
            raise InputError(f"there is no table {table!r}; there are rows, areas")
        found = getattr(self, table)
        if found is None:
            raise InputError("the study has no areas: give areas= to the study")
        return found.to_pandas()

    def __repr__(self) -> str:
        areas = "" if self.areas is None else f", {self.areas.num_rows:,} of areas"
        return f"{type(self).__name__}({self.rows.num_rows:,} rows{areas})"


class KeptStudy:
    """A study that was scored and follows changes, at the cost of what changes.

    `Study.keep` makes one. Facilities and origins come, go and move; what it says after that is
    what the whole study would say if it were run anew with them. Entrances of labelled complexes,
    tables of people and maps are those of `Study.run` only.
    """

    _study: Study
    _kept: _nabij.Kept
    # What happened, to go through it once more on other streets.
    _steps: list[tuple[tuple[str, str, Any] | None, list[str], list[str]]]

    @classmethod
    def _of(cls, study: Study, progress: Any = None) -> KeptStudy:
        kept = cls()
        kept._study = study
        kept._kept = _nabij.Kept(study._city(progress), progress)
        kept._steps = []
        return kept

    def update(
        self,
        add: Facilities | Layer | None = None,
        remove: str | Sequence[str] = (),
        *,
        add_origins: Origins | Layer | None = None,
        remove_origins: str | Sequence[str] = (),
        network: Network | Layer | None = None,
    ) -> Update:
        """Follow a change, and tell which rows and areas are others now.

        What is removed and added under the same id has moved. When something is wrong, nothing has
        changed.

        Parameters
        ----------
        add : Facilities, GeoDataFrame, Arrow table or path, optional
            Facilities that come beside those there are, whatever the study's ``source`` says.
        remove : str or sequence of str
            Ids of facilities that go, of whatever category.
        add_origins : Origins, GeoDataFrame, Arrow table or path, optional
            Origins that come, with the columns of weights that the study's have; a weight that is
            not given is not known. Those that are spread (``people``) are not known of them.
        remove_origins : str or sequence of str
            Ids of origins that go.
        network : Network, GeoDataFrame, Arrow table or path, optional
            Other streets, for all that comes after this too. Everything is scored anew then, and
            compared.

        Returns
        -------
        Update
            Arrow tables; frames on request.

        Raises
        ------
        InputError
            Something is to go that is not there, or to come that is, or cannot be read.

        Examples
        --------
        >>> import nabij
        >>> kept = nabij.Study.read(town / "study.toml").keep()
        >>> update = kept.update(remove="pharmacy-01")
        >>> rows = update.frame().query("norm == 'pharmacy'")
        >>> before, after = rows["outcome_upper_before"] == "met", rows["outcome_upper"] == "met"
        >>> int(before.sum() - after.sum())
        802
        """
        nothing = add is None and add_origins is None
        added = None if nothing else self._added(add, add_origins)
        remove, remove_origins = _listed(remove), _listed(remove_origins)
        step = (added, remove, remove_origins)
        if network is None:
            found = self._follow(self._kept, step)
            self._steps.append(step)
            return Update._of(found)
        study = self._study._on(as_network(network))
        other = _nabij.Kept(study._city())
        for one in [*self._steps, step]:
            self._follow(other, one)
        found = other.changes_since(self._kept)
        self._study, self._kept = study, other
        self._steps.append(step)
        return Update._of(found)

    def results(self) -> Update:
        """Give all rows, and all rows of areas, as they are now.

        Returns
        -------
        Update
            With the columns that updates have, but for those of how it was. It takes time in
            proportion to all rows.
        """
        return Update._of(self._kept.results())

    def _added(
        self, facilities: Facilities | Layer | None, origins: Origins | Layer | None
    ) -> tuple[str, str, Any]:
        inputs = Inputs()
        own = self._study._keys
        keys: dict[str, Any] = {key: own[key] for key in ("norms", "doors") if key in own}
        rules: dict[str, str] = {}
        if facilities is not None:
            facilities = as_facilities(facilities)
            keys["facilities"] = facilities._as_key(inputs)
            rules |= {"facilities": facilities.rules} if facilities.rules else {}
        if origins is not None:
            origins = as_origins(origins)
            keys["origins"] = origins._as_key(inputs)
            rules |= {"origins": origins.rules} if origins.rules else {}
        keys |= {"rules": rules} if rules else {}
        tables = [one for one in self._study._tables if one[0] == "doors"]
        return json.dumps(keys), self._study._folder, [*tables, *inputs.tables]

    def _follow(self, kept: _nabij.Kept, step: Any) -> dict[str, Any]:
        added, remove, remove_origins = step
        return kept.update(added, remove, remove_origins, self._study._strict)

    def __repr__(self) -> str:
        return f"KeptStudy({len(self._steps)} updates)"


def _listed(ids: str | Sequence[str]) -> list[str]:
    return [ids] if isinstance(ids, str) else [str(one) for one in ids]
