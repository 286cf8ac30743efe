"""Bars: the four levels as one, shares as many, progress as a thin one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite

from django.utils.translation import gettext as _

from pinto.ground.design.charts.figures import change, grouped, percent, share
from pinto.ground.design.charts.svg import element, picture, words
from pinto.ground.design.charts.table import Table
from pinto.ground.design.words import LEVELS, NO_SCORE, level_name

# Percent of the bar: a piece narrower than this writes its number small, then only on
# a wide screen, then not at all.
_SMALL, _WIDE_ONLY, _NOT_AT_ALL = 13, 9, 5


@cache
def level_sign(level: int | None) -> str:
    """Four rising blocks, as many filled as the level; dashed and empty without a score."""
    blocks = "".join(
        element(
            "rect",
            class_=f"f{level}" if level is not None and block < level else None,
            x=block * 4,
            y=13 - block * 4,
            width=3.2,
            height=5 + block * 4,
        )
        for block in range(4)
    )
    css = "lvs none" if level is None else "lvs"
    return element("svg", blocks, class_=css, viewBox="0 0 16 18", aria_hidden="true")


def level_bar(
    id: str,
    *,
    title: str,
    counts: Sequence[int],
    no_score: int = 0,
    thin: bool = False,
) -> str:
    """One bar of the four levels in their order, then, hatched, those without a score.

    Lengths are percent of the width, so that the words in it keep their size.
    """
    if len(counts) != len(LEVELS):
        raise ValueError(f"A level bar has {len(LEVELS)} counts, not {len(counts)}.")
    parts = [(level, count) for level, count in enumerate(counts, start=1)] + [(0, no_score)]
    whole = sum(count for _level, count in parts)
    height = 12 if thin else 40
    content, start = _hatch(id) if no_score else "", 0.0
    for level, count in parts:
        if not count:
            continue
        width = 100 * count / whole
        content += _piece(id, level, start, width, height, thin=thin, text=share(count, whole))
        start += width
    desc = ", ".join(
        f"{level_name(level or None)} {grouped(count)} ({share(count, whole)})"
        for level, count in parts
        if level or count
    )
    css = "lvbar thin" if thin else "lvbar"
    return picture(id, title=title, desc=desc, size=None, css=css, content=content)


def _piece(
    id: str, level: int, start: float, width: float, height: int, *, thin: bool, text: str
) -> str:
    # A nested <svg> starts at a percentage and counts on in pixels: two are left as a gap.
    fill: dict[str, object] = {"class_": f"f{level}"} if level else {"fill": f"url(#{id}-h)"}
    drawn = element("rect", x=2 if start else None, width="100%", height=height, **fill)
    if not thin and width >= _NOT_AT_ALL:
        room = " wide" if width < _WIDE_ONLY else " small" if width < _SMALL else ""
        drawn += element("text", words(text), x=8, y=height // 2, class_=f"x{level}{room}")
    return element("svg", drawn, x=f"{start:.2f}%", width=f"{width:.2f}%", height=height)


def _hatch(id: str) -> str:
    lines = element("path", class_="no", d="M0 8 8 0M-2 2 2-2M6 10l4-4")
    pattern = element(
        "pattern", lines, id=f"{id}-h", width=8, height=8, patternUnits="userSpaceOnUse"
    )
    return element("defs", pattern)


def level_table(
    caption: str,
    counts: Sequence[int],
    previous: Sequence[int] | None = None,
    *,
    no_score: int = 0,
    heads: tuple[str, str] | None = None,
) -> Table:
    """The four levels and those without a score: households, share, and change if there is one."""
    whole = sum(counts) + no_score
    now, before = heads or (_("Households"), _("Round before"))
    head = [_("Level"), now, _("Share")] + ([before, _("Change")] if previous else [])
    rows = []
    for i, count in enumerate([*counts, no_score]):
        name = level_name(i + 1) if i < len(LEVELS) else str(NO_SCORE)
        row = [name, grouped(count), share(count, whole)]
        if previous:
            was = previous[i] if i < len(previous) else None
            row += ["" if was is None else grouped(was), change(count, was)]
        rows.append(row)
    return Table(caption, head, rows)


@dataclass(frozen=True)
class Bar:
    """One line of a ranking: a name, its fraction of one, and what it was before."""

    label: str
    value: float | None
    previous: float | None = None
    href: str = ""
    note: str = ""

    @property
    def percent(self) -> float | None:
        return None if self.value is None else 100 * self.value

    @property
    def percent_before(self) -> float | None:
        return None if self.previous is None else 100 * self.previous


def ranked(bars: Sequence[Bar]) -> list[Bar]:
    """From most to least; what is not known comes last, in the order given."""
    return sorted(bars, key=lambda bar: -1.0 if bar.value is None else bar.value, reverse=True)


def bar(value: float | None, previous: float | None = None, *, most: float = 1.0) -> str:
    """A bar of `value` out of `most`, a tick where it was before; dashes when not known.

    Decoration: the numbers stand beside it as text.
    """
    if value is None or not isfinite(value):
        content = element("rect", class_="none", x="0", y=4, width="100%", height=16)
    else:
        content = element("rect", class_="track", y=4, width="100%", height=16)
        content += element("rect", class_="val", y=4, width=_part(value, most), height=16)
    if previous is not None and isfinite(previous):
        at = _part(previous, most)
        content += element("line", class_="was", x1=at, x2=at, y1=0, y2=24)
    return element("svg", content, class_="bar", aria_hidden="true")


def meter(fraction: float | None, css: str = "", *, label: str = "") -> str:
    """A thin bar of a fraction of one; `css` g, a or b for good, attention, bad."""
    content = element("rect", class_="track", width="100%", height=10)
    if fraction is not None and isfinite(fraction):
        content += element("rect", class_="val", width=_part(fraction, 1), height=10)
    spoken: dict[str, object] = (
        {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    )
    return element("svg", content, class_=f"meter {css}".strip(), **spoken)


def _part(value: float, most: float) -> str:
    return f"{100 * min(max(value / most, 0), 1):.2f}%" if most else "0%"


def bar_table(
    caption: str, bars: Sequence[Bar], heads: tuple[str, str, str], decimals: int = 0
) -> Table:
    """The ranking as a table: name, share, share before."""
    rows = [
        [
            item.label,
            "" if item.value is None else percent(item.value, decimals),
            "" if item.previous is None else percent(item.previous, decimals),
        ]
        for item in bars
    ]
    return Table(caption, heads, rows)
