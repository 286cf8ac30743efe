"""The rules that come with Pinto, each file read and checked once."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pinto.evidence.instruments.rules import Instrument, Kind, Level, instrument
from pinto.evidence.quality.rules.rulesets import Rule, Ruleset
from pinto.evidence.quality.rules.vocabulary import REGISTERED, vocabulary
from pinto.ground.conditions import vocabulary as conditions
from pinto.ground.conditions.checking import check
from pinto.ground.conditions.errors import ConditionError
from pinto.ground.conditions.parsing import parse
from pinto.ground.declared import DeclarationError, Place, checked, read_marked, refused

DATA = Path(__file__).parent.parent / "data"
COMPARED = (Kind.INTEGER, Kind.DECIMAL, Kind.BOOLEAN, Kind.CHOICE)  # by a second interview


class RulesetError(ValueError):
    """A file of rules cannot be used; the text names file, line and key, one problem a line."""


@cache
def ruleset(instrument_id: str, version: str) -> Ruleset:
    """The newest rules for that version of the instrument. Raises ``LookupError``."""
    paths = list(DATA.glob(f"{instrument_id}/{version}.yaml"))
    if not paths:
        raise LookupError(f"no rules are written for {instrument_id} version {version}")
    path = paths[0]
    return read_ruleset(path.read_text(encoding="utf-8"), name=f"{instrument_id}/{path.name}")


def read_ruleset(text: str, *, name: str) -> Ruleset:
    """The rules the YAML text describes. Raises ``RulesetError`` with every problem found."""
    try:
        marked = read_marked(text, name=name)
        read = checked(marked, Ruleset)
        try:
            asked = instrument(read.instrument, read.instrument_version)
        except LookupError as error:
            raise refused([marked.said(("instrument",), str(error))]) from None
        problems = [marked.said(where, what) for where, what in _problems(read, asked)]
        if problems:
            raise refused(problems)
    except DeclarationError as error:
        raise RulesetError(str(error)) from None
    return read


def _problems(read: Ruleset, asked: Instrument) -> Iterator[tuple[Place, str]]:
    """What the schema cannot say."""
    for number, question_id in enumerate(read.second.questions):
        question = asked.by_id.get(question_id)
        here: Place = ("second", "questions", number)
        if question is None:
            yield here, f"there is no question {question_id}"
        elif question.level is not Level.HOUSEHOLD or question.kind not in COMPARED:
            yield here, f"{question_id} cannot be compared: one answer of the household is needed"
    for number, question_id in enumerate(read.not_asked_of_all):
        if not fnmatch.filter(asked.by_id, question_id):
            yield ("not_asked_of_all", number), f"there is no question {question_id}"
    seen: set[str] = set()
    for number, rule in enumerate(read.rules):
        if rule.id in seen:
            yield ("rules", number, "id"), f"the rule {rule.id} appears twice"
        seen.add(rule.id)
        yield from _of_rule(number, rule, read, asked)


def _of_rule(
    number: int, rule: Rule, read: Ruleset, asked: Instrument
) -> Iterator[tuple[Place, str]]:
    level = conditions.Level.MEMBER if rule.level is Level.MEMBER else conditions.Level.HOUSEHOLD
    try:
        kind = check(parse(rule.when), vocabulary(read.instrument, read.instrument_version), level)
    except ConditionError as error:
        yield ("rules", number, "when"), f"`{rule.when.strip()}`: {error}"
        return
    if kind is not conditions.Kind.BOOLEAN:
        yield ("rules", number, "when"), f"gives a {kind.value}, not yes or no"
    known = {*asked.by_id, *(field.name for field in REGISTERED)}
    for at, name in enumerate(rule.concerns):
        where: Place = ("rules", number, "concerns", at)
        if name not in known:
            yield where, f"there is no question {name}"
        elif name not in rule.names:
            yield where, f"`when` does not read {name}"
