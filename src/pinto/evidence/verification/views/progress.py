"""How far a round has come in a place, what holds it back, and closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pinto.evidence.registry.permissions import frozen_sentence
from pinto.evidence.registry.queries import newest_round, rounds
from pinto.evidence.verification.actions.freezing import (
    freeze_round,
    release_drafts,
    withhold_drafts,
)
from pinto.evidence.verification.permissions import (
    STATE_NAMES,
    VERB_NAMES,
    check_may_freeze,
    check_may_release,
)
from pinto.evidence.verification.queries.progress import WAY, Coverage, freeze_of, release_of
from pinto.evidence.verification.queries.progress import progress as progressed
from pinto.evidence.verification.rules.transitions import NEXT
from pinto.evidence.verification.views.drawing import certified_map
from pinto.evidence.verification.views.opening import (
    area_of,
    page,
    round_of,
    url,
)
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting, done
from pinto.ground.places.queries import place_name, short_name

if TYPE_CHECKING:
    from collections.abc import Callable

_TAMBON, _AMPHOE = 6, 4  # digits of a code
_BAR = ("q1", "q2", "q3", "q4", "q5", "f4")  # the colours of the way, light to done


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """The place and each area below it: found, visited, checked, certified, endorsed, overdue."""
    area, viewer = area_of(request, code, Capability.SEE_PROFILE), viewer_of(request)
    if not rounds().exists():
        return page(request, "progress", place=area, name=place_name(area), empty=True,
                    round=newest_round(timezone.localdate()))  # fmt: skip
    round, today = round_of(request), timezone.localdate()
    whole, parts = progressed(area, round, today=today, viewer=viewer)
    freeze = freeze_of(round, code) if len(code) == _AMPHOE else None
    tambon = len(code) == _TAMBON
    return page(
        request,
        "progress",
        place=area,
        name=place_name(area),
        round=round,
        rounds=rounds(),
        whole=_line(whole, round),
        parts=[_line(part, round) for part in parts],
        map=certified_map(area, parts, round) if whole.total else {},
        key=[(css, STATE_NAMES[state]) for css, state in zip(_BAR, WAY, strict=True)],
        freeze=frozen_sentence(freeze) if freeze else "",
        may_freeze=freeze is None
        and len(code) == _AMPHOE
        and whole.total > 0
        and _may(lambda: check_may_freeze(viewer, code)),
        released=release_of(round, code) if tambon else None,
        may_release=tambon and _may(lambda: check_may_release(viewer, code)),
        today=today,
    )


def _may(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refused:
        return False
    return True


def _line(coverage: Coverage, round: Any) -> dict[str, Any]:
    """A line of the table, with the pieces of its bar in percent of the width."""
    held, start, pieces = coverage.held_back, 0.0, []
    turned = coverage.at["RETURNED"] + coverage.at["APPEALED"]
    for number, state in enumerate(WAY):
        further = coverage.came[WAY[number + 1]] if number + 1 < len(WAY) else 0
        here = coverage.came[state] - further
        width = 100 * here / coverage.total if coverage.total else 0
        if here:
            pieces.append((_BAR[number], f"{start:.2f}%", f"{width:.2f}%"))
        start += width
    return {
        "place": coverage.place,
        "name": short_name(coverage.place),
        "url": url("verification_progress", coverage.place.code, round=round)
        if coverage.place.kind != "VILLAGE"
        else "",
        "total": coverage.total,
        "counts": [coverage.came[state] for state in WAY[1:]],
        "overdue": coverage.overdue,
        "turned": turned,
        "held": VERB_NAMES[NEXT[held]] if held else "",
        "held_number": coverage.at[held] if held else 0,
        "held_late": coverage.late[held] if held else 0,
        "pieces": pieces,
    }


@require_POST
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """The endorsed round is closed for the amphoe."""
    amphoe, round = area_of(request, code, Capability.SEE_PROFILE), round_of(request)
    return done(
        request,
        lambda: freeze_round(round=round, amphoe=amphoe, **acting(request)),
        _("The round is frozen. What changes now belongs to the next one."),
        url("verification_progress", code, round=round),
    )


@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    """The tambon shows its drafts to the levels above, or no longer does."""
    tambon, round = area_of(request, code, Capability.SEE_PROFILE), round_of(request)
    then = url("verification_progress", code, round=round)
    if request.POST.get("show") == "no":
        return done(
            request,
            lambda: withhold_drafts(round=round, tambon=tambon, **acting(request)),
            _("Amphoe and province see again only what was handed up."),
            then,
        )
    return done(
        request,
        lambda: release_drafts(round=round, tambon=tambon, **acting(request)),
        _("Amphoe and province see all households of this round here. You can take it back."),
        then,
    )
