"""How to fill the addresses of Pinto with things of province 99.

The scope test walks every address. A new address with arguments gets one line in
``FILLERS``, in the same commit, or in ``SHARED`` when it is about no place; one
without gets a line in ``PUBLIC``, ``OWN`` or, when it takes ``?area=``, ``FILTERED``.
Otherwise the test fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pinto.evidence.consents.models import ErasureRequest
from pinto.evidence.intake.models import Load
from pinto.evidence.registry.models import Household
from pinto.ground.access.models import Account, Opening, Posting
from pinto.ground.exports.models import Export
from pinto.ground.places.models import Place


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


Filler = Callable[[Things], dict[str, Any]]


def _member(things: Things) -> dict[str, Any]:
    person = things.household.members.get()
    return {"household_id": things.household.pk, "person_id": person.pk}


def _house(things: Things) -> dict[str, Any]:
    house = things.household.further_houses.get()
    return {"household_id": things.household.pk, "house_id": house.pk}


def _measure(place: Place) -> dict[str, Any]:
    return {"measure_id": "pinto-capitals-destitute", "code": place.code}


def _officer(things: Things) -> dict[str, Any]:
    return {"account_id": things.officer.pk}


# who opens an address where the officer of the province is not the one: see ``opens``
BY_ADMINISTRATOR = {
    "officer", "posting_new", "posting_end", "officer_password", "officer_unlock",
    "officer_active", "officer_look",
}  # fmt: skip
# one's own alone: not even the officer of the province has what is filled in here
NOBODYS = {"device_end", "export_file"}


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
    "estimate_json": lambda things: _measure(things.places["990101"]),
    "estimate_csv": lambda things: _measure(things.places["99010101"]),
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
    "consent_form_blank",
    "consent_find",
    "erasures",
}

# lists of the viewer's places that can be narrowed by ?area=
FILTERED: set[str] = {
    "household_new",
    "households",
    "households_export",
    "households_csv",
    "households_xlsx",
}
