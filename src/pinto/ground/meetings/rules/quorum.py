"""When a meeting may decide. It counts people, not seats. No Django, no clock."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pinto.ground.meetings.rules.kinds import Kind, Lack, Voice
from pinto.ground.thai.names import name_key, split_name


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
    there: Mapping[Voice, int] = field(default_factory=dict)  # people there, by voice
    twice: tuple[str, ...] = ()  # who is ticked for more than one seat, and fills one

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


@dataclass(frozen=True)
class Sitting:
    """A seat: its voice, whether somebody sits there, and who (a name, an account)."""

    voice: Voice
    present: bool
    name: str
    account: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """What tells that two seats are the same person's: one key of each is the same."""
        return frozenset(key for key in (person_key(self.name), self.account) if key)


# What people are called by beside the titles of papers.
_CALLED = re.compile(r"^(?:คุณ|กำนัน|ผู้ใหญ่บ้าน|ผู้ใหญ่|สารวัตร|ปลัด|อาจารย์|ครู|หมอ)\s*(?=[ก-ฮเ-ไ])")


def person_key(name: str) -> str:
    """The name without titles, offices, spaces and tone marks: of one person, the same.

    >>> person_key("นาย ประสิทธิ์  สมมติสุข") == person_key("ประสิทธิ์ สมมติสุข")
    True
    >>> person_key("กำนันคำ สมมติสุข") == person_key("นายคำ สมมติสุข")
    True
    >>> person_key("คำ สมมติสุข (บ้าน 12)") == person_key("คำ สมมติสุข")
    False
    """
    found = split_name(_CALLED.sub("", name.strip()))
    return name_key(found.given_name, found.surname)


def verdict(quorum: Quorum, seats: Iterable[Sitting]) -> Verdict:
    """Whether these seats may decide. People are counted: who sits for two seats fills one.

    >>> forum = QUORUMS[Kind.FORUM]
    >>> seats = [Sitting(voice, True, f"ก{voice}") for voice in Voice]
    >>> verdict(forum, seats).met
    True
    >>> verdict(forum, seats[:3]).missing
    (<Voice.TARGET: 'TARGET'>,)
    >>> found = verdict(forum, [Sitting(voice, True, "นายคำ ใจดี") for voice in Voice])
    >>> found.present, found.twice, found.met
    (1, ('นายคำ ใจดี',), False)
    """
    taken = list(seats)
    people, twice = _people([seat for seat in taken if seat.present])
    there = Counter(seat.voice for seat in people)
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
    return Verdict(lack, present, len(taken), needed, missing, counted, twice)


def _people(present: Sequence[Sitting]) -> tuple[list[Sitting], tuple[str, ...]]:
    """One seat of each person there, the first; and the names of those with more."""
    people: list[Sitting] = []
    twice: dict[str, None] = {}
    known: set[str] = set()
    for seat in present:
        if seat.keys & known:
            twice[seat.name] = None
        else:
            people.append(seat)
        known |= seat.keys
    return people, tuple(twice)


def others_suffice(verdict: Verdict, seats: Iterable[Sitting], signed: Iterable[Sitting]) -> bool:
    """Whether as many as a decision needs are there beside those who ``signed`` before it.

    At least one other, also where no share is asked for.
    """
    before = frozenset[str]().union(*(one.keys for one in signed))
    people, _ = _people([seat for seat in seats if seat.present])
    others = [seat for seat in people if not seat.keys & before]
    return len(others) >= max(1, verdict.needed)
