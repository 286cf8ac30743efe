"""The `pinto` command: one module for each group of commands."""

import gc
import os

_NEW_OBJECTS = 200_000  # between two looks for garbage


def main() -> None:
    """Set up Django, then run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
    # Rows of files and tables are trees, never circles: at Python's 700 a sixth of a
    # load went into looking for circles among a million of them.
    gc.set_threshold(_NEW_OBJECTS, 20, 100)
    import django

    django.setup()
    from pinto.cli.commands import pinto

    pinto(prog_name="pinto")
