"""What monetary measures need of the units, reduced by the engine: rows of sums in numpy."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from pinto.insight.estimates.engine.cells import Cells, Integers, cells_of
from pinto.insight.estimates.engine.errors import Sample, sample_of
from pinto.insight.estimates.engine.incomes import INCOME, KNOWN, PSU, STRATUM, WEIGHT, Asked
from pinto.insight.estimates.rules.inequality import Floats, totals

ROWS, MISSING = "pinto_rows", "pinto_missing"


@dataclass(frozen=True)
class Drawn:
    """The sample behind a sheet: the PSU of each of its rows, and the stratum of each PSU."""

    sample: Sample
    psu: Integers
    stratum: Integers

    @property
    def psus(self) -> int:
        """How many PSUs were drawn, over all rounds."""
        return len(self.stratum)


@dataclass(frozen=True)
class Sheet:
    """Sums by group, and by PSU when there are errors, and by income when that is asked.

    ``groups`` are the crossed groups of one grouping, with the round; ``group`` is the
    place of each row's group. ``n``, ``missing`` and ``population`` are by group.
    """

    by: tuple[str, ...]
    over: str | None
    groups: Cells
    group: Integers
    sums: Mapping[str, Floats]
    drawn: Drawn | None

    def total(self, name: str) -> Floats:
        """A sum by group."""
        return totals(self.group, self.sums[name], len(self.groups))

    def labels(self) -> list[dict[str, Hashable]]:
        """For each group the value of each column of ``by``."""
        columns = [self.groups.labels(name) for name in self.by]
        return [
            {name: column[at] for name, column in zip(self.by, columns, strict=True)}
            for at in range(len(self.groups))
        ]

    def rounds(self) -> list[Hashable]:
        """For each group its round; None where none was asked."""
        return [None] * len(self.groups) if self.over is None else self.groups.labels(self.over)


def sheet(
    units: ir.Table,
    asked: Asked,
    by: Sequence[str],
    sums: Mapping[str, ir.Value],
    *,
    each_income: bool = False,
) -> Sheet:
    """The units of ``read`` or ``weighed``, reduced in one pass to what this grouping needs.

    ``sums`` are added to ``WEIGHT`` and ``ROWS`` (of units that are known) and ``MISSING``. With
    ``each_income`` there is a row for each distinct income, in the column ``INCOME``;
    it is not-a-number for the missing.
    """
    rounds = () if asked.over is None else (asked.over,)
    keys = list(dict.fromkeys((*by, *rounds)))
    design = asked.design
    fine = [*keys, *([INCOME] if each_income else [])]
    adding = {
        WEIGHT: units[KNOWN].ifelse(units[WEIGHT], 0.0),
        ROWS: units[KNOWN].cast("int64"),
        MISSING: (~units[KNOWN]).cast("int64"),
        **sums,
    }
    if design.full_enumeration or design.psu is not None:
        drawn_by = [] if design.full_enumeration else [STRATUM, PSU]
        adding = {name: value.sum() for name, value in adding.items()}
        grouping = [*fine, *drawn_by]
        found = units.group_by(grouping).agg(**adding) if grouping else units.agg(**adding)
        table = found.to_pyarrow()
    else:  # every unit was drawn by itself
        table = units.select(*fine, STRATUM, **adding).to_pyarrow()
        table = table.append_column(PSU, pa.array(np.arange(table.num_rows)))
    groups, group = cells_of(table, keys)
    numbers = {name: _numbers(table, name) for name in adding}
    if each_income:
        numbers[INCOME] = _numbers(table, INCOME, unknown=np.nan)
    drawn = None if design.full_enumeration else _drawn(table, rounds)
    return Sheet(tuple(by), asked.over, groups, group, numbers, drawn)


def _drawn(table: pa.Table, rounds: Sequence[str]) -> Drawn:
    keys = [*rounds, STRATUM]
    cells, psu = cells_of(table, [*keys, PSU])
    sample = sample_of(cells, keys, PSU)
    return Drawn(sample, psu, sample.stratum(cells))


def _numbers(table: pa.Table, name: str, unknown: float = 0.0) -> Floats:
    """A column as float64. A sum over nothing known is null in the engine, and 0 here."""
    column = table.column(name).cast(pa.float64()).to_numpy()
    return np.where(np.isnan(column), unknown, column)
