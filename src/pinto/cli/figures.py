"""Rows of estimates on a terminal: each group a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from pinto.insight.estimates.engine.targeting import NUMBERS
from pinto.insight.estimates.rules.estimates import Estimate

_OF_COUNTING = ("H", "A", "M0")


def tell_counts(rows: Sequence[Estimate], over: str | None) -> None:
    """H, A and M0 of every group under every cut-off."""
    told = [row for row in rows if row.measure in _OF_COUNTING]
    for found in _by_group(told):
        cutoff = f", cut-off {100 * (found[0].cutoff or 0):.4g} %"
        click.echo(f"{_where(found[0], over)}{cutoff}: {_figures(found)}  n {found[0].n:,}")


def tell_figures(rows: Sequence[Estimate], over: str | None) -> None:
    """Every figure of every group."""
    for found in _by_group(rows):
        click.echo(f"{_where(found[0], over)}: {_figures(found)}  n {found[0].n:,}")


def _by_group(rows: Sequence[Estimate]) -> list[list[Estimate]]:
    lines: dict[tuple[Any, ...], list[Estimate]] = {}
    for row in rows:
        lines.setdefault((row.cutoff, row.over, *row.by.items()), []).append(row)
    return [*lines.values()]


def _where(row: Estimate, over: str | None) -> str:
    groups = {**row.by, **({over: row.over} if over else {})}
    return ", ".join(f"{key} {value}" for key, value in groups.items()) or "everything"


def _figures(rows: Sequence[Estimate]) -> str:
    return "  ".join(map(_figure, rows))


def _figure(row: Estimate) -> str:
    if row.estimate is None:
        return f"{row.measure} –"
    if row.measure in NUMBERS:
        return f"{row.measure} {row.estimate:,.10g}"
    sure = f" ({row.ci_low:.4f}–{row.ci_high:.4f})" if row.ci_low is not None else ""
    return f"{row.measure} {row.estimate:.4f}{sure}"
