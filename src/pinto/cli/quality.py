"""`pinto quality`: look for answers that disagree, and look after the rules."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

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
from pinto.evidence.quality.actions.checking import CheckReport, check_round
from pinto.evidence.quality.rules.library import RulesetError, read_ruleset, ruleset
from pinto.evidence.registry.extracts import pinned_extract, refresh_extract
from pinto.evidence.registry.queries import round_labelled, rounds
from pinto.ground.access.rules import code_range


@click.group()
def quality() -> None:
    """Answers that disagree: ask the rules of a round, check a file of rules."""


@quality.command()
@click.option("--round", "label", default="", help="The round, as 2569; else the newest.")
@click.option("--place", default="", help="The code of a province, amphoe or tambon; else all.")
@json_option
def check(label: str, place: str, as_json: bool) -> None:
    """Ask every rule of every household, and keep what disagrees. Safe to run again."""
    ready()
    round = _round(label)
    tambons = _tambons(round, place) if place else None
    with progress("checking") as tell:
        try:
            report = check_round(
                round=round, by=None, at=timezone.now(), tambons=tambons, progress=Terminal(tell)
            )
        except LookupError as error:
            raise as_failure(error) from None
    if as_json:
        answer_json({"round": round.label, "place": place, **asdict(report)})
        return
    _print(round, report)


def _round(label: str) -> Any:
    if not label:
        newest = rounds().first()
        if newest is None:
            raise Failed("There is no round yet: load a survey first.")
        return newest
    try:
        return round_labelled(label)
    except LookupError as error:
        raise as_failure(error) from None


def _tambons(round: Any, place: str) -> list[str]:
    extract = pinned_extract(round)
    if not extract.tambons:
        extract = refresh_extract(round=round)
    lowest, highest = code_range(place[:6])
    found = [code for code in extract.tambons if lowest <= code <= highest]
    if not found:
        raise Failed(f"No household of {place!r} was asked in round {round.label}.")
    return found


def _print(round: Any, report: CheckReport) -> None:
    titles = {
        rule.id: rule.title.en for rule in ruleset(round.instrument, round.instrument_version).rules
    }
    for rule, many in sorted(report.findings.items(), key=lambda each: (-each[1], each[0])):
        click.echo(f"{many:7,}  {rule}: {titles[rule]}")
    click.echo(
        f"round {round.label}: {report.households:,} households, {report.total:,} findings,"
        f" {report.far:,} of them amounts far from the others, {report.accepted:,} accepted"
        f" ({report.seconds:.1f} s)"
    )


@quality.command("rules")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_rules(file: Path) -> None:
    """Say what is wrong with a file of rules, with line and key.

    Exit code 0 when it can be used, 1 when it cannot.
    """
    try:
        found = read_ruleset(file.read_text(encoding="utf-8"), name=file.name)
    except (RulesetError, UnicodeDecodeError) as error:
        raise Failed(str(error)) from None
    click.echo(f"{file.name}: can be used, {len(found.rules)} rules")
