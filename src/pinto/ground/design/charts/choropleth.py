"""A map of areas in five classes, drawn by the server; every area is a link."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from django.utils.translation import gettext as _

from pinto.ground.design.charts.figures import grouped, percent
from pinto.ground.design.charts.svg import element, words
from pinto.ground.design.charts.table import Table
from pinto.ground.design.words import NO_DATA

CLASSES = 5
Unit = Literal["share", "score"]  # a fraction of one, written as percent; or a mean from 1 to 4


@dataclass(frozen=True)
class Area:
    """One area of a map: its border as an SVG path, where its name goes, and its value.

    `value` is None where there is none. `hatched` warns that the
    value stands on little (few households, few of them certified).
    """

    code: str
    name: str
    path: str
    label_at: tuple[int, int]
    value: float | None
    href: str = ""
    hatched: bool = False


def map_class(value: float | None, breaks: Sequence[float]) -> int:
    """1 … 5 by the four breaks, each the lowest value of its upper class; 0 where nothing is known.

    >>> [map_class(v, [.5, .58, .66, .74]) for v in (None, 0, .5, .73, 1)]
    [0, 1, 2, 4, 5]
    """
    if value is None or not isfinite(value):
        return 0
    return 1 + bisect_right(breaks, value)


def choropleth(
    id: str,
    *,
    title: str,
    size: tuple[int, int],
    areas: Sequence[Area],
    breaks: Sequence[float],
    outline: str = "",
    hatch_means: str = "",
    labels: bool = True,
    unit: Unit = "share",
    low_is_dark: bool = False,
    decimals: int = 0,
) -> str:
    """The map. With links it is a group of them, for an image holds no links; without, an image.

    `breaks` are four, fixed within a round so that maps can be compared. Dark is what
    needs attention: the highest values, or, with `low_is_dark`, the lowest.
    `hatch_means` is read aloud with every hatched area.
    """
    _check(breaks)
    content = _patterns(id)
    look = _Look(breaks, unit, low_is_dark, decimals)
    for area in areas:
        content += _area(id, area, look, hatch_means)
    if outline:
        content += element("path", class_="out", d=outline)
    if labels:
        content += "".join(_label(area, look) for area in areas)
    box = f"-6 -6 {size[0] + 12} {size[1] + 12}"
    linked = any(area.href for area in areas)
    head = element("title", words(title), id=f"{id}-t")
    if not linked:
        said = ", ".join(_said(area, look, hatch_means) for area in areas)
        head += element("desc", words(said), id=f"{id}-d")
    return element(
        "svg",
        head + content,
        class_="map",
        viewBox=box,
        role="group" if linked else "img",
        aria_labelledby=f"{id}-t" if linked else f"{id}-t {id}-d",
    )


def choropleth_legend(
    id: str,
    *,
    breaks: Sequence[float],
    hatch_means: str = "",
    no_data: bool = True,
    unit: Unit = "share",
    low_is_dark: bool = False,
    decimals: int = 0,
) -> str:
    """The five classes with their numbers, then the dotted and the hatched key.

    Draws with the patterns of the map of the same id, which must be on the page.
    """
    _check(breaks)
    look = _Look(breaks, unit, low_is_dark, decimals)
    key = "".join(
        element("li", _swatch(f"q{look.shade(level)}") + element("span", words(text)), class_="q")
        for level, text in enumerate(look.ranges(), start=1)
    )
    if no_data:
        dots = element("rect", width="100%", height=14, fill=f"url(#{id}-n)")
        key += element("li", _swatch("q0", dots) + element("span", words(NO_DATA)))
    if hatch_means:
        hatch = element("rect", width="100%", height=14, fill=f"url(#{id}-h)")
        key += element("li", _swatch("q1", hatch) + element("span", words(hatch_means)))
    return element("ul", key, class_="key", aria_label=_("Legend"))


def choropleth_table(
    caption: str,
    areas: Sequence[Area],
    heads: tuple[str, str],
    unit: Unit = "share",
    decimals: int = 0,
) -> Table:
    """The same values, highest first, those without one last."""
    order = sorted(areas, key=lambda a: (a.value is None, -(a.value or 0), a.code))
    rows = [[a.name, "" if a.value is None else _number(a.value, unit, decimals)] for a in order]
    return Table(caption, heads, rows)


def _check(breaks: Sequence[float]) -> None:
    if len(breaks) != CLASSES - 1 or list(breaks) != sorted(breaks):
        raise ValueError(f"A map has {CLASSES - 1} breaks in rising order, not {list(breaks)}.")


def _number(value: float | None, unit: Unit, decimals: int) -> str:
    return percent(value, decimals) if unit == "share" else grouped(value, decimals)


@dataclass(frozen=True)
class _Look:
    """How values become shades and numbers."""

    breaks: Sequence[float]
    unit: Unit
    low_is_dark: bool
    decimals: int

    def shade(self, level: int) -> int:
        """The colour of a class: 1 is light, 5 dark, 0 no data."""
        return CLASSES + 1 - level if self.low_is_dark and level else level

    def of(self, value: float | None) -> int:
        return self.shade(map_class(value, self.breaks))

    def written(self, value: float | None) -> str:
        return _number(value, self.unit, self.decimals)

    def ranges(self) -> list[str]:
        """What stands under the classes: "< 50", "50–57", …, "74+"."""
        whole = 100 if self.unit == "share" else 1
        step = 10.0**-self.decimals
        low = [f"{whole * value:.{self.decimals}f}" for value in self.breaks]
        high = [f"{whole * value - step:.{self.decimals}f}" for value in self.breaks[1:]]
        middle = [
            a if float(a) >= float(b) else f"{a}–{b}" for a, b in zip(low, high, strict=False)
        ]
        return [f"< {low[0]}", *middle, f"{low[-1]}+"]


def _swatch(css: str, over: str = "") -> str:
    box = element("rect", class_=css, width="100%", height="100%")
    return element("svg", box + over, aria_hidden="true")


def _patterns(id: str) -> str:
    lines = element("path", class_="hat-b", d="M1 0v7") + element(
        "path", class_="hat-w", d="M2.4 0v7"
    )
    hatch = element(
        "pattern",
        lines,
        id=f"{id}-h",
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    dot = element("circle", class_="q0p", cx=2.0, cy=2.0, r=1)
    dots = element("pattern", dot, id=f"{id}-n", width=8, height=8, patternUnits="userSpaceOnUse")
    return element("defs", hatch + dots)


def _area(id: str, area: Area, look: _Look, hatch_means: str) -> str:
    shade = look.of(area.value)
    name = _said(area, look, hatch_means)
    content = element("path", class_=f"a q{shade}", d=area.path)
    if shade == 0:
        content += element("path", class_="over", d=area.path, fill=f"url(#{id}-n)")
    if area.hatched:
        content += element("path", class_="over", d=area.path, fill=f"url(#{id}-h)")
    title = element("title", words(name))
    if not area.href:
        return element("g", title + content)
    return element("a", title + content, href=area.href, aria_label=name)


def _said(area: Area, look: _Look, hatch_means: str) -> str:
    value = look.written(area.value) if look.of(area.value) else str(NO_DATA)
    remark = f" ({hatch_means})" if area.hatched and hatch_means else ""
    return f"{area.name} {value}{remark}"


def _label(area: Area, look: _Look) -> str:
    shade = look.of(area.value)
    x, y = area.label_at
    value = element("tspan", look.written(area.value), class_="v", x=x, dy="1.35em")
    css = f"on{shade}" if shade >= 4 else None
    return element("text", words(area.name) + value, x=x, y=y, class_=css, aria_hidden="true")
