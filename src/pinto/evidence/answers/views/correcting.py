"""Answers and members are corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pinto.evidence.answers.actions import (
    Overtaken,
    correct_answers,
    correct_member,
    remove_member,
)
from pinto.evidence.answers.forms import (
    AnswersForm,
    PersonForm,
    WhyForm,
)
from pinto.evidence.answers.permissions import check_may_correct
from pinto.evidence.answers.queries import (
    Sheet,
)
from pinto.evidence.answers.views.adding import refuse_known
from pinto.evidence.answers.views.sheet import (
    asked_sheet,
    correction_of,
    led_back,
    looked_at,
    sheet_page,
    sheet_url,
)
from pinto.evidence.instruments.rules import Level
from pinto.evidence.registry.permissions import Frozen
from pinto.evidence.registry.queries import person_name
from pinto.ground.access.queries import viewer_of
from pinto.ground.thai.calendar import PartialDate, thai_date


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, household_id: UUID, part: str) -> HttpResponse:
    """The household's answers of one part, to correct them."""
    shown = asked_sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    if back := led_back(request, shown):
        return back
    found = next((each for each in shown.asked.parts if each.id == part), None)
    asked = [q for q in found.plain() if q.level is Level.HOUSEHOLD] if found else []
    if found is None or not asked:
        raise Http404
    form = AnswersForm(
        asked,
        shown.revision.answers,
        request.POST or None,
        initial=looked_at(shown),
        closed=shown.hidden,
    )
    title = found.label(get_language() or "th")
    if request.method == "POST" and form.is_valid():
        correction = correction_of(request, shown, form)
        return _corrected(
            request, shown, form, title, correct_answers, correction=correction, said=form.said()
        )
    return sheet_page(request, "correct", shown, form=form, title=title)


def _corrected(
    request: HttpRequest,
    shown: Sheet,
    form: AnswersForm,
    title: str,
    correct: Callable[..., bool],
    who: PersonForm | None = None,
    **how: Any,
) -> HttpResponse:
    """Back to the answers; where somebody was quicker, the form again with all that was typed."""
    try:
        differed = correct(**how)
    except (Overtaken, Frozen) as refused:
        form.add_error(None, str(refused))
        return sheet_page(
            request, "correct", shown, form=form, who=who, title=title, overtaken=True
        )
    if differed or form.gave_closed():  # else a guess would tell what stands there
        messages.success(request, _("Corrected. The score on the page of the household is new."))
    else:
        messages.info(request, _("Nothing was different: nothing was changed."))
    return HttpResponseRedirect(sheet_url("answers", shown))


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """A member: who they are, and what was answered about them, to correct it."""
    shown = asked_sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    if back := led_back(request, shown):
        return back
    try:
        found = shown.member(person_id)
    except LookupError:
        raise Http404 from None
    asked = shown.asked.questions(Level.MEMBER)
    data = request.POST or None
    person = found.person
    born = PartialDate.of(person.birth_year, person.birth_month, person.birth_day)
    who = PersonForm(
        data,
        initial={
            "title": person.title,
            "given_name": person.given_name,
            "surname": person.surname,
            "sex": person.sex,
            "birth": thai_date(born) if born.year_ce else "",
        },
    )
    form = AnswersForm(asked, found.answers, data, initial=looked_at(shown), closed=shown.hidden)
    if request.method == "POST" and all([who.is_valid(), form.is_valid()]):
        refuse_known(request, who, besides=person_id)
        if not who.errors:
            return _corrected(
                request,
                shown,
                form,
                person_name(person),
                correct_member,
                who=who,
                correction=correction_of(request, shown, form),
                person_id=person_id,
                written=who.written(),
                said=form.said(),
            )
    return sheet_page(
        request,
        "correct",
        shown,
        form=form,
        who=who,
        title=person_name(person),
        left_url=sheet_url("member_left", shown, person_id),
        left=WhyForm(initial=looked_at(shown), auto_id="left_%s"),
    )


@require_POST
def left(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody is not a member of this household in this round."""
    shown = asked_sheet(request, household_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why it is corrected."))
        return HttpResponseRedirect(sheet_url("member", shown, person_id))
    try:
        remove_member(correction=correction_of(request, shown, form), person_id=person_id)
        messages.success(request, _("The member was taken off the list. The history keeps it."))
    except (Overtaken, Frozen) as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(sheet_url("answers", shown))
