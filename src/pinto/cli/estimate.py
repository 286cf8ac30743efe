"""`pinto measure estimate`: what is asked of files or of the registry, and how it is answered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from django.core.exceptions import ObjectDoesNotExist

from pinto.cli.answers import written
from pinto.cli.asking import (
    Options,
    check_asked,
    design_of,
    filed_of,
    line_of,
    lists_of,
    names_of,
    shares_of,
)
from pinto.cli.figures import tell_counts, tell_figures
from pinto.cli.terminal import Failed, answer_json, json_option, ready
from pinto.insight.estimates.engine.answering import answered, why_left_out
from pinto.insight.estimates.engine.filed import incomes_answered, targeting_answered
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.extracts import answer
from pinto.insight.estimates.queries import asked
from pinto.insight.estimates.rules.estimates import Estimate, document
from pinto.insight.estimates.rules.library import read_file, specification
from pinto.insight.estimates.rules.specification import (
    DataError,
    Specification,
    SpecificationError,
    UnusableColumn,
)

_file = click.Path(exists=True, path_type=Path)
_out = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("data", nargs=-1, type=_file)
@click.option("--spec", metavar="FILE_OR_ID", help="A counting measure: a file or an id.")
@click.option("--income", metavar="COLUMN", help="Incomes: Gini, S80/S20, risk of poverty, FGT.")
@click.option(
    "--line",
    metavar="LINE",
    help="With --income, for FGT: a number, a column, `national` (by the year of --over), or a"
    " file with a column `line` whose other columns are columns of DATA.",
)
@click.option(
    "--negative",
    type=click.Choice(["keep", "zero", "exclude"]),
    help="With --income: incomes below 0 are kept (else said), taken as 0, or left out.",
)
@click.option(
    "--listed",
    metavar="COLUMN_OR_FILE",
    help="Targeting: a column of yes and no, or a file of keys; with --poor.",
)
@click.option("--poor", metavar="COLUMN_OR_FILE", help="Who is poor, likewise; with --listed.")
@click.option("--key", metavar="COLUMN", help="With files of keys: the column they have in common.")
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
@click.option(
    "--over", help="The column of the round or year; with --spec changes between them follow."
)
@click.option("--size", help="Persons a row stands for: a column. With --spec the file says it.")
@click.option("--missing", help="Words for no answer, as NA,-9. With --spec the file says it.")
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
def estimate(**said: Any) -> None:
    """Work out a measure of DATA: CSV or Parquet files, or folders of Parquet.

    One of three things is asked: a counting measure (--spec), the poverty and inequality of
    incomes (--income), or whom a list reaches of the poor (--listed and --poor).

    Several files of the same kind are read as one; a roster is told by its columns.
    With --round and --place there are no DATA: the survey in the registry is measured
    with --spec, by amphoe, tambon or village.
    """
    options = Options(**said)
    check_asked(options)
    try:
        if options.income is not None:
            rows = incomes_answered(
                filed_of(options),
                income=options.income,
                line=line_of(options.line),
                negative=options.negative or "keep",
                note=_note,
            )
        elif options.listed is not None and options.poor is not None:
            rows = targeting_answered(filed_of(options), **lists_of(options), note=_note)
        else:
            rows = _counted(options)
    except UnusableColumn as error:
        raise click.UsageError(str(error)) from None
    except DataError as error:
        raise Failed(str(error)) from None
    _tell(options, rows)


def _tell(options: Options, rows: list[Estimate]) -> None:
    """The rows are in the files that were asked for, else on the terminal."""
    csv_out, parquet_out, over = options.csv_out, options.parquet_out, options.over
    documents = [document(row, over) for row in rows]
    if csv_out or parquet_out:
        groups = Wanted(names_of(options.by), over).grouped
        try:
            written(documents, [*groups], csv_out, parquet_out)
        except OSError as error:
            raise Failed(f"{error.filename}: cannot be written: {error.strerror}") from None
    if options.as_json:
        answer_json(documents)
    elif not (csv_out or parquet_out):
        (tell_counts if options.spec else tell_figures)(rows, over)


def _counted(options: Options) -> list[Estimate]:
    """The figures of a counting measure."""
    found = named_specification(options.spec or "")
    own = list(found.measure.cutoffs)
    shares = shares_of(options.cutoffs) if options.cutoffs is not None else own
    design = design_of(found.design, options.weight, options.strata, options.psu)
    wanted = Wanted(names_of(options.by), options.over, design)
    if options.label and options.place:
        return _of_registry(
            found,
            options.label,
            options.place,
            shares,
            wanted.by,
            research=options.research,
        )
    return answered(
        found,
        data=options.data,
        members=options.members,
        wanted=wanted,
        cutoffs=shares,
        engine=options.engine,
        note=_note,
    )


def _note(said: str) -> None:
    click.echo(said, err=True)


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
        there = asked(place, label=label, viewer=None)
        told = answer(found, there, cutoffs=shares, by=by, viewer=None, research=research)
    except (ObjectDoesNotExist, LookupError) as missing:
        raise Failed(f"{missing}") from None
    rows = told.rows
    if told.left_out:
        _note(f"{told.left_out:,} households were left out: they object to research")
    if rows and rows[0].n_missing:
        left_out = f"{rows[0].n_missing:,} rows were left out: {why_left_out(found)}"
        click.echo(left_out, err=True)
    return rows


def named_specification(named: str) -> Specification:
    """The specification in a file of that name, or the shipped one of that id."""
    path = Path(named)
    if path.is_file():
        return read(path)
    try:
        return specification(named)
    except LookupError as error:
        raise click.UsageError(f"{error}, and there is no file of that name") from None


def read(path: Path) -> Specification:
    """The specification in a file. Exit code 1 with what is wrong in it, by line and key."""
    try:
        return read_file(path)
    except SpecificationError as error:
        raise Failed(str(error)) from None
