"""The demo: the invented province, loaded the way an office would load its own files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from pinto.evidence.consents.actions.asking import ask_erasure
from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.rules.erasures import Reason
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load
from pinto.evidence.intake.actions.receiving import receive_file
from pinto.evidence.matching.actions import find_pairs
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.access.actions import (
    create_account,
    open_agency,
    open_fields,
    post_officer,
    state_reason,
)
from pinto.ground.access.queries import account_named, has_account, viewer_of
from pinto.ground.access.rules import FieldGroup
from pinto.ground.exports.actions import ask_for_export
from pinto.ground.installation.home import home, room, write_atomically
from pinto.ground.places.actions.imports import import_places
from pinto.ground.places.queries.places import place
from pinto.insight.measures.actions import score_round
from pinto.insight.profiles.actions import households_asked, refresh_profiles
from pinto.insight.profiles.queries.households import Wanted, household_scores
from pinto.sample.befalling import report_events
from pinto.sample.cast import HOME, cast
from pinto.sample.doubles import enter_doubles
from pinto.sample.lists import name_households, save_conditions
from pinto.sample.meetings import hold_meetings
from pinto.sample.quality import spoil_and_ask_again
from pinto.sample.verification import verify_households
from pinto.sample.writing import write_sample

PASSWORD = "pinto-demo-2569"  # noqa: S105  (of invented people, printed on the screen)
_SEED = 2569
_ROUNDS = (2568, 2569)
_DOUBLES_IN, _DOUBLES = "990101", 8  # the tambon of the officer whom the pictures follow

Say = Callable[[str], Any]


def load_sample(*, households: int, say: Say) -> None:
    """The sample is loaded, scored and summed up, and the page says who can sign in.

    Loading again changes nothing: what is there is recognised. Raises nothing of its own.
    """
    marker = home() / "demo.json"
    if marker.exists():
        say("The sample is loaded already.")
        return
    folder = room("sample")
    say("· inventing people")
    written = write_sample(households=households, seed=_SEED, folder=folder, workbooks=True)
    say("· loading places")
    import_places([folder / "places.csv", folder / "borders.geojson"], by=None, at=timezone.now())
    sign_ins = open_accounts()
    for year in _ROUNDS:
        say(f"· loading the survey of {year} ({written.households[year]:,} households)")
        load_survey(folder / f"survey-{year}.xlsx", year)
    newest = round_labelled(str(_ROUNDS[-1]))
    enter_doubles(round=newest, area=_DOUBLES_IN, count=_DOUBLES, seed=_SEED)
    for year in _ROUNDS:
        say(f"· scoring {year}")
        sum_up(year)
    say("· naming households on lists, saving conditions")
    name_households(_ROUNDS[-1])
    save_conditions(_ROUNDS[-1])
    say("· holding meetings, reporting events")
    hold_meetings()
    report_events()
    say("· looking for people who are on record twice")
    find_pairs(areas=[], by=None, at=timezone.now(), tell=_silent)
    say("· verifying households")
    verify_households(password=PASSWORD)
    say("· comparing answers")
    spoil_and_ask_again()
    ask_colleagues()
    ask_families()
    write_atomically(marker, json.dumps(sign_ins, ensure_ascii=False, indent=1).encode())


def load_survey(file: Path, year: int) -> None:
    """The file is checked and loaded into the round of that year, by the house itself."""
    now = timezone.now()
    round = open_round(year=year, by=None, at=now)
    with file.open("rb") as stream:
        load = receive_file(
            stream=stream, name=file.name, round=round, viewer=None, by=None, at=now
        )
    load = check_file(load=load, by=None, at=now, tell=_silent)
    publish_load(load=load, by=None, at=timezone.now(), tell=_silent)


def sum_up(year: int) -> None:
    """The round of that year is scored, and its profiles are worked out."""
    round = round_labelled(str(year))
    score_round(round=round, by=None, at=timezone.now())
    refresh_profiles(round=round, by=None, at=timezone.now())


def ask_families() -> None:
    """The first families of บ้านโนนคราม were asked for consent; one wants its data erased."""
    now, round = timezone.now(), round_labelled(str(_ROUNDS[-1]))
    volunteer, tambon = account_named("somsri"), account_named("prasit")
    viewer = viewer_of(volunteer)
    homes = household_scores(round=round, wanted=Wanted(area=HOME), viewer=viewer)
    first, second, third = homes.order_by("household_id").values_list("household_id", flat=True)[:3]

    def told(home: UUID, method: str, **said: bool) -> None:
        answers = {Use(use): agreed for use, agreed in said.items()}
        record_consents(
            household_id=home, said=answers, method=method, viewer=viewer, by=volunteer, at=now
        )

    told(first, "SIGNED", RESEARCH=True, SHARING=True, PHOTO=False)
    told(second, "SPOKEN", RESEARCH=True)
    told(second, "SPOKEN", RESEARCH=False)
    told(third, "SPOKEN", RESEARCH=False)
    ask_erasure(
        household_id=third,
        person_id=None,
        reason=Reason.OBJECTION,
        reference="อบต. 12/2569",
        viewer=viewer_of(tambon),
        by=tambon,
        at=now,
    )


def ask_colleagues() -> None:
    """Somebody has opened what is not part of the daily work, and a big export waits."""
    now = timezone.now()
    amphoe, leader, tambon = (
        viewer_of(account_named(name)) for name in ("nongluck", "thongdee", "prasit")
    )
    state_reason(tambon="990101", why="ตรวจเยี่ยมครัวเรือนที่ร้องเรียน", viewer=amphoe, at=now)
    round = round_labelled(str(_ROUNDS[-1]))
    listed = household_scores(round=round, wanted=Wanted(area=HOME), viewer=leader)
    open_fields(
        household=listed[0].household_id,
        place=HOME,
        group=FieldGroup.CONTACT,
        why="โทรนัดวันเยี่ยมบ้าน",
        viewer=leader,
        at=now,
    )
    wanted = Wanted(area="990101")
    ask_for_export(
        kind="households",
        asked=households_asked(wanted, round),
        file_format="xlsx",
        area=wanted.area,
        purpose="HELP",
        rows=household_scores(round=round, wanted=wanted, viewer=tambon).count(),
        viewer=tambon,
        at=now,
    )


def _silent(done: int, total: int | None, step: str) -> None:
    """Nobody watches."""


def open_accounts() -> list[dict[str, str]]:
    """The cast can sign in and serve their places."""
    now = timezone.now()
    sign_ins = []
    for member in cast():
        if not has_account(member.username):
            account = create_account(
                username=member.username, name=member.name, password=PASSWORD, by=None, at=now
            )
            post_officer(
                account=account,
                role=member.role,
                place=place(member.place_code),
                agency=open_agency(
                    name_th=member.agency_th, name_en=member.agency_en, by=None, at=now
                ),
                since=date(2024, 10, 1),
                by=None,
                at=now,
            )
        sign_ins.append(
            {
                "username": member.username,
                "password": PASSWORD,
                "role": member.role,
                "place": place(member.place_code).name_th,
            }
        )
    return sign_ins
