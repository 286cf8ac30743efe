"""Which names a condition may use, and what each one is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Kind(StrEnum):
    """What an answer, or a whole expression, is."""

    NUMBER = "number"
    TEXT = "text"  # also one choice, by its code
    BOOLEAN = "boolean"
    CHOICES = "choices"  # any number of codes


class Level(StrEnum):
    """Whose answer it is."""

    HOUSEHOLD = "household"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Field:
    """One name. ``choices`` are the codes an answer can have; None where it is free."""

    name: str
    kind: Kind
    level: Level
    choices: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} cannot be a name: a–z, 0–9 and _, a letter first")


class Vocabulary:
    """The names there are. The two levels are apart: each may have a name the other has too."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = {(field.level, field.name): field for field in fields}

    def field(self, name: str, level: Level) -> Field | None:
        """The field of that name at that level, if there is one."""
        return self._fields.get((level, name))

    def names(self, level: Level) -> list[str]:
        """Every name of a level."""
        return [name for of, name in self._fields if of is level]
