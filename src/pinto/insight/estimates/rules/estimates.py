"""What an estimate says."""

from collections.abc import Hashable
from dataclasses import dataclass, field, fields
from typing import Any

__all__ = ["Estimate", "document"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number, of whom it speaks, and how sure it is. None is "not known", never 0.

    ``measure`` is one of H, A, M0, hd (uncensored headcount), hdk (censored
    headcount), contribution_abs, contribution_pct, population_share, or the name of
    another engine's figure. Shares are between 0 and 1, ``contribution_pct`` as well.
    ``by`` is {} for everything; ``over`` is the round. ``n`` counts rows,
    ``population`` sums their weights; ``n_missing`` rows were left out because
    an indicator was missing.
    """

    measure: str
    indicator: str | None = None
    dimension: str | None = None
    cutoff: float | None = None
    by: dict[str, Hashable] = field(default_factory=dict)
    over: Hashable = None
    estimate: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n: int = 0
    n_missing: int = 0
    population: float = 0.0
    publishable: bool = True


_FIELDS = tuple(each.name for each in fields(Estimate) if each.name != "over")


def document(row: Estimate, over: str | None = None) -> dict[str, Any]:
    """The estimate as a document; the round, a column of that name, stands among the groups."""
    found = {name: getattr(row, name) for name in _FIELDS}
    if over is not None:
        found["by"] = {**row.by, over: _round(row.over)}
    return found


def _round(over: Any) -> Any:
    """A round as it is named; two of them, for a change, as 2560-2564."""
    return "-".join(map(str, over)) if isinstance(over, tuple) else over
