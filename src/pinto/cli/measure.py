"""`pinto measure`: poverty measures of any file; no database is needed."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import ObjectDoesNotExist

from pinto.cli.answers import written
from pinto.cli.terminal import Failed, answer_json, json_option, ready
from pinto.insight.estimates.engine.answering import answered, why_left_out
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.extracts import answer
from pinto.insight.estimates.queries import asked
from pinto.insight.estimates.rules.estimates import Estimate, document
from pinto.insight.estimates.rules.library import (
    read_file,
    specification,
    specifications,
    text_of,
)
from pinto.insight.estimates.rules.specification import (
    DataError,
    Design,
    Specification,
    SpecificationError,
    UnusableColumn,
)

_file = click.Path(exists=True, path_type=Path)
_out = click.Path(dir_okay=False, path_type=Path)


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
    found = _specification(measure_or_file)
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
    _read(file)
    click.echo(f"{file.name}: can be used")


@measure.command()
@click.argument("data", nargs=-1, type=_file)
@click.option("--spec", required=True, metavar="FILE_OR_ID", help="The measure: a file or an id.")
@click.option("--members", multiple=True, type=_file, help="A roster; else its columns tell it.")
@click.option("--round", "label", help="In place of DATA: this round of the registry, as 2569.")
@click.option("--place", help="With --round: the official code of a place, as 99 or 9901.")
@click.option(
    "--research",
    is_flag=True,
    help="With --round: leave out the households whose families object to research.",
)
@click.option("--cutoffs", help="In percent, as 20,33.3; else those of the specification.")
@click.option("--by", help="Columns: each alone, and all of them crossed.")
@click.option("--over", help="The column of the round or year; changes between them follow.")
@click.option("--weight", help="The column of the sampling weight.")
@click.option("--strata", help="The column of the strata.")
@click.option(
    "--psu",
    help="The column of the primary sampling units. Without it, but with weights or strata,"
    " each row is one.",
)
@click.option("--engine", default="duckdb", show_default=True, help="duckdb or spark://HOST:PORT.")
@json_option
@click.option("--csv", "csv_out", type=_out, help="Write the rows there as CSV.")
@click.option("--parquet", "parquet_out", type=_out, help="Write the rows there as Parquet.")
def estimate(
    data: tuple[Path, ...],
    spec: str,
    members: tuple[Path, ...],
    label: str | None,
    place: str | None,
    research: bool,
    cutoffs: str | None,
    by: str | None,
    over: str | None,
    weight: str | None,
    strata: str | None,
    psu: str | None,
    engine: str,
    as_json: bool,
    csv_out: Path | None,
    parquet_out: Path | None,
) -> None:
    """Work out a measure of DATA: CSV or Parquet files, or folders of Parquet.

    Several files of the same kind are read as one; a roster is told by its columns.
    With --round and --place there are no DATA: the survey in the registry is measured,
    by amphoe, tambon or village.
    """
    found = _specification(spec)
    shares = _shares(cutoffs) if cutoffs is not None else list(found.measure.cutoffs)
    if engine != "duckdb" and not engine.startswith(("spark://", "local")):
        raise click.UsageError("--engine is duckdb, or spark://HOST:PORT")
    wanted = Wanted(_names(by), over, _design(found.design, weight, strata, psu))
    _check_asked(data, label, place, members or over or weight or strata or psu)
    try:
        rows = (
            _of_registry(found, label, place, shares, wanted.by, research=research)
            if label and place
            else answered(
                found,
                data=data,
                members=members,
                wanted=wanted,
                cutoffs=shares,
                engine=engine,
                note=lambda said: click.echo(said, err=True),
            )
        )
    except UnusableColumn as error:
        raise click.UsageError(str(error)) from None
    except DataError as error:
        raise Failed(str(error)) from None
    documents = [document(row, over) for row in rows]
    if csv_out or parquet_out:
        try:
            written(documents, [*wanted.grouped], csv_out, parquet_out)
        except OSError as error:
            raise Failed(f"{error.filename}: cannot be written: {error.strerror}") from None
    if as_json:
        answer_json(documents)
    elif not (csv_out or parquet_out):
        _table(rows, over)


def _check_asked(
    data: tuple[Path, ...], label: str | None, place: str | None, of_files: object
) -> None:
    """Raises ``UsageError`` unless either files are asked, or a round and a place."""
    if bool(label) != bool(place):
        raise click.UsageError("--round and --place go together: --round 2569 --place 99")
    if bool(data) == bool(label):
        raise click.UsageError("name DATA files, or --round and --place; not both")
    if label and of_files:
        raise click.UsageError(
            "--members, --over, --weight, --strata and --psu are for files; "
            "in the registry everybody was asked"
        )


def _of_registry(
    found: Specification,
    label: str,
    place: str,
    shares: list[Fraction],
    by: tuple[str, ...],
    *,
    research: bool,
) -> list[Estimate]:
    """The figures of a place in a round of the registry. Exit code 1 where there are none."""
    ready()
    try:
        place_and_round = asked(place, label=label, viewer=None)
        told = answer(found, place_and_round, cutoffs=shares, by=by, viewer=None, research=research)
    except (ObjectDoesNotExist, LookupError) as missing:
        raise Failed(f"{missing}") from None
    if told.left_out:
        click.echo(f"{told.left_out:,} households were left out: they object to research", err=True)
    rows = told.rows
    if rows and rows[0].n_missing:
        left_out = f"{rows[0].n_missing:,} rows were left out: {why_left_out(found)}"
        click.echo(left_out, err=True)
    return rows


def _specification(named: str) -> Specification:
    path = Path(named)
    if path.is_file():
        return _read(path)
    try:
        return specification(named)
    except LookupError as error:
        raise click.UsageError(f"{error}, and there is no file of that name") from None


def _read(path: Path) -> Specification:
    try:
        return read_file(path)
    except SpecificationError as error:
        raise Failed(str(error)) from None


def _shares(text: str) -> list[Fraction]:
    """Percent, exactly as written: 33.3 is 333/1000."""
    found = []
    for part in text.split(","):
        try:
            share = Fraction(part.strip()) / 100
        except (ValueError, ZeroDivisionError):
            raise click.UsageError(f"--cutoffs: {part!r} is no number; write 20,33.3") from None
        if not 0 < share <= 1:
            raise click.UsageError(f"--cutoffs: {part.strip()} is not above 0 and at most 100")
        found.append(share)
    return list(dict.fromkeys(found))


def _names(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if "" in names:
        raise click.UsageError("--by: write names of columns with commas between: area,region")
    return names


def _design(design: Design, weight: str | None, strata: str | None, psu: str | None) -> Design:
    """The specification's design, with what was said on the command line in its place."""
    said: dict[str, Any] = {"weight": weight, "strata": strata, "psu": psu}
    said = {key: value for key, value in said.items() if value is not None}
    if "strata" in said or "psu" in said:
        said["full_enumeration"] = False
    return dataclasses.replace(design, **said)


def _table(rows: list[Estimate], over: str | None) -> None:
    """H, A and M0 of every group, one line each."""
    lines: dict[tuple[Any, ...], list[Estimate]] = {}
    for row in rows:
        if row.measure in ("H", "A", "M0"):
            key = (row.cutoff, row.over, *row.by.items())
            lines.setdefault(key, []).append(row)
    for found in lines.values():
        first = found[0]
        groups = {**first.by, **({over: first.over} if over else {})}
        where = ", ".join(f"{key} {value}" for key, value in groups.items()) or "everything"
        figures = "  ".join(_figure(row) for row in found)
        click.echo(f"{where}, cut-off {100 * (first.cutoff or 0):.4g} %: {figures}  n {first.n:,}")


def _figure(row: Estimate) -> str:
    if row.estimate is None:
        return f"{row.measure} –"
    sure = f" ({row.ci_low:.4f}–{row.ci_high:.4f})" if row.ci_low is not None else ""
    return f"{row.measure} {row.estimate:.4f}{sure}"
