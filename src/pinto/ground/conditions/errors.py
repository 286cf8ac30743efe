"""What is wrong with a condition, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text; both count from 1, and the column counts characters."""

    line: int
    column: int


class ConditionError(ValueError):
    """The text is not a condition that can be used; the sentence says how to mend it.

    ``template`` is the English sentence with named gaps and ``values`` fill them,
    so that a page can show the sentence in another language.
    """

    def __init__(self, template: str, spot: Spot, **values: object) -> None:
        self.template = template
        self.values = values
        self.message = template.format(**values)
        self.line = spot.line
        self.column = spot.column
        super().__init__(f"line {spot.line}, column {spot.column}: {self.message}")


class NotFilterable(ConditionError):
    """The condition is sound, but a database cannot filter by it."""
