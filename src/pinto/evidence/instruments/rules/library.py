"""The instruments that come with Pinto, ``data/ID/VERSION.yaml``, each read and checked once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .questionnaire import Grid, Instrument, Level

_DATA = Path(__file__).parent.parent / "data"
_Location = tuple[int | str, ...]


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
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}: " if mark else " "
        raise InstrumentError(f"{name}:{line}not YAML: {_plain(error)}") from error
    twice = list(_keys_twice(root))
    if twice:
        raise InstrumentError("\n".join(f"{name}:{line}: {key}: twice" for line, key in twice))
    try:
        read = Instrument.model_validate(data)
    except ValidationError as error:
        raise InstrumentError(
            "\n".join(_said(name, root, data, _in_file(e["loc"]), e["msg"]) for e in error.errors())
        ) from error
    problems = [_said(name, root, data, where, what) for where, what in _problems(read)]
    if problems:
        raise InstrumentError("\n".join(problems))
    return read


def _problems(read: Instrument) -> Iterator[tuple[_Location, str]]:
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


def _said(name: str, root: Any, data: Any, where: _Location, what: str) -> str:
    """``2.yaml:87: parts: human: questions: health: kind: Input should be …``."""
    words, node, line = [], root, 1
    for key in where:
        data = _below(data, key)
        named = isinstance(key, int) and isinstance(data, dict)
        title = (data.get("id") or data.get("grid") or data.get("code")) if named else None
        words.append(str(title or key))
        node, line = _node_below(node, key, line)
    return f"{name}:{line}: {': '.join([*words, what.removeprefix('Value error, ')])}"


def _in_file(location: _Location) -> _Location:
    """The location without the kind of entry, which pydantic adds and no file holds."""
    return tuple(
        key
        for at, key in enumerate(location)
        if not (at > 1 and location[at - 2] == "questions" and isinstance(location[at - 1], int))
    )


def _below(data: Any, key: int | str) -> Any:
    """What stands under the key, if anything does: pydantic also names what is missing."""
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def _node_below(node: Any, key: int | str, line: int) -> tuple[Any, int]:
    """The node under the key and its line, from 1; the line above where there is none."""
    if isinstance(node, yaml.MappingNode):
        for name, below in node.value:
            if name.value == str(key):
                return below, name.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key], node.value[key].start_mark.line + 1
    return None, line


def _keys_twice(node: Any) -> Iterator[tuple[int, str]]:
    """Line and name of each key that stands twice in one mapping: YAML keeps only the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, below in node.value:
            if name.value in seen:
                yield name.start_mark.line + 1, name.value
            seen.add(name.value)
            yield from _keys_twice(below)
    elif isinstance(node, yaml.SequenceNode):
        for below in node.value:
            yield from _keys_twice(below)


def _plain(error: yaml.YAMLError) -> str:
    return getattr(error, "problem", None) or str(error)
