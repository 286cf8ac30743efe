"""When a meeting may decide, and what its papers may say. No Django, no clock."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    FORUM = "FORUM"  # เวทีประชาคม
    COMMITTEE = "COMMITTEE"
    BOARD = "BOARD"
    COUNCIL = "COUNCIL"
    WEEKLY = "WEEKLY"  # those who work on it, every week


class State(StrEnum):
    PLANNED = "PLANNED"
    HELD = "HELD"  # attendance is taken; questions are decided and minutes written
    CLOSED = "CLOSED"  # nothing changes any more
    CALLED_OFF = "CALLED_OFF"


class Voice(StrEnum):
    """Whose seat it is."""

    PEOPLE = "PEOPLE"
    STATE = "STATE"
    TECHNICAL = "TECHNICAL"
    TARGET = "TARGET"  # the families themselves


class Duty(StrEnum):
    CHAIR = "CHAIR"
    SECRETARY = "SECRETARY"  # writes the minutes
    MEMBER = "MEMBER"


class Outcome(StrEnum):
    AGREED = "AGREED"
    NOT_AGREED = "NOT_AGREED"
    DEFERRED = "DEFERRED"


class Lack(StrEnum):
    """Why a meeting may not decide."""

    NO_SEATS = "NO_SEATS"
    TOO_FEW = "TOO_FEW"
    VOICES = "VOICES"


@dataclass(frozen=True)
class Quorum:
    """Who must be there for a decision: a share of the seats, and these voices."""

    share: float  # of the seats, at least
    voices: frozenset[Voice] = frozenset()  # each with one seat taken, at least


# Half of the seats is the rule of Thai committees (กึ่งหนึ่ง). That a forum needs every
# voice is ours: a list of families is not agreed on without the families.
QUORUMS: Mapping[Kind, Quorum] = {
    Kind.FORUM: Quorum(0.5, frozenset(Voice)),
    Kind.COMMITTEE: Quorum(0.5, frozenset({Voice.PEOPLE, Voice.STATE})),
    Kind.BOARD: Quorum(0.5),
    Kind.COUNCIL: Quorum(0.5),
    Kind.WEEKLY: Quorum(0.0),
}


@dataclass(frozen=True)
class Verdict:
    """Whether a meeting may decide, and what it rests on."""

    lack: Lack | None
    present: int
    seats: int
    needed: int
    missing: tuple[Voice, ...]  # voices without anybody there
    there: Mapping[Voice, int] = field(default_factory=dict)  # seats taken, by voice

    @property
    def met(self) -> bool:
        return self.lack is None

    def as_json(self) -> dict[str, object]:
        """What a decision keeps of it: the table of quorums may change later."""
        return {
            "present": self.present,
            "seats": self.seats,
            "needed": self.needed,
            "there": {voice.value: count for voice, count in self.there.items()},
        }


def verdict(quorum: Quorum, seats: Iterable[tuple[Voice, bool]]) -> Verdict:
    """Whether these seats, each with its voice and whether somebody sits there, may decide.

    >>> forum = QUORUMS[Kind.FORUM]
    >>> seats = [(Voice.PEOPLE, True), (Voice.STATE, True), (Voice.TECHNICAL, True)]
    >>> verdict(forum, [*seats, (Voice.TARGET, False)]).missing
    (<Voice.TARGET: 'TARGET'>,)
    >>> verdict(forum, [*seats, (Voice.TARGET, True)]).met
    True
    """
    taken = list(seats)
    there = Counter(voice for voice, present in taken if present)
    present, needed = there.total(), math.ceil(quorum.share * len(taken))
    missing = tuple(voice for voice in Voice if voice in quorum.voices and not there[voice])
    lack = None
    if not taken or not present:
        lack = Lack.NO_SEATS
    elif present < needed:
        lack = Lack.TOO_FEW
    elif missing:
        lack = Lack.VOICES
    counted = {voice: there[voice] for voice in Voice}
    return Verdict(lack, present, len(taken), needed, missing, counted)


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


# What a paper that hangs in a village says of no family.
_LABELS = (
    *("คะแนน", "ระดับ", "รายได้", "เงินเดือน", "หนี้", "เจ็บป่วย", "ป่วย", "โรค", "สุขภาพ", "พิการ", "ติดเตียง"),
    *("อยู่ลำบาก", "อยู่ยาก", "พออยู่ได้", "อยู่ดี"),
    *("score", "level", "income", "salary", "debt", "health", "illness", "disab", "bedridden"),
    *("destitute", "struggling", "getting by", "living well"),
)


def labels_in(question: str) -> list[str]:
    """The words of a question that would tell a family's level, score, money or health.

    >>> labels_in("เห็นชอบให้เป็นครัวเรือนเป้าหมายหรือไม่")
    []
    >>> labels_in("มีหนี้มาก ควรช่วยหรือไม่")
    ['หนี้']
    """
    lowered = question.lower()
    return [word for word in _LABELS if word in lowered]


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


def by_voice(voices: Iterable[str]) -> dict[Voice, int]:
    """How many of each voice; every voice is named, those with none as 0.

    >>> by_voice(["PEOPLE", "PEOPLE", "STATE"])[Voice.PEOPLE]
    2
    """
    counted = Counter(voices)
    return {voice: counted[voice] for voice in Voice}
