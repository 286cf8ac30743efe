"""The twin of a chart: the same numbers as a table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """Column heads and rows of text; the first cell of a row names it.

    An empty cell reads "no data yet" aloud and shows a dash.
    """

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
