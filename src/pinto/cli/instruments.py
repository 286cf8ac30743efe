"""`pinto instruments`: the questionnaires, and how their versions differ."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from pinto.cli.terminal import Failed, answer_json, json_option
from pinto.evidence.instruments.rules import (
    Instrument,
    InstrumentError,
    Question,
    instrument,
    instruments,
    read_instrument,
)
from pinto.evidence.instruments.rules import schema as instrument_schema
from pinto.evidence.instruments.rules.changes import Change, Effect, changes


@click.group("instruments")
def instruments_group() -> None:
    """The questionnaires as data: which there are, what they ask, how versions differ."""


@instruments_group.command("list")
@json_option
def list_instruments(as_json: bool) -> None:
    """Name every instrument and version, with how much it asks."""
    rows = [
        {
            "id": each.id,
            "version": each.version,
            "th": each.th,
            "en": each.en,
            "parts": len(each.parts),
            "questions": len(each.questions()),
            "ours": sum(question.ours for question in each.questions()),
        }
        for each in instruments()
    ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        click.echo(
            f"{row['id']} {row['version']}  {row['parts']} parts, {row['questions']} questions,"
            f" {row['ours']} of them worded by us  {row['th']}"
        )


@instruments_group.command()
@click.argument("instrument_id", metavar="ID")
@click.argument("version")
@json_option
def show(instrument_id: str, version: str, as_json: bool) -> None:
    """Print what a version asks, part by part. VERSION may be a file."""
    found = _version(instrument_id, version)
    if as_json:
        answer_json(found.model_dump(mode="json"))
        return
    click.echo(f"{found.id} {found.version}  {found.th} / {found.en}")
    for part in found.parts:
        click.echo(f"\n{part.id}  {part.th} / {part.en}")
        for question in part.plain():
            click.echo(f"  {question.id}  {_asked(question)}  {question.th} / {question.en}")
            for choice in question.choices:
                click.echo(f"    {choice.code}  {choice.th} / {choice.en}")


def _asked(question: Question) -> str:
    """``member integer 0–60 people``."""
    limits = ""
    if question.min is not None or question.max is not None:
        low, high = ("" if n is None else f"{n:g}" for n in (question.min, question.max))
        limits = f"{low}–{high}"
    return " ".join(filter(None, (question.level, question.kind, limits, question.unit)))


@instruments_group.command()
@click.argument("instrument_id", metavar="ID")
@click.argument("old")
@click.argument("new")
@json_option
def diff(instrument_id: str, old: str, new: str, as_json: bool) -> None:
    """Say how version NEW differs from OLD, and what breaks comparison. Each may be a file."""
    before, after = _version(instrument_id, old), _version(instrument_id, new)
    found = changes(before, after)
    if as_json:
        answer_json(
            {
                "instrument": instrument_id,
                "old": before.version,
                "new": after.version,
                "comparable": not any(each.effect is Effect.BREAKS for each in found),
                "changes": [each.as_json() for each in found],
            }
        )
        return
    number = Counter(each.effect for each in found)
    click.echo(
        f"{instrument_id} {before.version} → {after.version}: {len(found)} changes,"
        f" {number[Effect.BREAKS]} break comparison, {number[Effect.LOOK]} to be looked at"
    )
    for each in found:
        click.echo(f"{each.effect:6}  {_line(each)}")


def _line(change: Change) -> str:
    key = f" {change.key}" if change.key else ""
    old, new = (_value(value) for value in (change.old, change.new))
    values = f" {old} → {new}" if old and new else f" {old or new}"
    return f"{change.subject} {change.id} {change.what}{key}:{values} ({change.why})"


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value) or "none"


@instruments_group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say what is wrong with an instrument file, each with its line and key.

    Exit code 0 when it can be used, 1 when it cannot.
    """
    read = _read(file)
    click.echo(f"{file.name}: can be used ({len(read.questions())} questions)")


@instruments_group.command()
def schema() -> None:
    """Print the JSON schema of an instrument file."""
    answer_json(instrument_schema())


def _version(instrument_id: str, version: str) -> Instrument:
    """A version that comes with Pinto, or a draft in a file."""
    path = Path(version)
    if path.suffix in (".yaml", ".yml"):
        if not path.is_file():
            raise click.UsageError(f"there is no file {version}")
        found = _read(path)
        if found.id != instrument_id:
            raise Failed(f"{path.name}: is the instrument {found.id}, not {instrument_id}")
        return found
    try:
        return instrument(instrument_id, version)
    except LookupError as error:
        known = ", ".join(f"{each.id} {each.version}" for each in instruments())
        raise click.UsageError(f"{error} (there are: {known})") from None


def _read(file: Path) -> Instrument:
    try:
        return read_instrument(file.read_text(encoding="utf-8"), name=file.name)
    except (InstrumentError, UnicodeDecodeError) as error:
        raise Failed(str(error)) from None
