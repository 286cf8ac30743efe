"""What may be repeated of a cell: neither a report nor a copy is a place for IDs and phones."""

from __future__ import annotations

import re

from pinto.evidence.intake.rules.cells import Cell
from pinto.evidence.intake.rules.identities import as_digits
from pinto.ground.thai.national_id import masked

HIDDEN = "×××"
_CODES = ("house_code", "place_code", "tambon_code")
# digits of any script, with a space or a dash between them, and none before or after
_ID = re.compile(r"(?<!\d)\d(?:[ -]?\d){12}(?!\d)")
_PHONE = re.compile(r"(?<!\d)0[ -]?[2-9](?:[ -]?\d){7,8}(?!\d)")


def shown(field: str, cell: Cell) -> str:
    """What stood in a cell of that field, as a finding may repeat it.

    >>> shown("national_id", "1-9999-00000-01-4"), shown("phone", "0812345678")
    ('x-xxxx-xxxxx-01-x', '')
    """
    if field == "phone":
        return ""
    digits = as_digits(cell) if field == "national_id" else ""
    return masked(digits) if len(digits) == 13 else str(cell)


def hidden(field: str, cell: Cell) -> Cell:
    """The cell as a copy of the file may hold it, its IDs and phone numbers hidden.

    Whatever the column: the cells of a row may have been shifted, or nobody has
    explained what stands there. Of an ID that lost a digit only the end is kept.

    >>> hidden("", "โทร 081-234-5678"), hidden("house_code", "0812345678"), hidden("", 52)
    ('โทร ×××', '0812345678', 52)
    >>> hidden("national_id", 199990000014)
    '×××014'
    """
    if cell is None or isinstance(cell, bool) or field in _CODES:
        return cell
    if field == "phone":
        return HIDDEN
    if field == "national_id":
        digits = as_digits(cell)
        cut_short = digits.isdigit() and 6 < len(digits) != 13
        return HIDDEN + digits[-3:] if cut_short else shown(field, cell)
    if not isinstance(cell, str | int | float):
        return cell
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    text, ids = _ID.subn(lambda found: masked(as_digits(found[0])), text)
    text, phones = _PHONE.subn(HIDDEN, text)
    return text if ids or phones else cell
