"""The scorings that come with Pinto, each read and checked once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pinto.evidence.instruments.rules import instrument
from pinto.insight.measures.rules.checks import problems
from pinto.insight.measures.rules.scorings import Scoring

_DATA = Path(__file__).parent.parent / "data"


class ScoringError(ValueError):
    """A scoring file cannot be used; the text names file, item and key, one problem a line."""


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
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ScoringError(f"{name}: not YAML: {error}") from error
    try:
        read = Scoring.model_validate(data)
    except ValidationError as error:
        raise ScoringError(
            "\n".join(f"{name}: {_where(data, e['loc'])}: {e['msg']}" for e in error.errors())
        ) from error
    try:
        asked = instrument(read.instrument, read.instrument_version)
    except LookupError as error:
        raise ScoringError(f"{name}: instrument: {error}") from error
    found = problems(read, asked)
    if found:
        raise ScoringError("\n".join(f"{name}: {problem}" for problem in found))
    return read


def _where(data: Any, location: tuple[int | str, ...]) -> str:
    """The place of a problem in words: ``items: health: weight`` rather than ``items.4.weight``."""
    words = []
    for key in location:
        data = _below(data, key)
        named = isinstance(key, int) and isinstance(data, dict) and "id" in data
        words.append(str(data["id"]) if named else str(key))
    return ": ".join(words)


def _below(data: Any, key: int | str) -> Any:
    """What stands under the key, if anything does: pydantic also names what is missing."""
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int):
        return data[key]
    return None


def scorings() -> tuple[Scoring, ...]:
    """Every scoring that comes with Pinto, by id and version."""
    return tuple(scoring(path.parent.name, path.stem) for path in sorted(_DATA.glob("*/*.yaml")))


def scoring_of(instrument_id: str) -> Scoring:
    """The newest scoring that reads this instrument. Raises ``LookupError``."""
    fitting = [found for found in scorings() if found.instrument == instrument_id]
    if not fitting:
        raise LookupError(f"no scoring reads the instrument {instrument_id}")
    return max(fitting, key=lambda found: int(found.version))
