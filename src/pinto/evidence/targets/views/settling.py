"""A row waits for a person to say which household it is; an entry is taken back or brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pinto.evidence.answers.forms import VillageForm
from pinto.evidence.answers.queries import villages
from pinto.evidence.registry.views import household_of
from pinto.evidence.targets.actions.entries import (
    restore_entry,
    settle_as_new,
    settle_entry,
    withdraw_entry,
)
from pinto.evidence.targets.queries import candidates, households_offered
from pinto.evidence.targets.rules.findings import MESSAGES
from pinto.evidence.targets.views.adding import newest_round_for
from pinto.evidence.targets.views.showing import entry_lines, entry_of, home_lines
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused
from pinto.ground.access.views.acting import acting, done, uuid_of
from pinto.ground.trail.actions import record_views


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The row beside the households it may mean; one is chosen, or it is a new one."""
    viewer, row = viewer_of(request), entry_of(request, entry_id)
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, row.place.code)
    form = VillageForm(villages(viewer), request.POST or None, initial={"place": row.place})
    if request.method == "POST":
        try:
            if _settled(request, row, form):
                messages.success(request, _("Settled. Who it is stands on the list now."))
                settle_next = reverse("target_list", args=[row.target_list_id])
                return redirect(f"{settle_next}?state=settle")
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("target_settle", entry_id)
    typed = request.GET.get("q", "").strip()[:120]
    homes = households_offered(typed, viewer=viewer) if typed else candidates(row, viewer=viewer)
    record_views([home.pk for home in homes], by=viewer, at=timezone.now(), place=row.place.code)
    context = {
        "row": row,
        "line": entry_lines([row], viewer=viewer)[0],
        "doubt": MESSAGES[row.doubt][0] if row.doubt else "",
        "homes": home_lines(homes),
        "typed": typed,
        "form": form,
    }
    return render(request, "targets/settle.html", context, status=422 if form.errors else 200)


def _settled(request: HttpRequest, row: Any, form: VillageForm) -> bool:
    if chosen := request.POST.get("household"):
        home = household_of(request, uuid_of(chosen))
        settle_entry(entry=row, home=home, **acting(request))
        return True
    if form.is_valid():
        place, round = form.cleaned_data["place"], newest_round_for(request)
        settle_as_new(entry=row, place=place, round=round, **acting(request))
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The entry is taken back; by GET, the question whether it shall be."""
    row = entry_of(request, entry_id)
    if request.method != "POST":
        line = entry_lines([row], viewer=viewer_of(request))[0]
        return render(request, "targets/withdraw.html", {"row": row, "line": line})
    return done(
        request,
        lambda: withdraw_entry(entry=row, **acting(request)),
        _("Taken back. It stands under “Taken back” of the list."),
        reverse("target_list", args=[row.target_list_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """The entry stands on the list again."""
    row = entry_of(request, entry_id)
    if request.method != "POST":
        return redirect("target_list", row.target_list_id)
    return done(
        request,
        lambda: restore_entry(entry=row, **acting(request)),
        _("It stands on the list again."),
        reverse("target_list", args=[row.target_list_id]),
    )
