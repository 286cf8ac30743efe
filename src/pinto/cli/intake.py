"""`pinto intake`: check a file, load it, take it back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone, translation

from pinto.cli.terminal import Failed, answer_json, json_option, progress, ready
from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load, withdraw_load
from pinto.evidence.intake.actions.receiving import discard_load, receive_file
from pinto.evidence.intake.queries import any_load, reported, resumable_load
from pinto.evidence.intake.tasks import ask_followers
from pinto.evidence.registry.actions.rounds import open_round, round_to_be
from pinto.evidence.registry.queries import figure_totals
from pinto.evidence.registry.rules import ROUND_SEQUENCES, ROUND_YEARS, parse_round
from pinto.ground.access.rules import Refused
from pinto.ground.jobs.tasks import work

if TYPE_CHECKING:
    from pinto.evidence.intake.models import Load
    from pinto.evidence.registry.models import Round

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def intake() -> None:
    """Files from offices: check them, load them, take them back."""


@intake.command()
@_file
@click.option("--round", "label", default=None, help="Read as that round, as 2569 or 2569/2.")
@json_option
def check(file: Path, label: str | None, as_json: bool) -> None:
    """Say what a file holds and what is wrong with it. Nothing is loaded.

    Exit code 0 when the file can be loaded, 1 when it cannot.
    """
    ready()
    load = _checked(file, _round(label, round_to_be) if label else None, only=True)
    report = _report(load)
    discard_load(load=load, by=None, at=timezone.now())
    answer_json(report) if as_json else _print(report)
    if report["state"] == "REFUSED":
        raise click.exceptions.Exit(1)


@intake.command()
@_file
@click.option("--round", "label", default=None, help="The round it belongs to, as 2569 or 2569/2.")
@click.option("--strict", is_flag=True, help="Load nothing when any row would be left out.")
@json_option
def load(file: Path, label: str | None, strict: bool, as_json: bool) -> None:
    """Load a file: households into a round, or a table of area figures.

    Rows with errors are left out and named; load the mended file again and only what
    changed is added. After a crash, run the same command again: it goes on.
    """
    ready()
    opened = partial(open_round, by=None, at=timezone.now())
    round = _round(label, opened) if label else None
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    load = resumable_load(digest, round)
    if load is None or load.state == "RECEIVED":
        load = _checked(file, round, load)
    report = _report(load)
    if load.state == "REFUSED" or (strict and report["errors"]):
        answer_json(report) if as_json else _print(report)
        discard_load(load=load, by=None, at=timezone.now())
        raise click.exceptions.Exit(1)
    with progress("loading") as tell:
        try:
            load = publish_load(load=load, by=None, at=timezone.now(), tell=tell)
        except Refused as refused:
            raise Failed(str(refused)) from None
    _follow(load)
    report = _report(load)
    answer_json(report) if as_json else _print(report)


@intake.command()
@click.argument("load_id", type=click.UUID)
def withdraw(load_id: UUID) -> None:
    """Take a loaded file back: the registry is as if it had not been loaded."""
    ready()
    try:
        load = withdraw_load(load=any_load(load_id), by=None, at=timezone.now())
    except ObjectDoesNotExist:
        raise Failed(f"There is no load {load_id}.") from None
    except Refused as refused:
        raise Failed(str(refused)) from None
    _follow(load)
    click.echo(f"{load.file_name}: taken back")


@intake.command()
@click.argument("dataset")
@json_option
def figures(dataset: str, as_json: bool) -> None:
    """Sum up a table of area figures that was loaded, as a check against its publisher."""
    ready()
    totals = figure_totals(dataset)
    if not totals:
        raise Failed(f"No figures of {dataset} have been loaded.")
    if as_json:
        answer_json(totals)
        return
    for row in totals:
        name = f"{row['indicator']} {row['year'] or ''}".strip()
        click.echo(f"{name}: {row['total']:,} in {row['areas']:,} areas")


def _follow(load: Load) -> None:
    """Scores and profiles say what the registry says now."""
    ask_followers(str(load.pk))
    with progress("scores and profiles") as tell:
        tell(0, None, "")
        work(once=True)  # a worker that runs beside us may be quicker: the queue is one


def _round(label: str, opened: Callable[..., Round]) -> Round:
    try:
        year, sequence = parse_round(label)
    except ValueError:
        raise click.UsageError(
            f"--round {label} is no round: write a year of พ.ศ. from {ROUND_YEARS[0]} to"
            f" {ROUND_YEARS[-1]}, with a number from {ROUND_SEQUENCES[0]} to"
            f" {ROUND_SEQUENCES[-1]} where a year has several, as 2569 or 2569/2."
        ) from None
    try:
        return opened(year=year, sequence=sequence)
    except ValueError as error:
        raise Failed(f"{str(error)[:1].upper()}{str(error)[1:]}; choose another round.") from None


def _checked(
    file: Path, round: Round | None, load: Load | None = None, *, only: bool = False
) -> Load:
    """The file, received unless an earlier command got that far, and checked.

    ``only``: nothing will be loaded, so the round need not exist.
    """
    if load is None:
        with file.open("rb") as stream:
            load = receive_file(
                stream=stream,
                name=file.name,
                round=None if only else round,
                viewer=None,
                by=None,
                at=timezone.now(),
            )
        load.round = round
    with progress("reading") as tell:
        return check_file(load=load, by=None, at=timezone.now(), tell=tell)


def _report(load: Load) -> dict[str, Any]:
    counts = load.report.get("counts", {})
    with translation.override("en"):
        report = reported(load)
    return {
        "load": str(load.pk),
        "file": load.file_name,
        "state": load.state,
        "kind": load.kind,
        "dataset": load.dataset,
        "round": load.round.label if load.round else None,
        "households" if load.kind == "HOUSEHOLDS" else "areas": load.households,
        "members": load.members,
        "errors": report.errors,
        "findings": counts,
        "foreseen": load.report.get("foreseen", {}),
        "arrival": load.arrival,
        "shown": [
            {"code": group.code, "severity": group.severity, **asdict(each)}
            for group in report.groups
            for each in group.findings
        ],
    }


def _print(report: dict[str, Any]) -> None:
    """The report for a person at a terminal: the sum first, then what to mend."""
    of = "households" if "households" in report else "areas"
    click.echo(f"{report['file']}: {report['state'].lower()}")
    if report[of]:
        members = f", {report['members']:,} members" if report["members"] else ""
        click.echo(f"  {report[of]:,} {of}{members}")
    if report["foreseen"] and not report["arrival"]:
        outcomes = ", ".join(f"{n:,} {what}" for what, n in report["foreseen"].items())
        click.echo(f"  would be: {outcomes}")
    if report["arrival"]:
        click.echo("  " + ", ".join(f"{n:,} {what}" for what, n in report["arrival"].items()))
    for code, count in report["findings"].items():
        first = next(finding for finding in report["shown"] if finding["code"] == code)
        where = (first["sheet"], f"row {first['row']}" if first["row"] else "", first["column"])
        place = " ".join(filter(None, (*where, repr(first["value"]) if first["value"] else "")))
        click.echo(f"  {first['severity'].lower()} ×{count:,}: {first['what']}")
        click.echo(
            f"      first at {place}. {first['mend']}" if place else f"      {first['mend']}"
        )
