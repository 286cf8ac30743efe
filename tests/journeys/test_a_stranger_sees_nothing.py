"""Dararat serves province 98. Of 99 she knows addresses, and none of them leads anywhere."""

import pytest

from pinto.evidence.intake.models import Load
from pinto.evidence.registry.models import Household
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_typing_addresses_of_99_finds_no_page(surveyed_province, open_screen):
    household = Household.objects.filter(place__code="99010104")[0].pk
    load = Load.objects.all()[0].pk
    addresses = [
        *(f"/area/{code}/" for code in ("99", "9901", "990101", "99010104")),
        "/hh/?area=990101",
        f"/hh/{household}/",
        f"/hh/{household}/score/",
        f"/intake/{load}/",
    ]
    view = open_screen("desktop")
    sign_in(view, "dararat")
    page = view.page
    assert "ทะเลหมอก" in page.locator("h1").inner_text()  # her own province is there

    seen = {}
    for address in addresses:
        answer = page.goto(view.address + address)
        seen[address] = (answer.status, page.locator("h1").inner_text())
        assert "คราม" not in page.locator("body").inner_text()

    assert seen == dict.fromkeys(addresses, (404, "ไม่พบหน้านี้"))
    assert page.locator("html").get_attribute("lang") == "th"


def test_who_has_not_signed_in_is_asked_to(surveyed_province, open_screen):
    page = open_screen("phone").go("/area/99/")

    assert "/account/login/" in page.url
