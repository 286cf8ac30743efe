"""The measures that come with Pinto, and measures out of files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pinto.ground.declared import DeclarationError, checked, read_marked, read_text, refused
from pinto.insight.estimates.rules.checks import specified
from pinto.insight.estimates.rules.documents import SpecificationDocument
from pinto.insight.estimates.rules.specification import Specification, SpecificationError

DATA = Path(__file__).parent.parent / "data"


def read_specification(text: str, *, name: str) -> Specification:
    """The specification a YAML text describes.

    Raises ``SpecificationError`` with every problem found, each as ``name:LINE: KEY: …``.
    """
    try:
        marked = read_marked(text, name=name)
        document = checked(marked, SpecificationDocument)
        found: list[str] = []
        read = specified(document, lambda place, problem: found.append(marked.said(place, problem)))
        if found:
            raise refused(found)
    except DeclarationError as error:
        raise SpecificationError(str(error)) from None
    return read


def read_file(path: Path) -> Specification:
    """The specification in a file. Raises ``SpecificationError``."""
    try:
        text = read_text(path)
    except DeclarationError as error:
        raise SpecificationError(str(error)) from None
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
