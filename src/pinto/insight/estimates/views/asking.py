"""What an address asks for: a measure of a place, with its round, cut-off and groups."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.urls import reverse

from pinto.ground.access.queries import viewer_of
from pinto.insight.estimates.extracts import Answer, answer, groups_of
from pinto.insight.estimates.queries import Asked, asked
from pinto.insight.estimates.rules.library import specification
from pinto.insight.estimates.rules.specification import Specification
from pinto.insight.profiles.queries.areas import NoRoundYet

NO_GROUPS = "none"


@dataclass(frozen=True)
class Question:
    """A measure of a place: everything that stands in the address."""

    specification: Specification
    code: str
    label: str  # the round; blank is the newest
    cutoff: Fraction
    by: str  # a column to divide by; blank is none

    @property
    def cutoffs(self) -> tuple[Fraction, ...]:
        """All cut-offs of the specification; another one alone."""
        own = self.specification.measure.cutoffs
        return own if self.cutoff in own else (self.cutoff,)

    def url(self, name: str = "estimate", *, code: str = "", **changed: str) -> str:
        """The address of the same question, with another place or round."""
        given = {
            "round": self.label,
            "cutoff": written(self.cutoff, self.specification),
            "by": self.by or NO_GROUPS,
            **changed,
        }
        place = code or self.code
        if place != self.code:
            given.pop("by")  # a place is divided by what lies below it
        query = urlencode({key: value for key, value in given.items() if value})
        address = reverse(name, args=[self.specification.measure.id, place])
        return f"{address}?{query}" if query else address

    def command(self, label: str) -> str:
        """What to type at the machine for the same rows."""
        measure = self.specification.measure
        words = ["pinto measure estimate", f"--round {label}", f"--place {self.code}"]
        words.append(f"--spec {measure.id}")
        if self.cutoff not in measure.cutoffs:
            words.append(f"--cutoffs {written(self.cutoff, self.specification)}")
        if self.by:
            words.append(f"--by {self.by}")
        return " ".join([*words, "--json"])


def known(measure_id: str) -> Specification:
    """The shipped measure of that id, else 404."""
    try:
        return specification(measure_id)
    except LookupError as missing:
        raise Http404(str(missing)) from None


def question_of(request: HttpRequest, measure_id: str, code: str) -> Question:
    """The question of an address; a cut-off or groups that cannot be are 404."""
    found = known(measure_id)
    by = request.GET.get("by", "")
    groups = groups_of(code)
    if by and by != NO_GROUPS and by not in groups:
        raise Http404(f"by: groups of {code} are {', '.join(groups) or NO_GROUPS}")
    if not by:
        by = groups[0] if groups else ""
    return Question(
        found,
        code,
        request.GET.get("round", ""),
        _cutoff(request.GET.get("cutoff", ""), found),
        "" if by == NO_GROUPS else by,
    )


def asked_by(request: HttpRequest, question: Question) -> Asked:
    """The place and the round for the one who asks; what is not there, or not for them, is 404.

    Raises ``NoRoundYet``.
    """
    try:
        return asked(question.code, label=question.label, viewer=viewer_of(request))
    except NoRoundYet:
        raise
    except (ObjectDoesNotExist, LookupError) as missing:
        raise Http404(str(missing)) from None


def answered(request: HttpRequest, question: Question) -> Answer:
    """The answer for the one who asks; what is not there, or not for them, is 404.

    Raises ``NoRoundYet``, ``NobodyListed``, ``DataError``.
    """
    return answered_in(request, question, asked_by(request, question))


def answered_in(request: HttpRequest, question: Question, place: Asked) -> Answer:
    """The answer in the round of ``place``. Raises ``NobodyListed``, ``DataError``."""
    by = (question.by,) if question.by else ()
    viewer = viewer_of(request)
    return answer(question.specification, place, cutoffs=question.cutoffs, by=by, viewer=viewer)


def written(cutoff: Fraction, of: Specification) -> str:
    """The cut-off as a percent in an address: whole for one of the measure's own."""
    if cutoff in of.measure.cutoffs:
        return f"{100 * float(cutoff):.0f}"
    return f"{100 * float(cutoff):g}"


def _cutoff(text: str, of: Specification) -> Fraction:
    """The cut-off in percent; one of the measure's own by its whole number (33 is a third)."""
    own = of.measure.cutoffs
    if not text:
        return own[len(own) // 2]
    for cutoff in own:
        if text == written(cutoff, of):
            return cutoff
    try:
        share = Fraction(text) / 100
    except (ValueError, ZeroDivisionError):
        raise Http404("cutoff: write a percent, as 33") from None
    if len(text) > 8 or not 0 < share <= 1:
        raise Http404("cutoff: write a percent above 0 and at most 100")
    return share
