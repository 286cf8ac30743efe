"""The instruments that come with Pinto, ``data/ID/VERSION.yaml``, each read and checked once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pinto.ground.declared import DeclarationError, Place, checked, read_marked, refused

from .questionnaire import Grid, Instrument, Level

_DATA = Path(__file__).parent.parent / "data"


class InstrumentError(ValueError):
    """An instrument file cannot be used; the text names file, line and key, one problem a line."""


@cache
def instrument(instrument_id: str, version: str) -> Instrument:
    """The instrument of that id and version. Raises ``LookupError`` when there is none."""
    path = _DATA / instrument_id / f"{version}.yaml"
    if not path.is_file():
        raise LookupError(f"there is no instrument {instrument_id} version {version}")
    read = read_instrument(path.read_text(encoding="utf-8"), name=f"{instrument_id}/{path.name}")
    if (read.id, read.version) != (instrument_id, version):
        raise InstrumentError(
            f"{instrument_id}/{path.name}: says it is {read.id} version {read.version}"
        )
    return read


def instruments() -> tuple[Instrument, ...]:
    """Every instrument that comes with Pinto, by id and version."""
    found = (instrument(path.parent.name, path.stem) for path in _DATA.glob("*/*.yaml"))
    return tuple(sorted(found, key=lambda each: (each.id, len(each.version), each.version)))


def read_instrument(text: str, *, name: str) -> Instrument:
    """The instrument the YAML text describes. Raises ``InstrumentError`` with every problem."""
    try:
        marked = read_marked(text, name=name, names=("id", "grid", "code"))
        read = checked(marked, Instrument, in_file=_in_file)
        problems = [marked.said(where, what) for where, what in _problems(read)]
        if problems:
            raise refused(problems)
    except DeclarationError as error:
        raise InstrumentError(str(error)) from None
    return read


def _problems(read: Instrument) -> Iterator[tuple[Place, str]]:
    """What the schema cannot say: ids and headers lead to one thing each."""
    parts: set[str] = set()
    ids: set[str] = set()
    headers: dict[Level, set[str]] = {level: set() for level in Level}
    for level, known in read.identity.items():
        for at, each in enumerate(known):
            if each.th in headers[level]:
                yield ("identity", level, at, "th"), f"the header “{each.th}” stands twice"
            headers[level].add(each.th)
    for part_at, part in enumerate(read.parts):
        if part.id in parts:
            yield ("parts", part_at, "id"), f"the part {part.id} appears twice"
        parts.add(part.id)
        for entry_at, entry in enumerate(part.questions):
            here = ("parts", part_at, "questions", entry_at)
            key = "grid" if isinstance(entry, Grid) else "id"
            for question in entry.questions() if isinstance(entry, Grid) else (entry,):
                if question.id in ids:
                    yield (*here, key), f"the question {question.id} appears twice"
                elif question.th in headers[question.level]:
                    yield (*here, "th"), f"the header “{question.th}” stands twice"
                ids.add(question.id)
                headers[question.level].add(question.th)


def _in_file(location: Place) -> Place:
    """The location without the kind of entry, which pydantic adds and no file holds."""
    return tuple(
        key
        for at, key in enumerate(location)
        if not (at > 1 and location[at - 2] == "questions" and isinstance(location[at - 1], int))
    )
