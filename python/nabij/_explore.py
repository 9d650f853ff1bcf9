"""A map to zoom and point at."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from nabij import _looks
from nabij._arrow import frame
from nabij._optional import need
from nabij._told import Told
from nabij.errors import InputError

if TYPE_CHECKING:
    import folium

    from nabij._result import Result


def explore(result: Result, norm: str | None, tiles: str | None) -> folium.Map:
    """Make the map; `Result.explore` says of what."""
    module = need("folium", "explore", "explore()")
    told = Told(result)
    norm = told.norm(norm)
    homes = _homes(result, told, norm)
    if not len(homes):
        raise InputError(f"norm {norm!r} is for no address: there is nothing to show")
    left, bottom, right, top = homes.total_bounds
    page: folium.Map = module.Map(
        tiles=tiles, prefer_canvas=True, control_scale=True,
        location=[(bottom + top) / 2, (left + right) / 2],
    )  # fmt: skip
    page.fit_bounds([[bottom, left], [top, right]])
    _add_areas(page, module, result, told, norm)
    _add_homes(page, module, homes, told, norm)
    for category, sign in zip(told.categories(norm), _SIGNS * 9, strict=False):
        _add_facilities(page, module, result, told, category, sign)
    legend = _legend(homes, told, norm)
    root: Any = page.get_root()
    root.html.add_child(module.Element(legend))
    module.LayerControl(collapsed=False).add_to(page)
    return page


#: Signs of facilities, by the order of their categories.
_SIGNS = ("★", "✚", "◆", "▲", "■")
#: More facilities than this hide the addresses: they are switched on by hand.
_MANY = 150


#: The edge of addresses that have a colour of their own.
_EDGE = "#ffffff"


def _colours(verdict: str) -> tuple[str, str]:
    """Give edge and fill: all are round here, and two are all but black."""
    _, colour, hollow = _looks.VERDICTS[verdict]
    if verdict == "unreachable":
        return "#ffd400", colour
    return (colour, "#ffffff") if hollow else (_EDGE, colour)


def _safe(texts: Any) -> list[str]:
    """Give texts as HTML; the map shows what it is given as HTML."""
    return [html.escape(text) if isinstance(text, str) else "" for text in texts]


def _homes(result: Result, told: Told, norm: str) -> Any:
    """Give the addresses that a norm applies to, with what a reader sees of each."""
    names = [
        "origin", "address", f"{norm}_verdict", f"{norm}_m", f"{norm}_facility_name",
        f"{norm}_facility", "geometry",
    ]  # fmt: skip
    there = [name for name in names if name in result.addresses.column_names]
    homes = frame(result.addresses.select(there))
    homes = homes[homes[f"{norm}_verdict"].notna() & homes.geometry.notna()]
    limits = told.limit(norm, "lower"), told.limit(norm, "upper")
    words = {verdict: told.words.verdict(verdict, *limits) for verdict in _looks.VERDICTS}
    shown = homes[["geometry"]].set_geometry(homes.geometry.representative_point())
    verdict = homes[f"{norm}_verdict"].astype(str)
    shown["key"] = verdict
    shown["id"] = _safe(homes["origin"])
    if "address" in there:
        shown["address"] = _safe(homes["address"])
    shown["verdict"] = _safe(verdict.map(words))
    if f"{norm}_m" in there:
        metres = homes[f"{norm}_m"]
        shown["metres"] = [told.metres(norm, one) if one == one else "" for one in metres]
        named = homes[f"{norm}_facility_name"].fillna(homes[f"{norm}_facility"])
        shown["facility"] = _safe(named)
    return shown.to_crs("EPSG:4326")


def _add_homes(page: Any, folium: Any, homes: Any, told: Told, norm: str) -> None:
    words = told.words
    fields = [name for name in ("id", "address", "verdict", "metres", "facility") if name in homes]

    def style(feature: Any) -> dict[str, Any]:
        seen = feature["properties"]
        edge, fill = _colours(seen["key"])
        return {
            "color": edge,
            "weight": 0.5 if edge == _EDGE else 2,
            "fillColor": fill,
            "fillOpacity": 0.9,
        }

    folium.GeoJson(
        homes[[*fields, "key", "geometry"]],
        name=html.escape(told.label(norm)),
        marker=folium.CircleMarker(radius=5, fill=True),
        style_function=style,
        tooltip=folium.GeoJsonTooltip(fields, [words(f"tip {name}") for name in fields]),
    ).add_to(page)


def _add_facilities(
    page: Any, folium: Any, result: Result, told: Told, category: str, sign: str
) -> None:
    places = frame(result.facilities)
    places = places[places["category"] == category]
    if not len(places):
        return
    named = places["name"].fillna(places["facility"])
    shown = places[["geometry"]].set_geometry(places.geometry.representative_point())
    shown["id"], shown["name"] = _safe(places["facility"]), _safe(named)
    label = html.escape(told.words.category(category))
    icon = folium.DivIcon(
        html='<div style="font-size:20px;line-height:20px;color:#ffe14d;'
        '-webkit-text-stroke:1px #000">'
        f"{sign}</div>",
        icon_size=(20, 20), icon_anchor=(10, 10),
    )  # fmt: skip
    folium.GeoJson(
        shown.to_crs("EPSG:4326"),
        name=f"{sign} {label} ({told.words.count(len(places))})",
        show=len(places) <= _MANY,
        marker=folium.Marker(icon=icon),
        tooltip=folium.GeoJsonTooltip(["name", "id"], [label, told.words("tip id")]),
    ).add_to(page)


def _add_areas(page: Any, folium: Any, result: Result, told: Told, norm: str) -> None:
    if result.areas is None:
        return
    from nabij._plot import areas_of

    ground = areas_of(result, told, norm, None, "addresses", "upper").to_crs("EPSG:4326")
    words = told.words
    shown = ground[["geometry"]].copy()
    shown["area"] = _safe(ground["name"].fillna(ground["area"]))
    shown["share"] = [words.percent(one) for one in ground["share"]]
    within = words.within("upper", told.limit(norm, "upper"))
    folium.GeoJson(
        shown,
        name=html.escape(str(ground["level"].iloc[0])),
        style_function=lambda _: {"color": "#7a6a94", "weight": 1.5, "fillOpacity": 0.0},
        tooltip=folium.GeoJsonTooltip(
            ["area", "share"], [words("tip area"), words("share", words("addresses"), within)]
        ),
    ).add_to(page)


def _legend(homes: Any, told: Told, norm: str) -> str:
    """Give the legend: verdicts that occur, each with its number of addresses, and the source."""
    limits = told.limit(norm, "lower"), told.limit(norm, "upper")
    rows = []
    for verdict in _looks.VERDICTS:
        count = int((homes["key"] == verdict).sum())
        if not count:
            continue
        edge, fill = _colours(verdict)
        rows.append(
            f'<div><span style="display:inline-block;width:10px;height:10px;border-radius:50%;'
            f'margin-right:6px;background:{fill};border:2px solid {edge}"></span>'
            f"{html.escape(told.words.verdict(verdict, *limits))} "
            f"({told.words.count(count)})</div>"
        )
    return (
        '<div style="position:fixed;left:12px;bottom:72px;z-index:1000;background:#fff;'
        'padding:8px 12px;border:1px solid #999;border-radius:4px;font:13px sans-serif">'
        f"<b>{html.escape(told.label(norm))}</b>{''.join(rows)}"
        f'<div style="color:#666;font-size:11px">{html.escape(told.source(None))}</div></div>'
    )
