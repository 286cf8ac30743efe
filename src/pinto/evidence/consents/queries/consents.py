"""Where a family's consents stand, how they came to be, and whose data may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from pinto.evidence.consents.models import ConsentEvent
from pinto.evidence.consents.rules.notices import notice
from pinto.evidence.consents.rules.uses import (
    ASKED,
    GROUNDS,
    Basis,
    State,
    Use,
    may_use,
    state_on,
)
from pinto.evidence.registry.queries import person_name
from pinto.ground.access.queries import account_names


@dataclass(frozen=True)
class Consent:
    """Where one use stands for one household."""

    use: Use
    state: State
    event: ConsentEvent | None  # the newest; None where the family was never asked
    by: str = ""  # who wrote it down
    speaker: str = ""  # which member said it

    @property
    def record(self) -> UUID | None:
        return self.event.record if self.event else None

    @property
    def allowed(self) -> bool:
        return may_use(self.use, self.state)


def consents_of(household_id: UUID, *, today: date) -> list[Consent]:
    """Each use that the family decides about, and where it stands. Two queries.

    The caller has checked that the household may be seen.
    """
    newest: dict[str, ConsentEvent] = {}
    for event in _events(household_id):
        newest[event.use] = event
    names = account_names({str(event.by_id) for event in newest.values() if event.by_id})
    return [_consent(use, newest.get(use), names, today) for use in ASKED]


def _consent(use: Use, event: ConsentEvent | None, names: dict[str, str], today: date) -> Consent:
    if event is None:
        return Consent(use, State.NOT_ASKED, None)
    return Consent(
        use,
        state_on(today, State(event.state), event.expires_on),
        event,
        names.get(str(event.by_id), "Pinto"),
        person_name(event.person),
    )


def history_of(household_id: UUID) -> list[tuple[ConsentEvent, str]]:
    """Everything that was ever said, newest first, with who wrote it down."""
    events = list(reversed(_events(household_id)))
    names = account_names({str(event.by_id) for event in events if event.by_id})
    return [(event, names.get(str(event.by_id), "Pinto")) for event in events]


def _events(household_id: UUID) -> list[ConsentEvent]:
    found = ConsentEvent.objects.filter(household=household_id).order_by("id")
    return list(found.select_related("person", "controller"))


def usable(use: Use, path: str = "household", *, today: date) -> Q:
    """The rows about households whose data may be used for this; of a public task, all.

    ``path`` leads from the filtered model to the household.
    """
    of_row = OuterRef(OuterRef(path))  # the row's own household, two queries further out
    newest = ConsentEvent.objects.filter(use=use, household=of_row).order_by("-id")
    if GROUNDS[use].basis is Basis.CONSENT:
        given = newest.values("pk")[:1]
        standing = ConsentEvent.objects.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=today),
            pk=Subquery(given),
            state=State.GIVEN,
        )
        return Q(Exists(standing))
    if GROUNDS[use].basis is Basis.RESEARCH:
        objected = ConsentEvent.objects.filter(
            pk=Subquery(newest.values("pk")[:1]), state__in=[State.REFUSED, State.WITHDRAWN]
        )
        return ~Q(Exists(objected))
    return Q()


def left_out(use: Use) -> frozenset[str]:
    """The households, as 32 hex digits, whose data may not be used for this any more.

    Only for uses that go on until somebody objects: of one that begins with a consent,
    nearly everybody would be left out. Raises ``ValueError`` for such a use.
    """
    if GROUNDS[use].basis is Basis.CONSENT:
        raise ValueError(f"{use} begins with a consent: ask which households may be used")
    if GROUNDS[use].basis is not Basis.RESEARCH:
        return frozenset()
    said = ConsentEvent.objects.filter(use=use).order_by("id").values_list("household_id", "state")
    newest = dict(said)
    return frozenset(key.hex for key, state in newest.items() if not may_use(use, State(state)))


def may_use_household(use: Use, household_id: UUID, *, today: date) -> bool:
    """Whether this household's data may be used for this today. One query."""
    newest = ConsentEvent.objects.filter(household=household_id, use=use).order_by("-id").first()
    state = state_on(
        today,
        State(newest.state) if newest else None,
        newest.expires_on if newest else None,
    )
    return may_use(use, state)


def consent_records(household_id: UUID) -> list[dict[str, Any]]:
    """The consent records of a household, named as ISO/IEC TS 27560 names their fields."""
    records: dict[UUID, dict[str, Any]] = {}
    for event in _events(household_id):
        told = notice(event.notice)
        purpose = told.purpose(Use(event.use))
        found = records.setdefault(event.record, {"record_id": str(event.record), "events": []})
        found |= {
            "schema_version": told.schema_version,
            "pii_principal_id": str(event.person_id or household_id),
            "pii_controllers": [event.controller.name_th] if event.controller else [],
            "privacy_notice": f"notice/{told.version}",
            "language": event.language,
            "purpose": event.use,
            "purpose_text": purpose.text.th,
            "lawful_basis": event.basis,
            "pii_information": list(purpose.categories),
            "recipient_third_parties": [purpose.recipients.th],
            "retention_period": f"P{purpose.kept_years}Y",
            "withdrawal_method": told.withdrawal.th,
            "jurisdiction": "TH",
        }
        found["events"].append(
            {
                "event_id": str(event.pk),
                "event_time": event.at.isoformat(),
                "event_type": "EXPLICIT",
                "event_state": event.state,
                "collection_method": event.method,
                "witnessed": bool(event.witness),
                "valid_until": event.expires_on.isoformat() if event.expires_on else None,
                "entity_id": str(event.by_id) if event.by_id else None,
            }
        )
    return [*records.values()]
