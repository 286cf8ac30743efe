"""Files people write by hand: read, and what is wrong with them told with line and key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Location = tuple[int | str, ...]


class Unreadable(ValueError):
    """The text is no YAML, or says a key twice; one problem a line, with file and line."""


@dataclass(frozen=True)
class Written:
    """A file as it was read, and where in its text everything stands."""

    name: str
    data: Any
    root: Any  # yaml's node

    def said(self, where: Location, what: str) -> str:
        """``2.yaml:87: parts: human: questions: health: kind: Input should be …``."""
        words, data, node, line = [], self.data, self.root, 1
        for key in where:
            data = _below(data, key)
            named = isinstance(key, int) and isinstance(data, dict)
            title = (data.get("id") or data.get("grid") or data.get("code")) if named else None
            words.append(str(title or key))
            node, line = _node_below(node, key, line)
        return f"{self.name}:{line}: {': '.join([*words, what.removeprefix('Value error, ')])}"


def read_written(text: str, *, name: str) -> Written:
    """The YAML text. Raises ``Unreadable``."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}: " if mark else " "
        raise Unreadable(f"{name}:{line}not YAML: {_plain(error)}") from error
    twice = list(_keys_twice(root))
    if twice:
        raise Unreadable("\n".join(f"{name}:{line}: {key}: twice" for line, key in twice))
    return Written(name, data, root)


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
