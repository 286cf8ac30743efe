"""`pinto trail verify`: whether the record of changes and views is whole."""

from __future__ import annotations

import click

from pinto.cli.terminal import Failed, answer_json, json_option, ready


@click.group()
def trail() -> None:
    """The record of who did, and who read, what and when."""


@trail.command()
@json_option
def verify(as_json: bool) -> None:
    """Recompute the chain of the trail. Exit code 0: it holds; 1: it is broken.

    Note the head it tells, with the date, outside this computer: a chain that
    was cut off at its end has another head.
    """
    from pinto.ground.trail.queries import verify_trail

    ready()
    verdict = verify_trail()
    if as_json:
        answer_json(
            {
                "holds": verdict.holds,
                "sealed": verdict.sealed,
                "unsealed": verdict.unsealed,
                "head": verdict.head,
                "broken_at": verdict.broken_at,
                "reason": verdict.reason,
            }
        )
        if not verdict.holds:
            raise click.exceptions.Exit(1)
    else:
        click.echo(f"{verdict.sealed:,} entries sealed, {verdict.unsealed:,} waiting")
        click.echo(f"head {verdict.head}")
    if not verdict.holds:
        raise Failed(f"The trail is broken at entry {verdict.broken_at}: {verdict.reason}.")
