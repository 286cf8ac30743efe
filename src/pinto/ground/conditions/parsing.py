"""From text to tree. A text that is no condition is refused with a sentence that helps."""

from __future__ import annotations

import difflib
from functools import cache, lru_cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from pinto.ground.conditions.complaints import explained
from pinto.ground.conditions.errors import N_, ConditionError, Phrase, Spot
from pinto.ground.conditions.limits import check_length, check_size
from pinto.ground.conditions.tree import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Expression,
    In,
    IsKnown,
    Literal,
    Name,
    Negative,
    Not,
    Or,
)

_GRAMMAR = r"""
?start: either

?either: both | both (_OR both)+ -> either
?both: negation | negation (_AND negation)+ -> both
?negation: comparison | _NOT negation -> negated
?comparison: sum
    | sum COMPARISON sum -> compare
    | sum _BETWEEN sum _AND sum -> between
    | sum _IN _OPEN constant (_COMMA constant)* _CLOSE -> among
    | sum _IS KNOWN -> is_known
    | sum _IS UNKNOWN -> is_unknown
?sum: product | sum (PLUS | MINUS) product -> arithmetic
?product: signed | product (TIMES | OVER) signed -> arithmetic
?signed: atom | MINUS signed -> negative
?atom: literal
    | NAME -> own
    | _HOUSEHOLD _DOT NAME -> of_household
    | (NAME | KNOWN) _OPEN either (_COMMA either)* _CLOSE -> call
    | NAME _OPEN _MEMBERS [_WHERE either] [_COMMA either] _CLOSE -> aggregate
    | _OPEN either _CLOSE
?constant: literal | MINUS NUMBER -> negative_number
?literal: NUMBER -> number | TEXT -> text | TRUE -> true | FALSE -> false

COMPARISON: "!=" | "<=" | ">=" | "=" | "<" | ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
OVER: "/"
_OPEN: "("
_CLOSE: ")"
_COMMA: ","
_DOT: "."
_AND: "and"
_OR: "or"
_NOT: "not"
_IN: "in"
_BETWEEN: "between"
_IS: "is"
_MEMBERS: "members"
_WHERE: "where"
_HOUSEHOLD: "household"
KNOWN: "known"
UNKNOWN: "unknown"
TRUE: "true"
FALSE: "false"
NAME: /[a-z][a-z0-9_]*/
NUMBER: /\d+(\.\d+)?/
TEXT: /'[^'\n]*'/ | /"[^"\n]*"/
%ignore /\s+/
"""

_REMEMBERED = 2_000  # texts; a page that explains a score reads some hundred, always the same
_DIGITS = 15  # what a double holds exactly

# function → how many arguments it takes; None is any number
_CALLS: dict[str, tuple[int, int | None]] = {
    "min": (1, None),
    "max": (1, None),
    "total": (1, None),
    "mean": (1, None),
    "known": (1, None),
    "coalesce": (2, None),
    "if": (3, 3),
    "has": (2, 2),
    "size": (1, 1),
}
_AGGREGATES = ("any", "all", "count", "sum", "mean", "min", "max")


@lru_cache(maxsize=_REMEMBERED)
def parse(text: str) -> Expression:
    """The tree of the text, the same one each time.

    Raises ``ConditionError`` with line, column and what was expected.

    >>> parse("income < 100").operator
    '<'
    """
    check_length(text)
    try:
        tree: Any = _parser().parse(text)
    except UnexpectedInput as problem:
        raise explained(problem, text) from None
    expression: Expression = tree
    check_size(expression)
    return expression


@cache
def _parser() -> Lark:
    # LALR keeps its own stack and builds nodes on the way, so depth costs no recursion.
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Builder())


