"""Hands counted, and objections. No Django, no clock."""

from dataclasses import dataclass

from pinto.ground.meetings.rules.kinds import Voice


@dataclass(frozen=True)
class Votes:
    """Hands counted; a meeting that agreed without counting has none of it."""

    ayes: int
    noes: int
    abstained: int

    @property
    def cast(self) -> int:
        return self.ayes + self.noes + self.abstained


@dataclass(frozen=True)
class Raised:
    """An objection: whose voice and in what role, never a name, and how it was answered."""

    voice: Voice
    role: str
    text: str
    answer: str


def carried(votes: Votes) -> bool:
    """Whether more hands were for it than against it.

    >>> carried(Votes(5, 5, 2)), carried(Votes(6, 5, 9))
    (False, True)
    """
    return votes.ayes > votes.noes
