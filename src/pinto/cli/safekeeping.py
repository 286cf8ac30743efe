"""`pinto backup` and `pinto restore`: one file that holds everything but the keys."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from pinto.cli.terminal import Failed, answer_json, json_option, ready
from pinto.config.safekeeping import BadBackup, check_backup, restore_backup, write_backup
from pinto.ground.installation.home import home


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--no-photos", is_flag=True, help="Leave out the photos of visits.")
@json_option
def backup(file: Path, no_photos: bool, as_json: bool) -> None:
    """Write everything into FILE, verified by counts and hashes.

    The keys (PINTO_HOME/keys.json) are not in it: keep them elsewhere.
    """
    ready()
    try:
        manifest = write_backup(file, at=timezone.now(), photos=not no_photos)
    except OSError as error:
        raise Failed(f"{file} was not written: {error.strerror or error}.") from None
    if as_json:
        answer_json(manifest)
    else:
        rows = sum(manifest["counts"].values())
        click.echo(
            f"{file}: {rows:,} rows of {len(manifest['counts'])} tables and"
            f" {len(manifest['photos']):,} photos, verified"
        )
        click.echo("The keys are not in it. Keep a copy of keys.json in another place.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is here without asking.")
@click.option("--keys-lost", is_flag=True, help="Restore although IDs and phones stay unreadable.")
@json_option
def restore(file: Path, yes: bool, keys_lost: bool, as_json: bool) -> None:
    """Bring back what FILE holds, after checking all of it. What is here is replaced.

    Stop `pinto serve` first. Scores are worked out anew.
    """
    try:
        if not yes:
            check_backup(file)
            click.confirm(f"This replaces everything in {home()}. Go on?", abort=True, err=as_json)
        manifest = restore_backup(file, at=timezone.now(), keys_lost=keys_lost)
    except BadBackup as error:
        raise Failed(str(error)) from None
    if as_json:
        answer_json(manifest)
    else:
        click.echo(f"{sum(manifest['counts'].values()):,} rows are back, verified")
