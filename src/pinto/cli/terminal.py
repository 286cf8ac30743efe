"""What commands share: text or JSON, progress on a terminal, errors with an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
import orjson

_ASKED_FOR_JSON = "pinto.json"  # a key of click's own notes

json_option = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")

Tell = Callable[[int, int | None, str], None]


class Failed(click.ClickException):
    """The command could not do it; the message says why and how to mend it. Exit code 1."""

    exit_code = 1


class Commands(click.Group):
    """Commands that fail in the form they were asked to answer in: with --json, as JSON."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_ASKED_FOR_JSON] = "--json" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if not ctx.meta[_ASKED_FOR_JSON]:
                raise
            answer_json({"error": error.format_message()})
            raise click.exceptions.Exit(error.exit_code) from None


def answer_json(value: Any) -> None:
    """The value on standard output, as JSON."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2, default=str).decode())


@contextmanager
def progress(label: str) -> Iterator[Tell]:
    """A line that moves while something long goes on; silent where nobody watches."""
    watched = sys.stderr.isatty()

    def tell(done: int, total: int | None, step: str) -> None:
        if watched:
            share = f"{done / total:4.0%}" if total else f"{done:,}"
            click.echo(f"\r\033[K{label} {share} {step}", nl=False, err=True)

    try:
        yield tell
    finally:
        if watched:
            click.echo("\r\033[K", nl=False, err=True)


@dataclass(frozen=True)
class Terminal:
    """A terminal that is told how far the work is, as a job's progress is."""

    tell: Tell

    def report(self, done: int, total: int | None = None, *, step: str = "") -> None:
        self.tell(done, total, step)


def as_failure(error: LookupError) -> Failed:
    """What is not there, said as a sentence."""
    said = str(error)
    return Failed(f"{said[:1].upper()}{said[1:]}.")


def ready() -> None:
    """The database has its tables. Every command that touches it calls this first."""
    from django.core.management import call_command
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except Error as error:
        raise Failed(
            f"The database cannot be used ({' '.join(str(error).split())}). See that it runs, and"
            " that DATABASE_URL and PINTO_HOME name the right one."
        ) from None
