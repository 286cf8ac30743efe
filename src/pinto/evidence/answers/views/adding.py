"""Somebody more in a household, and households nobody has listed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pinto.evidence.answers.actions import (
    Overtaken,
    add_household,
    add_member,
)
from pinto.evidence.answers.forms import (
    AnswersForm,
    HouseholdForm,
    PersonForm,
)
from pinto.evidence.answers.permissions import check_may_correct
from pinto.evidence.answers.queries import (
    holder_of,
    houses_alike,
    villages,
)
from pinto.evidence.answers.views.sheet import (
    asked_sheet,
    correction_of,
    led_back,
    looked_at,
    sheet_page,
    sheet_url,
)
from pinto.evidence.instruments.rules import Level
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.permissions import Frozen
from pinto.evidence.registry.queries import newest_round, person_name
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household


@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Somebody more, as written down."""
    shown = asked_sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    if back := led_back(request, shown):
        return back
    asked = [q for q in shown.asked.questions(Level.MEMBER) if q.id == "relation"]
    data = request.POST or None
    who, form = PersonForm(data), AnswersForm(asked, {}, data, initial=looked_at(shown))
    if request.method == "POST" and all([who.is_valid(), form.is_valid()]):
        refuse_known(request, who)
        if not who.errors:
            told = {name: answer for name, answer in form.said().items() if answer is not None}
            try:
                person = add_member(
                    correction=correction_of(request, shown, form), written=who.written(told)
                )
            except (Overtaken, Frozen) as refused:
                form.add_error(None, str(refused))
            else:
                said = _("%(name)s was added. Fill in the rest.") % {"name": person_name(person)}
                messages.success(request, said)
                return HttpResponseRedirect(sheet_url("member", shown, person.pk))
    return sheet_page(
        request,
        "correct",
        shown,
        form=form,
        who=who,
        title=_("Add a member"),
        panels=new_person_panels(request, shown.household),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_household(request: HttpRequest) -> HttpResponse:
    """A household nobody has listed yet: where it lives and who heads it, in a minute."""
    viewer, area = viewer_of(request), request.GET.get("area", "")
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, area)
    places = villages(viewer)
    form = HouseholdForm(
        places,
        request.POST or None,
        initial={
            "round": newest_round(timezone.localdate()),
            "place": places.filter(code=area).first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        refuse_known(request, form)
        typed = form.cleaned_data
        form.alike = houses_alike(
            place=typed["place"],
            house_code=typed["house_code"],
            house_no=typed["house_no"],
            viewer=viewer,
        )
        if not form.errors and (typed["another"] or not form.alike):
            return _added(request, form)
    status = 422 if form.is_bound else 200
    context = {"form": form, "panels": new_person_panels(request, None)}
    return render(request, "answers/new.html", context, status=status)


def _added(request: HttpRequest, form: HouseholdForm) -> HttpResponse:
    typed, now = form.cleaned_data, timezone.now()
    year, sequence = typed["round"]
    home = add_household(
        place=typed["place"],
        round=open_round(
            year=year,
            sequence=sequence,
            by=request.user,
            at=now,
        ),
        house_no=typed["house_no"],
        house_code=typed["house_code"],
        head=form.written(),
        source=typed["source"],
        reason=_("Not listed before"),
        viewer=viewer_of(request),
        by=request.user,
        at=now,
    )
    messages.success(request, _("The household was added. Now its answers."))
    return redirect("answers", home.pk)


def new_person_panels(request: HttpRequest, household: Household | None) -> list[SafeString]:
    """What later rooms have to say while a person is typed in."""
    found = [import_string(path)(request, household) for path in settings.PANELS["new_person"]]
    return [mark_safe(fragment) for fragment in found]  # noqa: S308  (templates of ours escape)


def refuse_known(request: HttpRequest, who: PersonForm, besides: UUID | None = None) -> None:
    """One ID is one person: whoever holds it already is named, if the officer may see them."""
    number = who.cleaned_data["national_id"]
    holder = holder_of(number, viewer=viewer_of(request)) if number else None
    if holder is not None and holder.pk != besides:
        who.add_error(
            "national_id",
            _("This ID is on record: %(name)s.") % {"name": person_name(holder)},
        )
