"""What stands on the papers of a meeting. No Django, no clock."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pinto.ground.meetings.rules.kinds import Voice


@dataclass(frozen=True)
class Line:
    """One family on a sheet of a forum. There is no place for anything else about it."""

    number: int
    name: str
    house: str
    question: str
    closed: bool = False  # the family asked to be heard without the public


def shown_in_public(lines: Sequence[Line]) -> list[Line]:
    """The lines for the sheet everybody reads: without the families to be heard closed."""
    return [line for line in lines if not line.closed]


@dataclass(frozen=True)
class Count:
    """Signatures on paper beside the seats ticked."""

    signed: int | None  # nobody has counted yet
    ticked: int

    @property
    def agrees(self) -> bool:
        return self.signed is None or self.signed == self.ticked

    @property
    def difference(self) -> int:
        """Signatures more (or, negative, fewer) than ticks."""
        return 0 if self.signed is None else self.signed - self.ticked


@dataclass(frozen=True)
class Matter:
    """Something that waits for a meeting: how many of what, and the page behind it; no names."""

    count: int
    text: str
    href: str


def by_voice(voices: Iterable[str]) -> dict[Voice, int]:
    """How many of each voice; every voice is named, those with none as 0.

    >>> by_voice(["PEOPLE", "PEOPLE", "STATE"])[Voice.PEOPLE]
    2
    """
    counted = Counter(voices)
    return {voice: counted[voice] for voice in Voice}
