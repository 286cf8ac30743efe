"""A report for reading: findings grouped by what becomes of the row, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pinto.evidence.intake.rules.findings import Severity
from pinto.evidence.intake.rules.messages import KINDS, MESSAGES
from pinto.ground.design.messages import N_

_PARAM = re.compile(r"%\(\w+\)s")
OUTCOMES = {
    Severity.REFUSED: N_("The file cannot be loaded"),
    Severity.ERROR: N_("Left out"),
    Severity.WARNING: N_("Loaded; please look"),
    Severity.REPAIR: N_("Loaded and put right"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One finding in words."""

    sheet: str
    row: int | None
    column: str
    value: str
    what: str
    mend: str


@dataclass(slots=True)
class Group:
    """All findings of one code."""

    code: str
    severity: Severity
    outcome: str
    count: int
    what: str  # what the findings share
    mend: str
    findings: list[Said]

    @property
    def hidden(self) -> int:
        """How many more there are than are listed."""
        return self.count - len(self.findings)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a check found: first what asks whether this is the right round, then the worst."""

    groups: list[Group] = field(default_factory=list)

    def of(self, code: str) -> list[Said]:
        return [each for group in self.groups if group.code == code for each in group.findings]

    def number(self, severity: Severity) -> int:
        return sum(group.count for group in self.groups if group.severity is severity)

    @property
    def errors(self) -> int:
        return self.number(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.number(Severity.WARNING)

    @property
    def repairs(self) -> int:
        return self.number(Severity.REPAIR)


def report_of(stored: Mapping[str, Any], translate: Callable[[str], str]) -> Report:
    """The stored report, in the language that ``translate`` speaks."""
    groups: dict[str, Group] = {}
    for each in stored.get("shown", []):
        what, mend = (_said(text, each["params"], translate) for text in _texts(each["code"]))
        said = Said(each["sheet"], each["row"], each["column"], each["value"], what, mend)
        severity = Severity(each["severity"])
        group = groups.setdefault(
            each["code"],
            Group(
                each["code"],
                severity,
                translate(OUTCOMES[severity]),
                stored["counts"][each["code"]],
                what,
                mend,
                [],
            ),
        )
        group.findings.append(said)
    for group in groups.values():
        _name(group, translate)
    order = list(Severity)
    return Report(
        sorted(
            groups.values(),
            key=lambda group: (not group.code.startswith("round."), order.index(group.severity)),
        )
    )


def _name(group: Group, translate: Callable[[str], str]) -> None:
    """The group is called after what its rows share: names and numbers stand in the rows."""
    what, mend = _texts(group.code)
    if len({said.what for said in group.findings}) > 1:
        kind = KINDS.get(group.code)
        group.what = translate(kind) if kind else _blank(what, translate)
    if len({said.mend for said in group.findings}) > 1:
        group.mend = _blank(mend, translate)


def _blank(text: str, translate: Callable[[str], str]) -> str:
    """The sentence with nothing put into it.

    >>> _blank("Row %(first)s", str)
    'Row …'
    """
    return _PARAM.sub("…", translate(text))


def _texts(code: str) -> tuple[str, str]:
    return MESSAGES[code]


def _said(text: str, params: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The translated sentence with what goes into it.

    >>> _said("Row %(first)s", {"first": 7}, str)
    'Row 7'
    """
    message = translate(text)
    return message % params if params and "%(" in message else message
