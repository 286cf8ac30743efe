"""From what stands in a cell to an answer, or to the reason why not.

A reader is made once per column and called once per filled cell, a hundred
thousand times over: it remembers the texts it has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pinto.evidence.instruments.rules import Kind, Question
from pinto.evidence.intake.rules.broken_text import is_broken
from pinto.ground.thai.numerals import arabic, number
from pinto.ground.thai.spelling import normalised

Cell = Any
Reader = Callable[[Cell], Any]


class BadCell(ValueError):
    """The cell does not hold an answer; ``code`` and ``params`` are a finding's."""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


_YES = {"ใช่", "มี", "ได้", "เป็น", "yes", "y", "true", "1", "✓", "/", "x", "เคย"}
_NO = {"ไม่ใช่", "ไม่มี", "ไม่ได้", "ไม่เป็น", "ไม่", "no", "n", "false", "0", "ไม่เคย"}
_UNKNOWN = {"", "-", "ไม่ทราบ", "ไม่ระบุ", "n/a", "na", "ไม่ตอบ"}
_SEEN = 4_096  # distinct texts a reader remembers
_SEPARATORS = (";", "|", "\n", "،")


def key(text: Any) -> str:
    """What two spellings of the same label share: Thai normalised, no spaces, Latin lower.

    >>> key("  ส.ค.1 / ส.ป.ก. ") == key("ส.ค.๑/ส.ป.ก.")
    True
    """
    return arabic(normalised(str(text))).replace(" ", "").casefold()


def legible(cell: Cell) -> str:
    """The text of a cell, tidied. Raises :class:`BadCell` where its letters were lost."""
    text = normalised(str(cell))
    if is_broken(text):
        raise BadCell("cell.broken_text")
    return text


def reader(question: Question, *, from_zero: bool = False) -> Reader:
    """How cells of a column become answers of that question.

    ``from_zero`` says that a number in the cell counts the choices from 0, as the
    PPPConnext export does, and not from 1, as the printed form does.
    """
    if question.kind is Kind.BOOLEAN:
        return _remembering(_boolean)
    if question.kind is Kind.CHOICE:
        return _remembering(_one_of(question, from_zero))
    if question.kind is Kind.CHOICES:
        return _remembering(_some_of(question))
    if question.kind is Kind.TEXT:
        return lambda cell: legible(cell) or None
    return _number_of(question)


def _remembering(read: Reader) -> Reader:
    seen: dict[Any, Any] = {}

    def remembered(cell: Cell) -> Any:
        try:
            return seen[cell]
        except KeyError:
            answer = read(cell)
            if len(seen) < _SEEN:
                seen[cell] = answer
            return answer

    return remembered


def _boolean(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    text = key(cell).partition("(")[0]  # "ใช่ (ไม่จน)"
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in _UNKNOWN:
        return None
    raise BadCell("cell.not_yes_no")


def _labels(question: Question, *, from_zero: bool = False) -> dict[str, str]:
    """Every way to name a choice: its code, its words in both languages, its number on the form."""
    names: dict[str, str] = {}
    for number_on_form, choice in enumerate(question.choices, start=0 if from_zero else 1):
        for name in (choice.code, choice.th, choice.en):
            names[key(name)] = choice.code
        names.setdefault(str(number_on_form), choice.code)
    return names


def _one_of(question: Question, from_zero: bool) -> Reader:
    names = _labels(question, from_zero=from_zero)

    def read(cell: Cell) -> str | None:
        text = key(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
        if text in names:
            return names[text]
        if text in _UNKNOWN:
            return None
        raise _unknown_choice(question, text, names)

    return read


def _some_of(question: Question) -> Reader:
    names = _labels(question)

    def read(cell: Cell) -> list[str] | None:
        whole = key(int(cell) if isinstance(cell, float) and cell.is_integer() else cell)
        if whole in names:
            return [names[whole]]
        if whole in _UNKNOWN:
            return None
        text = str(cell)
        for separator in _SEPARATORS:
            text = text.replace(separator, ",")
        chosen: list[str] = []
        for part in filter(None, (key(piece) for piece in text.split(","))):
            if part not in names:
                raise _unknown_choice(question, part, names)
            if names[part] not in chosen:
                chosen.append(names[part])
        return chosen or None

    return read


def _unknown_choice(question: Question, text: str, names: dict[str, str]) -> BadCell:
    near = get_close_matches(text, names, n=1, cutoff=0.6)
    meant = names[near[0]] if near else question.choices[0].code
    label = next(choice.th for choice in question.choices if choice.code == meant)
    return BadCell("cell.not_a_choice" if near else "cell.no_such_choice", example=label)


def _number_of(question: Question) -> Reader:
    low, high, whole = question.min, question.max, question.kind is Kind.INTEGER

    def read(cell: Cell) -> float | int | None:
        if isinstance(cell, bool):
            raise BadCell("cell.not_a_number")
        value = cell if isinstance(cell, int | float) else _parsed(cell)
        if value is None:
            return None
        if whole and isinstance(value, float) and value.is_integer():
            value = int(value)
        if low is not None and value < low:
            raise BadCell("cell.too_small", low=f"{low:,.10g}")
        if high is not None and value > high:
            raise BadCell("cell.too_large", high=f"{high:,.10g}")
        return value

    return read


def _parsed(cell: Cell) -> float | int | None:
    if key(cell) in _UNKNOWN:
        return None
    try:
        return number(str(cell))
    except ValueError:
        raise BadCell("cell.not_a_number") from None


def mark(cell: Cell) -> bool:
    """Whether a column that stands for one choice is ticked in this row."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return cell != 0
    return key(cell) not in _NO | _UNKNOWN
