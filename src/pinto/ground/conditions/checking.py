"""What kind of value an expression gives, or why it gives none.

Every compiler asks here first, so that what it compiles is known to make sense.
"""

from __future__ import annotations

import difflib

from pinto.ground.conditions.errors import N_, ConditionError, Phrase
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
from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary

_WHAT = {
    Kind.NUMBER: N_("a number"),
    Kind.TEXT: N_("a text"),
    Kind.BOOLEAN: N_("a yes-or-no"),
    Kind.CHOICES: N_("a list of choices"),
}


def check(expression: Expression, vocabulary: Vocabulary, level: Level = Level.HOUSEHOLD) -> Kind:
    """The kind of the expression's value, asked of a household or of one member.

    Raises ``ConditionError``: a name or choice that does not exist, values of kinds
    that do not go together, a member's answer where no member is meant.
    """
    return _Checker(vocabulary, level).kind(expression)


def field_of(name: Name, vocabulary: Vocabulary, level: Level) -> Field:
    """The field a name means where ``level`` is spoken of. Raises ``ConditionError``."""
    if name.of_household and level is Level.HOUSEHOLD:
        raise ConditionError(
            N_("Write `{name}` alone: `household.` is for use among members."),
            name.at,
            name=name.name,
        )
    asked = Level.HOUSEHOLD if name.of_household else level
    field = vocabulary.field(name.name, asked)
    if field is None:
        raise _unknown(name, vocabulary, asked)
    return field


def _unknown(name: Name, vocabulary: Vocabulary, asked: Level) -> ConditionError:
    other = Level.MEMBER if asked is Level.HOUSEHOLD else Level.HOUSEHOLD
    if vocabulary.field(name.name, other) is not None:
        advice = (
            N_(
                "`{name}` is asked of each member; write any(members, …), all(members, …) or "
                "another word for members."
            )
            if other is Level.MEMBER
            else N_("`{name}` is asked of the household; write household.{name}.")
        )
        return ConditionError(advice, name.at, name=name.name)
    near = difflib.get_close_matches(name.name, vocabulary.names(asked), n=1)
    if near:
        return ConditionError(
            N_("There is no answer `{name}`; did you mean `{near}`?"),
            name.at,
            name=name.name,
            near=near[0],
        )
    return ConditionError(N_("There is no answer `{name}`."), name.at, name=name.name)


