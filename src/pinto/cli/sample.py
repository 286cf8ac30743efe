"""`pinto sample`: invented people, in any number."""

from __future__ import annotations

from pathlib import Path

import click

from pinto.cli.terminal import Failed, answer_json, json_option, progress
from pinto.sample.population import MOST
from pinto.sample.writing import Written, write_sample


@click.command()
@click.option(
    "--households", type=click.IntRange(1, MOST), default=4_800, show_default=True,
    help="How many, in both provinces together.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=2569, show_default=True)
@click.option(
    "--out", "folder", required=True, metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path), help="Where the files are written.",
)  # fmt: skip
@click.option("--workbooks", is_flag=True, help="Also one .xlsx for each round.")
@click.option("--pppconnext", is_flag=True, help="Also the PPPConnext workbook of the last round.")
@click.option("--spoil", is_flag=True, help="That workbook with mistakes, listed in spoiled.json.")
@json_option
def sample(
    households: int,
    seed: int,
    folder: Path,
    workbooks: bool,
    pppconnext: bool,
    spoil: bool,
    as_json: bool,
) -> None:
    """Invent two provinces with their places, borders, people and two survey rounds.

    The same options write the same files. Nobody in them exists: national IDs carry a
    registry no office has, and every surname ends with a word for something made up.
    """
    try:
        with progress("inventing") as tell:
            written = write_sample(
                households=households,
                seed=seed,
                folder=folder,
                workbooks=workbooks,
                pppconnext=pppconnext or spoil,
                spoil=spoil,
                tell=tell,
            )
    except OSError as error:
        raise Failed(f"{folder} cannot be written: {error.strerror}.") from None
    answer_json(written.as_json()) if as_json else _print(written)


def _print(written: Written) -> None:
    for year, households in written.households.items():
        click.echo(f"{year}: {households:,} households, {written.members[year]:,} people")
    if written.spoiled:
        click.echo(f"{written.spoiled:,} cells spoiled")
    click.echo(f"{written.folder}: {', '.join(written.files)}")
