"""`pinto measures`: work out scores, and look after the scorings."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone

from pinto.cli.terminal import (
    Failed,
    Terminal,
    answer_json,
    as_failure,
    json_option,
    progress,
    ready,
)
from pinto.evidence.registry.queries import round_labelled
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.rules.coverage import gaps
from pinto.insight.measures.rules.library import ScoringError, read_scoring, scorings
from pinto.insight.profiles.actions import refresh_profiles


@click.group()
def measures() -> None:
    """How answers become numbers: scores of a round, and the scorings behind them."""


@measures.command()
@click.option("--round", "label", required=True, help="The round, as 2569 or 2569/2.")
@json_option
def score(label: str, as_json: bool) -> None:
    """Work out the scores of a round, and the profiles. Running it again changes nothing."""
    ready()
    try:
        round = round_labelled(label)
    except LookupError as error:
        raise as_failure(error) from None
    with progress("scoring") as tell:
        try:
            report = score_round(round=round, by=None, at=timezone.now(), progress=Terminal(tell))
        except LookupError as error:  # no scoring reads this round's instrument
            raise Failed(str(error)) from None
        tell(0, None, "profiles")
        refresh_profiles(round=round, by=None, at=timezone.now())
    if as_json:
        answer_json({"round": label, **asdict(report), "unscored": report.unscored})
        return
    click.echo(
        f"round {label}: {report.households:,} households, {report.scored:,} scored,"
        f" {report.unscored:,} without a score, {report.on_boundary:,} on a boundary"
        f" ({report.seconds:.1f} s)"
    )


@measures.command("list")
@json_option
def list_scorings(as_json: bool) -> None:
    """Name every scoring, with the instrument it reads and what of it is assumed."""
    rows = [
        {
            "id": scoring.id,
            "version": scoring.version,
            "instrument": f"{scoring.instrument}/{scoring.instrument_version}",
            "items": len(scoring.items),
            "assumed_codings": sum(item.assumed is not None for item in scoring.items),
            "assumed_weights": sum(item.weight_assumed is not None for item in scoring.items),
            "boundary": scoring.boundary.value,
        }
        for scoring in scorings()
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['id']} {row['version']}  reads {row['instrument']},"
            f" {row['items']} items, {row['assumed_codings']} codings and"
            f" {row['assumed_weights']} weights assumed, {row['boundary']}"
        )


@measures.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say what is wrong with a scoring file: names, weights, steps nobody reaches, gaps.

    Exit code 0 when it can be used, 1 when it cannot.
    """
    try:
        found = gaps(read_scoring(file.read_text(encoding="utf-8"), name=file.name))
    except (ScoringError, UnicodeDecodeError) as error:
        raise Failed(str(error)) from None
    if found:
        raise Failed("\n".join(f"{file.name}: {problem}" for problem in found))
    click.echo(f"{file.name}: can be used")
