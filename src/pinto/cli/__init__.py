"""The `pinto` command: one module for each group of commands."""

import os


def main() -> None:
    """Set up Django, then run the command that was typed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
    import django

    django.setup()
    from pinto.cli.commands import pinto

    pinto(prog_name="pinto")
