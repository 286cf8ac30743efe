"""An area's profile as a file: CSV and Excel for offices, JSON for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability
from pinto.ground.installation.spreadsheets import Sheet, csv_lines, workbook
from pinto.ground.trail.actions import record
from pinto.insight.profiles.queries.areas import NoRoundYet, Profile
from pinto.insight.profiles.queries.reports import profile_json
from pinto.insight.profiles.rules.columns import COLUMN_HEADS, COLUMN_SHEET, column_rows
from pinto.insight.profiles.rules.tables import (
    INDICATOR_COLUMNS,
    about_rows,
    area_columns,
    area_rows,
    indicator_rows,
)
from pinto.insight.profiles.views.areas import asked_profile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def area_json(request: HttpRequest, code: str) -> HttpResponse:
    """The profile as `pinto profile CODE --json` prints it."""
    found = _asked(request, code)
    return JsonResponse(profile_json(found), json_dumps_params={"ensure_ascii": False})


@require_GET
def area_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The area and those below it, a row each."""
    found = _exported(request, code)
    rows = area_rows(profile_json(found), found.scoring)
    lines = csv_lines(area_columns(found.scoring), rows)
    return attached("".join(lines), "text/csv; charset=utf-8", f"{_name(found)}.csv")


@require_GET
def area_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The areas, the indicators and where the figures come from, a sheet each."""
    found = _exported(request, code)
    told, scoring = profile_json(found), found.scoring
    columns = [*area_columns(scoring), *INDICATOR_COLUMNS]
    book = workbook(
        [
            Sheet("areas", area_columns(scoring), area_rows(told, scoring)),
            Sheet("indicators", INDICATOR_COLUMNS, indicator_rows(told, scoring)),
            Sheet("about", ("name", "value"), about_rows(told)),
            Sheet(COLUMN_SHEET, COLUMN_HEADS, column_rows(columns, scoring)),
        ]
    )
    return attached(book, XLSX, f"{_name(found)}.xlsx")


def _asked(request: HttpRequest, code: str) -> Profile:
    try:
        return asked_profile(request, code)
    except NoRoundYet as nothing:
        raise Http404(str(nothing)) from None


def _exported(request: HttpRequest, code: str) -> Profile:
    """The profile, after the trail has noted who takes it out."""
    viewer, found = viewer_of(request), _asked(request, code)
    check_may(viewer, Capability.EXPORT, code)
    record(
        what="profile.exported",
        on=("place", code),
        by=viewer,
        at=timezone.now(),
        round=found.round.label,
    )
    return found


def _name(found: Profile) -> str:
    return f"pinto-profile-{found.place.code}-{found.round.label.replace('/', '-')}"


def attached(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """The content as a file of that name."""
    return HttpResponse(
        content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
