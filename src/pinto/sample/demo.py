"""The demo: the invented province, loaded the way an office would load its own files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load
from pinto.evidence.intake.actions.receiving import receive_file
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.queries import round_labelled
from pinto.ground.access.actions import create_account, open_agency, post_officer
from pinto.ground.access.queries import has_account
from pinto.ground.installation.home import home, room, write_atomically
from pinto.ground.places.actions.imports import import_places
from pinto.ground.places.queries.places import place
from pinto.insight.measures.actions import score_round
from pinto.insight.profiles.actions import refresh_profiles
from pinto.sample.cast import cast
from pinto.sample.meetings import hold_meetings
from pinto.sample.quality import spoil_and_ask_again
from pinto.sample.verification import verify_households
from pinto.sample.writing import write_sample

PASSWORD = "pinto-demo-2569"  # noqa: S105  (of invented people, printed on the screen)
_SEED = 2569
_ROUNDS = (2568, 2569)

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
    for year in _ROUNDS:
        say(f"· scoring {year}")
        sum_up(year)
    say("· holding meetings")
    hold_meetings()
    say("· verifying households")
    verify_households(password=PASSWORD)
    say("· comparing answers")
    spoil_and_ask_again()
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
