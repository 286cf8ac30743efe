"""The five capitals as a pentagon: large with rings, small as a household's face.

Axes run from 1 to 4. A score of 1 sits at 15 % of the radius, not in the
centre, else the poorest households would have no shape at all. A capital that
is not known has no corner: the outline is open there, never drawn to 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, isfinite, pi, sin

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pinto.ground.design.charts.figures import grouped
from pinto.ground.design.charts.svg import element, number, picture, points, words
from pinto.ground.design.charts.table import Table
from pinto.ground.design.words import CAPITALS, NO_DATA, NO_SCORE

Scores = Sequence[float | None]
HUB = 0.15
BOUNDARIES = (1.75, 2.5, 3.25)  # between the four levels; a scoring may bring its own


@dataclass(frozen=True)
class Shape:
    """Five scores, human … social, under the name they have in the legend."""

    label: str
    scores: Scores


def radius(score: float) -> float:
    """Where a score lies between the centre, 0, and the rim, 1.

    >>> radius(1), radius(4), radius(0.2), radius(9)
    (0.15, 1.0, 0.15, 1.0)
    """
    return HUB + (1 - HUB) * (min(max(score, 1), 4) - 1) / 3


def corner(axis: int, distance: float, centre: tuple[float, float]) -> tuple[float, float]:
    """The point on an axis, 0 at the top and then clockwise."""
    angle = -pi / 2 + axis * 2 * pi / 5
    return centre[0] + distance * cos(angle), centre[1] + distance * sin(angle)


def known(scores: Scores) -> list[float | None]:
    """Exactly five scores; what is no number counts as not known."""
    if len(scores) != len(CAPITALS):
        raise ValueError(f"A pentagon has {len(CAPITALS)} scores, not {len(scores)}.")
    return [None if score is None or not isfinite(score) else float(score) for score in scores]


def pentagon(
    id: str,
    *,
    title: str,
    now: Shape,
    previous: Shape | None = None,
    reference: Shape | None = None,
    boundaries: Sequence[float] = BOUNDARIES,
    compact: bool = False,
) -> str:
    """The large pentagon: rings of the four levels, now, before, and a reference area.

    `compact` is the smaller one beside lists, without the scores at its corners.
    """
    size, centre, rim = ((330, 292), (165, 158), 118) if compact else ((470, 404), (235, 214), 152)
    scores = known(now.scores)
    before = known(previous.scores) if previous else None
    content = _rings(boundaries, centre, rim) + _axes(scores, centre, rim)
    if reference:
        content += _outline(known(reference.scores), "ref", centre, rim)
    if before:
        content += _outline(before, "prev", centre, rim)
    content += _area(scores, centre, rim) + _outline(scores, "now", centre, rim)
    content += _dots(scores, centre, rim)
    content += _names(scores, before, centre, rim, compact=compact)
    shapes = [shape for shape in (now, previous, reference) if shape]
    return picture(
        id,
        title=title,
        desc="; ".join(f"{shape.label}: {spoken(shape.scores)}" for shape in shapes),
        size=size,
        css="radar c" if compact else "radar",
        content=content,
    )


def mini_pentagon(scores: Scores, level: int | None = None) -> str:
    """40 px: a household recognised by its shape, filled with the colour of its level.

    Without a level, or with a corner missing, the shape is grey and its frame dashed.
    """
    corners = known(scores)
    centre, rim = (18.0, 18.8), 16.5
    whole = None not in corners
    frame = points(corner(axis, rim, centre) for axis in range(5))
    content = element("polygon", class_="o" if whole else "o none", points=frame)
    area = "".join(_pieces(corners, centre, rim))
    if area and whole:
        content += element("path", class_=f"s f{level}" if level else "s s0", d=area)
    elif area:
        content += element("path", class_="s0", d=area) + _outline(corners, "s side", centre, rim)
    label = _("Five capitals: %(scores)s") % {"scores": spoken(scores)}
    return element("svg", content, class_="mini", viewBox="0 0 36 36", role="img", aria_label=label)


def spoken(scores: Scores) -> str:
    """The five scores in words, as screen readers and tables say them."""
    return ", ".join(
        f"{name} {NO_SCORE if score is None else grouped(score, 2)}"
        for name, score in zip(CAPITALS, known(scores), strict=True)
    )


def pentagon_table(
    caption: str, now: Shape, previous: Shape | None = None, reference: Shape | None = None
) -> Table:
    """The same scores as a table: a row a capital, a column a shape."""
    shapes = [shape for shape in (now, previous, reference) if shape]
    columns = [known(shape.scores) for shape in shapes]
    return Table(
        caption,
        [pgettext("capital", "Capital"), *(shape.label for shape in shapes)],
        [
            [str(name), *("" if column[i] is None else grouped(column[i], 2) for column in columns)]
            for i, name in enumerate(CAPITALS)
        ],
    )


def _rings(boundaries: Sequence[float], centre: tuple[float, float], rim: float) -> str:
    fills, lines = "", ""
    for level, upper in reversed(list(enumerate((*boundaries, 4.0), start=1))):
        ring = points(corner(axis, rim * radius(upper), centre) for axis in range(5))
        fills += element("polygon", class_=f"z{level}", points=ring)
        lines += element("polygon", class_="ring", points=ring)
    return fills + lines


def _axes(scores: Scores, centre: tuple[float, float], rim: float) -> str:
    lines = ""
    for axis, score in enumerate(scores):
        x, y = corner(axis, rim, centre)
        css = "ax" if score is not None else "ax none"
        lines += element(
            "path",
            class_=css,
            d=f"M{number(centre[0])} {number(centre[1])}L{number(x)} {number(y)}",
        )
    return lines


def _placed(
    scores: Scores, centre: tuple[float, float], rim: float
) -> list[tuple[float, float] | None]:
    return [
        None if score is None else corner(axis, rim * radius(score), centre)
        for axis, score in enumerate(scores)
    ]


def _outline(scores: Scores, css: str, centre: tuple[float, float], rim: float) -> str:
    """The sides whose two ends are known; a closed polygon when all five are."""
    placed = _placed(scores, centre, rim)
    whole = [place for place in placed if place is not None]
    if len(whole) == len(placed):
        return element("polygon", class_=css, points=points(whole))
    sides = ""
    for start, end in zip(placed, placed[1:] + placed[:1], strict=True):
        if start and end:
            sides += f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}"
    return element("path", class_=css, d=sides) if sides else ""


def _pieces(scores: Scores, centre: tuple[float, float], rim: float) -> list[str]:
    """The filled shape; with a corner missing, only the fans between known neighbours."""
    placed = _placed(scores, centre, rim)
    whole = [place for place in placed if place is not None]
    if len(whole) == len(placed):
        return ["M" + "L".join(f"{number(x)} {number(y)}" for x, y in whole) + "z"]
    fans = []
    for start, end in zip(placed, placed[1:] + placed[:1], strict=True):
        if start and end:
            fan = (centre, start, end)
            fans.append("M" + "L".join(f"{number(x)} {number(y)}" for x, y in fan) + "z")
    return fans


def _area(scores: Scores, centre: tuple[float, float], rim: float) -> str:
    pieces = _pieces(scores, centre, rim)
    return element("path", class_="area", d="".join(pieces)) if pieces else ""


def _dots(scores: Scores, centre: tuple[float, float], rim: float) -> str:
    return "".join(
        element("circle", class_="pt", cx=place[0], cy=place[1], r=5)
        for place in _placed(scores, centre, rim)
        if place
    )


# Where a capital's name stands beside its corner: text-anchor, and shift from the rim.
_BESIDE = (
    ("middle", 0, -30),
    ("start", 10, -6),
    ("start", 2, 24),
    ("end", -2, 24),
    ("end", -10, -6),
)
_AROUND = (
    ("middle", 0, -10),
    ("end", 46, -8),
    ("middle", 14, 22),
    ("middle", -14, 22),
    ("start", -46, -8),
)


def _names(
    scores: Scores, before: Scores | None, centre: tuple[float, float], rim: float, *, compact: bool
) -> str:
    text = ""
    for axis, (name, score) in enumerate(zip(CAPITALS, scores, strict=True)):
        anchor, right, down = (_AROUND if compact else _BESIDE)[axis]
        x, y = corner(axis, rim + 2, centre)
        place = {"x": round(x + right), "text_anchor": anchor}
        text += element("text", words(name), y=round(y + down), **place)
        if not compact:
            said = _score(score, before[axis] if before else None)
            text += element("text", words(said), class_="sc", y=round(y + down + 19), **place)
    return text


def _score(now: float | None, before: float | None) -> str:
    if now is None:
        return str(NO_DATA if before is None else NO_SCORE)
    if before is None:
        return grouped(now, 2)
    difference = round(now, 2) - round(before, 2)
    sign = "+" if round(difference, 2) > 0 else ""
    return f"{grouped(now, 2)} ({sign}{grouped(difference, 2)})"
