"""The command line, assembled."""

import click

from pinto.cli.instruments import instruments_group
from pinto.cli.intake import intake
from pinto.cli.matching import matching
from pinto.cli.measure import measure
from pinto.cli.measures import measures
from pinto.cli.officers import officers
from pinto.cli.places import places
from pinto.cli.profile import profile
from pinto.cli.quality import quality
from pinto.cli.safekeeping import backup, restore
from pinto.cli.sample import sample
from pinto.cli.serving import demo, serve, worker
from pinto.cli.terminal import Commands
from pinto.cli.trail import trail
from pinto.cli.verification import verification


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def pinto() -> None:
    """Find the households that are poor, understand why, and see whether help worked.

    Data live in the folder PINTO_HOME names (default ~/.pinto). Exit codes: 0 done,
    1 failed, refused or not found, 2 wrong use. With --json an error is {"error": …} on
    standard output, with the same exit code.
    """


for command in (
    *(demo, serve, worker, sample),
    *(places, instruments_group, intake, matching, quality, measures, measure, profile),
    *(verification, officers, trail, backup, restore),
):
    pinto.add_command(command)
