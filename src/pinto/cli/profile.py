"""`pinto profile`: how people live in an area."""

from __future__ import annotations

import click
from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation

from pinto.cli.terminal import Failed, answer_json, as_failure, json_option, ready
from pinto.ground.design.charts.figures import grouped, percent
from pinto.ground.design.words import LEVELS
from pinto.ground.places.queries import area_name
from pinto.ground.thai.numerals import arabic
from pinto.insight.profiles.queries.areas import Profile
from pinto.insight.profiles.queries.areas import profile as profile_of
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.queries.words import sentence
from pinto.insight.profiles.rules.figures import Figures
from pinto.insight.profiles.rules.findings import Named, headline, worst_items

_WORST = 8


@click.command()
@click.argument("code")
@click.option("--round", "label", default="", help="The round, as 2569 or 2569/2; else the newest.")
@json_option
def profile(code: str, label: str, as_json: bool) -> None:
    """Say how people live in the area of that official code.

    Exit code 1 when there is no such place or round.
    """
    ready()
    try:
        found = profile_of(arabic(code), label=arabic(label), viewer=None)
    except ObjectDoesNotExist:
        raise Failed(
            f"There is no place {code}. `pinto places resolve NAME` finds codes."
        ) from None
    except LookupError as missing:
        raise as_failure(missing) from None
    if as_json:
        answer_json(profile_json(found))
        return
    with translation.override("en"):
        _print(found)


def _print(found: Profile) -> None:
    """The finding, then levels, capitals, and what most households lack."""
    now, before = found.now, found.before
    parts = [Named(area_name(part.place), part.now, part.before) for part in found.parts]
    click.echo(f"{area_name(found.place)} ({found.place.code}), round {found.round.label}")
    click.echo(f"  {sentence(headline(now, before, parts))}")
    if now is None:
        return
    click.echo(
        f"\n  {now.households:,} households, {now.people:,} people;"
        f" {now.scored:,} scored ({percent(now.share_scored)}), {now.unscored:,} without a score"
    )
    if not now.scored:
        return
    for name, count, share in zip(LEVELS, now.levels, now.level_shares, strict=True):
        click.echo(f"  {name!s:<14} {count:>9,} {percent(share, 1):>7}")
    click.echo("\n  five capitals, mean from 1 to 4 (s.d.)")
    for capital in found.scoring.capitals:
        mean, spread = now.capitals.get(capital.id), now.deviations.get(capital.id)
        click.echo(f"  {capital.en:<20} {grouped(mean, 2)} ({grouped(spread, 2)})")
    _print_lacking(found, now)


def _print_lacking(found: Profile, now: Figures) -> None:
    click.echo("\n  what most households lack")
    for key in worst_items(now, most=_WORST):
        share = percent(now.items[key], 1)
        click.echo(f"  {share:>7}  {found.scoring.item(key).lacking.en}")
