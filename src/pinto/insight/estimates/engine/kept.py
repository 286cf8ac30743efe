"""What is kept of a survey for one measure: enough for any of its places and any cut-off."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.counting import again
from pinto.insight.estimates.engine.cube import MOST_INDICATORS, Cube, cube_of
from pinto.insight.estimates.engine.figures import estimates
from pinto.insight.estimates.engine.matrix import LEFT_OUT, Wanted, cases, check_names
from pinto.insight.estimates.engine.soundness import check_units
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import DataError, Design, Measure, Specification

_ROWS = "rows__"
EVERYBODY = Design(full_enumeration=True)


@dataclass(frozen=True)
class Kept:
    """A cube by the columns ``keys``, and how many units of each cell a rule left out."""

    keys: tuple[str, ...]
    cube: Cube
    left_out: Mapping[tuple[Hashable, ...], int]

    def answer(
        self,
        measure: Measure,
        *,
        only: Mapping[str, str],
        cutoffs: Sequence[Fraction],
        by: Sequence[tuple[str, ...]],
    ) -> list[Estimate]:
        """The figures of the cells where each column of ``only`` has its value.

        All of them first, then each division of ``by``. Nothing is scanned, and there are
        no errors: everybody was asked. No rows where no unit is left to count.
        """
        cells = self.cube.cells
        inside = np.ones(len(cells), dtype=bool)
        for key, value in only.items():
            inside &= np.array([label == value for label in cells.labels(key)], dtype=bool)
        divided = again(self.cube.within(inside), measure, cutoffs=cutoffs, by=by)
        rows = [row for division in divided for row in estimates(division)]
        return self._with_left_out(rows, only)

    def _with_left_out(self, rows: list[Estimate], only: Mapping[str, str]) -> list[Estimate]:
        tallies: dict[tuple[str, ...], Counter[tuple[Hashable, ...]]] = {}
        found = []
        for row in rows:
            names = tuple(row.by)
            if names not in tallies:
                tallies[names] = self._tally(names, only)
            missing = tallies[names][tuple(row.by.values())]
            found.append(dataclasses.replace(row, n_missing=missing))
        return found

    def _tally(
        self, names: tuple[str, ...], only: Mapping[str, str]
    ) -> Counter[tuple[Hashable, ...]]:
        tally: Counter[tuple[Hashable, ...]] = Counter()
        for cell, count in self.left_out.items():
            here = dict(zip(self.keys, cell, strict=True))
            if all(here[key] == value for key, value in only.items()):
                tally[tuple(here[name] for name in names)] += count
        return tally


def kept_of(
    households: ir.Table,
    members: ir.Table | None,
    specification: Specification,
    keys: tuple[str, ...],
) -> Kept:
    """A survey in which everybody was asked, added up by ``keys``.

    Raises ``DataError`` where a column is missing, an indicator is unknown of
    everybody, or there are more indicators than a cube holds.
    """
    names = [indicator.id for indicator in specification.measure.indicators]
    if len(names) > MOST_INDICATORS:
        raise DataError(
            f"{specification.measure.id} has {len(names)} indicators, and the registry is asked "
            f"for at most {MOST_INDICATORS}; hand over files instead"
        )
    wanted = Wanted(by=keys, design=EVERYBODY)
    check_names(specification, wanted)
    check_units(households, members, specification, wanted)
    found = cases(households, members, specification, wanted)
    cube = cube_of(found.filter(~found[LEFT_OUT]).drop(LEFT_OUT), names, keys)
    dropped = found.filter(found[LEFT_OUT])
    tallied = dropped.aggregate(by=list(keys), **{_ROWS: dropped.count()}).to_pyarrow().to_pylist()
    return Kept(keys, cube, {tuple(row[key] for key in keys): row[_ROWS] for row in tallied})
