"""How poverty changed between two rounds, read on a phone and on a computer."""

import pytest
from playwright.sync_api import expect

from tests.support.axe import overflow, violations
from tests.support.province import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/measure/pinto-household-deprivation/9901/"


@pytest.mark.parametrize("screen", ["phone", "desktop"])
def test_the_change_of_a_tambon_is_found_from_that_of_its_amphoe(
    surveyed_province, open_screen, screen
):
    view = open_screen(screen)
    sign_in(view, "wichai")
    page = view.go(PAGE)
    page.get_by_role("link", name="เปลี่ยนไปจากรอบก่อนเท่าใด").click()
    page.get_by_role("heading", level=1, name="เปลี่ยนไปอย่างไร").wait_for()
    changes = page.get_by_role("region", name="ตารางการเปลี่ยนแปลง")
    expect(changes.locator("tbody tr")).to_have_count(3)

    page.get_by_role("region", name="ตารางพื้นที่").get_by_role("link").first.click()
    page.get_by_role("heading", level=1, name="เปลี่ยนไปอย่างไร").wait_for()
    assert not overflow(page)
    assert not violations(page)
    assert view.complaints == []
