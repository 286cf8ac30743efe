"""How to fill the addresses of Pinto with things of province 99.

The scope test walks every address. A new address with arguments gets one line in
``FILLERS``, in the same commit, or in ``SHARED`` when it is about no place; one
without gets a line in ``PUBLIC``, ``OWN`` or, when it takes ``?area=``, ``FILTERED``.
Otherwise the test fails.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.events.models import Event, Report
from pinto.evidence.intake.models import Load
from pinto.evidence.matching.models import Pair
from pinto.evidence.quality.models import Draw, MissingTally, SecondInterview
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.targets.models import TargetEntry
from pinto.evidence.verification.actions.photos import keep_photo
from pinto.evidence.verification.models import Bulk, Release, Verification, Visit
from pinto.ground.access.models import Account, Opening, Posting
from pinto.ground.exports.models import Export
from pinto.ground.jobs.actions import ask_for
from pinto.ground.meetings.models import Meeting, Proposal, Seat
from pinto.ground.places.models import Place
from pinto.insight.selections.models import Selection


@dataclass(frozen=True)
class Things:
    """Records of province 99, made afresh for each test that asks."""

    places: dict[str, Place]
    officer: Account  # of the whole province: everything here is hers to see
    load: Load  # a file about amphoe 9901 that waits for a decision
    household: Household  # of village 99010101, asked and scored in the round of 2569
    erasure: ErasureRequest  # about another household of that village
    administrator: Account  # of the whole province
    opening: Opening  # by an officer of 990101, with a reason
    export: Export  # asked for by an officer of 990101, waits for a signature
    pair: Pair  # of two people of that household
    entry: TargetEntry  # of a list of tambon 990101 that names the household; to be settled
    selection: Selection  # of tambon 990101, with the household on its list


Filler = Callable[[Things], dict[str, Any]]


def _member(things: Things) -> dict[str, Any]:
    person = things.household.members.get()
    return {"household_id": things.household.pk, "person_id": person.pk}


def _house(things: Things) -> dict[str, Any]:
    house = things.household.further_houses.get()
    return {"household_id": things.household.pk, "house_id": house.pk}


def _measure(place: Place) -> dict[str, Any]:
    return {"measure_id": "pinto-capitals-destitute", "code": place.code}


def _list(things: Things) -> dict[str, Any]:
    return {"list_id": things.entry.target_list_id}


def _entry(things: Things) -> dict[str, Any]:
    return {"entry_id": things.entry.pk}


def _selection(things: Things) -> dict[str, Any]:
    return {"selection_id": things.selection.pk}


def _meeting(things: Things) -> dict[str, Any]:
    """A meeting of village 99010101, as its title says not the stranger's."""
    made, _new = Meeting.objects.get_or_create(
        title=f"{things.officer.name}-meeting",
        defaults={
            "kind": "FORUM",
            "place": things.places["99010101"],
            "venue": "-",
            "held_on": dt.date(2026, 1, 5),
            "starts_at": dt.time(9),
            "at": timezone.now(),
        },
    )
    return {"meeting_id": made.pk}


def _seat(things: Things) -> dict[str, Any]:
    filled = _meeting(things)
    seat, _new = Seat.objects.get_or_create(number=1, voice="STATE", name="-", **filled)
    return {**filled, "seat_id": seat.pk}


def _question(things: Things) -> dict[str, Any]:
    filled = _meeting(things)
    asked, _new = Proposal.objects.get_or_create(
        number=1, voice="STATE", question="-", defaults={"at": timezone.now()}, **filled
    )
    return {**filled, "proposal_id": asked.pk}


def _event(things: Things) -> dict[str, Any]:
    """Something that befell the household of village 99010101."""
    now = timezone.now()
    report, _new = Report.objects.get_or_create(
        kind="FLOOD",
        happened_on=dt.date(2026, 1, 5),
        told_by="SEEN",
        note=things.officer.name,
        defaults={"at": now},
    )
    made, _new = Event.objects.get_or_create(
        report=report,
        household=things.household,
        defaults={"kind": "FLOOD", "place": things.household.place, "due_at": now},
    )
    return {"event_id": made.pk}


def _verified(things: Things) -> dict[str, Any]:
    """The household, proposed in the round of 2569, its drafts shown to the levels above."""
    home = things.household
    round, tambon = Round.objects.get(year=2569), home.place.code[:6]
    Release.objects.get_or_create(round=round, tambon=tambon, defaults={"at": timezone.now()})
    Verification.objects.get_or_create(
        household=home,
        round=round,
        defaults={
            "place": home.place,
            "tambon": tambon,
            "state": "PROPOSED",
            "steps_taken": 1,
            "changed_at": timezone.now(),
        },
    )
    return {"household_id": home.pk}


def _photo(things: Things) -> dict[str, Any]:
    """The photo of a visit to that household."""
    filled = _verified(things)
    row = Verification.objects.get(household=things.household)
    now = timezone.now()
    step, _new = row.steps.get_or_create(
        number=1, defaults={"verb": "VISIT", "source": "PROPOSED", "target": "VISITED", "at": now}
    )
    photo = keep_photo(b"\xff\xd8\xff\xd9")
    Visit.objects.get_or_create(step=step, on=now.date(), outcome="MET", photo=photo)
    return {**filled, "step_id": step.pk}


