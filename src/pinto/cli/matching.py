"""`pinto matching`: who is on record twice."""

from __future__ import annotations

from typing import Any

import click
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from pinto.cli.terminal import Failed, answer_json, json_option, progress, ready
from pinto.evidence.matching.actions import find_pairs
from pinto.evidence.matching.queries import SHOWS, all_pairs
from pinto.ground.places.queries.places import place
from pinto.ground.thai.numerals import arabic

_area = click.option(
    "--area", default="", help="The official code of an area; without it, everywhere."
)


@click.group()
def matching() -> None:
    """Find people who are on record twice. Nothing is joined: people decide, on the pages."""


@matching.command()
@_area
@json_option
def find(area: str, as_json: bool) -> None:
    """Compare the people of the area; the queue holds the likely pairs afterwards."""
    ready()
    areas = [_code(area)] if area else []
    with progress("matching") as tell:
        found = find_pairs(areas=areas, by=None, at=timezone.now(), tell=tell)
    if as_json:
        answer_json(vars(found))
    else:
        click.echo(
            f"{found.people:,} people: {found.suggested:,} pairs very likely the same,"
            f" {found.review:,} to be compared, {found.gone:,} no longer likely"
        )


@matching.command()
@_area
@click.option("--show", type=click.Choice(list(SHOWS)), default="suggested", show_default=True)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@json_option
def pairs(area: str, show: str, limit: int, as_json: bool) -> None:
    """List pairs by weight: ids and evidence, no names."""
    ready()
    rows: list[dict[str, Any]] = [
        {
            "id": pair.pk,
            "first": pair.first_id,
            "second": pair.second_id,
            "weight": round(pair.weight, 2),
            "probability": pair.probability,
            "decision": pair.decision,
            "evidence": {
                name: {"level": of[0], "bits": of[1]} for name, of in pair.evidence.items()
            },
        }
        for pair in all_pairs(_code(area) if area else "", show)[:limit]
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        told = ", ".join(f"{name} {of['level']}" for name, of in row["evidence"].items())
        click.echo(f"{row['first']} {row['second']} {row['weight']:6.1f}  {told}")
    if not rows:
        click.echo("No pairs.")


def _code(area: str) -> str:
    try:
        return place(arabic(area)).code
    except ObjectDoesNotExist:
        raise Failed(
            f"There is no place {area}. `pinto places resolve NAME` finds codes."
        ) from None
