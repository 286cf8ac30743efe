"""The rules asked of one household, in plain Python; the engine gives the same for all at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pinto.evidence.instruments.rules import Level
from pinto.evidence.quality.rules.library import ruleset
from pinto.evidence.quality.rules.rulesets import Rule
from pinto.evidence.quality.rules.vocabulary import vocabulary
from pinto.ground.conditions.plain import to_member_python, to_python

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Disagreement:
    """A rule that is broken, and by which members (their places on the roster)."""

    rule: Rule
    members: tuple[int, ...]
    digest: str  # of the answers it is about: it changes when one of them does


def disagreements(
    instrument_id: str, version: str, household: Facts, members: Sequence[Facts]
) -> list[Disagreement]:
    """Every rule these answers break, in the order of the rules.

    ``household`` and ``members`` hold the answers and what is registered
    (``vocabulary.REGISTERED``). Raises ``LookupError`` where nobody wrote rules.
    """
    found = []
    for rule, decide in _compiled(instrument_id, version):
        broken, who = decide(household, members)
        if broken:
            found.append(Disagreement(rule, who, digest(rule, household, members)))
    return found


def digest(rule: Rule, household: Facts, members: Sequence[Facts]) -> str:
    """A text that stays as long as no answer the rule reads has changed."""
    read = sorted(rule.names)
    looked_at = [[facts.get(name) for name in read] for facts in (household, *members)]
    text = json.dumps(looked_at, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


_Decide = Callable[[Facts, Sequence[Facts]], tuple[bool, tuple[int, ...]]]


@cache
def _compiled(instrument_id: str, version: str) -> list[tuple[Rule, _Decide]]:
    names = vocabulary(instrument_id, version)
    return [
        (rule, _of_members(rule, names) if rule.level is Level.MEMBER else _of_home(rule, names))
        for rule in ruleset(instrument_id, version).rules
    ]


def _of_home(rule: Rule, names: Any) -> _Decide:
    asked = to_python(rule.expression, names)
    return lambda household, members: (asked(household, members) is True, ())


def _of_members(rule: Rule, names: Any) -> _Decide:
    asked = to_member_python(rule.expression, names)

    def decide(household: Facts, members: Sequence[Facts]) -> tuple[bool, tuple[int, ...]]:
        who = tuple(at for at, each in enumerate(members) if asked(each, household) is True)
        return bool(who), who

    return decide
