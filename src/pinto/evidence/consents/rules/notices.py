"""The privacy notice and the consent form, as data: one file a version, never edited once used."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from pinto.evidence.consents.rules.uses import ASKED, GROUNDS, Use

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "notice"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(_Data):
    """The same in both languages."""

    th: str
    en: str

    def said(self, language: str) -> str:
        return self.en if language == "en" else self.th


class Purpose(_Data):
    """What a family is told about one use."""

    use: Use
    text: Text  # what is done, in plain words
    ask: Text | None = None  # the question, where the family decides
    effect: Text | None = None  # what a withdrawal changes
    categories: tuple[str, ...]  # of data, as in access.rules.FieldGroup
    recipients: Text
    kept_years: int = Field(ge=0)  # after the household was last asked
    valid_years: int | None = Field(default=None, ge=1)  # how long a consent lasts


class Notice(_Data):
    """One version of what families are told, and asked."""

    version: str
    schema_version: str  # of the consent record: ISO/IEC TS 27560
    title: Text
    greeting: Text
    promise: Text  # refusing lowers nothing
    rights: tuple[Text, ...]
    withdrawal: Text  # how
    complaint: Text
    minors: Text
    purposes: tuple[Purpose, ...]

    def purpose(self, use: Use) -> Purpose:
        return next(purpose for purpose in self.purposes if purpose.use is use)

    @property
    def asked(self) -> tuple[Purpose, ...]:
        """The purposes a family decides about, in the order of the form."""
        return tuple(purpose for purpose in self.purposes if purpose.use in ASKED)

    @property
    def told(self) -> tuple[Purpose, ...]:
        """The purposes that rest on another ground: told, not asked."""
        return tuple(purpose for purpose in self.purposes if purpose.use not in ASKED)


@cache
def notice(version: str) -> Notice:
    """That version. Raises ``LookupError`` for one there is not, ``ValueError`` for a wrong one."""
    path = _FOLDER / f"{version}.yaml"
    if path not in _files():
        raise LookupError(f"there is no notice {version}")
    found = Notice.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    if {purpose.use for purpose in found.purposes} != set(GROUNDS):
        raise ValueError(f"{path.name}: tells of other uses than rules.uses.GROUNDS")
    silent = [p.use for p in found.asked if p.ask is None or p.effect is None]
    if silent or found.version != version:
        raise ValueError(f"{path.name}: no question or effect for {silent}, or another version")
    return found


def newest_notice() -> Notice:
    """The version that is handed out today."""
    return notice(max((path.stem for path in _files()), key=int))


def _files() -> list[Path]:
    return sorted(_FOLDER.glob("*.yaml"))
