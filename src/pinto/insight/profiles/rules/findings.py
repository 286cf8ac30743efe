"""What the figures of an area say, as sentences to be written: the headings of its page.

A finding is a list of clauses, each a code of ``SENTENCES`` with its numbers and
names, so that Thai and English each word it their own way and no number is in a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pinto.ground.design.messages import N_
from pinto.insight.profiles.rules.figures import Figures, Movement

FEW = 10  # scored households below which nothing is concluded
_NOTABLE = 0.01  # a share that moved by less than a percentage point has not moved
_NAMED = 2  # areas named in a heading; more are counted


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a heading: a code of ``SENTENCES`` and what goes into it."""

    said: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """An area below, under the name it has in a sentence."""

    name: str
    now: Figures | None
    before: Figures | None = None


SENTENCES: Mapping[str, str] = {
    "nobody": N_("No household is listed here in this round."),
    "unscored": N_("No household has a score yet."),
    "few": N_("Only %(n)s households have a score."),
    "few.shown_from": N_("Findings are shown from %(few)s on."),
    "low.share": N_("%(share)s of households are destitute or struggling:"),
    "low.count": N_("%(n)s of %(scored)s with a score"),
    "low.down": N_("Destitute and struggling households are down by %(n)s"),
    "low.up": N_("Destitute and struggling households are up by %(n)s"),
    "low.same": N_("The share of destitute and struggling households is as before: %(share)s"),
    "low.share_down": N_(
        "The share of destitute and struggling households fell from %(before)s to %(share)s"
    ),
    "low.share_up": N_(
        "The share of destitute and struggling households rose from %(before)s to %(share)s"
    ),
    "parts.all_down": N_("and fell in every area"),
    "parts.all_up": N_("and rose in every area"),
    "parts.but_up": N_("but rose in %(names)s"),
    "parts.but_up_many": N_("but rose in %(n)s of %(of)s areas"),
    "parts.but_down": N_("but fell in %(names)s"),
    "parts.but_down_many": N_("but fell in %(n)s of %(of)s areas"),
    "capitals.none": N_("No capital can be compared yet"),
    "capitals.weakest": N_("%(name)s is weakest"),
    "capitals.fell": N_("%(name)s falls back"),
    "capitals.all_rose": N_("all five have risen"),
    "items.none": N_("No indicator is known yet"),
    "items.most": N_("%(share)s of households: %(name)s"),
    "places.none": N_("No area below has enough scores to compare"),
    "places.one": N_("Only %(name)s has enough scores: %(share)s destitute or struggling"),
    "places.most": N_("%(name)s has it hardest: %(share)s"),
    "places.least": N_("%(name)s has it least: %(share)s"),
    "moved.both": N_("%(better)s households better off, %(worse)s worse off"),
    "moved.nobody": N_("No household was scored in both rounds"),
    "quality.whole": N_("Every household has a score"),
    "quality.unscored": N_("%(n)s households have no score"),
    "quality.answered": N_("%(share)s of what the score needs is answered"),
}


def headline(
    now: Figures | None, before: Figures | None, parts: Sequence[Named] = ()
) -> list[Clause]:
    """How many have it hard, whether they became fewer, and where it went the other way."""
    if now is None or now.households == 0:
        return [Clause("nobody")]
    if now.scored == 0:
        return [Clause("unscored")]
    if now.scored < FEW:
        return [Clause("few", {"n": now.scored}), Clause("few.shown_from", {"few": FEW})]
    if before is None or before.scored < FEW:
        return [
            Clause("low.share", {"share": now.low_share}),
            Clause("low.count", {"n": now.low, "scored": now.scored}),
        ]
    change, clause = _change(now, before)
    return [clause, *_against(change, parts)]


def _change(now: Figures, before: Figures) -> tuple[float, Clause]:
    """The number that went down or up. Where number and share disagree, because more or
    fewer households were asked, the share is told: it alone compares."""
    fewer = before.low - now.low
    share = (now.low_share or 0.0) - (before.low_share or 0.0)
    if fewer and fewer * share < 0:
        return -fewer, Clause("low.down" if fewer > 0 else "low.up", {"n": abs(fewer)})
    if abs(share) < _NOTABLE / 2:
        return 0, Clause("low.same", {"share": now.low_share})
    said = "low.share_down" if share < 0 else "low.share_up"
    return share, Clause(said, {"before": before.low_share, "share": now.low_share})


