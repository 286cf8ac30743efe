"""The page of changes between two rounds, as the cast sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pinto.evidence.registry.extracts import refresh_extract
from pinto.insight.estimates.tests.conftest import VILLAGES, home
from pinto.insight.profiles.tests.factories import survey
from pinto.insight.profiles.tests.reading import text

pytestmark = pytest.mark.django_db
OWN = "/measure/pinto-household-deprivation"


@pytest.fixture
def twice(measured, places):
    """Before the round of 2569 one of 2567, in which fewer were asked: every other was poor."""
    before = [
        home(village, n) for village, count in VILLAGES.items() for n in range(min(count, 13))
    ]
    round = survey(2567, before, places)
    refresh_extract(round=round)
    return measured


def test_a_change_is_told_in_a_sentence_and_a_table(twice, amphoe_officer, english):
    page = " ".join(text(english(amphoe_officer).get(f"{OWN}/9901/changes/")).split())

    # 2567: 6 + 6 of 24 counted, and 2 of 12; 2569: 20 of 42, and 7 of 39
    assert "fell from 38.9% in 2567 to 33.3% in 2569, by 5.6 points" in page
    assert "in ห้วยคราม" in page
    assert "−5.6 points" in page
    assert "−14.3%" in page  # (27/81) / (14/36) - 1
    assert "−2.8 points" in page  # a year
    assert "−7.4%" in page  # a year: (6/7) ** (1/2) - 1
    assert "36 households were counted in 2567; 3 and 3 were left out" in page
    assert "no sampling error" in page
    assert "more places stand" not in page
    assert page.count("--spec pinto-household-deprivation") == 2


def test_the_page_of_changes_speaks_thai(twice, amphoe_officer, client_of):
    page = text(client_of(amphoe_officer).get(f"{OWN}/9901/changes/"))

    assert "ลดจาก 38.9% ในรอบ 2567 เป็น 33.3% ในรอบ 2569" in page


def test_the_page_of_changes_asks_the_database_little(twice, province_officer, client_of):
    browser = client_of(province_officer)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(f"{OWN}/9901/changes/").status_code == 200

    assert len(asked) <= 7


def test_what_is_hidden_in_a_round_has_no_change(twice, researcher, client_of):
    page = text(client_of(researcher).get(f"{OWN}/990101/changes/?by=village"))

    assert "ครัวเรือนน้อย ไม่แสดง" in page
    assert "46.2%" not in page  # 6 of 13 in one village


def test_only_rounds_with_the_same_questions_are_compared(
    twice, places, amphoe_officer, client_of, english
):
    browser = client_of(amphoe_officer)
    first = text(english(amphoe_officer).get(f"{OWN}/9901/changes/?round=2567"))

    assert "No earlier round to compare with" in first
    assert browser.get(f"{OWN}/9901/changes/?from=2569").status_code == 404
    assert browser.get(f"{OWN}/9901/changes/?from=2500").status_code == 404
    assert browser.get(f"{OWN}/98/changes/").status_code == 404


def test_before_there_is_a_survey_there_is_nothing_to_compare(places, amphoe_officer, english):
    page = text(english(amphoe_officer).get(f"{OWN}/9901/changes/"))

    assert "No household to count yet" in page
