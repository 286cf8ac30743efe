"""What reading a table gives: rows, or the reasons why not."""

from dataclasses import asdict, dataclass
from typing import Any

from pinto.evidence.intake.rules.findings import Findings

from .areas import Flag
from .values import Number


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One figure of one area. ``value`` is None where the file has none; it is never 0 then."""

    area_code: str | None  # the source's own
    area_name: str  # as the file writes it, widest area last
    place_code: str | None  # of the place it is linked to
    indicator: str  # key of an Indicator, 120 letters at most
    year: int | None  # พ.ศ.
    value: Number | None
    flag: Flag

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a column counts: the key is its header in the file, the name is for people.

    A header of more than 120 letters is shortened in the key, the name has it whole.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Control:
    """A total that the file or its publisher states, beside the sum of the rows."""

    label: str
    indicator: str
    year: int | None
    stated: Number
    computed: Number | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table that can be loaded."""

    dataset: str  # id of the description it was recognised by; blank when nobody described it
    source: str  # of a known dataset: who published it
    rows: tuple[AreaRow, ...]
    indicators: tuple[Indicator, ...]
    controls: tuple[Control, ...]
    findings: Findings
    areas: int  # how many rows of the table were areas


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not loaded, and every reason."""

    findings: Findings
