"""YAML with the line of every value, so that a problem can be named by where it stands."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import yaml

_CHARACTERS = 500_000
_VALUES = 20_000
_LEVELS = 20
_MAP, _LIST = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"

Place = tuple[str | int, ...]


class DeclarationError(ValueError):
    """A file cannot be used; the text names file, line and key, one problem a line."""


def refused(problems: list[str]) -> DeclarationError:
    """The error that says all of them, each once."""
    return DeclarationError("\n".join(dict.fromkeys(problems)))


@dataclass(frozen=True)
class Marked:
    """Plain data with text keys, and the line (from 1) on which each key or item begins."""

    name: str
    data: Any
    lines: dict[Place, int] = field(repr=False)
    names: tuple[str, ...] = ("id",)  # keys by which an item of a list goes

    def said(self, place: Place, problem: str) -> str:
        """``FILE:LINE: KEY: KEY: problem``; what is missing stands on the line it is missing in."""
        known = place
        while known not in self.lines:
            known = known[:-1]
        words = ": ".join(self._words(place))
        return f"{self.name}:{self.lines[known]}: {words + ': ' if words else ''}{problem}"

    def _words(self, place: Place) -> list[str]:
        """The keys that lead there; an item of a list goes by its name, else by its number."""
        data: Any = self.data
        words: list[str] = []
        for key in place:
            data = _below(data, key)
            words.append((self._title(data) or str(key + 1)) if isinstance(key, int) else key)
        return words

    def _title(self, item: Any) -> str:
        """What an item of a list is called; blank where it has no name."""
        if not isinstance(item, dict):
            return ""
        return next((str(item[name]) for name in self.names if name in item), "")


def _below(data: Any, key: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def read_marked(text: str, *, name: str, names: tuple[str, ...] = ("id",)) -> Marked:
    """The data of a YAML text. Raises ``DeclarationError`` with the line of the mistake.

    ``names`` are the keys by which an item of a list is called in a problem.
    """
    if len(text) > _CHARACTERS:
        raise DeclarationError(
            f"{name}:1: the file has {len(text):,} characters; at most {_CHARACTERS:,} are read"
        )
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = ", ".join(filter(None, (error.context, error.problem)))
        raise DeclarationError(f"{name}:{line}: not YAML: {said}") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise DeclarationError(
            f"{name}:{line}: not YAML: a character that cannot be shown stands here"
        ) from None
    except RecursionError:
        raise DeclarationError(f"{name}:1: not YAML: nested too deeply") from None
    if root is None:
        raise DeclarationError(f"{name}:1: the file is empty; write `id:` and what follows")
    reader = _Reader(name)
    return Marked(name, reader.value(root, ()), reader.lines, names)


class _Reader:
    """Turns nodes into data and remembers where they stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.count = 0
        self.scalars = yaml.SafeLoader("")

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.count += 1
        self.lines.setdefault(place, _line(node))
        # An anchor can stand for itself, or for ever more of others.
        if self.count > _VALUES or len(place) > _LEVELS:
            raise self.problem(node, "there is too much of this, or it is nested too deeply")
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode) and node.tag == _LIST:
            return [self.value(each, (*place, i)) for i, each in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        raise self.problem(node, f"`{node.tag}` is not read here; write plain lists and keys")

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.problem(key, "a key is one word")
            if key.value in found:
                raise self.problem(key, f"the key `{key.value}` stands twice; remove one")
            self.lines[(*place, key.value)] = _line(key)
            found[key.value] = self.value(value, (*place, key.value))
        return found

    def scalar(self, node: yaml.ScalarNode) -> Hashable:
        try:
            value: Hashable = self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            raise self.problem(
                node, f"`{node.value[:40]}` cannot be read; put it in quotes"
            ) from None
        return value

    def problem(self, node: yaml.Node, said: str) -> DeclarationError:
        return DeclarationError(f"{self.name}:{_line(node)}: {said}")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
