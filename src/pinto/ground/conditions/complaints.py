"""The parser's complaints as sentences for the person who wrote the text."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from pinto.ground.conditions.errors import N_, ConditionError, OneOf, Phrase, Spot

# What people write who know other languages, and what this one says instead.
_HABITS = {
    "==": N_("Write one = sign."),
    "<>": N_("Write != for “is not”."),
    "=<": N_("Write <= for “at most”."),
    "=>": N_("Write >= for “at least”."),
    "&": N_("Write the word `and`."),
    "|": N_("Write the word `or`."),
    "!": N_("Write the word `not`."),
    "‘": N_("Write straight quotes: 'text'."),
    "’": N_("Write straight quotes: 'text'."),
    "“": N_('Write straight quotes: "text".'),
    "”": N_('Write straight quotes: "text".'),
    "'": N_("The text that begins here has no closing quote on its line."),
    '"': N_("The text that begins here has no closing quote on its line."),
}
_WORDS = {
    "COMPARISON": N_("a comparison (=, !=, <, <=, >, >=)"),
    "_BETWEEN": "`between`",
    "_IN": "`in`",
    "_IS": "`is known`",
    "KNOWN": "`known`",
    "UNKNOWN": "`unknown`",
    "_AND": "`and`",
    "_OR": "`or`",
    "_COMMA": N_("a comma"),
    "_DOT": N_("a dot"),
    "_OPEN": "`(`",
    "_CLOSE": "`)`",
    "NUMBER": N_("a number"),
    "TEXT": N_("a text in quotes"),
    "$END": N_("the end"),
}
_OPERAND = N_("the name of an answer, a number or a text in quotes")


def explained(problem: UnexpectedInput, text: str) -> ConditionError:
    """The parser's complaint as a sentence."""
    position = problem.pos_in_stream or 0
    if isinstance(problem, UnexpectedToken) and problem.token.type == "$END":
        lines = text.split("\n")
        return ConditionError(
            N_("The condition stops too early; expected {expected}."),
            Spot(len(lines), len(lines[-1]) + 1),
            expected=_expected(problem),
        )
    spot = Spot(problem.line, problem.column)
    # The second sign of == is where the parser stumbles, so look one back as well.
    for habit, advice in _HABITS.items():
        if text.startswith(habit, position) or text[position - 1 : position + 1] == habit:
            return ConditionError(advice, spot)
    if re.fullmatch(r"\d,\d", text[position - 1 : position + 2]):
        return ConditionError(N_("Write numbers without a comma between their digits."), spot)
    if isinstance(problem, UnexpectedCharacters):
        return _strange(problem.char, spot)
    assert isinstance(problem, UnexpectedToken)  # noqa: S101  # lark raises nothing else
    return ConditionError(
        N_("`{token}` does not fit here; expected {expected}."),
        spot,
        token=str(problem.token),
        expected=_expected(problem),
    )


def _strange(character: str, spot: Spot) -> ConditionError:
    if character.isupper():
        return ConditionError(N_("Names and words are written in small letters."), spot)
    return ConditionError(
        N_(
            "`{character}` has no meaning here; a text stands in quotes, a name is made of a–z, "
            "0–9 and _."
        ),
        spot,
        character=character,
    )


def _expected(problem: UnexpectedToken) -> Phrase:
    accepts = problem.accepts or problem.expected
    if {"NAME", "NUMBER"} <= set(accepts):
        return Phrase(_OPERAND)
    if set(accepts) == {"NAME"}:
        return Phrase(N_("the name of an answer"))
    return OneOf([word for terminal, word in _WORDS.items() if terminal in accepts])
