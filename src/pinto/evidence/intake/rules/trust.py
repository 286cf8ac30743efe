"""Whether a household file can be believed at all, once it has been read to its end.

A slip in a row is that row's; the same damage all down a column came with the file,
and nothing beside it can be trusted to be what the household said.
"""

from __future__ import annotations

from collections import Counter

from pinto.evidence.intake.rules.findings import Finding, Severity
from pinto.evidence.intake.rules.reading import Reading

_A_FEW = 3  # rows with lost letters that a file may have, however small it is
_YEARS_APART = 3  # between a survey and its round, before it looks like another round
_OF_A_HUNDRED = 1  # and beyond them one row in a hundred


def distrusted(reading: Reading) -> Finding | None:
    """Why the whole file is refused; None when its mistakes are those of single rows."""
    return _lost_letters(reading) or _shortened(reading)


def _lost_letters(reading: Reading) -> Finding | None:
    """Thai that became question marks; loaded, it would stand over what was good."""
    rows = len(reading.broken)
    many = rows > _A_FEW and rows * 100 > reading.seen * _OF_A_HUNDRED
    most = rows > 1 and rows * 2 > reading.seen
    first = next(
        (found for found in reading.findings.shown if found.code == "cell.broken_text"), None
    )
    if first is None or not (many or most):
        return None
    return Finding(
        "file.broken_text",
        Severity.REFUSED,
        sheet=first.sheet,
        row=first.row,
        column=first.column,
        value=first.value,
        params={"example": first.value, "rows": f"{rows:,}", "of": f"{reading.seen:,}"},
    )


def _shortened(reading: Reading) -> Finding | None:
    """IDs or house codes in scientific notation as the rule of their column, not by accident."""
    counts, houses = reading.findings.counts, reading.houses.values()
    read = {
        "national_id": len(reading.ids) + sum("national_id" in each.head for each in houses),
        "house_code": len(reading.houses),
    }
    for kind, good in read.items():
        code = f"{kind}.scientific"
        short = counts.get(code, 0)
        bad = sum(
            n
            for each, n in counts.items()
            if each.startswith(f"{kind}.") and each != "national_id.twice"
        )
        if short > 1 and short * 2 > good + bad:
            first = next(found for found in reading.findings.shown if found.code == code)
            return Finding(
                "file.shortened_ids",
                Severity.REFUSED,
                sheet=first.sheet,
                row=first.row,
                column=first.column,
                value=first.value,
                params={"column": first.column, "rows": f"{short:,}", "of": f"{good + bad:,}"},
            )
    return None


def wrong_round(reading: Reading, *, label: str, year: int) -> Finding | None:
    """What to ask the officer where most rows are of another year than the chosen round."""
    said = sum(n for of, n in reading.years.items() if of != year)
    if said * 2 > reading.rows:
        return _of_another("round.year", reading, reading.years, label, said)
    apart = sum(n for of, n in reading.surveyed.items() if abs(of - year) > _YEARS_APART)
    if apart * 2 > reading.rows:
        return _of_another("round.dates", reading, reading.surveyed, label, apart)
    return None


def _of_another(code: str, reading: Reading, years: Counter[int], label: str, rows: int) -> Finding:
    params = {
        "round": label,
        "year": years.most_common(1)[0][0],
        "rows": f"{rows:,}",
        "of": f"{reading.rows:,}",
    }
    return Finding(code, Severity.WARNING, sheet=reading.sheet, params=params)