def _bulk(things: Things) -> dict[str, Any]:
    round = Round.objects.get(year=2569)
    bulk = Bulk.objects.create(verb="CHECK", round=round, by=things.officer, at=timezone.now())
    bulk.job = ask_for("verification.bulk", by=things.officer, at=bulk.at, bulk=str(bulk.pk)).pk
    bulk.save(update_fields=["job"])
    return {"bulk_id": bulk.pk}


def _officer(things: Things) -> dict[str, Any]:
    return {"account_id": things.officer.pk}


# who opens an address where the officer of the province is not the one: see ``opens``
BY_ADMINISTRATOR = {
    "officer", "posting_new", "posting_end", "officer_password", "officer_unlock",
    "officer_active", "officer_look",
}  # fmt: skip
# one's own alone: not even the officer of the province has what is filled in here
NOBODYS = {"device_end", "export_file"}


def _finding(things: Things) -> dict[str, Any]:
    return {"household_id": things.household.pk, "rule": "one_head"}


def _interviewer(things: Things) -> dict[str, Any]:
    MissingTally.objects.get_or_create(
        round=Round.objects.get(year=2569),
        area_code="99010101",
        interviewer=things.officer,
        defaults={"households": 1, "people": 1, "at": timezone.now()},
    )
    return {"code": "990101", "account_id": things.officer.pk}


def _second_interview(things: Things) -> dict[str, Any]:
    drawn, _ = Draw.objects.get_or_create(
        round=Round.objects.get(year=2569),
        tambon="990101",
        defaults={"seed": "2569", "households": 1, "frame": "", "at": timezone.now()},
    )
    interview, _ = SecondInterview.objects.get_or_create(
        draw=drawn,
        household=things.household,
        defaults={
            "place": things.household.place,
            "revision": things.household.revisions.get().pk,
            "assignee": things.officer,
        },
    )
    return {"interview_id": interview.pk}


