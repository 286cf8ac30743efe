"""Background work: an approved erasure is carried out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pinto.evidence.consents.actions.asking import finish_erasure
from pinto.evidence.consents.actions.erasing import erase_rows, named
from pinto.evidence.consents.actions.scouring import (
    discard_exports,
    discard_files_naming,
    erase_from_extracts,
    scour_database,
)
from pinto.evidence.consents.queries.erasures import Whose, any_erasure_request, whose
from pinto.evidence.registry.queries import rounds
from pinto.evidence.registry.tasks import ask_followers
from pinto.ground.access.rules import Refused
from pinto.ground.design.messages import N_
from pinto.ground.jobs.actions import Failed, Progress, task

_STEPS = 5


@task("consents.erase")
def erase(progress: Progress, *, request: str) -> dict[str, Any]:
    """Erase whom the request is about; a killed worker's successor goes on with the files."""
    asked = any_erasure_request(UUID(request))
    now = timezone.now()
    known = progress.cursor
    try:
        if known is None:
            them = whose(asked.household, asked.person)
            progress.report(1, _STEPS, step=N_("Looking through files that wait"))
            discard_files_naming(named(them), at=now)
            progress.report(2, _STEPS, step=N_("Erasing from the tables"))
            with transaction.atomic():
                rows = erase_rows(them, at=now)
                known = {**_told(them), "counts": rows.counts, "extracts": rows.extracts}
                progress.report(3, _STEPS, cursor=known)
        progress.report(3, _STEPS, step=N_("Erasing from the extracts"))
        them = _whose(known)
        erase_from_extracts(them, [(round_id, tambon) for round_id, tambon in known["extracts"]])
        discard_exports(at=now)
        progress.report(4, _STEPS, step=N_("Writing the database anew"))
        scour_database()
    except Refused as refused:
        raise Failed(str(refused)) from None
    finish_erasure(request=asked, counts=known["counts"], at=timezone.now())
    _ask_for_figures(known["extracts"])
    return {}


def _told(them: Whose) -> dict[str, Any]:
    return {
        "home": str(them.home),
        "household": str(them.household) if them.household else None,
        "people": sorted(str(key) for key in them.people),
    }


def _whose(told: dict[str, Any]) -> Whose:
    return Whose(
        home=UUID(told["home"]),
        household=UUID(told["household"]) if told["household"] else None,
        people=frozenset(UUID(key) for key in told["people"]),
    )


def _ask_for_figures(listed: list[list[str]]) -> None:
    """Only the newest round is summed up anew: figures of earlier ones stay as they were."""
    newest = rounds().first()
    if newest is None:
        return
    tambons = sorted({tambon for round_id, tambon in listed if round_id == str(newest.pk)})
    if tambons:
        ask_followers(round=newest.label, tambons=tambons, by=None)
