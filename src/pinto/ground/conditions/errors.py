"""What is wrong with a condition, and where; said in English, or in any language on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Translate = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802  (the name every gettext tool knows)
    """The message itself; marks it for the translation catalogue of this room."""
    return message


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the text; both count from 1, and the column counts characters."""

    line: int
    column: int


class Phrase:
    """Words with named gaps; what fills a gap may be a phrase of its own."""

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values

    def said(self, translate: Translate) -> str:
        """The words in the language that ``translate`` speaks.

        >>> Phrase("{many} values", many=Phrase("at least {n}", n=2)).said(str)
        'at least 2 values'
        """
        filled = {
            name: value.said(translate) if isinstance(value, Phrase) else value
            for name, value in self.values.items()
        }
        return translate(self.template).format(**filled)


class OneOf(Phrase):
    """Several words of which one is meant.

    >>> OneOf(["a comma", "`and`", "the end"]).said(str)
    'a comma, `and` or the end'
    """

    def __init__(self, words: list[str]) -> None:
        super().__init__(N_("{words} or {last}"))
        self.words = words

    def said(self, translate: Translate) -> str:
        *words, last = [translate(word) for word in self.words]
        template = translate(self.template)
        return template.format(words=", ".join(words), last=last) if words else last


class ConditionError(ValueError):
    """The text is not a condition that can be used; the sentence says how to mend it.

    ``message`` is English; ``said`` gives the sentence in another language. Every template
    is marked with ``N_``.
    """

    def __init__(self, template: str, spot: Spot, **values: object) -> None:
        self.sentence = Phrase(template, **values)
        self.message = self.said(str)
        self.line = spot.line
        self.column = spot.column
        super().__init__(f"line {spot.line}, column {spot.column}: {self.message}")

    def said(self, translate: Translate) -> str:
        """The sentence in the language that ``translate`` speaks, a capital first."""
        sentence = self.sentence.said(translate)
        return sentence[:1].upper() + sentence[1:]


class NotFilterable(ConditionError):
    """The condition is sound, but a database cannot filter by it."""
