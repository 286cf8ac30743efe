"""The scorings that come with Pinto, each read and checked once."""

from functools import cache
from pathlib import Path

from pinto.evidence.instruments.rules import instrument
from pinto.ground.declared import DeclarationError, checked, read_marked
from pinto.insight.measures.rules.checks import problems
from pinto.insight.measures.rules.scorings import Scoring

_DATA = Path(__file__).parent.parent / "data"


class ScoringError(ValueError):
    """A scoring file cannot be used; the text names file, line and key, one problem a line."""


@cache
def scoring(scoring_id: str, version: str) -> Scoring:
    """The scoring of that id and version. Raises ``LookupError`` when there is none."""
    path = _DATA / scoring_id / f"{version}.yaml"
    if not path.is_file():
        raise LookupError(f"there is no scoring {scoring_id} version {version}")
    read = read_scoring(path.read_text(encoding="utf-8"), name=f"{scoring_id}/{path.name}")
    if (read.id, read.version) != (scoring_id, version):
        raise ScoringError(f"{scoring_id}/{path.name}: says it is {read.id} version {read.version}")
    return read


def read_scoring(text: str, *, name: str) -> Scoring:
    """The scoring the YAML text describes. Raises ``ScoringError`` with every problem found."""
    try:
        read = checked(read_marked(text, name=name), Scoring)
    except DeclarationError as error:
        raise ScoringError(str(error)) from None
    try:
        asked = instrument(read.instrument, read.instrument_version)
    except LookupError as error:
        raise ScoringError(f"{name}: instrument: {error}") from error
    found = problems(read, asked)
    if found:
        raise ScoringError("\n".join(f"{name}: {problem}" for problem in found))
    return read


def scorings() -> tuple[Scoring, ...]:
    """Every scoring that comes with Pinto, by id and version."""
    return tuple(scoring(path.parent.name, path.stem) for path in sorted(_DATA.glob("*/*.yaml")))


def scoring_of(instrument_id: str) -> Scoring:
    """The newest scoring that reads this instrument. Raises ``LookupError``."""
    fitting = [found for found in scorings() if found.instrument == instrument_id]
    if not fitting:
        raise LookupError(f"no scoring reads the instrument {instrument_id}")
    return max(fitting, key=lambda found: int(found.version))
