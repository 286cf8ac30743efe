"""Lines through the rounds, each named at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from django.utils.translation import gettext as _

from pinto.ground.design.charts.figures import grouped
from pinto.ground.design.charts.svg import element, number, picture, words
from pinto.ground.design.charts.table import Table
from pinto.ground.design.words import NO_DATA

WIDTH, HEIGHT = 460, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 312, 30, 226
_APART = 22  # units between two names at the right edge


@dataclass(frozen=True)
class Line:
    """A name and one value a round, None where there is none; a level gives colour and mark."""

    label: str
    values: Sequence[float | None]
    level: int | None = None


def steps(most: float) -> list[float]:
    """Round numbers from 0 to just above `most`, four to six of them.

    >>> steps(1598)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0]
    >>> steps(0)
    [0.0, 1.0]
    """
    if not isfinite(most) or most < 1e-9:  # less than anybody counts
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(most))
    step = next(power * part for part in (0.1, 0.2, 0.25, 0.5, 1, 2) if most / (power * part) <= 5)
    count = ceil(most / step - 1e-9)  # 0.05 / 0.01 is a little more than 5
    return [step * i for i in range(max(count, 1) + 1)]


def trend(
    id: str,
    *,
    title: str,
    rounds: Sequence[str],
    lines: Sequence[Line],
    breaks: Sequence[int] = (),
    decimals: int = 0,
) -> str:
    """One line a level through the rounds; the scale begins at 0.

    `breaks` are the rounds (0 … n-1) before which the questionnaire or the scoring
    changed: no line crosses them, and a dashed upright says why.
    """
    for line in lines:
        if len(line.values) != len(rounds):
            raise ValueError(f"{line.label}: {len(line.values)} values for {len(rounds)} rounds.")
    values = [v for line in lines for v in line.values if v is not None and isfinite(v)]
    marks = steps(max(values, default=0))
    frame = _Frame(len(rounds), marks[-1])
    content = _grid(frame, marks, rounds) + _cuts(frame, breaks)
    for line in lines:
        content += _drawn(frame, line, breaks)
    content += _ends(frame, lines, decimals)
    return picture(
        id,
        title=title,
        desc=_spoken(rounds, lines, decimals),
        size=(WIDTH, HEIGHT),
        css="trend",
        content=content,
    )


def trend_table(
    caption: str, rounds: Sequence[str], lines: Sequence[Line], decimals: int = 0
) -> Table:
    """The same values: a row a round, a column a line."""
    return Table(
        caption,
        [_("Round"), *(line.label for line in lines)],
        [
            [name, *(_text(line.values[i], decimals) for line in lines)]
            for i, name in enumerate(rounds)
        ],
    )


@dataclass(frozen=True)
class _Frame:
    rounds: int
    most: float

    def x(self, i: float) -> float:
        return LEFT + (RIGHT - LEFT) * (i / (self.rounds - 1) if self.rounds > 1 else 0.5)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * max(value, 0) / self.most


def _grid(frame: _Frame, marks: Sequence[float], rounds: Sequence[str]) -> str:
    decimals = 0 if all(mark == int(mark) for mark in marks) else 2
    content = ""
    for mark in marks:
        y = frame.y(mark)
        content += element("path", class_="grid", d=f"M{LEFT} {number(y)}H{RIGHT}")
        content += element("text", grouped(mark, decimals), x=LEFT - 8, y=y + 5, text_anchor="end")
    for i, name in enumerate(rounds):
        css = "b" if i == len(rounds) - 1 else None
        content += element(
            "text", words(name), x=frame.x(i), y=HEIGHT - 22, text_anchor="middle", class_=css
        )
    return content


def _cuts(frame: _Frame, breaks: Sequence[int]) -> str:
    content = ""
    for at in breaks:
        x = number(frame.x(at - 0.5))
        content += element("path", class_="cut", d=f"M{x} {TOP - 8}V{BOTTOM}")
        content += element(
            "text",
            words(_("questions changed")),
            x=x,
            y=TOP - 12,
            text_anchor="middle",
            class_="halo",
        )
    return content


def _drawn(frame: _Frame, line: Line, breaks: Sequence[int]) -> str:
    """The line in pieces: a missing value or a break ends one, the next value begins another."""
    css, d, pen_down, marks = f"n{line.level or 0}", "", False, ""
    for i, value in enumerate(line.values):
        if value is None or not isfinite(value):
            pen_down = False
            continue
        x, y = frame.x(i), frame.y(value)
        pen_down = pen_down and i not in breaks
        d += f"{'L' if pen_down else 'M'}{number(x)} {number(y)}"
        pen_down = True
        marks += _mark(line.level, x, y)
    if not d:
        return ""
    return element("g", element("path", class_="line", d=d) + marks, class_=css)


def _mark(level: int | None, x: float, y: float) -> str:
    """Square, triangle, diamond, disc: levels differ in shape as well as in colour."""
    outline = {
        1: "m-5 -5h10v10h-10z",
        2: "m0 -6.5l6 11h-12z",
        3: "m0 -7l6.5 7l-6.5 7l-6.5 -7z",
    }.get(level or 0)
    if outline is None:
        return element("circle", class_="mark", cx=x, cy=y, r=5.5)
    return element("path", class_="mark", d=f"M{number(x)} {number(y)}{outline}")


def _ends(frame: _Frame, lines: Sequence[Line], decimals: int) -> str:
    """The last value and the name beside each line's end, moved apart where they would touch."""
    ends = []
    for line in lines:
        last = next((v for v in reversed(line.values) if v is not None and isfinite(v)), None)
        if last is not None:
            ends.append((frame.y(last), last, line.label))
    content, floor_y = "", float("-inf")
    ends.sort(key=lambda end: end[0])
    for y, value, label in ends:
        floor_y = max(y, floor_y + _APART)
        text = element("tspan", grouped(value, decimals), class_="b") + " " + words(label)
        content += element("text", text, x=RIGHT + 12, y=floor_y + 5)
    return content


def _text(value: float | None, decimals: int) -> str:
    return "" if value is None or not isfinite(value) else grouped(value, decimals)


def _spoken(rounds: Sequence[str], lines: Sequence[Line], decimals: int) -> str:
    return "; ".join(
        f"{line.label}: "
        + ", ".join(
            f"{name} {_text(value, decimals) or NO_DATA}"
            for name, value in zip(rounds, line.values, strict=True)
        )
        for line in lines
    )
