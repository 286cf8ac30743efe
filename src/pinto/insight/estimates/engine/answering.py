"""From files and a specification to estimates: every check first, then the figures."""

from __future__ import annotations

import dataclasses
import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import ibis.expr.types as ir

from pinto.ground.conditions.vocabulary import Level
from pinto.insight.estimates.engine.changes import changes
from pinto.insight.estimates.engine.counting import estimate
from pinto.insight.estimates.engine.matrix import (
    LEFT_OUT,
    Wanted,
    cases,
    check_names,
    matrix,
    own_categories,
)
from pinto.insight.estimates.engine.soundness import check_file, check_keys, check_units
from pinto.insight.estimates.engine.sources import (
    connected,
    explained,
    opened,
    sorted_out,
    together,
    with_whole_numbers,
)
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.specification import (
    DataError,
    Rule,
    Specification,
    UnusableColumn,
)

Note = Callable[[str], None]
_MOST = 2_000_000  # estimates of one answer; beyond, memory runs out before a person reads them


def answered(
    specification: Specification,
    *,
    data: Sequence[Path],
    members: Sequence[Path] = (),
    wanted: Wanted,
    cutoffs: Sequence[Fraction],
    engine: str = "duckdb",
    note: Note = lambda _: None,
) -> list[Estimate]:
    """The estimates of files: of everything, of each group, and of all groups crossed.

    Where rounds are told apart, the changes from each to the next follow.
    ``members`` are files that are rosters for certain; of the others the columns
    decide. ``note`` is told what was left out. Raises ``DataError`` with every problem
    found in a file, before anything is worked out.
    """
    check_names(specification, wanted)
    connection = connected(engine)
    with explained("the data cannot be read to their end"):
        tables = _tables(connection, specification, data, members, wanted)
        households, roster = tables[Level.HOUSEHOLD], tables[Level.MEMBER]
        if roster is not None:
            _orphans(check_keys(households, roster, specification), note)
        check_units(households, roster, specification, wanted)
        found = matrix(households, roster, specification, wanted)
        _check_size(found, specification, wanted, len(cutoffs))
        asked: dict[str, Any] = {
            "cutoffs": cutoffs,
            "by": divisions_of(wanted.by),
            "design": wanted.design,
        }
        rows = estimate(found, specification.measure, over=wanted.over, **asked)
        rows = _with_missing(rows, households, roster, specification, wanted, note)
        if wanted.over is not None:
            rows += changes(found, specification.measure, over=wanted.over, **asked)
        return rows


def _check_size(
    found: ir.Table, specification: Specification, wanted: Wanted, cutoffs: int
) -> None:
    """Raises ``UnusableColumn`` where so many groups would fill the memory with estimates."""
    if len(wanted.grouped) == 0:
        return
    groups = found.select(*wanted.grouped).distinct().count().to_pyarrow().as_py()
    figures = cutoffs * (3 + 3 * len(specification.measure.indicators))
    if groups * figures > _MOST:
        raise UnusableColumn(
            f"{', '.join(wanted.grouped)} crossed are {groups:,} groups, which with {cutoffs} "
            f"cut-offs are more than {_MOST:,} rows; group by fewer columns, or ask one by one"
        )


def divisions_of(by: Sequence[str]) -> list[tuple[str, ...]]:
    """Everything, each column alone, all of them crossed.

    >>> divisions_of(["area", "region"])
    [(), ('area',), ('region',), ('area', 'region')]
    """
    return list(dict.fromkeys([(), *((name,) for name in by), tuple(by)]))


def _tables(
    connection: Any,
    specification: Specification,
    data: Sequence[Path],
    members: Sequence[Path],
    wanted: Wanted,
) -> dict[Level, ir.Table | None]:
    """Both sources, each checked file by file and put together."""
    paths = {str(path): path for path in (*data, *members)}
    files = {str(path): opened(connection, path) for path in data}
    _check_asked(files.values(), specification, wanted)
    found = sorted_out(files, specification, wanted, certain=bool(members))
    for path in members:
        found[Level.MEMBER][str(path)] = opened(connection, path)
    tables: dict[Level, ir.Table | None] = {}
    for level, named in found.items():
        for name, table in named.items():
            path = paths[name]
            first = 2 if path.suffix.lower() not in (".parquet", ".pq", "") else 1
            try:
                check_file(table, specification, wanted, level, first_row=first)
            except DataError as error:
                told = str(error).splitlines()
                raise DataError("\n".join(f"{path.name}: {each}" for each in told)) from None
        whole = [*named.values()]
        tables[level] = together(whole, specification, wanted, level) if whole else None
    households = tables[Level.HOUSEHOLD]
    assert households is not None  # noqa: S101  # sorted_out lets nothing else pass
    free = [name for name in wanted.grouped if name in households.columns]
    undeclared = [name for name in free if specification.households.column(name) is None]
    tables[Level.HOUSEHOLD] = with_whole_numbers(households, undeclared)
    return tables


def _orphans(count: int, note: Note) -> None:
    if count:
        note(f"{count:,} members belong to no household of the data and were left out")


def _with_missing(
    rows: list[Estimate],
    households: ir.Table,
    roster: ir.Table | None,
    specification: Specification,
    wanted: Wanted,
    note: Note,
) -> list[Estimate]:
    """The estimates, each with how many rows of its group a rule left out."""
    rules = [rule for each in specification.conditions for rule in (each.missing, each.ineligible)]
    if Rule.DROP not in rules:
        return rows
    found = cases(households, roster, specification, wanted)
    names = list(wanted.grouped)
    dropped = found.filter(found[LEFT_OUT])
    tallied = dropped.aggregate(by=names, rows__=dropped.count())
    counts = tallied.to_pyarrow().to_pylist()
    total = sum(row["rows__"] for row in counts)
    if not total:
        return rows
    note(f"{total:,} rows were left out: {why_left_out(specification)}")
    tallies: dict[tuple[str, ...], Counter[tuple[Any, ...]]] = {}
    filled = []
    for row in rows:
        group = dict(row.by) | ({wanted.over: row.over} if wanted.over else {})
        keys = tuple(sorted(group))
        if keys not in tallies:
            tallies[keys] = Counter()
            for count in counts:
                tallies[keys][tuple(count[key] for key in keys)] += count["rows__"]
        missing = tallies[keys][tuple(group[key] for key in keys)]
        filled.append(dataclasses.replace(row, n_missing=missing))
    return filled


def why_left_out(specification: Specification) -> str:
    """Whom the rule of missing answers leaves out, in words."""
    if specification.least_known == 1:
        return "an indicator was unknown"
    share = float(specification.least_known)
    return f"less than {share:.0%} of the weight of their indicators was known"


def _check_asked(files: Iterable[ir.Table], specification: Specification, wanted: Wanted) -> None:
    """Raises ``UnusableColumn`` for a column somebody asked for that no file has."""
    there = {column.name for column in specification.households.columns}
    there |= own_categories(specification).union(*(table.columns for table in files))
    theirs, own = wanted.design, specification.design
    asked = [*wanted.grouped]
    asked += [name for name in (theirs.weight, theirs.strata, theirs.psu) if name]
    for name in asked:
        if name not in there and name not in (own.weight, own.strata, own.psu):
            near = difflib.get_close_matches(name, there, n=1)
            raise UnusableColumn(
                f"there is no column {name}"
                + (
                    f"; did you mean {near[0]}?"
                    if near
                    else f"; there are {', '.join(sorted(there))}"
                )
            )
