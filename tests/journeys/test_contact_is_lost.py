"""The server goes away while a file is being read: the page says so, and that work goes on."""

import pytest
from playwright.sync_api import expect

from tests.support.province import LATER, hand_in, sign_in
from tests.support.survey import survey_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_lost_contact_is_told_until_it_is_back(province, open_screen, sample_folder, tmp_path):
    view = open_screen("desktop")
    sign_in(view, "prasit")
    survey = survey_of(sample_folder / f"survey-{LATER}.xlsx", "ห้วยคราม")
    hand_in(view, survey.write(tmp_path / "ห้วยคราม.xlsx"), LATER)
    page = view.page
    page.get_by_role("button", name="นำเข้า", exact=True).click()
    lost = page.get_by_text("ติดต่อปิ่นโตไม่ได้ในขณะนี้")
    expect(page.locator("#job")).to_be_visible()
    expect(lost).to_be_hidden()

    page.route("**/progress/", lambda route: route.abort())
    expect(lost).to_be_visible()

    page.unroute("**/progress/")
    expect(lost).to_be_hidden()
    view.complaints.clear()  # the browser complains of what was cut off
