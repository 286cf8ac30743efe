"""`pinto verification diagram`: the one table of verification, drawn."""

from __future__ import annotations

import click


@click.group()
def verification() -> None:
    """How households are found, verified, certified and endorsed."""


@verification.command()
def diagram() -> None:
    """Print the states and steps of verification as Markdown: a Mermaid drawing and the table.

    It is what docs/reference/verification.md holds.
    """
    from pinto.evidence.verification.rules.diagram import drawing, table

    click.echo(f"{drawing()}\n\n{table()}")
