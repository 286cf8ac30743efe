"""The official poverty lines of Thailand that come with Pinto.

Baht a person a month. By province and region 2543–2553: NESDC, table 2.1 (expenditure
based); the nation 2562–2566: National Statistical Office. Each line speaks of all
areas: lines for urban and rural areas apart were not found. A table of one's own can
have them, see :class:`pinto.insight.estimates.engine.incomes.Lines`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

DATA = Path(__file__).parent.parent / "data" / "poverty_lines.csv"

Level = Literal["country", "region", "province"]


@dataclass(frozen=True)
class PovertyLine:
    """One official line: ``year`` is Buddhist, ``province`` the two-digit code."""

    year: int
    level: Level
    region: str | None
    province: str | None
    area: str
    baht: float
    source: str


@cache
def poverty_lines() -> tuple[PovertyLine, ...]:
    """Every line, by year, then from the country down to the provinces."""
    levels: dict[str, Level] = {"country": "country", "region": "region", "province": "province"}
    with DATA.open(encoding="utf-8") as lines:
        return tuple(
            PovertyLine(
                year=int(row["year"]),
                level=levels[row["level"]],
                region=row["region"] or None,
                province=row["province"] or None,
                area=row["area"],
                baht=float(row["baht_per_person_month"]),
                source=row["source"],
            )
            for row in csv.DictReader(lines)
        )


def national_line(year: int) -> float:
    """The line of the whole country in a Buddhist year. Raises ``LookupError`` when not known."""
    for line in poverty_lines():
        if (line.year, line.level) == (year, "country"):
            return line.baht
    known = ", ".join(str(line.year) for line in poverty_lines() if line.level == "country")
    raise LookupError(f"no national poverty line of {year} is known; there are {known}")
