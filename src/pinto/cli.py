"""The `pinto` command."""

import os

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Pinto: find the households that are poor, understand why, see whether help worked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
    import django

    django.setup()
