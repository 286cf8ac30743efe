"""The figures of other sources as the area page shows them, ours beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pinto.evidence.intake.rules.tables import Flag
from pinto.insight.profiles.queries.others import Figure, Source
from pinto.insight.profiles.rules.figures import Figures


@dataclass(frozen=True)
class Row:
    """One figure of a source, and ours where it counts the same thing."""

    name: str
    year: int | None
    value: float | None
    decimals: int
    comparable: bool
    ours: int | None


@dataclass
class Area:
    """An area that a source counts and we have no place for."""

    code: str
    name: str
    flag: str
    numbers: dict[str, Row] = field(default_factory=dict)  # households, people


@dataclass(frozen=True)
class Told:
    """One source: what it says first, what else it says, and about which other areas."""

    source: Source
    area: str  # the place as the source writes it: code and name
    rows: Sequence[Row]
    more: Sequence[Row]
    areas: Sequence[Area]
    compares: bool  # whether ours stands beside any of the rows


def told(sources: Iterable[Source], now: Figures | None) -> list[Told]:
    """The sources of a page; ``now`` is None where we know nothing of the place."""
    found = []
    for source in sources:
        rows = [(each, _row(each, now)) for each in source.figures]
        found.append(
            Told(
                source=source,
                area=_called(source.figures[0]) if source.figures else "",
                rows=[row for each, row in rows if each.main],
                more=[row for each, row in rows if not each.main],
                areas=_areas(source.unlinked),
                compares=any(row.comparable for each, row in rows),
            )
        )
    return found


def _called(figure: Figure) -> str:
    """Code and name; a table without names has the code for one."""
    return " ".join(dict.fromkeys(filter(None, (figure.area_code, figure.area_name))))


def _row(figure: Figure, now: Figures | None) -> Row:
    ours = {"households": now.households, "people": now.people} if now else {}
    return Row(
        name=figure.name,
        year=figure.year,
        value=figure.value,
        decimals=_decimals(figure.value),
        comparable=bool(figure.counts),
        ours=ours.get(figure.counts),
    )


def _decimals(value: float | None) -> int:
    """Two, or none for whole numbers; more where two would make a whole number of it.

    >>> _decimals(17081.0), _decimals(2.158), _decimals(0.9964)
    (0, 2, 4)
    """
    if value is None or float(value).is_integer():
        return 0
    return 4 if round(value, 2).is_integer() else 2


def _areas(figures: Iterable[Figure]) -> list[Area]:
    found: dict[str, Area] = {}
    for figure in figures:
        new = Area(figure.area_code, figure.area_name, _flag(figure.flag))
        found.setdefault(figure.area_code, new).numbers[figure.counts] = _row(figure, None)
    return list(found.values())


def _flag(flag: str) -> str:
    """What to know about the area, in words; an unknown flag as it stands."""
    words = {
        Flag.MUNICIPAL: _("code of a municipal area"),
        Flag.UNKNOWN: _("no such place on the list"),
        Flag.SEVERAL: _("several places of that name"),
        Flag.LOCAL_GOVERNMENT: _("local government"),
    }
    return {str(known): text for known, text in words.items()}.get(flag, flag)
