"""`pinto trail verify`: whether the record of changes and views is whole."""

from __future__ import annotations

from dataclasses import asdict

import click

from pinto.cli.terminal import Failed, answer_json, json_option, ready


@click.group()
def trail() -> None:
    """The record of who did, and who read, what and when."""


@trail.command()
@json_option
def verify(as_json: bool) -> None:
    """Recompute the chain of the trail. Exit code 0: it holds; 1: it is broken.

    A chain whose end was cut off has another head than the one noted in
    PINTO_HOME/trail-head.json after each sealing. Entries that wait to be sealed are not
    covered; neither is anything against somebody who can write both the database and that
    folder. Note the head outside this computer, with the date, against that.
    """
    from pinto.ground.trail.queries import note_path, verify_trail

    ready()
    verdict = verify_trail()
    if as_json:
        answer_json(
            {
                "holds": verdict.holds,
                "sealed": verdict.sealed,
                "unsealed": verdict.unsealed,
                "head": verdict.head,
                "noted": asdict(verdict.noted) if verdict.noted else None,
                "broken_at": verdict.broken_at,
                "reason": verdict.reason,
            }
        )
        if not verdict.holds:
            raise click.exceptions.Exit(1)
    else:
        click.echo(f"{verdict.sealed:,} entries sealed, {verdict.unsealed:,} waiting")
        click.echo(f"head {verdict.head}")
        click.echo(
            f"compared with the head of {verdict.noted.sealed:,} entries in {note_path()}"
            if verdict.noted
            else f"no head is noted in {note_path()}: a cut off end would not be found"
        )
        click.echo(
            "Not covered: entries that wait, and whoever can write both the database and that"
            " file. Note the head elsewhere."
        )
    if not verdict.holds:
        raise Failed(f"The trail is broken at entry {verdict.broken_at}: {verdict.reason}.")