def _against(change: float, parts: Iterable[Named]) -> list[Clause]:
    """The areas that went the other way than the whole, or that none did."""
    shifts = [(part.name, shift) for part in parts if (shift := _shift(part)) is not None]
    if change == 0 or len(shifts) < 2:
        return []
    way = "up" if change < 0 else "down"
    against = [name for name, shift in sorted(shifts, key=lambda each: -abs(each[1]))
               if (shift >= _NOTABLE if way == "up" else shift <= -_NOTABLE)]  # fmt: skip
    if not against:
        along = all(shift < 0 for _, shift in shifts) or all(shift > 0 for _, shift in shifts)
        return [Clause(f"parts.all_{'down' if way == 'up' else 'up'}")] if along else []
    if len(against) <= _NAMED:
        return [Clause(f"parts.but_{way}", {"names": tuple(against)})]
    return [Clause(f"parts.but_{way}_many", {"n": len(against), "of": len(shifts)})]


def _shift(part: Named) -> float | None:
    """By how much the share of an area moved; None where one of the rounds says too little."""
    now, before = part.now, part.before
    if now is None or before is None or min(now.scored, before.scored) < FEW:
        return None
    return (now.low_share or 0.0) - (before.low_share or 0.0)


def capitals_finding(
    names: Mapping[str, str], now: Figures, before: Figures | None
) -> list[Clause]:
    """Which capital is weakest, and which falls back, or that all rose."""
    means = {key: mean for key, mean in now.capitals.items() if mean is not None}
    if not means:
        return [Clause("capitals.none")]
    weakest = min(means, key=lambda key: (means[key], key))
    found = [Clause("capitals.weakest", {"name": names[weakest]})]
    was = before.capitals if before else {}
    changes = {
        key: round(mean, 2) - round(old, 2)
        for key, mean in means.items()
        if (old := was.get(key)) is not None
    }
    if changes and min(changes.values()) < -0.004:
        fallen = min(changes, key=lambda key: (changes[key], key))
        found.append(Clause("capitals.fell", {"name": names[fallen]}))
    elif len(changes) == len(names) and min(changes.values()) > 0.004:
        found.append(Clause("capitals.all_rose"))
    return found


def items_finding(names: Mapping[str, str], now: Figures) -> list[Clause]:
    """What most households lack."""
    worst = worst_items(now, most=1)
    if not worst:
        return [Clause("items.none")]
    return [Clause("items.most", {"name": names[worst[0]], "share": now.items[worst[0]]})]


def worst_items(now: Figures, *, most: int) -> list[str]:
    """The items that most households lack, the worst first; only those known of enough."""
    known = [
        (share, key)
        for key, share in now.items.items()
        if share is not None and now.known[key] >= FEW
    ]
    return [key for share, key in sorted(known, key=lambda each: (-each[0], each[1]))[:most]]


def places_finding(parts: Iterable[Named]) -> list[Clause]:
    """Where most have it hard, and where fewest do."""
    shares = [
        (part.now.low_share, part.name)
        for part in parts
        if part.now and part.now.scored >= FEW and part.now.low_share is not None
    ]
    if not shares:
        return [Clause("places.none")]
    (most, hardest), (least, easiest) = max(shares), min(shares)
    if len(shares) == 1:
        return [Clause("places.one", {"name": hardest, "share": most})]
    return [
        Clause("places.most", {"name": hardest, "share": most}),
        Clause("places.least", {"name": easiest, "share": least}),
    ]


def movement_finding(moved: Movement | None) -> list[Clause]:
    """How many of the same households are better off, and how many are worse off."""
    if moved is None or not moved.both:
        return [Clause("moved.nobody")]
    return [Clause("moved.both", {"better": moved.better, "worse": moved.worse})]


def quality_finding(now: Figures) -> list[Clause]:
    """How many have no score, and how much of what it needs is known."""
    if now.unscored:
        first = Clause("quality.unscored", {"n": now.unscored})
    else:
        first = Clause("quality.whole")
    return [first, Clause("quality.answered", {"share": now.answered})]
