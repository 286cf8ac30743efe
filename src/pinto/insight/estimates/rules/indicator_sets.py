"""Lists of indicators that other systems survey: names, groups and targets, no conditions.

Such a list says what a column of a survey means; how a household's answer passes or
fails is decided by the survey itself. The file is ``data/indicator_sets/ID.yaml``.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pinto.ground.declared import DeclarationError, checked, read_marked
from pinto.insight.estimates.rules.specification import SpecificationError

DATA = Path(__file__).parent.parent / "data" / "indicator_sets"

Text = Annotated[str, Field(min_length=1)]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Document):
    """The same text in both languages."""

    th: Text
    en: Text


class Group(Words):
    """Several indicators of one kind."""

    id: Text


class SurveyIndicator(Words):
    """One indicator by its number; ``target`` is the percentage that is to pass, if known."""

    number: int = Field(ge=1)
    group: Text
    unit: Literal["person", "household"] | None = None
    target: float | None = Field(default=None, gt=0, le=100)


class IncomeThreshold(_Document):
    """The indicator that is about income, and the income that passes it."""

    indicator: int
    baht_per_person_year: int = Field(gt=0)


class IndicatorSet(Words):
    """One survey's indicators in the Buddhist years ``years`` (first and last).

    ``count`` is how many it has officially; ``not_found`` are the numbers that no source
    was found for. ``unverified`` says what of it was not checked.
    """

    id: Text
    version: Text
    years: tuple[int, int]
    count: int
    source: Words
    unverified: Words | None = None
    income: IncomeThreshold | None = None
    groups: tuple[Group, ...]
    indicators: tuple[SurveyIndicator, ...]

    @model_validator(mode="after")
    def _numbers_and_groups_fit(self) -> Self:
        numbers = [indicator.number for indicator in self.indicators]
        if len(set(numbers)) < len(numbers):
            raise ValueError("indicators: a number stands twice")
        if numbers != sorted(numbers) or numbers[-1] > self.count:
            raise ValueError(f"indicators: numbers go up from 1 to {self.count}")
        unknown = {each.group for each in self.indicators} - {group.id for group in self.groups}
        if unknown:
            raise ValueError(f"indicators: there is no group {', '.join(sorted(unknown))}")
        if self.income is not None and self.income.indicator not in numbers:
            raise ValueError(f"income: there is no indicator {self.income.indicator}")
        return self

    @property
    def not_found(self) -> tuple[int, ...]:
        """The numbers that are missing in the list."""
        found = {indicator.number for indicator in self.indicators}
        return tuple(number for number in range(1, self.count + 1) if number not in found)

    def indicator(self, number: int) -> SurveyIndicator:
        """The indicator of that number. Raises ``LookupError``."""
        for indicator in self.indicators:
            if indicator.number == number:
                return indicator
        raise LookupError(f"{self.id} has no indicator {number}")


def read_indicator_set(text: str, *, name: str) -> IndicatorSet:
    """The list a YAML text describes. Raises ``SpecificationError`` with every problem."""
    try:
        return checked(read_marked(text, name=name), IndicatorSet)
    except DeclarationError as error:
        raise SpecificationError(str(error)) from None


@cache
def indicator_set(set_id: str) -> IndicatorSet:
    """The shipped list of that id. Raises ``LookupError`` when there is none."""
    path = DATA / f"{set_id}.yaml"
    if path not in DATA.glob("*.yaml"):
        raise LookupError(f"there is no indicator set {set_id}")
    return read_indicator_set(path.read_text(encoding="utf-8"), name=path.name)


def indicator_sets() -> tuple[IndicatorSet, ...]:
    """Every list that comes with Pinto, by id."""
    return tuple(indicator_set(path.stem) for path in sorted(DATA.glob("*.yaml")))
