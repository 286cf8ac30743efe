"""What a household answered, and how it came to be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pinto.evidence.answers.actions import (
    Correction,
    Overtaken,
    bring_back,
)
from pinto.evidence.answers.forms import (
    SOURCES,
)
from pinto.evidence.answers.queries import (
    Sheet,
    history,
)
from pinto.evidence.answers.rules import Source
from pinto.evidence.answers.views.sheet import asked_sheet, sheet_page, sheet_url
from pinto.evidence.instruments.rules import Level
from pinto.evidence.registry.queries import further_houses, person_name
from pinto.ground.access.views.acting import acting, uuid_of


@require_safe
def answers(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Everything the household answered in a round, by part, and what is not known."""
    shown = asked_sheet(request, household_id)
    language = get_language() or "th"
    parts = []
    for part in shown.asked.parts:
        every = [q for q in part.plain() if q.level is Level.HOUSEHOLD]
        asked = [q for q in every if q.id not in shown.hidden]
        if not every:
            continue
        lines = [
            (
                q.label(language),
                _words(q, shown.revision.answers.get(q.id), language),
                q.unit_label(language),
            )
            for q in asked
        ]
        known = sum(words != "" for _label, words, _unit in lines)
        parts.append(
            {
                "id": part.id,
                "label": part.label(language),
                "lines": [line for line in lines if line[1]],
                "known": known,
                "asked": len(lines),
                "hidden": len(every) - len(asked),
                "url": sheet_url("answers_part", shown, part.id),
            }
        )
    members = [
        {
            "name": person_name(member.person),
            "lines": [
                (
                    q.label(language),
                    _words(q, member.answers.get(q.id), language),
                    q.unit_label(language),
                )
                for q in shown.asked.questions(Level.MEMBER)
                if q.id not in shown.hidden and member.answers.get(q.id) not in (None, [])
            ],
            "url": sheet_url("member", shown, member.person_id),
        }
        for member in shown.members
    ]
    return sheet_page(
        request,
        "answers",
        shown,
        parts=parts,
        members=members,
        houses=further_houses([shown.household.pk]).get(shown.household.pk, []),
        houses_url=sheet_url("houses", shown),
        history_url=sheet_url("answers_history", shown),
        add_url=sheet_url("member_new", shown),
    )


def _words(question: Any, answer: Any, language: str) -> str:
    if answer is None or answer == []:
        return ""
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return f"{answer:,.10g}"
    return str(question.answer_label(answer, language))


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """How the answers came to be, newest first; any earlier state can be brought back."""
    shown = asked_sheet(request, household_id)
    if request.method == "POST":
        return _brought_back(request, shown)
    sources = {
        **dict(SOURCES),
        Source.HISTORY: _("an earlier state"),
        "file": _("a file"),
        "survey": _("a survey"),
    }
    told = [
        (change, sources.get(change.source, change.source))
        for change in history(shown, language=get_language() or "th")
    ]
    return sheet_page(request, "history", shown, changes=told)


def _brought_back(request: HttpRequest, shown: Sheet) -> HttpResponse:
    try:
        correction = Correction(
            household_id=shown.household.pk,
            round=shown.round,
            based_on=uuid_of(request.POST.get("based_on", "")),
            source=Source.HISTORY,
            reason=_("Brought back"),
            **acting(request),
        )
        bring_back(correction=correction, revision_id=uuid_of(request.POST.get("revision", "")))
        messages.success(request, _("Brought back. What stood there before is in the history."))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
    except ObjectDoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(sheet_url("answers_history", shown))
