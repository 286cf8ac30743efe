"""What `pinto measure estimate` is asked: its options, and whether they go together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from pinto.insight.estimates.engine.filed import Filed
from pinto.insight.estimates.engine.incomes import Negative
from pinto.insight.estimates.rules.specification import Design


@dataclass(frozen=True)
class Options:
    """What was said on the command line."""

    data: tuple[Path, ...]
    spec: str | None
    income: str | None
    line: str | None
    negative: Negative | None
    listed: str | None
    poor: str | None
    key: str | None
    members: tuple[Path, ...]
    label: str | None
    place: str | None
    research: bool
    cutoffs: str | None
    by: str | None
    over: str | None
    size: str | None
    missing: str | None
    weight: str | None
    strata: str | None
    psu: str | None
    engine: str
    as_json: bool
    csv_out: Path | None
    parquet_out: Path | None


_SPEC, _INCOME, _LISTS = "--spec", "--income", "--listed and --poor"


def check_asked(options: Options) -> None:
    """Raises ``UsageError`` unless one thing is asked, of what it can be asked of."""
    asked = [
        name
        for name, said in (
            (_SPEC, options.spec),
            (_INCOME, options.income),
            (_LISTS, options.listed or options.poor),
        )
        if said is not None
    ]
    if len(asked) != 1:
        found = f"not {' with '.join(asked)}" if asked else "there is none of them"
        raise click.UsageError(f"ask for one of --spec, --income, --listed and --poor; {found}")
    if bool(options.listed) != bool(options.poor):
        raise click.UsageError("--listed and --poor go together: --listed on_list --poor is_poor")
    for name, said, belongs in (
        ("--line", options.line, (_INCOME,)),
        ("--negative", options.negative, (_INCOME,)),
        ("--key", options.key, (_LISTS,)),
        ("--size", options.size, (_INCOME, _LISTS)),
        ("--missing", options.missing, (_INCOME, _LISTS)),
        ("--cutoffs", options.cutoffs, (_SPEC,)),
        ("--members", options.members or None, (_SPEC,)),
        ("--round", options.label, (_SPEC,)),
        ("--place", options.place, (_SPEC,)),
    ):
        if said is not None and asked[0] not in belongs:
            raise click.UsageError(f"{name} is for {' or '.join(belongs)}, not for {asked[0]}")
    if options.engine != "duckdb" and not options.engine.startswith(("spark://", "local")):
        raise click.UsageError("--engine is duckdb, or spark://HOST:PORT")
    if bool(options.label) != bool(options.place):
        raise click.UsageError("--round and --place go together: --round 2569 --place 99")
    if bool(options.data) == bool(options.label) and not options.key:
        rest = ", or --round and --place; not both" if options.spec else ""
        raise click.UsageError(f"name DATA files{rest}")
    of_files = options.members or options.over or options.weight or options.strata or options.psu
    if options.label and of_files:
        raise click.UsageError(
            "--members, --over, --weight, --strata and --psu are for files; "
            "in the registry everybody was asked"
        )


def filed_of(options: Options) -> Filed:
    """The files, and the columns that are named of them."""
    return Filed(
        options.data,
        by=names_of(options.by),
        over=options.over,
        size=options.size,
        design=design_of(
            Design(full_enumeration=options.weight is None),
            options.weight,
            options.strata,
            options.psu,
        ),
        missing=tuple(part.strip() for part in (options.missing or "").split(",") if part.strip()),
        engine=options.engine,
    )


def line_of(text: str | None) -> float | str | Path | None:
    """A number, a file where there is one, else a column (or the national line)."""
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        return Path(text) if Path(text).is_file() else text
    if not 0 < number < float("inf"):
        raise click.UsageError(f"--line: {text} is not above 0")
    return number


def lists_of(options: Options) -> dict[str, Any]:
    """Two columns; with a key two files. Raises ``UsageError`` for a mixture."""
    given = {"listed": options.listed or "", "poor": options.poor or ""}
    if options.key is None:
        return dict(given)
    for name, text in given.items():
        if not Path(text).is_file():
            raise click.UsageError(f"--{name}: with --key it is a file; there is no file {text}")
    if not options.data and (options.by or options.over or options.size or options.weight):
        raise click.UsageError(
            "--by, --over, --size and --weight need DATA: the file of all households"
        )
    return {name: Path(text) for name, text in given.items()} | {"key": options.key}


def shares_of(text: str) -> list[Fraction]:
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


def names_of(text: str | None) -> tuple[str, ...]:
    """Columns, each once."""
    if text is None:
        return ()
    names = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    if "" in names:
        raise click.UsageError("--by: write names of columns with commas between: area,region")
    return names


def design_of(design: Design, weight: str | None, strata: str | None, psu: str | None) -> Design:
    """The specification's design, with what was said on the command line in its place."""
    said: dict[str, Any] = {"weight": weight, "strata": strata, "psu": psu}
    said = {key: value for key, value in said.items() if value is not None}
    if "strata" in said or "psu" in said:
        said["full_enumeration"] = False
    return dataclasses.replace(design, **said)