# name of an address → the arguments that make it one of province 99
FILLERS: dict[str, Filler] = {
    "intake_load": lambda things: {"load_id": things.load.pk},
    "intake_progress": lambda things: {"load_id": things.load.pk},
    "intake_findings": lambda things: {"load_id": things.load.pk},
    "intake_marked": lambda things: {"load_id": things.load.pk},
    "intake_explain": lambda things: {"load_id": things.load.pk},
    "intake_publish": lambda things: {"load_id": things.load.pk},
    "intake_withdraw": lambda things: {"load_id": things.load.pk},
    "intake_discard": lambda things: {"load_id": things.load.pk},
    "verification_household": _verified,
    "verification_propose": _verified,
    "verification_visit": _verified,
    "verification_photo": _photo,
    "verification_step": _verified,
    "verification_undo": _verified,
    "verification_forum": _verified,
    "verification_kin": _verified,
    "verification_bulk": _bulk,
    "verification_bulk_progress": _bulk,
    "verification_bulk_undo": _bulk,
    "verification_progress": lambda things: {"code": things.places["9901"].code},
    "verification_freeze": lambda things: {"code": things.places["9901"].code},
    "verification_release": lambda things: {"code": things.places["990101"].code},
    "household_score": lambda things: {"household_id": things.household.pk},
    "score_json": lambda things: {"household_id": things.household.pk},
    "area": lambda things: {"code": things.places["9901"].code},
    "area_csv": lambda things: {"code": things.places["9901"].code},
    "area_xlsx": lambda things: {"code": things.places["990101"].code},
    "area_json": lambda things: {"code": things.places["99010101"].code},
    "answers": lambda things: {"household_id": things.household.pk},
    "answers_part": lambda things: {"household_id": things.household.pk, "part": "front"},
    "answers_history": lambda things: {"household_id": things.household.pk},
    "member_new": lambda things: {"household_id": things.household.pk},
    "member": lambda things: _member(things),
    "member_left": lambda things: _member(things),
    "houses": lambda things: {"household_id": things.household.pk},
    "house_left": lambda things: _house(things),
    "household": lambda things: {"household_id": things.household.pk},
    "estimate": lambda things: _measure(things.places["9901"]),
    "estimate_changes": lambda things: _measure(things.places["9901"]),
    "estimate_json": lambda things: _measure(things.places["990101"]),
    "estimate_csv": lambda things: _measure(things.places["99010101"]),
    "event": _event,
    "event_reopen": _event,
    "event_take_back": _event,
    "event_bring_back": _event,
    "meeting": _meeting,
    "meeting_attendance": _meeting,
    "meeting_change": _meeting,
    "meeting_quorum": _meeting,
    "meeting_count": _meeting,
    "meeting_seat": _meeting,
    "meeting_unseat": _seat,
    "meeting_agenda": _meeting,
    "meeting_propose": _meeting,
    "meeting_agree_all": _meeting,
    "meeting_question": _question,
    "meeting_undo": _question,
    "meeting_withdraw": _question,
    "meeting_hearing": _question,
    "meeting_write": _meeting,
    "meeting_close": _meeting,
    "meeting_call_off": _meeting,
    "meeting_paper_agenda": _meeting,
    "meeting_paper_sign_in": _meeting,
    "meeting_paper_sheet": _meeting,
    "meeting_paper_minutes": _meeting,
    "pair": lambda things: {"pair_id": things.pair.pk},
    "pair_undo": lambda things: {"pair_id": things.pair.pk},
    "reveal_id": lambda things: {"household_id": things.household.pk},
    "consents": lambda things: {"household_id": things.household.pk},
    "consent_form": lambda things: {"household_id": things.household.pk},
    "subject_copy": lambda things: {"household_id": things.household.pk},
    "subject_copy_json": lambda things: {"household_id": things.household.pk},
    "erasure_new": lambda things: {"household_id": things.household.pk},
    "erasure": lambda things: {"request_id": things.erasure.pk},
    "erasure_decide": lambda things: {"request_id": things.erasure.pk},
    "erasure_back": lambda things: {"request_id": things.erasure.pk},
    "erasure_again": lambda things: {"request_id": things.erasure.pk},
    "household_open": lambda things: {"household_id": things.household.pk},
    "household_looked": lambda things: {"household_id": things.household.pk},
    "opening_noticed": lambda things: {"opening_id": things.opening.pk},
    "export_decide": lambda things: {"export_id": things.export.pk},
    "export_file": lambda things: {"export_id": things.export.pk},
    "device_end": lambda things: {"device_id": 1},
    "officer": lambda things: _officer(things),
    "posting_new": lambda things: _officer(things),
    "posting_end": lambda things: {
        **_officer(things),
        "posting_id": Posting.objects.get(account=things.officer).pk,
    },
    "officer_password": lambda things: _officer(things),
    "officer_unlock": lambda things: _officer(things),
    "officer_active": lambda things: _officer(things),
    "officer_look": lambda things: _officer(things),
    "target_add_household": lambda things: {"household_id": things.household.pk},
    **dict.fromkeys(("target_settle", "target_entry_withdraw", "target_entry_restore"), _entry),
    **dict.fromkeys(
        (
            "target_list",
            "target_list_decide",
            "verification_list",
            "target_list_findings",
            "target_list_export",
            "target_list_csv",
            "target_list_xlsx",
            "target_list_print",
        ),
        _list,
    ),
    **dict.fromkeys(
        (
            "selection",
            "selection_changes",
            "selection_follow",
            "selection_archive",
            "selection_propose",
            "selection_export",
            "selection_csv",
            "selection_xlsx",
            "selection_print",
        ),
        _selection,
    ),
    "quality": lambda things: {"code": things.places["9901"].code},
    "quality_csv": lambda things: {"code": things.places["990101"].code},
    "quality_rule": lambda things: {"code": things.places["99010101"].code, "rule": "all"},
    "quality_visits": lambda things: {"code": things.places["990101"].code},
    "quality_by": lambda things: _interviewer(things),
    "second_interviews": lambda things: {"code": things.places["990101"].code},
    "second_draw": lambda things: {"code": things.places["990101"].code},
    "second_assign": lambda things: {"code": things.places["990101"].code},
    "second_interview": lambda things: _second_interview(things),
    "finding_accept": lambda things: _finding(things),
    "finding_undo": lambda things: _finding(things),
}

# the same for everybody who has signed in, and about no place or person: its arguments
SHARED: dict[str, dict[str, Any]] = {
    "method": {"scoring_id": "ppp-five-capitals", "version": "1"},
    "poverty_measure": {"measure_id": "pinto-household-deprivation"},
    "poverty_measure_yaml": {"measure_id": "pinto-household-deprivation"},
}

# open to everybody who can reach the server: none of them knows a place or a person
PUBLIC = {
    "account_login",
    "account_inactive",
    "language",
    "favicon",
    "design_gallery",
}

# about the one who asks and the places she serves, with nothing else in the address
OWN = {
    "front",
    "own_quality",
    "second_interviews_own",
    "verification_assign",
    "verification_many",
    "own_area",
    "account",
    "devices",
    "reason",
    "stand_in",
    "look_away",
    "openings",
    "officers",
    "officer_new",
    "exports",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "trail",
    "methods",
    "poverty_measures",
    "scoring_schema",
    "intake",
    "intake_form",
    "target_lists",
    "target_list_new",
    "target_add",
    "target_add_found",
    "target_add_new",
    "selections",
    "meetings",
    "meeting_new",
    "pairs",
    "likely",
    "consent_form_blank",
    "consent_find",
    "erasures",
}

# lists of the viewer's places that can be narrowed by ?area=
FILTERED: set[str] = {
    "event_new",
    "events",
    "verification",
    "household_new",
    "households",
    "households_export",
    "households_csv",
    "households_xlsx",
    "selection_new",
    "targeting_errors",
}
