"""The measures that come with Pinto, and measures out of files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError

from pinto.insight.estimates.rules.checks import specified
from pinto.insight.estimates.rules.documents import SpecificationDocument
from pinto.insight.estimates.rules.marked import Place, read_marked
from pinto.insight.estimates.rules.specification import Specification, SpecificationError

DATA = Path(__file__).parent.parent / "data"


def read_specification(text: str, *, name: str) -> Specification:
    """The specification a YAML text describes.

    Raises ``SpecificationError`` with every problem found, each as ``name:LINE: KEY: …``.
    """
    marked = read_marked(text, name=name)
    if not isinstance(marked.data, dict):
        raise SpecificationError(f"{name}:1: write keys such as `id:` and `version:`")
    try:
        document = SpecificationDocument.model_validate(marked.data)
    except ValidationError as error:
        problems = [
            marked.said(_place(each["loc"]), _sentence(each["type"], each["msg"]))
            for each in error.errors()
        ]
        raise _refused(problems) from None
    found: list[str] = []
    read = specified(document, lambda place, problem: found.append(marked.said(place, problem)))
    if found:
        raise _refused(found)
    return read


def _refused(problems: list[str]) -> SpecificationError:
    return SpecificationError("\n".join(dict.fromkeys(problems)))


def _place(location: tuple[int | str, ...]) -> Place:
    """Where it stands, in the file's own keys: pydantic marks a wrong key by a word of its own."""
    return tuple(part for part in location if part != "[key]")


def _sentence(kind: str, message: str) -> str:
    said = {
        "missing": "is missing; write it",
        "extra_forbidden": "there is no such key; remove it, or see `pinto measure show`",
        "string_type": "must be a text; put it in quotes",
    }
    return said.get(kind, message.removeprefix("Value error, "))


def read_file(path: Path) -> Specification:
    """The specification in a file. Raises ``SpecificationError``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SpecificationError(
            f"{path.name}:{line}: not UTF-8; save the file as UTF-8 text"
        ) from None
    except OSError as error:
        raise SpecificationError(f"{path}:1: cannot be read: {error.strerror}") from None
    return read_specification(text, name=path.name)


@cache
def specification(measure_id: str) -> Specification:
    """The shipped specification of that id. Raises ``LookupError`` when there is none."""
    path = DATA / f"{measure_id}.yaml"
    if path not in _shipped():
        known = ", ".join(each.stem for each in _shipped())
        raise LookupError(f"there is no measure {measure_id}; there are {known}")
    return read_file(path)


@cache
def document_of(measure_id: str) -> SpecificationDocument:
    """The shipped file as it is written. Raises ``LookupError`` when there is none."""
    marked = read_marked(text_of(measure_id), name=f"{measure_id}.yaml")
    return SpecificationDocument.model_validate(marked.data)


def specifications() -> tuple[Specification, ...]:
    """Every specification that comes with Pinto, by id."""
    return tuple(specification(path.stem) for path in _shipped())


def text_of(measure_id: str) -> str:
    """The file of a shipped specification. Raises ``LookupError`` when there is none."""
    specification(measure_id)
    return (DATA / f"{measure_id}.yaml").read_text(encoding="utf-8")


def _shipped() -> list[Path]:
    return sorted(DATA.glob("*.yaml"))
