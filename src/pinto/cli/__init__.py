"""The `pinto` command: one module for each group of commands."""

import gc
import os
import sys
from typing import NoReturn

_NEW_OBJECTS = 200_000  # between two looks for garbage


def main() -> None:
    """Set up Django, then run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
    # Rows of files and tables are trees, never circles: at Python's 700 a sixth of a
    # load went into looking for circles among a million of them.
    gc.set_threshold(_NEW_OBJECTS, 20, 100)
    import django

    from pinto.ground.installation.home import Unusable

    try:
        django.setup()
    except Unusable as error:  # before any command is known: said as a command would say it
        _fail(str(error))
    from pinto.cli.commands import pinto

    pinto(prog_name="pinto")


def _fail(why: str) -> NoReturn:
    if "--json" in sys.argv:
        from pinto.cli.terminal import answer_json

        answer_json({"error": why})
        sys.exit(1)
    sys.exit(f"Error: {why}")
