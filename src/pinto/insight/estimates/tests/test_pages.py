"""The pages of poverty measures as the cast sees them, and their files."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.registry.extracts import refresh_extract
from pinto.evidence.registry.models import HouseholdRevision
from pinto.ground.access.queries import viewer_of
from pinto.insight.estimates import extracts
from pinto.insight.estimates.permissions import for_viewer
from pinto.insight.estimates.rules.estimates import Estimate
from pinto.insight.estimates.rules.library import specification, specifications
from pinto.insight.estimates.tests.conftest import BADLY
from pinto.insight.profiles.tests.factories import id_of
from pinto.insight.profiles.tests.reading import looks, table, text

pytestmark = pytest.mark.django_db
OWN = "/measure/pinto-household-deprivation"


def rows(response, measure="H", indicator=None, cutoff=1 / 3):
    """Place code → the row of that figure; the whole place under its own code."""
    told = json.loads(text(response))
    return {
        next(iter(row["by"].values()), told["place"]["code"]): row
        for row in told["rows"]
        if (row["measure"], row["indicator"], row["cutoff"]) == (measure, indicator, cutoff)
    }


# --- which measures there are -------------------------------------------------------------


def test_every_measure_is_listed_with_what_it_needs(measured, amphoe_officer, english):
    page = text(english(amphoe_officer).get("/measure/"))

    for each in specifications():
        assert f"/measure/{each.measure.id}/" in page
    own, others = page.split('id="others"')
    assert f'href="{OWN}/9901/"' in own
    assert "needs a list of household members" in own
    assert "global-mpi-2021" in others
    assert "pinto-household-deprivation" not in others


def test_a_measure_says_what_it_is_made_of(measured, amphoe_officer, english):
    page = text(english(amphoe_officer).get(f"{OWN}/"))

    assert "Not enough water all year" in page
    assert "not tap_water and other_water in" in page
    assert "Tap water is taken for enough." in page
    assert "weight 1/10" in page


def test_its_file_can_be_downloaded(measured, amphoe_officer, client_of):
    response = client_of(amphoe_officer).get("/measure/global-mpi-2021.yaml")

    assert "id: global-mpi-2021" in text(response)
    assert "global-mpi-2021.yaml" in response.headers["Content-Disposition"]
    assert client_of(amphoe_officer).get("/measure/no-such.yaml").status_code == 404


# --- what it says of a place --------------------------------------------------------------


def test_the_page_says_in_a_sentence_how_many_are_poor(measured, amphoe_officer, english):
    page = text(english(amphoe_officer).get(f"{OWN}/9901/"))

    # 14 + 6 of 42 counted in ห้วยคราม, 7 of 39 in นาเมฆคำ; three answered nothing
    assert "27 of 81 households (33%) are poor in many ways" in page
    assert "33% or more of what is measured" in page
    assert "3 households left out" in page
    assert "largest in ห้วยคราม (48%) and smallest in นาเมฆคำ (18%)" in page
    assert "no sampling error" in page
    command = "pinto measure estimate --round 2569 --place 9901 --spec pinto-household-deprivation"
    assert f"{command} --by tambon --json" in page


def test_the_page_speaks_thai(measured, amphoe_officer, client_of):
    page = text(client_of(amphoe_officer).get(f"{OWN}/9901/"))

    assert "27 จาก 81 ครัวเรือน (33%) ยากจนหลายมิติ" in page
    assert "ไม่มีน้ำพอใช้ตลอดปี" in page
    assert "ข้อสมมติ" in page


@pytest.mark.parametrize("code", ["9901", "990101", "99010101"])
def test_a_page_asks_the_database_little(measured, province_officer, client_of, code):
    browser = client_of(province_officer)
    with CaptureQueriesContext(connection) as first:
        assert browser.get(f"{OWN}/{code}/").status_code == 200

    assert len(first) <= 12


def test_another_cutoff_or_place_does_not_scan_again(
    measured, province_officer, client_of, monkeypatch
):
    browser = client_of(province_officer)
    before = rows(browser.get(f"{OWN}/99.json"))
    monkeypatch.setattr(extracts, "connect", lambda: pytest.fail("scanned again"))

    assert rows(browser.get(f"{OWN}/99.json")) == before
    assert rows(browser.get(f"{OWN}/990101.json?by=village"))["990101"]["estimate"] == 20 / 42
    fewer = rows(browser.get(f"{OWN}/9901.json?cutoff=60"), cutoff=0.6)["9901"]["estimate"]
    assert fewer <= before["99"]["estimate"]


def test_a_new_state_of_the_data_is_seen_at_once(measured, province_officer, client_of):
    browser = client_of(province_officer)
    before = json.loads(text(browser.get(f"{OWN}/99.json")))["state"]
    worse = HouseholdRevision.objects.get(household_id=id_of("99010101-1"))
    worse.answers = BADLY
    worse.save()
    refresh_extract(round=measured, tambons=["990101"])
    response = browser.get(f"{OWN}/99.json")

    assert rows(response)["99"]["estimate"] == 28 / 81
    assert json.loads(text(response))["state"] != before


def test_a_cutoff_or_group_that_cannot_be_is_no_page(measured, amphoe_officer, client_of):
    browser = client_of(amphoe_officer)

    for wrong in ("cutoff=0", "cutoff=101", "cutoff=many", "cutoff=1e-9999999", "by=province",
                  "round=2500"):  # fmt: skip
        assert browser.get(f"{OWN}/9901/?{wrong}").status_code == 404, wrong


# --- whose figures, and how small ---------------------------------------------------------


def test_small_cells_are_hidden_from_who_sees_no_households(measured, researcher, client_of):
    browser = client_of(researcher)
    found = rows(browser.get(f"{OWN}/990101.json?by=village"))

    assert found["99010102"]["estimate"] is None  # 13 counted, 6 of them poor
    assert found["99010102"]["publishable"] is False
    # of a single hidden village and the total the other would tell
    assert found["99010101"]["estimate"] is None
    assert found["990101"]["estimate"] == 20 / 42
    assert rows(browser.get(f"{OWN}/99010101.json"))["99010101"]["estimate"] is None
    assert rows(browser.get(f"{OWN}/9901.json"))["990101"]["estimate"] == 20 / 42
    page = text(browser.get(f"{OWN}/990101/?by=village"))
    assert "ครัวเรือนน้อย ไม่แสดง" in page
    assert "46.2%" not in page


def test_nothing_shown_of_a_hidden_place_leads_to_what_is_hidden(measured, researcher):
    whole = [Estimate("H", cutoff=0.3, estimate=0.5, n=90)]
    parts = [
        Estimate(measure, indicator=indicator, cutoff=0.3, by={"village": village}, estimate=0.5,
                 n=n, publishable=(measure, village) != ("H", "99010101"))
        for village, n in (("99010101", 15), ("99010102", 35), ("99010103", 40))
        for measure, indicator in (("H", None), ("A", None), ("M0", None), ("hdk", "water"))
    ]  # fmt: skip
    told = for_viewer(
        whole + parts,
        specification("pinto-household-deprivation"),
        area="990101",
        round=measured,
        viewer=viewer_of(researcher),
    )

    assert [row.estimate for row in told] == [0.5] + [None] * 8 + [0.5] * 4


def test_small_cells_are_marked_for_who_sees_the_households(measured, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    found = rows(browser.get(f"{OWN}/990101.json?by=village"))

    assert found["99010102"]["estimate"] == 6 / 13
    assert found["99010102"]["publishable"] is False
    assert "ไม่ควรเผยแพร่" in text(browser.get(f"{OWN}/990101/?by=village"))


def test_a_village_role_learns_nothing_of_health_from_a_small_cell(measured, volunteer):
    small = [Estimate("hdk", indicator=each, estimate=0.9, publishable=False)
             for each in ("bedridden", "water")]  # fmt: skip
    told = for_viewer(
        small,
        specification("pinto-household-deprivation"),
        area="99010101",
        round=measured,
        viewer=viewer_of(volunteer),
    )

    assert [row.estimate for row in told] == [None, 0.9]


def test_only_ones_own_places_are_compared(measured, tambon_officer, client_of):
    browser = client_of(tambon_officer)
    found = rows(browser.get(f"{OWN}/9901.json"))

    assert set(found) == {"9901", "990101"}
    assert browser.get(f"{OWN}/990102/").status_code == 404


# --- files --------------------------------------------------------------------------------


def test_the_csv_has_the_rows_of_the_json_and_is_noted(measured, amphoe_officer, client_of):
    browser = client_of(amphoe_officer)
    told = json.loads(text(browser.get(f"{OWN}/9901.json")))["rows"]
    lines = table(browser.get(f"{OWN}/9901.csv"))

    assert len(lines) == len(told)
    assert [float(line["estimate"]) if line["estimate"] else None for line in lines] == [
        row["estimate"] for row in told
    ]
    assert {line["place"] for line in lines} == {"9901", "990101", "990102"}
    (noted,) = looks("measure.exported")
    assert noted.detail["measure"] == "pinto-household-deprivation"


def test_who_may_not_export_gets_no_csv(measured, auditor, client_of):
    assert client_of(auditor).get(f"{OWN}/9901.csv").status_code == 403


# --- nothing to count ---------------------------------------------------------------------


def test_before_there_is_a_survey_the_page_says_what_will_stand_there(
    places, amphoe_officer, english
):
    page = text(english(amphoe_officer).get(f"{OWN}/9901/"))

    assert "No household to count yet" in page
    assert "/intake/" in page
    assert english(amphoe_officer).get(f"{OWN}/9901.json").status_code == 404


def test_a_place_without_households_says_so(measured, province_officer, english):
    assert "No household to count yet" in text(english(province_officer).get(f"{OWN}/99010202/"))


def test_a_measure_of_other_data_says_that_it_cannot_be_asked_of_the_registry(
    measured, amphoe_officer, english
):
    page = text(english(amphoe_officer).get("/measure/global-mpi-2021/9901/"))

    assert "This survey cannot be measured so" in page
    assert "pinto measure estimate DATA.csv --spec global-mpi-2021" in page
    assert "hand over files instead" in page


def test_the_scores_of_the_five_capitals_are_counted(measured, amphoe_officer, client_of):
    url = "/measure/pinto-capitals-destitute/9901.json"
    found = rows(client_of(amphoe_officer).get(url), cutoff=0.4)

    assert found["9901"]["estimate"] == 1.0  # every score is 1.5
    assert found["9901"]["n"] == 84


# --- families that object to research ------------------------------------------------------


def test_who_objects_to_research_is_left_out_of_what_a_researcher_sees_and_counted(
    measured, volunteer, researcher, amphoe_officer, client_of
):
    address = f"{OWN}/9901.json"
    before = json.loads(text(client_of(researcher).get(address)))
    home = id_of("99010101-1")  # one that answered
    record_consents(
        household_id=home, said={Use.RESEARCH: False}, method="SPOKEN",
        viewer=viewer_of(volunteer), by=volunteer, at=timezone.now(),
    )  # fmt: skip
    after = json.loads(text(client_of(researcher).get(address)))
    officers = json.loads(text(client_of(amphoe_officer).get(address)))

    assert (before["left_out"], after["left_out"], officers["left_out"]) == (0, 1, 0)
    assert after["full_enumeration"] is False
    assert after["state"] != before["state"]
    counted = [told["rows"][0]["n"] for told in (before, after, officers)]
    assert counted == [counted[0], counted[0] - 1, counted[0]]
    assert "ไม่ให้ใช้ในงานวิจัย" in text(client_of(researcher).get(f"{OWN}/9901/"))
