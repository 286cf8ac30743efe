"""`pinto measure`: poverty measures of any file; no database is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pinto.cli.estimate import estimate, named_specification, read
from pinto.cli.terminal import answer_json, json_option
from pinto.insight.estimates.rules.library import specifications, text_of

_file = click.Path(exists=True, path_type=Path)


@click.group()
def measure() -> None:
    """How many are poor, how much, how sure: a specification asked of CSV or Parquet files."""


@measure.command("list")
@json_option
def list_measures(as_json: bool) -> None:
    """Name every measure that comes with Pinto."""
    rows: list[dict[str, Any]] = [
        {
            "id": each.measure.id,
            "version": each.measure.version,
            "name": each.measure.en,
            "indicators": len(each.measure.indicators),
            "cutoffs": [str(cutoff) for cutoff in each.measure.cutoffs],
            "members": each.members is not None,
        }
        for each in specifications()
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['id']} {row['version']}  {row['name']}: {row['indicators']} indicators,"
            f" cut-offs {', '.join(row['cutoffs'])}{', reads a roster' if row['members'] else ''}"
        )


@measure.command()
@click.argument("measure_or_file", metavar="ID_OR_FILE")
@click.option("--yaml", "as_yaml", is_flag=True, help="The file itself, to copy and change.")
def show(measure_or_file: str, as_yaml: bool) -> None:
    """Say what a measure is made of: indicators, weights, cut-offs, and the columns it reads."""
    found = named_specification(measure_or_file)
    if as_yaml:
        path = Path(measure_or_file)
        click.echo(path.read_text("utf-8-sig") if path.is_file() else text_of(measure_or_file))
        return
    of = found.measure
    click.echo(f"{of.id} {of.version}: {of.en} ({of.th})\nsource: {found.source}")
    click.echo(f"counts {found.count.value}s, cut-offs {', '.join(map(str, of.cutoffs))}")
    for dimension in of.dimensions:
        click.echo(f"{dimension.en}:")
        for indicator in (each for each in of.indicators if each.dimension == dimension.id):
            click.echo(f"  {indicator.weight!s:>6}  {indicator.id}  {indicator.en}")
    for word, source in (("households", found.households), ("members", found.members)):
        if source:
            columns = [*source.key, *(f"{each.raw} ({each.kind})" for each in source.columns)]
            click.echo(f"columns of {word}: {', '.join(dict.fromkeys(columns))}")


@measure.command()
@click.argument("file", metavar="SPEC", type=_file)
def check(file: Path) -> None:
    """Say what is wrong with a specification, by line and key.

    Exit code 0 when it can be used, 1 when it cannot.
    """
    read(file)
    click.echo(f"{file.name}: can be used")


measure.add_command(estimate)
