"""`pinto places`: bring in lists of places, and ask which place a text means."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation

from pinto.cli.terminal import Failed, answer_json, json_option, progress, ready
from pinto.ground.places.actions import ImportReport, import_places
from pinto.ground.places.queries import PlaceIndex, note_sentence, place_index
from pinto.ground.places.rules.answers import Outcome, Resolution
from pinto.ground.places.rules.codes import Kind
from pinto.ground.places.rules.gazetteer import Known
from pinto.ground.places.rules.listings import SENTENCES, BadFile, Conflict, Disagreement
from pinto.ground.places.rules.resolving import resolve as resolved

_SHOWN = 3  # examples of each kind of conflict


@click.group()
def places() -> None:
    """Provinces, amphoes, tambons, villages: import lists, look one up."""


@places.command("import")
@click.argument(
    "paths", nargs=-1, required=True, metavar="FILE…", type=click.Path(exists=True, path_type=Path)
)
@click.option("--rename", is_flag=True, help="Take the names of the files for places held.")
@json_option
def import_(paths: tuple[Path, ...], rename: bool, as_json: bool) -> None:
    """Take in lists and borders of places: files or folders, in any order.

    Either everything is taken in or nothing. Where a file contradicts another or
    what is held, nothing is overwritten and the conflict is reported. With --rename,
    places take the names the files give their codes, and each is reported; not where
    files disagree, nor where most tambons of a province would have other names.
    """
    ready()
    try:
        with progress("importing") as tell:
            report = import_places(paths, by=None, at=timezone.now(), rename=rename, tell=tell)
    except BadFile as error:
        raise Failed(f"{error} Nothing was imported.") from None
    answer_json(report.as_json()) if as_json else _print_report(report)


@places.command()
@click.argument("text")
@click.option("--within", default="", metavar="CODE", help="Only inside that area.")
@click.option("--kind", type=click.Choice([kind.lower() for kind in Kind]), help="Only that level.")
@json_option
def resolve(text: str, within: str, kind: str | None, as_json: bool) -> None:
    """Say which place a code or an address means.

    Exit code 0: one place. 1: several, and a person must say; or none, and suggestions are
    not answers. The "outcome" of --json tells these two apart.
    """
    ready()
    index = place_index()
    found = resolved(index, text, within=within, kind=Kind(kind.upper()) if kind else None)
    with translation.override("en"):
        answer_json(_found_json(index, found)) if as_json else _print_found(index, found)
    if found.outcome is not Outcome.ONE:
        raise click.exceptions.Exit(1)


def _print_report(report: ImportReport) -> None:
    for file in report.files:
        click.echo(
            f"{file.name}: {file.form or 'lists no places, passed over'}, {file.rows:,} rows"
        )
    for kind, tally in report.counts.items():
        what = kind.lower().replace("_", " ")
        click.echo(
            f"  {what:17} {tally.added:7,} new {tally.changed:7,} changed {tally.kept:7,} as before"
        )
    if report.renamed:
        click.echo(f"{len(report.renamed):,} renamed:")
    for one in report.renamed:
        was, now = (" ".join(filter(None, names)) for names in (one.was, one.now))
        click.echo(f"    {one.code}: “{was}” is now “{now}” ({one.line.file}, row {one.line.row})")
    groups: dict[Disagreement, list[Conflict]] = defaultdict(list)
    for each in report.conflicts:
        groups[each.kind].append(each)
    for kind, found in groups.items():
        click.echo(f"{len(found):,} × {kind}: {SENTENCES[kind]}")
        for each in found[:_SHOWN]:
            click.echo(
                f"    {each.code}: ours “{each.ours}”, theirs “{each.theirs}”"
                f" ({each.file}, row {each.row})"
            )
        if len(found) > _SHOWN:
            click.echo(f"    … {len(found) - _SHOWN:,} more; --json names every one")
    if not report.changed:
        click.echo("Everything was as before; nothing was changed.")


def _print_found(index: PlaceIndex, found: Resolution) -> None:
    if found.place:
        click.echo(_line(index, found.place))
    for place in found.candidates:
        click.echo(f"? {_line(index, place)}")
    for note in found.notes:
        click.echo(f"  {note_sentence(note)}")
    if found.outcome is Outcome.NONE:
        click.echo("No place found." + (" Did you mean:" if found.suggestions else ""))
    for place in found.suggestions:
        click.echo(f"~ {_line(index, place)}")


def _line(index: PlaceIndex, place: Known) -> str:
    return f"{place.code}  {index.written_in_full(place)}"


def _found_json(index: PlaceIndex, found: Resolution) -> dict[str, Any]:
    def shown(place: Known) -> dict[str, str]:
        return {
            "code": place.code,
            "kind": place.kind,
            "name_th": place.name_th,
            "name_en": place.name_en,
            "address": index.written_in_full(place),
        }

    return {
        "outcome": found.outcome,
        "place": shown(found.place) if found.place else None,
        "candidates": [shown(place) for place in found.candidates],
        "suggestions": [shown(place) for place in found.suggestions],
        "notes": [{**note.as_json(), "sentence": note_sentence(note)} for note in found.notes],
    }
