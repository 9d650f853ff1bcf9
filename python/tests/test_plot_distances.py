"""The curves of distances against the shares of the results."""

from collections.abc import Iterator
from pathlib import Path

import nabij
import numpy
import pytest
from matplotlib import pyplot
from matplotlib.axes import Axes

LABELS = {
    "supermarket": "Supermarket within walking distance",
    "pharmacy": "Pharmacy within walking distance",
    "public_transport": "Public transport within walking distance",
    "meeting_room": "Meeting room near clustered housing",
}
MEASURED = list(LABELS)


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def result(demo: Path) -> nabij.Result:
    return nabij.Study.read(demo / "town" / "study.toml").run()


def value(ax: Axes, norm: str, metres: float) -> float:
    """What a reader reads off a curve: it steps up at the distance itself."""
    (line,) = [line for line in ax.lines if line.get_gid() == f"curve {norm}"]
    x, y = (numpy.asarray(data) for data in (line.get_xdata(), line.get_ydata()))
    return float(y[x <= metres][-1])


@pytest.mark.parametrize("weight", ["addresses", "residents", "65+"])
@pytest.mark.parametrize("norm", MEASURED)
def test_at_a_limit_the_curve_is_the_share(result: nabij.Result, norm: str, weight: str) -> None:
    assert result.areas is not None
    (row,) = (
        result.areas.to_pandas()
        .query("level == 'gemeente' and norm == @norm and weight == @weight")
        .itertuples()
    )
    if not row.total > 0:
        pytest.skip("nobody lives where the norm applies")
    ax = result.plot_distances(norm, weight=weight)
    # The curve is what is certain: the low end of the share.
    assert value(ax, norm, row.upper_limit_m) == pytest.approx(row.share_low_upper, abs=1e-12)
    if row.lower_limit_m == row.lower_limit_m:
        assert value(ax, norm, row.lower_limit_m) == pytest.approx(row.share_low_lower, abs=1e-12)
    shades = [one for one in ax.collections if one.get_gid() == f"doubt {norm}"]
    assert bool(shades) == (row.share_low_upper != row.share_high_upper)
    for shade in shades:  # and the shade reaches up to the high end
        corners = numpy.asarray(shade.get_paths()[0].vertices)
        highest = corners[corners[:, 0] <= row.upper_limit_m][:, 1].max()
        assert highest == pytest.approx(row.share_high_upper, abs=1e-12)


def test_not_found_keeps_the_curve_down(result: nabij.Result) -> None:
    ax = result.plot_distances()
    rows = result.rows.to_pandas()
    labels = []
    for norm, of in rows[rows["norm"].isin(MEASURED)].groupby("norm", observed=True, sort=False):
        lost = of["verdict"].isin(["beyond_horizon", "unreachable", "unsnapped"]).mean()
        assert value(ax, str(norm), 2000) == pytest.approx(1 - lost)
        told = f", {lost * 100:.1f} % not found" if lost else ""
        labels.append(f"{LABELS[str(norm)]} {len(of):,} addresses{told}")
    assert "not found" in labels[0]
    found = ax.get_legend()
    assert found is not None
    assert [text.get_text().replace("\n", " ") for text in found.get_texts()] == [
        *labels,
        "certain to possible",
    ]


def test_every_limit_has_its_line(result: nabij.Result) -> None:
    ax = result.plot_distances()
    lines = [line for line in ax.lines if str(line.get_gid()).startswith("limit ")]
    assert [float(numpy.asarray(line.get_xdata())[0]) for line in lines] == [100.0, 300.0, 500.0]
    labels = [text.get_text() for text in ax.texts]
    assert {"100 m", "300 m", "500 m"} <= set(labels)
    assert ax.get_xlim() == (0, 2000)
    assert result.plot_distances("pharmacy", max_distance=400).get_xlim() == (0, 400)


def test_norms_without_distances(result: nabij.Result) -> None:
    with pytest.raises(nabij.InputError, match=r"daily_facilities.* made of others"):
        result.plot_distances("daily_facilities")
    with pytest.raises(nabij.InputError, match="no weight 'cats'"):
        result.plot_distances(weight="cats")
    with pytest.raises(nabij.InputError, match="no norm 'gp'"):
        result.plot_distances(["gp"])
