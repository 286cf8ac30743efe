"""`pinto officers`: who can sign in, and which places they serve."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone, translation

from pinto.cli.terminal import Failed, answer_json, json_option, ready
from pinto.ground.access.actions import create_account, open_agency, post_officer
from pinto.ground.access.queries import everybody_posted, has_account
from pinto.ground.access.rules import GRANTS
from pinto.ground.places.queries import place as place_coded
from pinto.ground.thai.numerals import arabic


@click.group()
def officers() -> None:
    """Who can sign in, and which places they serve."""


@officers.command()
@click.argument("username")
@click.option("--name", required=True, help="As it is written on documents.")
@click.option("--role", type=click.Choice([role.lower() for role in GRANTS]), required=True)
@click.option("--place", "code", required=True, metavar="CODE", help="The place served.")
@click.option("--agency", required=True, help="Whose officer, in Thai.")
@click.option("--password", help="Better left out: then it is asked for, and not shown.")
def add(username: str, name: str, role: str, code: str, agency: str, password: str | None) -> None:
    """Let somebody sign in and serve a place from today on. The password is asked for."""
    ready()
    now = timezone.now()
    code = arabic(code)
    if has_account(username):
        raise Failed(f"Somebody signs in as {username} already.")
    try:
        place = place_coded(code)
    except ObjectDoesNotExist:
        raise Failed(
            f"There is no place {code}. `pinto places resolve NAME` finds codes."
        ) from None
    if password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    try:
        with translation.override("en"):
            validate_password(password)
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from None
    with transaction.atomic():
        post_officer(
            account=create_account(
                username=username, name=name, password=password, by=None, at=now
            ),
            role=role.upper(),
            place=place,
            agency=open_agency(name_th=agency, name_en="", by=None, at=now),
            since=timezone.localdate(now),
            by=None,
            at=now,
        )
    click.echo(f"{username} serves {place.name_th} ({place.code}) as {role}")


@officers.command("list")
@json_option
def list_officers(as_json: bool) -> None:
    """Name everybody who serves a place today, the largest area first."""
    ready()
    with translation.override("en"):
        rows = [
            {
                "username": posting.account.username,
                "name": posting.account.name,
                "role": posting.role.lower(),
                "role_name": str(posting.get_role_display()),
                "place": posting.place.code,
                "place_name": posting.place.name_th,
                "agency": posting.agency.name_th if posting.agency else "",
                "since": posting.since.isoformat(),
            }
            for posting in everybody_posted()
        ]
    if as_json:
        answer_json(rows)
        return
    for row in rows:
        who = f"{row['username']}  {row['name']}".strip()
        office = f", {row['agency']}" if row["agency"] else ""
        click.echo(f"{who}: {row['role_name']} of {row['place_name']} ({row['place']}){office}")
    if not rows:
        click.echo("Nobody serves a place yet. `pinto officers add` lets somebody sign in.")
