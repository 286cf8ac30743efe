"""`pinto officers`: who can sign in, and which places they serve."""

from __future__ import annotations

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone, translation

from pinto.cli.terminal import Failed, ready
from pinto.ground.access.actions import create_account, open_agency, post_officer
from pinto.ground.access.queries import has_account
from pinto.ground.access.rules import GRANTS
from pinto.ground.places.queries import place as place_coded


@click.group()
def officers() -> None:
    """Who can sign in, and which places they serve."""


@officers.command()
@click.argument("username")
@click.option("--name", required=True, help="As it is written on documents.")
@click.option("--role", type=click.Choice([role.lower() for role in GRANTS]), required=True)
@click.option("--place", "code", required=True, metavar="CODE", help="The place served.")
@click.option("--agency", required=True, help="Whose officer, in Thai.")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def add(username: str, name: str, role: str, code: str, agency: str, password: str) -> None:
    """Let somebody sign in and serve a place from today on. The password is asked for."""
    ready()
    now = timezone.now()
    if has_account(username):
        raise Failed(f"Somebody signs in as {username} already.")
    try:
        with translation.override("en"):
            validate_password(password)
        place = place_coded(code)
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from None
    except ObjectDoesNotExist:
        raise Failed(
            f"There is no place {code}. `pinto places resolve NAME` finds codes."
        ) from None
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
