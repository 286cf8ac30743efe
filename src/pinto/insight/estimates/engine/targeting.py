r"""Targeting: whom a list reaches of those who are poor, and whom it should not or does not.

Of any two lists or rules, one that says who is *listed* and one that says who is *poor*:

=================  ======================  =======================
\\                  poor                    not poor
=================  ======================  =======================
**listed**         matched                 inclusion error
**not listed**     exclusion error         neither
=================  ======================  =======================

Inclusion and exclusion errors and matched are *numbers* of households (or persons), as
Thai practice has them: on the target list and verified not to be poor; verified poor
and not on the target list; in both. The *rates* are those of Coady, Grosh and Hoddinott
(2004, "Targeting of Transfers in Developing Countries", World Bank, chapter 2): leakage is
the share of the listed who are not poor, under-coverage the share of the poor who
are not listed, and coverage the rest of the poor. Where either is unknown, nobody can
tell, and the unit is counted apart: not in any cell, and not in any rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import ibis
import ibis.expr.types as ir
import numpy as np

from pinto.insight.estimates.engine.incomes import (
    KNOWN,
    WEIGHT,
    present,
    rows_of,
    weighed,
)
from pinto.insight.estimates.engine.sheets import Sheet, sheet
from pinto.insight.estimates.engine.telling import divided, ratio_errors, tell
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.inequality import Floats
from pinto.insight.estimates.rules.specification import DataError, Design

__all__ = ["NUMBERS", "RATES", "Targeting", "behind", "compared", "targeting"]

CELLS = ("matched", "inclusion_error", "exclusion_error", "neither")
CANNOT_TELL = "cannot_tell"
NUMBERS = (*CELLS, CANNOT_TELL)
# each rate: what is counted, and among which cells
RATES = {
    "coverage": ("matched", ("matched", "exclusion_error")),
    "under_coverage": ("exclusion_error", ("matched", "exclusion_error")),
    "leakage": ("inclusion_error", ("matched", "inclusion_error")),
}
LISTED, POOR = "pinto_listed", "pinto_poor"


@dataclass(frozen=True)
class Targeting:
    """Units with two columns of yes and no, and the groups that are asked about.

    ``listed`` and ``poor`` name the columns; null is unknown. The rest is as in
    :class:`pinto.insight.estimates.engine.incomes.Incomes`.
    """

    units: ir.Table
    listed: str = "listed"
    poor: str = "poor"
    size: str | None = None
    by: Sequence[tuple[str, ...]] = field(default=((),))
    over: str | None = None
    design: Design = field(default=Design(full_enumeration=True))


def targeting(asked: Targeting) -> list[Estimate]:
    """Every number and rate, for each group.

    Numbers are sums of weights, and have no error; rates are between 0 and 1, with the
    error of a ratio, and None where nobody is listed (leakage) or poor (the others).
    ``n`` and ``population`` are of those who can be told, ``n_missing`` counts the others.
    Raises ``DataError`` for a column that is not there or not yes and no.
    """
    units = _read(asked)
    sums = {}
    for name, cell in _cells(units).items():
        sums[name] = cell.ifelse(units[WEIGHT], 0.0)
        sums[_rows(name)] = cell.cast("int64")
    return [estimate for by in asked.by for estimate in _told(sheet(units, asked, by, sums))]


def behind(asked: Targeting, number: str, key: str) -> ir.Table:
    """The units behind a number: the column ``key``, and those asked about by.

    Raises ``ValueError`` for a number that is none of ``NUMBERS``: a rate has two.
    """
    if number not in NUMBERS:
        raise ValueError(f"{number} is not a number of units; there are {', '.join(NUMBERS)}")
    units = _read(replace(asked, by=(*asked.by, (key,))))
    columns = dict.fromkeys([key, *(name for by in asked.by for name in by)])
    if asked.over is not None:
        columns[asked.over] = None
    return units.filter(_cells(units)[number]).select(*columns)


def compared(listed: ir.Table, poor: ir.Table, key: str, among: ir.Table | None = None) -> ir.Table:
    """Two lists of keys as one table for :class:`Targeting`: ``key``, ``listed``, ``poor``.

    Without ``among`` there is a row for each key of either list, so that nobody is in
    neither. ``among`` are all units that both lists could have held, with one row each
    and any other columns; a key that is not among them is unknown to the list it is not
    on. A key that is empty is a unit of its own: of what cannot be matched nobody can
    tell. A key twice on a list counts once. Raises ``DataError`` where a key column is
    not there, the keys are of different types, or a key is twice among the units.
    """
    tables = [listed, poor] if among is None else [listed, poor, among]
    for table in tables:
        present(table, key)
    types = {str(table[key].type()(nullable=True)) for table in tables}
    if len(types) > 1:
        raise DataError(f"{key}: {' and '.join(sorted(types))} do not match; make them one type")
    marked = ibis.union(_marked(listed, key, "listed"), _marked(poor, key, "poor"))
    nameless = marked.filter(marked[key].isnull())
    named = marked.filter(marked[key].notnull())
    either = named.group_by(key).agg(listed=named.listed.any(), poor=named.poor.any())
    if among is None:
        return ibis.union(either.fill_null({"listed": False, "poor": False}), nameless)
    return _among(among, either, nameless, key)


def _among(among: ir.Table, either: ir.Table, nameless: ir.Table, key: str) -> ir.Table:
    for name in ("listed", "poor"):
        if name in among.columns:
            raise DataError(f"{name}: the units have a column of that name; rename it")
    named = among.filter(among[key].notnull())
    twice = named.group_by(key).agg(rows=named.count())
    for double in rows_of(twice.filter(twice.rows > 1).limit(1)):
        raise DataError(f"{key} {double[key]}: {double['rows']} rows; keep one")
    found = named.left_join(either, key)
    on = {name: found[name].fill_null(False) for name in ("listed", "poor")}
    found = found.select(*among.columns, **on)
    unknown = {"listed": ibis.null("boolean"), "poor": ibis.null("boolean")}
    unmatched = among.filter(among[key].isnull()).mutate(**unknown)
    others = ibis.union(either.anti_join(named, key), nameless)
    elsewhere = others.select(
        **{name: ibis.null(among[name].type()) for name in among.columns if name != key},
        **{name: others[name] for name in (key, "listed", "poor")},
    ).select(*found.columns)
    return ibis.union(found, unmatched, elsewhere)


def _marked(table: ir.Table, key: str, name: str) -> ir.Table:
    """The keys of a list, marked as being on it; of the other list they say nothing."""
    marks = {"listed": ibis.null("boolean"), "poor": ibis.null("boolean")}
    return table.select(key).mutate(**{**marks, name: ibis.literal(True)})


def _read(asked: Targeting) -> ir.Table:
    truths = {LISTED: _truth(asked, asked.listed), POOR: _truth(asked, asked.poor)}
    return weighed(asked.units, asked, truths, {})


def _truth(asked: Targeting, name: str) -> ir.BooleanValue:
    present(asked.units, name)
    column = asked.units[name]
    if not column.type().is_boolean():
        raise DataError(f"{name}: is {column.type()}, not yes or no")
    return column


def _cells(units: ir.Table) -> dict[str, ir.BooleanValue]:
    """Of each number whether a unit is behind it."""
    known, listed, poor = units[KNOWN], units[LISTED], units[POOR]
    cells = {
        "matched": known & listed & poor,
        "inclusion_error": known & listed & ~poor,
        "exclusion_error": known & ~listed & poor,
        "neither": known & ~listed & ~poor,
        CANNOT_TELL: ~known,
    }
    return {name: cell.fill_null(False) for name, cell in cells.items()}


def _told(found: Sheet) -> list[Estimate]:
    estimates = []
    for name in NUMBERS:
        rows = found.total(_rows(name))
        # nobody is behind a 0: it gives nobody away
        many = np.where(rows == 0, np.inf, rows)
        estimates += tell(found, name, found.total(name), None, "plain", many)
    above = np.column_stack([found.sums[of] for of, _ in RATES.values()])
    below = np.column_stack([_together(found.sums, among) for _, among in RATES.values()])
    errors = ratio_errors(found, above, below)
    for at, (rate, (of, among)) in enumerate(RATES.items()):
        all_of_them = _totals(found, [_rows(name) for name in among])
        figure = divided(found.total(of), _totals(found, among))
        se = None if errors is None else errors[:, at]
        rest = all_of_them - found.total(_rows(of))
        estimates += tell(found, rate, figure, se, "logit", rest)
    return estimates


def _totals(found: Sheet, names: Sequence[str]) -> Floats:
    return found.total(names[0]) + found.total(names[1])


def _together(sums: Mapping[str, Floats], names: Sequence[str]) -> Floats:
    together: Floats = np.sum([sums[name] for name in names], axis=0)
    return together


def _rows(name: str) -> str:
    return f"{name}_rows"
