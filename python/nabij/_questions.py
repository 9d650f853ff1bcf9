"""Distances that are asked for without a norm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nabij._facilities import Facilities
from nabij._network import Network
from nabij._origins import Origins
from nabij._progress import shown
from nabij._study import Study
from nabij.errors import InputError

if TYPE_CHECKING:
    import pandas

    from nabij._arrow import Layer


def distances(
    origins: Origins | Layer,
    *,
    network: Network | Layer,
    facilities: Facilities | Layer,
    categories: Sequence[str] = (),
    k: int = 1,
    max_distance: float = 2000.0,
    strict: bool = True,
    progress: bool = False,
) -> pandas.DataFrame:
    """Measure how far the nearest facilities are, from door to door along streets.

    Parameters
    ----------
    origins, network, facilities
        As for `nabij.score`.
    categories : sequence of str
        Which categories; all there are if not given.
    k : int
        How many facilities of each category.
    max_distance : float
        How far to look, in metres.
    strict, progress : bool
        As for `nabij.score`.

    Returns
    -------
    pandas.DataFrame
        One row per origin, category and facility, the nearest first: ``origin``, ``category``,
        ``rank``, ``facility``, ``distance_m``, the legs from door to street at both ends within it,
        and ``how``. An origin that finds none has one row with NaN.

    Examples
    --------
    >>> import geopandas, nabij
    >>> from shapely import LineString, Point
    >>> rd = "EPSG:28992"
    >>> streets = geopandas.GeoDataFrame(
    ...     geometry=[LineString([(80000, 455000), (82000, 455000)])], crs=rd)
    >>> shops = geopandas.GeoDataFrame(
    ...     {"id": ["a", "b"]}, geometry=[Point(80500, 455003), Point(80800, 455000)], crs=rd)
    >>> homes = geopandas.GeoDataFrame({"id": ["home"]}, geometry=[Point(80010, 455004)], crs=rd)
    >>> shops = nabij.Facilities.from_frame(shops, only="bakery")
    >>> found = nabij.distances(homes, network=streets, facilities=shops, k=2)
    >>> found[["origin", "rank", "facility", "distance_m"]]
      origin  rank facility  distance_m
    0   home     1        a       497.0
    1   home     2        b       794.0
    """
    if k < 1:
        raise InputError(f"k: {k} facilities are none; give at least 1")
    study = _asked(origins, network, facilities, max_distance, strict)
    with shown(progress) as step:
        return study._city(step).distances(list(categories), k, step).to_pandas()


def matrix(
    origins: Origins | Layer,
    *,
    network: Network | Layer,
    facilities: Facilities | Layer,
    limit: float,
    categories: Sequence[str] = (),
    strict: bool = True,
    progress: bool = False,
) -> pandas.DataFrame:
    """Measure every pair of an origin and a facility at most `limit` metres apart, inclusively.

    Parameters
    ----------
    origins, network, facilities, categories, strict, progress
        As for `nabij.distances`.
    limit : float
        The longest walk, in metres.

    Returns
    -------
    pandas.DataFrame
        The columns of `nabij.distances`, in order of origin, category and distance; pairs farther
        apart are left out.
    """
    study = _asked(origins, network, facilities, limit, strict)
    with shown(progress) as step:
        return study._city(step).matrix(list(categories), limit, step).to_pandas()


def counts(
    origins: Origins | Layer,
    *,
    network: Network | Layer,
    facilities: Facilities | Layer,
    limits: float | Sequence[float],
    categories: Sequence[str] = (),
    strict: bool = True,
    progress: bool = False,
) -> pandas.DataFrame:
    """Count the facilities that each origin reaches within each limit, inclusively.

    Parameters
    ----------
    origins, network, facilities, categories, strict, progress
        As for `nabij.distances`.
    limits : float or sequence of float
        The longest walks, in metres.

    Returns
    -------
    pandas.DataFrame
        One row per origin, with the index of its GeoDataFrame, and a column such as
        ``pharmacy_500`` per category and limit; unknown for origins that are not on the network.
    """
    wanted = each_limit(limits)
    study = _asked(origins, network, facilities, max(wanted, default=0.0), strict)
    with shown(progress) as step:
        found = study._city(step).counts(list(categories), wanted, step).to_pandas()
    own = study.origins_frame
    return found if own is None or len(own) != len(found) else found.set_axis(own.index)


def each_limit(limits: float | Sequence[float]) -> list[float]:
    """Give one or several limits as a list of metres."""
    return [float(limits)] if isinstance(limits, int | float) else [float(one) for one in limits]


def _asked(origins: Any, network: Any, facilities: Any, reach: float, strict: bool) -> Study:
    """Make a study that looks this far; no norm is asked for."""
    if not reach > 0:
        raise InputError(f"a walk of {reach:g} m leads nowhere; give a distance above 0")
    return Study(
        origins, network=network, facilities=facilities, norms={"none": 0}, strict=strict,
        parameters={"horizon": reach, "direct": min(reach, 10.0)},
    )  # fmt: skip