class _Checker:
    """Types a tree where one level is spoken of."""

    def __init__(self, vocabulary: Vocabulary, level: Level, inside: bool = False) -> None:
        self.vocabulary = vocabulary
        self.level = level
        self.inside = inside  # an aggregate

    def kind(self, node: Expression) -> Kind:
        match node:
            case Literal():
                return _literal_kind(node)
            case Name():
                return field_of(node, self.vocabulary, self.level).kind
            case Not() | Negative():
                wanted = Kind.BOOLEAN if isinstance(node, Not) else Kind.NUMBER
                return self.wants(wanted, node.operand)
            case And() | Or():
                return self.wants(Kind.BOOLEAN, *node.operands)
            case Arithmetic():
                return self.wants(Kind.NUMBER, node.left, node.right)
            case Between():
                self.wants(Kind.NUMBER, node.operand, node.low, node.high)
                return Kind.BOOLEAN
            case IsKnown():
                self.kind(node.operand)
                return Kind.BOOLEAN
            case Compare():
                return self.compare(node)
            case In():
                return self.among(node)
            case Call():
                return self.call(node)
            case Aggregate():
                return self.aggregate(node)

    def wants(self, wanted: Kind, *nodes: Expression) -> Kind:
        """The kind, which every node has. Raises ``ConditionError`` at the first without."""
        for node in nodes:
            found = self.kind(node)
            if found is not wanted:
                raise ConditionError(
                    N_("This is {found}, but {wanted} is needed here."),
                    node.at,
                    found=Phrase(_WHAT[found]),
                    wanted=Phrase(_WHAT[wanted]),
                )
        return wanted

    def alike(self, *nodes: Expression) -> Kind:
        """The one kind all nodes have, which is no list."""
        first = self.kind(nodes[0])
        if first is Kind.CHOICES:
            raise ConditionError(
                N_("This is a list of choices; ask has(…, 'choice') or size(…)."), nodes[0].at
            )
        for node in nodes[1:]:
            found = self.kind(node)
            if found is not first:
                raise ConditionError(
                    N_("{first} cannot stand beside {found}."),
                    node.at,
                    first=Phrase(_WHAT[first]),
                    found=Phrase(_WHAT[found]),
                )
        return first

    def compare(self, node: Compare) -> Kind:
        if node.operator in ("=", "!="):
            self.alike(node.left, node.right)
            self.choices(node.left, node.right)
            self.choices(node.right, node.left)
        else:
            self.wants(Kind.NUMBER, node.left, node.right)
        return Kind.BOOLEAN

    def among(self, node: In) -> Kind:
        if self.alike(node.operand, *node.items) is Kind.BOOLEAN:
            raise ConditionError(N_("Write the condition itself, or `not` before it."), node.at)
        self.choices(node.operand, *node.items)
        return Kind.BOOLEAN

    def choices(self, asked: Expression, *answers: Expression) -> None:
        """Raises ``ConditionError`` for a text that is no choice of the question."""
        if not isinstance(asked, Name):
            return
        choices = field_of(asked, self.vocabulary, self.level).choices
        if choices is None:
            return
        for answer in answers:
            if isinstance(answer, Literal) and answer.value not in choices:
                raise _no_choice(asked.name, answer, choices)

    def call(self, node: Call) -> Kind:
        match node.function, node.arguments:
            case "if", (condition, yes, no):
                self.wants(Kind.BOOLEAN, condition)
                return self.alike(yes, no)
            case "coalesce", arguments:
                return self.alike(*arguments)
            case "has", (asked, choice):
                self.list_of_choices(asked)
                if not (isinstance(choice, Literal) and isinstance(choice.value, str)):
                    raise ConditionError(
                        N_("Name the choice in quotes: has(…, 'choice')."), choice.at
                    )
                self.choices(asked, choice)
                return Kind.BOOLEAN
            case "size", (asked,):
                self.list_of_choices(asked)
            case "known", arguments:
                for argument in arguments:
                    self.kind(argument)
            case _, arguments:  # min, max, total, mean
                self.wants(Kind.NUMBER, *arguments)
        return Kind.NUMBER

    def list_of_choices(self, asked: Expression) -> None:
        if not isinstance(asked, Name):
            raise ConditionError(
                N_("The name of a question with several choices is needed."), asked.at
            )
        self.wants(Kind.CHOICES, asked)

    def aggregate(self, node: Aggregate) -> Kind:
        if self.inside or self.level is Level.MEMBER:
            raise ConditionError(N_("A member has no members of its own."), node.at)
        member = _Checker(self.vocabulary, Level.MEMBER, inside=True)
        if node.where is not None:
            member.wants(Kind.BOOLEAN, node.where)
        conditional = node.function in ("any", "all", "count")
        if node.value is not None:
            member.wants(Kind.BOOLEAN if conditional else Kind.NUMBER, node.value)
        return Kind.BOOLEAN if node.function in ("any", "all") else Kind.NUMBER


def _literal_kind(node: Literal) -> Kind:
    if isinstance(node.value, bool):
        return Kind.BOOLEAN
    return Kind.TEXT if isinstance(node.value, str) else Kind.NUMBER


def _no_choice(name: str, answer: Literal, choices: frozenset[str]) -> ConditionError:
    near = difflib.get_close_matches(str(answer.value), choices, n=1)
    listed = ", ".join(sorted(choices)[:12])
    return ConditionError(
        N_("`{name}` has no choice '{choice}'; did you mean '{near}'?")
        if near
        else N_("`{name}` has no choice '{choice}'. There are: {listed}."),
        answer.at,
        name=name,
        choice=answer.value,
        near=near[0] if near else "",
        listed=listed,
    )
