"""How two versions of an instrument differ, and which differences break comparison."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from .questionnaire import Choice, Instrument, Kind, Part, Question


class Effect(StrEnum):
    """What a change does to comparing answers of one version with those of the other."""

    BREAKS = "breaks"  # answers cannot be compared
    LOOK = "look"  # a person must say whether they can
    KEEPS = "keeps"  # they can


class What(StrEnum):
    """The kinds of change."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    RETYPED = "retyped"  # kind, level or unit
    MOVED = "moved"  # to another part, or in the order
    LIMITS = "limits"  # min or max
    MARKED = "marked"  # group, ours
    HEADERS = "headers"  # which other headers of a file mean it


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``id`` of a choice is that of its question, a dot, its code."""

    subject: str  # instrument, part, identity, question or choice
    id: str
    what: What
    key: str  # of the file; blank where the whole thing came, went or moved
    old: Any
    new: Any
    effect: Effect
    why: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def changes(old: Instrument, new: Instrument) -> list[Change]:
    """Every difference from the old version to the new one, those that break comparison first.

    Questions are the same where their ids are; a grid is compared as the questions it
    stands for. Raises ``ValueError`` where these are two instruments.
    """
    if old.id != new.id:
        raise ValueError(f"{old.id} and {new.id} are different instruments, not two versions")
    found = [
        *_reworded("instrument", new.id, old, new, ("th", "en", "source"), look=False),
        *_identities(old, new),
        *_parts(old.parts, new.parts),
        *_questions(old, new),
    ]
    order = list(Effect)
    return sorted(found, key=lambda change: order.index(change.effect))


def _reworded(
    subject: str, name: str, old: Any, new: Any, keys: Sequence[str] = ("th", "en"), *, look: bool
) -> Iterator[Change]:
    """Other words. What is asked is asked in Thai, so only Thai may change the answers."""
    for key in keys:
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            asks = look and key == "th"
            effect = Effect.LOOK if asks else Effect.KEEPS
            why = "does it still ask the same?" if asks else "the question asked stays the same"
            yield Change(subject, name, What.REWORDED, key, was, now, effect, why)


def _identities(old: Instrument, new: Instrument) -> Iterator[Change]:
    was = {(level, each.id): each for level, known in old.identity.items() for each in known}
    now = {(level, each.id): each for level, known in new.identity.items() for each in known}
    why = "who and where is not compared"
    for level, name in [*was, *(key for key in now if key not in was)]:
        before, after = was.get((level, name)), now.get((level, name))
        title = f"{level.value}.{name}"
        if before is None or after is None:
            what = What.ADDED if before is None else What.REMOVED
            words = (before.th if before else None, after.th if after else None)
            yield Change("identity", title, what, "", *words, Effect.KEEPS, why)
            continue
        yield from _reworded("identity", title, before, after, look=False)
        yield from _headers("identity", title, before.also, after.also)


def _parts(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Change]:
    was, now = {part.id: part for part in old}, {part.id: part for part in new}
    why = "its questions are told one by one"
    for part in old:
        if part.id not in now:
            yield Change("part", part.id, What.REMOVED, "", part.th, None, Effect.KEEPS, why)
    for part in new:
        if part.id not in was:
            yield Change("part", part.id, What.ADDED, "", None, part.th, Effect.KEEPS, why)
        else:
            yield from _reworded("part", part.id, was[part.id], part, look=False)
    for name, before, after in _moved(list(was), list(now)):
        yield Change(
            "part", name, What.MOVED, "", before, after, Effect.KEEPS, "only the order changes"
        )


def _questions(old: Instrument, new: Instrument) -> Iterator[Change]:
    was, now = _placed(old), _placed(new)
    for name, (_, question) in was.items():
        if name not in now:
            why = "it is no longer asked"
            yield Change("question", name, What.REMOVED, "", question.th, None, Effect.BREAKS, why)
    for name, (part, question) in now.items():
        if name not in was:
            why = "nobody was asked before; nothing else changes"
            yield Change("question", name, What.ADDED, "", None, question.th, Effect.KEEPS, why)
            continue
        before_part, before = was[name]
        if part != before_part:
            why = "it is asked in another part"
            places = (before_part, part)
            yield Change("question", name, What.MOVED, "part", *places, Effect.KEEPS, why)
        yield from _question(before, question)
    for each in new.parts:
        before_here = [name for name, (at, _) in was.items() if at == each.id]
        here = [name for name, (at, _) in now.items() if at == each.id]
        for name, index, at in _moved(before_here, here):
            why = "only the order changes"
            yield Change("question", name, What.MOVED, "", index, at, Effect.KEEPS, why)


def _placed(asked: Instrument) -> dict[str, tuple[str, Question]]:
    """Question id → its part and itself, in the order they are asked."""
    return {question.id: (part.id, question) for part in asked.parts for question in part.plain()}


def _question(old: Question, new: Question) -> Iterator[Change]:
    name = new.id
    yield from _reworded("question", name, old, new, look=True)
    for key in ("level", "kind", "unit"):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            why = "answers are not of the same kind"
            yield Change("question", name, What.RETYPED, key, was, now, Effect.BREAKS, why)
    yield from _limits(old, new)
    for key in ("group", "ours"):
        was, now = getattr(old, key), getattr(new, key)
        if was != now:
            why = "the question asked stays the same"
            yield Change("question", name, What.MARKED, key, was, now, Effect.KEEPS, why)
    yield from _headers("question", name, old.also, new.also)
    yield from _choices(new, old.choices)


def _limits(old: Question, new: Question) -> Iterator[Change]:
    for key, tighter in (("min", _above(new.min, old.min)), ("max", _above(old.max, new.max))):
        was, now = getattr(old, key), getattr(new, key)
        if was == now:
            continue
        narrowed = now is not None and (was is None or tighter)
        effect = Effect.LOOK if narrowed else Effect.KEEPS
        why = (
            "answers that were taken before would now be refused"
            if narrowed
            else "every earlier answer is still possible"
        )
        yield Change("question", new.id, What.LIMITS, key, was, now, effect, why)


def _above(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other


def _headers(
    subject: str, name: str, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[Change]:
    if set(old) != set(new):
        why = "only the reading of files changes"
        headers = (list(old), list(new))
        yield Change(subject, name, What.HEADERS, "also", *headers, Effect.KEEPS, why)


def _choices(asked: Question, old: tuple[Choice, ...]) -> Iterator[Change]:
    """Another answer to choose draws from all others, unless each is ticked for itself."""
    was, now = ({choice.code: choice for choice in each} for each in (old, asked.choices))
    common = [code for code in now if code in was]
    for code, choice in was.items():
        if code not in now:
            why = "who chose it must now choose something else, or nothing"
            yield _chosen(asked, code, What.REMOVED, choice.th, None, Effect.BREAKS, why)
    for at, (code, choice) in enumerate(now.items()):
        if code in was:
            title = f"{asked.id}.{code}"
            yield from _reworded("choice", title, was[code], choice, look=True)
        elif not was:
            continue  # the question had no choices: it is retyped
        elif asked.kind is Kind.CHOICE:
            why = "earlier answers had to choose among fewer"
            yield _chosen(asked, code, What.ADDED, None, choice.th, Effect.BREAKS, why)
        elif at < len(now) - 1 and any(later in was for later in list(now)[at + 1 :]):
            why = "files that number the choices now number them differently"
            yield _chosen(asked, code, What.ADDED, None, choice.th, Effect.LOOK, why)
        else:
            why = "the other choices are ticked as before"
            yield _chosen(asked, code, What.ADDED, None, choice.th, Effect.KEEPS, why)
    for code, before, after in _moved([code for code in was if code in now], common):
        why = "files that number the choices now number them differently"
        yield _chosen(asked, code, What.MOVED, before, after, Effect.LOOK, why)


def _chosen(
    asked: Question, code: str, what: What, old: Any, new: Any, effect: Effect, why: str
) -> Change:
    return Change("choice", f"{asked.id}.{code}", what, "", old, new, effect, why)


def _moved(old: Sequence[str], new: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """The fewest that must have moved, each with its old and its new place, from 1.

    Those that did not are a longest run that rises.

    >>> list(_moved(["a", "b", "c", "d"], ["b", "c", "a", "d"]))
    [('a', 1, 3)]
    """
    common = [name for name in new if name in old]
    before = {name: at for at, name in enumerate((n for n in old if n in common), start=1)}
    ends: list[int] = []  # the smallest end of a rising run of each length
    lengths = []
    for name in common:
        length = bisect_left(ends, before[name])
        ends[length : length + 1] = [before[name]]
        lengths.append(length)
    stayed, wanted = set(), len(ends) - 1
    for at in range(len(common) - 1, -1, -1):
        if lengths[at] == wanted:
            stayed.add(common[at])
            wanted -= 1
    for at, name in enumerate(common, start=1):
        if name not in stayed:
            yield name, before[name], at
