"""Who the 200 clients are and what each has to do; run inside Pinto: FILE, how many clients.

The officers are made once; each run names those of them who visit further households.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from pinto.evidence.registry.models import Household, Round  # noqa: E402
from pinto.evidence.verification.actions.bulk import take_together  # noqa: E402
from pinto.evidence.verification.actions.proposals import propose_households  # noqa: E402
from pinto.evidence.verification.actions.steps import Given  # noqa: E402
from pinto.evidence.verification.models import Verification  # noqa: E402
from pinto.evidence.verification.queries.queue import not_proposed  # noqa: E402
from pinto.evidence.verification.rules.transitions import State, Verb  # noqa: E402
from pinto.ground.access.actions import create_account, post_officer, state_reason  # noqa: E402
from pinto.ground.access.models import Account  # noqa: E402
from pinto.ground.access.queries import viewer_of  # noqa: E402
from pinto.ground.places.models import Place  # noqa: E402

PASSWORD = "bench-password-1"  # noqa: S105  (of invented officers)
PROVINCE = "99"
# of twenty clients: their roles, and how many digits the code of their place has
ROLES = [
    *([("VOLUNTEER", 8)] * 11),
    *([("TAMBON_OFFICER", 6)] * 6),
    *([("AMPHOE_OFFICER", 4)] * 2),
    ("PROVINCE_OFFICER", 2),
]
VISITS, KNOWN = 4, 40
VILLAGE_WORK = 6  # digits: lists of a tambon or a village are daily work, those above ask why


def places() -> dict[int, list[str]]:
    """Codes of places with households, by their number of digits."""
    codes = sorted(
        set(
            Household.objects.filter(place__code__startswith=PROVINCE, visible=True)
            .order_by()
            .values_list("place__code", flat=True)
            .distinct()
        )
    )
    return {digits: sorted({code[:digits] for code in codes}) for digits in (2, 4, 6, 8)}


def officer(number: int, inside: dict[int, list[str]]) -> tuple[Any, str, str]:
    """The account of that client, its role and the code of its place."""
    role, digits = ROLES[number % len(ROLES)]
    code = inside[digits][number * 7 % len(inside[digits])]
    username = f"client{number}"
    found = Account.objects.filter(username=username).first()
    if found is None:
        now = timezone.now()
        found = create_account(
            username=username, name=f"Client {number}", password=PASSWORD, by=None, at=now
        )
        post_officer(
            account=found, role=role, place=Place.objects.get(code=code), agency=None,
            since=date(2024, 1, 1), by=None, at=now,
        )  # fmt: skip
        if digits < VILLAGE_WORK:
            viewer = viewer_of(found)
            state_reason(tambon=code, why="bench", viewer=viewer, at=now)  # once for 30 days
    return found, role, code


def to_visit(account: Any, code: str, round: Round, boss: Any) -> list[str]:
    """Households the account was named to visit, as many as a run may ask of it."""

    def waiting() -> list[Any]:
        rows = Verification.objects.filter(
            round=round, assignee=account, state=State.ASSIGNED, place__code__startswith=code
        )
        return list(rows.values_list("household_id", flat=True)[:VISITS])

    lacking = VISITS - len(waiting())
    if lacking:
        now, by = timezone.now(), {"viewer": viewer_of(boss), "by": boss}
        ids = [home.pk for home in not_proposed(code, round, viewer=viewer_of(boss))[:lacking]]
        propose_households(household_ids=ids, round=round, reason="-", told_by="-", **by, at=now)
        take_together(
            round=round,
            seen=dict.fromkeys(ids, 1),
            verb=Verb.ASSIGN,
            given=Given(assignee_id=account.pk),
            **by,
            at=now,
        )
    return [str(key) for key in waiting()]


def main(file: str, number: int) -> None:
    inside = places()
    round = Round.objects.order_by("-year").first()
    assert round is not None
    clients = []
    everybody = [officer(each, inside) for each in range(number)]
    bosses = {code: account for account, role, code in everybody if role == "TAMBON_OFFICER"}
    for account, role, code in everybody:
        homes = Household.objects.filter(
            place__code__startswith=code, visible=True, head__isnull=False
        ).select_related("head")[:KNOWN]
        boss = bosses.get(code[:6])
        clients.append(
            {
                "username": account.username,
                "role": role,
                "area": code,
                "households": [str(home.pk) for home in homes],
                "names": [home.head.given_name for home in homes if home.head],
                "visits": to_visit(account, code, round, boss) if boss else [],
            }
        )
    with open(file, "w", encoding="utf-8") as out:
        json.dump({"password": PASSWORD, "clients": clients}, out)


main(sys.argv[1], int(sys.argv[2]))
