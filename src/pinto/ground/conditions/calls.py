"""The functions of the language, as Ibis expressions of whole columns."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import ibis

_FAR = 1.7e308  # beyond every answer; stands in for unknown where the least is sought


def _if(condition: Any, yes: Any, no: Any) -> Any:
    return ibis.cases((condition, yes), (~condition, no))


def _size(codes: Any) -> Any:
    # Some engines call the length of a null -1.
    return codes.notnull().ifelse(codes.length().cast("float64"), ibis.null("float64"))


def _known(*values: Any) -> Any:
    return reduce(operator.add, [value.notnull().ifelse(1.0, 0.0) for value in values])


def _when_any(values: Sequence[Any], number: Any) -> Any:
    """The number, where at least one of the values is known."""
    nobody = reduce(operator.and_, [value.isnull() for value in values])
    return nobody.ifelse(ibis.null("float64"), number)


def _total(*values: Any) -> Any:
    return _when_any(values, reduce(operator.add, [value.fill_null(0.0) for value in values]))


def _mean(*values: Any) -> Any:
    return reduce(operator.add, [value.fill_null(0.0) for value in values]) / _known(
        *values
    ).nullif(0.0)


def _least(*values: Any) -> Any:
    return ibis.least(*[value.fill_null(_FAR) for value in values]).nullif(_FAR)


def _greatest(*values: Any) -> Any:
    return ibis.greatest(*[value.fill_null(-_FAR) for value in values]).nullif(-_FAR)


CALLS: dict[str, Callable[..., Any]] = {
    "if": _if,
    "coalesce": ibis.coalesce,
    "has": lambda codes, code: codes.contains(code),
    "size": _size,
    "known": _known,
    "total": _total,
    "mean": _mean,
    "min": _least,
    "max": _greatest,
}