def _spot(token: Token) -> Spot:
    return Spot(token.line or 1, token.column or 1)


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    """Builds the node of each grammar rule; called by the parser, innermost first."""

    def number(self, token: Token) -> Literal:
        if len(token) > _DIGITS:
            raise ConditionError(
                N_("The number {number} is too long: at most {most} digits."),
                _spot(token),
                number=f"{token[:_DIGITS]}…",
                most=_DIGITS,
            )
        return Literal(float(token), at=_spot(token))

    def negative_number(self, minus: Token, token: Token) -> Literal:
        return Literal(-float(self.number(token).value), at=_spot(minus))

    def text(self, token: Token) -> Literal:
        if len(token) == 2:
            raise ConditionError(
                N_("An empty text is never an answer; write `is unknown`."), _spot(token)
            )
        return Literal(str(token[1:-1]), at=_spot(token))

    def true(self, token: Token) -> Literal:
        return Literal(True, at=_spot(token))

    def false(self, token: Token) -> Literal:
        return Literal(False, at=_spot(token))

    def own(self, token: Token) -> Name:
        return Name(str(token), at=_spot(token))

    def of_household(self, token: Token) -> Name:
        return Name(str(token), of_household=True, at=_spot(token))

    def either(self, *operands: Expression) -> Or:
        return Or(operands, at=operands[0].at)

    def both(self, *operands: Expression) -> And:
        return And(operands, at=operands[0].at)

    def negated(self, operand: Expression) -> Not:
        return Not(operand, at=operand.at)

    def compare(self, left: Expression, operator: Token, right: Expression) -> Compare:
        return Compare(left, str(operator), right, at=left.at)

    def between(self, operand: Expression, low: Expression, high: Expression) -> Between:
        return Between(operand, low, high, at=operand.at)

    def among(self, operand: Expression, *items: Literal) -> In:
        return In(operand, items, at=operand.at)

    def is_known(self, operand: Expression, _known: Token) -> IsKnown:
        return IsKnown(operand, at=operand.at)

    def is_unknown(self, operand: Expression, _unknown: Token) -> Not:
        return Not(IsKnown(operand, at=operand.at), at=operand.at)

    def arithmetic(self, left: Expression, operator: Token, right: Expression) -> Arithmetic:
        return Arithmetic(left, str(operator), right, at=left.at)

    def negative(self, minus: Token, operand: Expression) -> Literal | Negative:
        match operand:
            case Literal(value=float(number)):
                return Literal(-number, at=_spot(minus))
            case _:
                return Negative(operand, at=_spot(minus))

    def call(self, function: Token, *arguments: Expression) -> Call:
        _check_call(function, arguments)
        return Call(str(function), arguments, at=_spot(function))

    def aggregate(
        self, function: Token, where: Expression | None, value: Expression | None
    ) -> Aggregate:
        _check_aggregate(function, value)
        return Aggregate(str(function), value, where, at=_spot(function))


def _check_call(function: Token, arguments: tuple[Expression, ...]) -> None:
    if function not in _CALLS:
        if function in _AGGREGATES:
            raise ConditionError(
                N_("`{function}` looks at members: write {function}(members, …)."),
                _spot(function),
                function=str(function),
            )
        raise _unknown_function(function, [*_CALLS, *_AGGREGATES])
    least, most = _CALLS[function]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        raise ConditionError(
            N_("`{function}` takes {expected} values between its brackets, not {given}."),
            _spot(function),
            function=str(function),
            expected=least if most else Phrase(N_("at least {least}"), least=least),
            given=len(arguments),
        )


def _check_aggregate(function: Token, value: Expression | None) -> None:
    if function == "total":
        raise ConditionError(N_("Over members it is called sum: sum(members, …)."), _spot(function))
    if function not in _AGGREGATES:
        raise _unknown_function(function, list(_AGGREGATES))
    if value is None and function != "count":
        raise ConditionError(
            N_("Say what of the members: {function}(members, …)."),
            _spot(function),
            function=str(function),
        )


def _unknown_function(function: Token, known: list[str]) -> ConditionError:
    near = difflib.get_close_matches(function, known, n=1)
    if near:
        return ConditionError(
            N_("There is no function `{function}`; did you mean `{near}`?"),
            _spot(function),
            function=str(function),
            near=near[0],
        )
    return ConditionError(
        N_("There is no function `{function}`. There are: {known}."),
        _spot(function),
        function=str(function),
        known=", ".join(dict.fromkeys(known)),
    )
