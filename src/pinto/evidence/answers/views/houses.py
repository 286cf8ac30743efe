"""The houses of a household that lives in several."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pinto.evidence.answers.actions import (
    add_house,
    remove_house,
)
from pinto.evidence.answers.forms import (
    FurtherHouseForm,
)
from pinto.evidence.answers.permissions import check_may_correct
from pinto.evidence.answers.queries import (
    Sheet,
    houses_alike,
    villages,
)
from pinto.evidence.answers.views.sheet import asked_sheet, sheet_page, sheet_url
from pinto.evidence.registry.queries import further_houses, home_name
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.access.views.acting import acting


@require_http_methods(["GET", "HEAD", "POST"])
def houses(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The houses of a household that lives in several; another one can be added."""
    shown, viewer = asked_sheet(request, household_id), viewer_of(request)
    home = shown.household
    check_may_correct(viewer, home)
    form = FurtherHouseForm(villages(viewer), request.POST or None, initial={"place": home.place})
    if request.method == "POST" and form.is_valid():
        try:
            house = add_house(
                household_id=home.pk,
                **form.cleaned_data,
                **acting(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The house was added to the household."))
            _tell_of_others(request, shown, house)
            return HttpResponseRedirect(sheet_url("houses", shown))
    further = further_houses([home.pk]).get(home.pk, [])
    return sheet_page(request, "houses", shown, form=form, houses=further)


def _tell_of_others(request: HttpRequest, shown: Sheet, house: Any) -> None:
    """An address holds several families; two records of one family are another matter."""
    alike = houses_alike(
        place=house.place,
        house_code=house.house_code,
        house_no=house.house_no,
        viewer=viewer_of(request),
    )
    names = [home_name(home) for home in alike if home != shown.household]
    if names:
        said = _("This house is also on record for: %(names)s. Is it the same family twice?")
        messages.warning(request, said % {"names": ", ".join(names)})


@require_POST
def house_left(request: HttpRequest, household_id: UUID, house_id: UUID) -> HttpResponse:
    """The household does not live in that further house any more."""
    shown = asked_sheet(request, household_id)
    try:
        remove_house(
            household_id=household_id,
            house_id=house_id,
            **acting(request),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("The house was taken off. The history keeps it."))
    return HttpResponseRedirect(sheet_url("houses", shown))
