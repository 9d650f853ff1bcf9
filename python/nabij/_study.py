"""Studies: everything that is asked, before anybody walks."""

from __future__ import annotations

import json
import logging
import os
import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nabij import _nabij
from nabij._areas import Areas, as_areas
from nabij._arrow import Inputs
from nabij._facilities import Facilities, as_facilities
from nabij._kept import KeptStudy
from nabij._network import Network, as_network
from nabij._norms import NormSet
from nabij._origins import Origins, as_origins
from nabij._progress import shown
from nabij._result import Result

if TYPE_CHECKING:
    import geopandas

    from nabij._arrow import Layer, Path

logger = logging.getLogger("nabij")


class Study:
    """Origins, a network, facilities, norms and areas together, ready to run.

    The parameters are those of `nabij.score`, which makes a study and runs it.

    Examples
    --------
    A pharmacy closes:

    >>> import nabij
    >>> study = nabij.Study.read(town / "study.toml")
    >>> before, after = study.run(), study.without("pharmacy-01").run()
    >>> met = [len(r.rows.to_pandas().query("norm == 'pharmacy' and outcome_upper == 'met'"))
    ...        for r in (before, after)]
    >>> met[0] - met[1]
    802
    """

    # What a study file says of its results, for those who write them as the command does.
    _output: Mapping[str, Any] = {}

    def __init__(
        self,
        origins: Origins | Layer | None = None,
        *,
        network: Network | Layer,
        facilities: Facilities | Layer | None = None,
        norms: str | os.PathLike[str] | Mapping[str, Any] | NormSet = "denhaag-2024",
        areas: Areas | Layer | None = None,
        profile: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = "adult",
        assume: Mapping[str, Sequence[str]] | None = None,
        rests: Sequence[float] = (),
        people: Mapping[str, Any] | None = None,
        source: Mapping[str, str] | None = None,
        coverage: Mapping[str, Layer] | None = None,
        doors: Layer | Mapping[str, Any] | None = None,
        parameters: Mapping[str, float] | None = None,
        language: str = "en",
        strict: bool = True,
    ):
        inputs = Inputs()
        self._network: Network | None = as_network(network)
        self._folder = os.getcwd()
        self._strict = strict
        self._origins = None
        norms = norms if isinstance(norms, NormSet) else NormSet(norms)
        named = [profile] if isinstance(profile, str | os.PathLike) else profile
        profiles = [os.fspath(name) for name in named]
        keys: dict[str, Any] = {"norms": norms._key, "language": language, "profile": profiles}
        rules: dict[str, str] = {}
        if facilities is not None:
            facilities = as_facilities(facilities)
            keys["facilities"] = facilities._as_key(inputs)
            rules |= {"facilities": facilities.rules} if facilities.rules else {}
        if origins is not None:
            self._origins = as_origins(origins)
            keys["origins"] = self._origins._as_key(inputs)
            rules |= {"origins": self._origins.rules} if self._origins.rules else {}
        if areas is not None:
            areas = as_areas(areas)
            keys["areas"] = areas._as_key(inputs)
            if areas.year is not None:
                keys["area_year"] = areas.year
        if people is not None:
            keys["weights"] = {
                key: {**value, "file": inputs.rows(f"people {key}", value["file"])}
                if isinstance(value, Mapping) and "file" in value
                else value
                for key, value in people.items()
            }
        if coverage:
            keys["coverage"] = {
                category: inputs.layer(f"coverage {category}", ground)
                for category, ground in coverage.items()
            }
        if doors is not None:
            own = dict(doors) if isinstance(doors, Mapping) else {"file": doors}
            keys["doors"] = [{**own, "file": inputs.layer("doors", own["file"])}]
        keys |= {"assume": {tag: list(own) for tag, own in assume.items()}} if assume else {}
        keys |= {"rests": [float(metres) for metres in rests]} if len(rests) else {}
        keys |= {"source": dict(source)} if source else {}
        keys |= {"parameters": dict(parameters)} if parameters else {}
        keys |= {"rules": rules} if rules else {}
        self._keys = keys
        self._tables = inputs.tables

    @classmethod
    def read(cls, path: Path) -> Study:
        """Read a study file, as the command does.

        Parameters
        ----------
        path : path
            A study file (TOML). Its paths are relative to its folder.

        Returns
        -------
        Study
            Ready to run; nothing else is read yet.

        Raises
        ------
        InputError
            The file is wrong; the message names the line.
        OSError
            The file cannot be read.
        """
        _nabij.check_study(os.fspath(path))
        with open(path, "rb") as file:
            keys = tomllib.load(file)
        study = cls.__new__(cls)
        study._network = None
        study._folder = os.path.dirname(os.path.abspath(path))
        study._strict = False
        study._origins = None
        study._keys = {key: value for key, value in keys.items() if key != "output"}
        study._output = keys.get("output", {})
        study._tables = []
        return study

    def run(self, *, progress: bool = False) -> Result:
        """Score every origin against every norm that applies to it.

        Parameters
        ----------
        progress : bool
            Whether to show how far it is.

        Returns
        -------
        Result
            Arrow tables, and frames on request.

        Raises
        ------
        InputError, NormError, NetworkError
            The message names table, row or column, and what to do. All are also ValueError.
        KeyboardInterrupt
            At once on Ctrl-C.
        """
        with shown(progress) as step:
            city = self._city(step)
            result = Result._of(city.score(step), self, city)
        logger.info("%r; %d rows or values not used", result, result.not_used.num_rows)
        return result

    def keep(self, *, progress: bool = False) -> KeptStudy:
        """Score every origin, and keep what is needed to follow changes.

        Parameters
        ----------
        progress : bool
            Whether to show how far it is.

        Returns
        -------
        KeptStudy
            Its `KeptStudy.update` tells what a change does, at the cost of what changes.

        Raises
        ------
        InputError, NormError, NetworkError
            As `run`; also for a study with rests, which must be run anew.
        """
        with shown(progress) as step:
            return KeptStudy._of(self, step)

    def without(self, *facilities: str) -> Study:
        """Give the same study without some facilities, to see what if they close.

        Parameters
        ----------
        *facilities : str
            Their ids, as in the results.

        Returns
        -------
        Study
            Another study; this one stays as it is.
        """
        return self._with(without=[*self._keys.get("without", ()), *facilities])

    def with_(self, facilities: Facilities | Layer) -> Study:
        """Give the same study with more facilities, to see what if they open.

        Parameters
        ----------
        facilities : Facilities, GeoDataFrame or path
            The new ones; their ids must differ from those there are.

        Returns
        -------
        Study
            Another study; this one stays as it is.
        """
        inputs = Inputs()
        new = as_facilities(facilities)._as_key(inputs)
        taken = {name for name, _ in self._tables}
        renamed = {name: _free(name, taken) for name, _ in inputs.tables}
        for keys in new:
            keys["file"] = renamed.get(keys["file"], keys["file"])
        study = self._with(facilities=[*self._keys.get("facilities", ()), *new])
        study._tables = [*self._tables, *((renamed[name], table) for name, table in inputs.tables)]
        return study

    @property
    def origins_frame(self) -> geopandas.GeoDataFrame | None:
        """The GeoDataFrame that the origins were taken from."""
        return None if self._origins is None else self._origins.source_frame

    def _with(self, **keys: Any) -> Study:
        study = object.__new__(Study)
        study.__dict__ |= self.__dict__
        study._keys = {**self._keys, **keys}
        return study

    def _on(self, network: Network) -> Study:
        """Give the same study on another network."""
        study = self._with()
        study._network = network
        given = ("network", "streets", "squares", "nodes", "barriers", "extent")
        study._keys = {key: value for key, value in study._keys.items() if key not in given}
        return study

    def _city(self, step: Any = None) -> _nabij.City:
        network = None if self._network is None else self._network._streets
        return _nabij.City(
            json.dumps(self._keys), self._folder, self._tables, network, self._strict, step
        )

    def _criteria(self, step: Any = None) -> _nabij.Criteria:
        network = None if self._network is None else self._network._streets
        return _nabij.Criteria(
            json.dumps(self._keys), self._folder, self._tables, network, self._strict, step
        )

    def __getstate__(self) -> dict[str, Any]:
        import pyarrow

        tables = [(name, pyarrow.table(table)) for name, table in self._tables]
        return {**self.__dict__, "_tables": tables}

    def __repr__(self) -> str:
        parts = {key: self._keys[key] for key in ("norms", "without") if key in self._keys}
        return f"Study({', '.join(f'{key}={value!r}' for key, value in parts.items())})"


