"""Marked data as a document of a pydantic schema, or every problem with its line and key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pinto.ground.declared.marked import DeclarationError, Marked, Place, refused

Document = TypeVar("Document", bound=BaseModel)

_SAID = {
    "missing": "is missing; write it",
    "extra_forbidden": "there is no such key; remove it",
    "string_type": "must be a text; put it in quotes",
}


def checked(
    marked: Marked, schema: type[Document], *, in_file: Callable[[Place], Place] = lambda at: at
) -> Document:
    """The document. Raises ``DeclarationError`` with every problem, one a line.

    ``in_file`` turns a location of pydantic's into keys of the file, where they differ: it
    adds the kind of an entry that may be of several.
    """
    if not isinstance(marked.data, dict):
        raise DeclarationError(f"{marked.name}:1: write keys such as `id:` and `version:`")
    try:
        return schema.model_validate(marked.data)
    except ValidationError as error:
        problems = [
            marked.said(_place(in_file(each["loc"])), _sentence(each["type"], each["msg"]))
            for each in error.errors()
        ]
    raise refused(problems)


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises ``DeclarationError`` where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DeclarationError(
            f"{path.name}:{line}: not UTF-8; save the file as UTF-8 text"
        ) from None
    except OSError as error:
        raise DeclarationError(f"{path}:1: cannot be read: {error.strerror}") from None


def _place(location: Place) -> Place:
    """Where it stands, in the file's own keys: pydantic marks a wrong key by a word of its own."""
    return tuple(part for part in location if part != "[key]")


def _sentence(kind: str, message: str) -> str:
    return _SAID.get(kind, message.removeprefix("Value error, "))
