"""How much a figure changed between two rounds, as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """A figure in two rounds; ``years`` between them, 0 where they are of the same year.

    The formulas are those of :mod:`pinto.insight.estimates.engine.changes`. Each answer is None
    where a figure is not known, a relative one where the earlier is 0, a yearly one
    where no year has passed. Without a sample there is no error.

    >>> told = Difference(before=0.40, after=0.30, years=2)
    >>> round(told.absolute, 6), round(told.relative, 6), round(told.absolute_annual, 6)
    (-0.1, -0.25, -0.05)
    >>> round(told.relative_annual, 6)
    -0.133975
    >>> Difference(before=None, after=0.3, years=1).absolute, Difference(0.0, 0.3, 1).relative
    (None, None)
    """

    before: float | None
    after: float | None
    years: int

    @property
    def absolute(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def relative(self) -> float | None:
        if self.after is None or not self.before:
            return None
        return self.after / self.before - 1

    @property
    def absolute_annual(self) -> float | None:
        return None if self.absolute is None or self.years <= 0 else self.absolute / self.years

    @property
    def relative_annual(self) -> float | None:
        if self.after is None or not self.before or self.years <= 0:
            return None
        ratio: float = (self.after / self.before) ** (1 / self.years)
        return ratio - 1