def _free(name: str, taken: set[str]) -> str:
    return name if name not in taken else _free(f"{name} more", taken)


def score(
    origins: Origins | Layer,
    *,
    network: Network | Layer,
    facilities: Facilities | Layer,
    norms: str | os.PathLike[str] | Mapping[str, Any] | NormSet = "denhaag-2024",
    areas: Areas | Layer | None = None,
    profile: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = "adult",
    assume: Mapping[str, Sequence[str]] | None = None,
    rests: Sequence[float] = (),
    people: Mapping[str, Any] | None = None,
    source: Mapping[str, str] | None = None,
    coverage: Mapping[str, Layer] | None = None,
    doors: Layer | Mapping[str, Any] | None = None,
    parameters: Mapping[str, float] | None = None,
    language: str = "en",
    strict: bool = True,
    progress: bool = False,
) -> Result:
    """Score every origin against every norm that applies to it.

    The same code answers as behind ``nabij score``.

    Parameters
    ----------
    origins : Origins, GeoDataFrame, Arrow table or path
        Addresses.
    network : Network, GeoDataFrame, Arrow table or path
        Streets and paths; a `Network` is made once and serves many studies.
    facilities : Facilities, GeoDataFrame, Arrow table or path
        Places to walk to.
    norms : str, path, mapping or NormSet
        A built-in set, a TOML file, or limits in metres by category.
    areas : Areas, GeoDataFrame, Arrow table or path, optional
        Neighbourhoods.
    profile : str, path or sequence of them
        Who walks: "adult", "older_adult", "rollator", "wheelchair", or a TOML file of profiles
        (``nabij profiles --toml`` prints one to start from). ``rows`` and ``areas`` tell of all of
        them; ``addresses``, maps and curves of the first.
    assume : mapping, optional
        Tags that may be missing: by attribute ("incline", "width", "surface", "smoothness", "kerb")
        the classes of way on which a missing one is taken to be good enough, ``["*"]`` for all.
        ``{"incline": ["*"]}`` says that the country is flat. Without it what is not known makes
        outcomes uncertain.
    rests : sequence of float
        Metres that somebody walks without sitting down, such as 50, 100 and 125: for each of them
        also walks with rests, over facilities of category "bench" and seats behind doors that the
        profile names. Benches are taken to be complete within the `coverage` of "bench" only.
    people : mapping, optional
        Spread residents over the origins, by the keys of ``[weights]`` in a study file:
        "dwellings", "capacity", "own", and the tables "addresses", "pc6", "squares" and "areas",
        each a mapping whose "file" is a DataFrame or a path. Without a "file", "areas" are read
        from `areas`. The weights are ``inw_est`` and ``n65_est``.
    source : mapping, optional
        Whose facilities count by category, "own", "osm" or "both", where frames and OpenStreetMap
        both have it.
    coverage : mapping, optional
        By category the polygons within which its facilities are known.
    doors : GeoDataFrame, Arrow table, path or mapping, optional
        Points that are doors of what the columns "facility", "building" or "complex" name, else of
        what they lie on; "kind" tells doors that do not count ("service"), "level" the storey. A
        mapping has the keys of ``[[doors]]`` in a study file and names other columns.
    parameters : mapping, optional
        "max_snap", "min_component", "direct", "near", "horizon", "named_street" in metres, and
        "barred_legs", True or False.
    language : {"en", "nl"}
        Of explanations and pictures.
    strict : bool
        Whether a row of a frame that cannot be used is an error; if not, such rows are listed in
        ``not_used``. Objects of OpenStreetMap that cannot be used are always listed only.
    progress : bool
        Whether to show how far it is.

    Returns
    -------
    Result
        Arrow tables; metres as float64, null for none. Frames on request.

    Raises
    ------
    InputError, NormError, NetworkError
        The message names table, row or column, and what to do. All are also ValueError.
    OSError
        A file cannot be read.
    KeyboardInterrupt
        At once on Ctrl-C.

    Examples
    --------
    >>> import geopandas, nabij
    >>> from shapely import LineString, Point
    >>> rd = "EPSG:28992"
    >>> streets = geopandas.GeoDataFrame(
    ...     geometry=[LineString([(80000, 455000), (82000, 455000)])], crs=rd)
    >>> shops = geopandas.GeoDataFrame(
    ...     {"id": ["p1", "s1", "o1"], "category": ["pharmacy", "supermarket", "public_transport"]},
    ...     geometry=[Point(80500, 455003), Point(80200, 455003), Point(80900, 455003)], crs=rd)
    >>> homes = geopandas.GeoDataFrame(
    ...     {"floor": [3]}, index=["home"], geometry=[Point(80010, 455004)], crs=rd)
    >>> result = nabij.score(homes, network=streets, facilities=shops)
    >>> result.frame()[["floor", "pharmacy_m", "pharmacy_verdict"]]
          floor  pharmacy_m pharmacy_verdict
    home      3       497.0     within_upper

    Somebody with a rollator: nothing is known of kerbs, slopes and surfaces here.

    >>> result = nabij.score(homes, network=streets, facilities=shops, profile="rollator")
    >>> result.frame()["pharmacy_verdict"].item()
    'uncertain'

    Other norms:

    >>> result = nabij.score(homes, network=streets, facilities=shops, norms={"pharmacy": 496.999})
    >>> result.frame()["pharmacy_verdict"].item()
    'beyond'

    People of a neighbourhood, spread over two homes by dwellings:

    >>> from shapely import box
    >>> homes = geopandas.GeoDataFrame(
    ...     {"id": ["house", "flat"], "dwellings": [1, 5]},
    ...     geometry=[Point(80010, 455004), Point(80600, 455004)], crs=rd)
    >>> areas = geopandas.GeoDataFrame(
    ...     {"id": ["BU1"], "people": [12]}, geometry=[box(80000, 454000, 82000, 456000)], crs=rd)
    >>> result = nabij.score(
    ...     homes, network=streets, facilities=shops, areas=areas,
    ...     people={"dwellings": "dwellings", "areas": {"residents": "people"}})
    >>> result.addresses["inw_est"].to_pylist()
    [2.0, 10.0]
    """
    study = Study(
        origins, network=network, facilities=facilities, norms=norms, areas=areas,
        profile=profile, assume=assume, rests=rests, people=people,
        source=source, coverage=coverage, doors=doors, parameters=parameters, language=language,
        strict=strict,
    )  # fmt: skip
    return study.run(progress=progress)
