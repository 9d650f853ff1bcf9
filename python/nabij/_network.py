"""Networks: read once, used in any number of studies."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nabij import _display, _nabij
from nabij._arrow import Inputs, frame
from nabij._progress import shown
from nabij.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyproj

    from nabij._arrow import Layer, Path
    from nabij._study import Study


class Network:
    """Streets and paths that people walk along, in a plane of metres.

    Make one with `from_osm`, `from_frame` or `read`. It can be pickled, and used by several
    threads at once.
    """

    def __init__(self, streets: _nabij.Streets):
        self._streets = streets

    @classmethod
    def from_osm(
        cls,
        path: Path,
        *,
        crs: str | None = None,
        rules: Mapping[str, Path] | None = None,
        barriers: Layer | None = None,
        extent: Layer | None = None,
    ) -> Network:
        """Read the walkable ways of an OpenStreetMap extract.

        Parameters
        ----------
        path : path
            A file ``.osm.pbf``.
        crs : str, optional
            The projected CRS to measure in; if not given RD New in the Netherlands, elsewhere a
            transverse Mercator of scale 1 around the extract.
        rules : mapping, optional
            Own rule files, by "walk" and "barriers", instead of the built-in ones.
        barriers : GeoDataFrame or path, optional
            What a straight line next door may not cross, instead of what OpenStreetMap has.
        extent : GeoDataFrame or path, optional
            Where the data are complete; if not given the box that the extract states.

        Raises
        ------
        InputError, NetworkError
            The message names the file and what to do. Both are also ValueError.
        OSError
            The file cannot be read.
        """
        return cls.from_frame(path, crs=crs, rules=rules, barriers=barriers, extent=extent)

    @classmethod
    def from_frame(
        cls,
        lines: Layer,
        *,
        columns: Mapping[str, str] | None = None,
        squares: Layer | None = None,
        nodes: Layer | None = None,
        barriers: Layer | None = None,
        extent: Layer | None = None,
        crs: str | None = None,
        rules: Mapping[str, Path] | None = None,
    ) -> Network:
        """Make a network of lines, which connect where vertices are equal to the millimetre.

        Parameters
        ----------
        lines : GeoDataFrame, Arrow table or path
            Walkable lines.
        columns : mapping, optional
            Columns of attributes of the lines, by the attribute, as in a study file.
        squares, nodes : GeoDataFrame or path, optional
            Polygons crossed in straight lines; gates and kerbs.
        barriers, extent, crs, rules : optional
            As for `from_osm`.

        Raises
        ------
        InputError, NetworkError
            The message names table, row and column. Both are also ValueError.

        Examples
        --------
        >>> import geopandas, nabij
        >>> from shapely import LineString
        >>> streets = geopandas.GeoDataFrame(
        ...     geometry=[LineString([(0, 0), (30, 40)]), LineString([(30, 40), (30, 140)])],
        ...     crs="EPSG:28992").translate(80000, 455000)
        >>> network = nabij.Network.from_frame(streets.to_frame("geometry"))
        >>> network.edges()["length_mm"].to_list()
        [50000, 100000]
        """
        inputs = Inputs()
        study: dict[str, Any] = {
            "streets": [{"file": inputs.layer("network", lines), "columns": dict(columns or {})}]
        }
        for name, layer in (("squares", squares), ("nodes", nodes), ("barriers", barriers)):
            if layer is not None:
                study[name] = [{"file": inputs.layer(name, layer)}]
        if extent is not None:
            study["extent"] = {"file": inputs.layer("extent", extent)}
        if crs is not None:
            study["crs"] = crs
        if rules:
            study["rules"] = {kind: os.path.abspath(file) for kind, file in rules.items()}
        return cls(_nabij.Streets.read(json.dumps(study), os.getcwd(), inputs.tables))

    @classmethod
    def read(cls, path: Path) -> Network:
        """Read a network that was saved with `to_file` or by ``nabij network``.

        Parameters
        ----------
        path : path
            The file.

        Returns
        -------
        Network
            The same as was saved.

        Raises
        ------
        NetworkError
            The file is no such network, of another version, or damaged.
        OSError
            The file cannot be read.
        """
        return cls(_nabij.Streets.open(os.fspath(path)))

    def to_file(self, path: Path) -> None:
        """Save the network: the same answers follow from it, and it need not be cut again.

        Parameters
        ----------
        path : path
            By custom ``.nabij``. A study file may name it as ``network``.
        """
        self._streets.save(os.fspath(path))

    def edges(self) -> geopandas.GeoDataFrame:
        """Give one row per edge: permanent key, ends, length in whole mm, attributes, component.

        Returns
        -------
        geopandas.GeoDataFrame
            The columns of the layer ``edges`` that ``nabij network`` writes.
        """
        return frame(self._streets.edges())

    def nodes(self) -> geopandas.GeoDataFrame:
        """Give one row per node: its number as in `edges`, and what is known of it.

        Returns
        -------
        geopandas.GeoDataFrame
            The columns of the layer ``nodes`` that ``nabij network`` writes.
        """
        return frame(self._streets.nodes())

    def components(self) -> pandas.DataFrame:
        """Give one row per connected part, the longest first.

        Returns
        -------
        pandas.DataFrame
            ``component`` as in `edges`, its number of ``edges``, and ``length_m``.
        """
        return frame(self._streets.components())

    def audit(
        self,
        study: Study | None = None,
        *,
        reach: float | None = None,
        near: float | None = None,
        detour: int | None = None,
        alongside: float | None = None,
        progress: bool = False,
    ) -> geopandas.GeoDataFrame:
        """Find places where the network looks wrong, what matters to most addresses first.

        The kinds are ``end_on_line``, ``near_miss``, ``crossing``, ``dead_end``, ``fragment`` and
        ``no_sidewalk``; the page on results says what each is. Every number here is an assumption.

        Parameters
        ----------
        study : Study, optional
            Origins, facilities and norms to weigh the findings by: they are scored on this network.
            Without them nobody knows how many addresses a finding matters to.
        reach : float, optional
            A dead end this near a path is looked at, in metres; 5 if not given.
        near : float, optional
            Junctions and dead ends this near each other should be one, in metres; 1 if not given.
        detour : int, optional
            Two places are joined where the network leads from one to the other within this many
            times their gap; 4 if not given.
        alongside : float, optional
            A pavement drawn apart is looked for this far from its street, in metres; 20 if not
            given.
        progress : bool
            Whether to show how far the scoring is.

        Returns
        -------
        geopandas.GeoDataFrame
            One row per finding, at its place, with ``rank``, ``kind``, ``addresses_turned`` and the
            same for every weight (how many would meet a norm at its upper limit if the gap were
            closed; missing where that is not known), ``addresses_refused`` (how many are nearer to
            a fragment than to the street they are attached to), ``size_m``, ``gap_m``,
            ``fragment_m``, ``street``, ``class``, ``to_street``, ``to_class``, ``edges``, and in
            ``link`` the line that would close the gap.

        Raises
        ------
        InputError
            A number is out of its range, or the study is wrong.

        Examples
        --------
        >>> import nabij
        >>> study = nabij.Study.read(town / "study.toml")
        >>> study.run().network.audit(study)["kind"].to_list()
        ['fragment', 'crossing']
        """
        numbers = (reach, near, detour, alongside)
        if study is None:
            found = self._streets.audit(*numbers)
        else:
            with shown(progress) as step:
                found = study._on(self)._city(step).audit(*numbers, step)
        places = frame(found["network_findings"])
        lines = frame(found["network_finding_links"]).set_index("rank")
        places["link"] = lines.geometry.reindex(places["rank"]).set_axis(places.index)
        return places

    def not_used(self) -> pandas.DataFrame:
        """Give the rows of the inputs that are not used.

        Returns
        -------
        pandas.DataFrame
            One row per row or object, with its reason.
        """
        return frame(self._streets.not_used())

    @property
    def crs(self) -> pyproj.CRS:
        """The CRS of the plane that is measured in."""
        import pyproj

        return pyproj.CRS.from_user_input(self._streets.facts()["crs"])

    def __getstate__(self) -> bytes:
        return self._streets.to_bytes()

    def __setstate__(self, state: bytes) -> None:
        self._streets = _nabij.Streets.from_bytes(state)

    def __repr__(self) -> str:
        return f"Network({_told(self._streets.facts())})"

    def _repr_html_(self) -> str:
        return _display.network(self)


def _told(facts: dict[str, Any]) -> str:
    return (
        f"{facts['edges']:,} edges, {facts['nodes']:,} nodes, {facts['length_m'] / 1000:,.0f} km "
        f"of street in {facts['crs_name']}; {facts['not_used']:,} objects not used"
    )


def as_network(network: Network | Layer) -> Network:
    """Give the network itself, or make one of what it can be made of."""
    if isinstance(network, Network):
        return network
    if network is None:
        raise InputError("network: give a Network, a GeoDataFrame of lines or the path of a file")
    return Network.from_frame(network)
