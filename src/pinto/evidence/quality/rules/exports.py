"""A table as CSV that offices open: UTF-8 with a byte-order mark, nothing taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The table line by line.

    >>> list(csv_text(["rule"], [["=1"]]))
    ['\\ufeffrule\\r\\n', "'=1\\r\\n"]
    """
    line = StringIO("")
    writer = csv.writer(line)
    line.write("\ufeff")
    for row in (columns, *rows):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
