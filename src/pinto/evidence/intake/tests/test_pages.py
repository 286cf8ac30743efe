"""An officer hands in a file, reads what is wrong, mends it, loads it, takes it back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from pinto.evidence.instruments.rules import Level, instrument
from pinto.evidence.intake.models import ColumnMeaning, Load
from pinto.evidence.intake.queries import reported
from pinto.evidence.intake.rules.workbook import open_book
from pinto.evidence.intake.tests.factories import HOUSES, make_round, said, survey, workbook
from pinto.evidence.registry.models import Household
from pinto.ground.jobs.models import Job
from pinto.ground.jobs.tasks import work

HOUSE = ("99991234567", "52", 1, 3)
SHORT = ("9999597214", "53", 1, 2)
MENDED = ("99995972141", "53", 1, 2)


@pytest.fixture
def browser(tambon_officer, client_of):
    return client_of(tambon_officer)


@pytest.fixture
def hand_in(browser):
    def hand_in(content, name="survey.xlsx", round="2569", by=browser):
        return by.post(
            reverse("intake"), {"file": SimpleUploadedFile(name, content), "round": round}
        )

    return hand_in


@pytest.fixture
def page(browser):
    """The page of the newest load, after the worker has done what was asked."""

    def page():
        work(once=True)
        load = Load.objects.latest("at")
        response = browser.get(reverse("intake_load", args=[load.pk]))
        assert response.status_code == 200
        return response.content.decode()

    return page


def press(browser, name):
    return browser.post(reverse(name, args=[Load.objects.latest("at").pk]))


class TestTheWholeWay:
    def test_mistakes_are_listed_in_thai_and_mended_and_loaded_and_taken_back(
        self, browser, hand_in, page
    ):
        assert hand_in(survey(HOUSE, SHORT)).status_code == 302
        text = page()
        assert "พร้อมนำเข้า 1 ครัวเรือน ต้องเว้นไว้ 1 แถว" in text
        assert "รหัสบ้านนี้มี 10 หลัก เลข 0 ตัวหน้าอาจหายไป" in text
        assert '<th scope="row">3</th>' in text
        assert press(browser, "intake_discard").status_code == 302
        assert Household.objects.count() == 0

        hand_in(survey(HOUSE, MENDED))
        assert "อ่านได้ครบทุกแถว" in page()
        press(browser, "intake_publish")
        assert "นำเข้าแล้ว: ใหม่ 2 เปลี่ยน 0 คงเดิม 0" in page()
        assert Household.objects.filter(visible=True).count() == 2

        press(browser, "intake_withdraw")
        assert "ถอนไฟล์นี้แล้ว" in page()
        assert Household.objects.filter(visible=True).count() == 0
        files = browser.get(reverse("intake")).content.decode()
        assert "ถอนแล้ว" in files
        assert "ไม่ได้นำเข้า" in files

    def test_what_would_happen_is_shown_before_the_click(
        self, browser, hand_in, page, amphoe_officer, client_of
    ):
        people = [(HOUSE[0], "บัวผัน", "สมมติสุข", "", "")]
        hand_in(survey(HOUSE, people=people))
        text = page()
        url = reverse("intake_load", args=[Load.objects.get().pk])
        assert "บัวผัน" not in client_of(amphoe_officer).get(url).content.decode()
        assert "บัวผัน สมมติสุข" in text  # the first households as they were read
        assert "จำนวนคนที่อยู่จริง: 3" in text
        assert "จะไม่มีอะไรเปลี่ยน" not in text
        press(browser, "intake_publish")
        assert "บัวผัน" not in page()

        hand_in(survey(HOUSE, people=people))
        assert "จะไม่มีอะไรเปลี่ยน" in page()

        hand_in(survey(HOUSE, people=people), round="2570")
        page()
        press(browser, "intake_publish")
        assert "นำเข้าแล้ว: ใหม่ 0 ครั้งแรกในรอบนี้ 1 เปลี่ยน 0 คงเดิม 0" in page()

    def test_a_file_that_cannot_be_read_is_refused_in_words(self, hand_in, page):
        hand_in(b"%PDF-1.7", "survey.pdf")

        text = page()
        assert "นำไฟล์นี้เข้าไม่ได้" in text
        assert "PDF" in text

    def test_a_wrong_template_is_told_what_was_looked_for_and_gets_the_form(self, hand_in, page):
        hand_in(workbook(a=[("ชื่อ", "ราคา"), ("ปากกา", 10)]))

        text = page()
        assert "ชื่อ, ราคา" in text
        assert reverse("intake_form") in text
        (finding,) = Load.objects.get().report["shown"]
        assert (finding["code"], finding["row"]) == ("file.wrong_template", 1)

    def test_figures_are_loaded_as_areas(self, browser, hand_in, page):
        table = "รหัสตำบล,ตำบล,จำนวนคนจน ปี 2569\n990101,ห้วยคราม,7\n"
        hand_in(table.encode(), "t.csv")
        assert "พร้อมนำเข้า 1 พื้นที่" in page()

        press(browser, "intake_publish")
        assert "นำเข้าแล้ว: 1 ตัวเลข" in page()

    def test_the_empty_form_is_filled_in_and_loaded(self, browser, hand_in, page, tmp_path):
        response = browser.get(reverse("intake_form"))
        assert "ppp-household-1.xlsx" in response["Content-Disposition"]
        path = tmp_path / "form.xlsx"
        path.write_bytes(response.content)
        book = open_book(path)
        houses, people, _ = (next(iter(book.rows(info.name))) for info in book.sheets)
        asked = instrument("ppp-household", "1")
        house = {"รหัสบ้าน": HOUSE[0], "บ้านเลขที่": "52", "หมู่ที่": 1, "ตำบล": "ห้วยคราม"}
        house |= {"อำเภอ": "เมฆคำ", "จังหวัด": "ธารคราม"}
        member = {"รหัสบ้าน": HOUSE[0], "ชื่อ": "บัวผัน"}
        for level, cells in ((Level.HOUSEHOLD, house), (Level.MEMBER, member)):
            cells |= {q.th: q.choices[-1].th for q in asked.questions(level) if q.choices}
        hand_in(
            workbook(
                ครัวเรือน=[houses, [house.get(header) for header in houses]],
                สมาชิก=[people, [member.get(header) for header in people]],
            )
        )
        assert "อ่านได้ครบทุกแถว" in page()

        press(browser, "intake_publish")
        assert "ใหม่ 1" in page()
        answers = said(make_round())[HOUSE[0]]
        for question in asked.questions():
            if question.choices:
                assert f'"{question.id}"' in answers


class TestColumns:
    ROWS = (
        (*HOUSES, "สภาพที่อยู่"),
        ("99991234567", "52", 1, "ห้วยคราม", "เมฆคำ", "ธารคราม", 3, 7),
    )

    def test_a_column_explained_once_is_read_then_and_ever_after(self, browser, hand_in, page):
        content = workbook(ครัวเรือน=self.ROWS)
        hand_in(content)
        assert "บางคอลัมน์ยังไม่มีใครบอกความหมาย" in page()

        url = reverse("intake_explain", args=[Load.objects.get().pk])
        browser.post(url, {"column_0": "answer.registered_members"})
        assert "บางคอลัมน์ยังไม่มีใครบอกความหมาย" not in page()
        press(browser, "intake_publish")
        page()
        assert '"registered_members": 7' in said(make_round())["99991234567"]

        hand_in(content)
        assert "อ่านได้ครบทุกแถว" in page()
        assert ColumnMeaning.objects.get().text == "สภาพที่อยู่"

    def test_saying_nothing_changes_nothing(self, browser, hand_in, page):
        hand_in(workbook(ครัวเรือน=self.ROWS))
        page()
        browser.post(reverse("intake_explain", args=[Load.objects.get().pk]), {"column_0": ""})

        assert ColumnMeaning.objects.count() == 0
        assert Job.objects.count() == 1

    def test_pages_speak_english_too(self, browser, hand_in, page):
        hand_in(workbook(ครัวเรือน=self.ROWS))
        browser.cookies["pinto_language"] = "en"

        assert "Some columns nobody has explained yet" in page()


class TestTheForm:
    @pytest.mark.parametrize(
        ("file", "round", "said"),
        [
            (None, "2569", "เลือกไฟล์ก่อน"),
            (b"", "2569", "ไฟล์นี้ว่างเปล่า (0 ไบต์)"),
            (b"x", "", "บอกว่าไฟล์เป็นของรอบใด"),
            (b"x", "69", "เขียนปี พ.ศ. สี่หลัก"),
            (b"x", "ปีนี้", "เขียนปี พ.ศ. สี่หลัก"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, browser, file, round, said):
        given = {"round": round}
        if file is not None:
            given["file"] = SimpleUploadedFile("a.csv", file)

        response = browser.post(reverse("intake"), given)

        assert response.status_code == 422
        assert said in response.content.decode()
        assert Load.objects.count() == 0

    def test_a_huge_file_is_refused(self, browser, monkeypatch):
        monkeypatch.setattr("pinto.evidence.intake.forms.LARGEST", 3)
        upload = SimpleUploadedFile("a.csv", b"four")

        response = browser.post(reverse("intake"), {"file": upload, "round": "๒๕๖๙"})

        assert "ใหญ่เกิน 512 MB" in response.content.decode()


class TestProgress:
    def test_without_a_script_the_page_comes_again_by_itself(self, browser, hand_in):
        hand_in(survey(HOUSE))
        url = reverse("intake_load", args=[Load.objects.get().pk])

        text = browser.get(url).content.decode()

        assert '<meta http-equiv="refresh"' in text
        assert "กำลังอ่านไฟล์" in text

    def test_with_a_script_only_its_moving_part_comes_and_then_the_page(self, browser, hand_in):
        hand_in(survey(HOUSE))
        url = reverse("intake_progress", args=[Load.objects.get().pk])

        moving = browser.get(url, HTTP_HX_REQUEST="true")
        assert "<progress" in moving.content.decode()
        assert "<html" not in moving.content.decode()

        work(once=True)
        ended = browser.get(url, HTTP_HX_REQUEST="true")
        assert ended.status_code == 204
        assert ended["HX-Redirect"] == reverse("intake_load", args=[Load.objects.get().pk])

    def test_pressing_twice_asks_once(self, browser, hand_in, page):
        hand_in(survey(HOUSE))
        page()
        press(browser, "intake_publish")
        press(browser, "intake_publish")
        page()

        assert Job.objects.filter(task="intake.publish").count() == 1

    def test_a_decision_that_comes_too_late_is_answered_in_words(self, browser, hand_in, page):
        hand_in(survey(HOUSE))
        page()
        press(browser, "intake_discard")

        response = browser.post(
            reverse("intake_publish", args=[Load.objects.get().pk]), follow=True
        )

        assert "ไฟล์นี้จัดการไปแล้ว" in response.content.decode()

    @pytest.mark.parametrize("name", ["publish", "withdraw", "discard", "explain"])
    def test_who_comes_back_from_signing_in_again_sees_the_file(self, browser, hand_in, name):
        hand_in(survey(HOUSE))
        key = Load.objects.get().pk

        response = browser.get(reverse(f"intake_{name}", args=[key]))

        assert (response.status_code, response["Location"]) == (
            302,
            reverse("intake_load", args=[key]),
        )
        assert Load.objects.get().state == "RECEIVED"

    def test_a_load_whose_worker_failed_can_be_gone_on_with(self, browser, hand_in, page):
        hand_in(survey(HOUSE))
        page()
        Load.objects.update(state="LOADING", arrival={}, job=None)

        assert "นำเข้าต่อ" in page()


class TestFindings:
    def test_a_group_says_its_kind_and_each_row_its_own_place(self, hand_in, page):
        where = ("เมฆคำ", "ธารคราม")
        rows = [(f"9999123456{n}", "1", 1, name, *where) for n, name in enumerate(("กก", "ขข"))]
        hand_in(workbook(ครัวเรือน=[HOUSES[:6], *rows]))
        page()

        (group,) = reported(Load.objects.get()).groups
        assert group.what == "ตำบลในแถวเหล่านี้ไม่มีอยู่ในอำเภอที่ระบุ"
        assert ["กก" in said.what for said in group.findings] == [True, False]
        assert ["ขข" in said.what for said in group.findings] == [False, True]

    def test_a_limit_is_written_in_full(self, hand_in, page):
        header = (*HOUSES[:6], "รายได้นอกเกษตร")
        row = ("99991234567", "1", 1, "ห้วยคราม", "เมฆคำ", "ธารคราม", 10**15)
        hand_in(workbook(ครัวเรือน=[header, row]))

        assert "50,000,000" in page()

    def test_they_come_as_a_table_that_spreadsheets_read(self, browser, hand_in, page):
        hand_in(survey(HOUSE, SHORT, ("=99+1", "7", 1, 1)))
        page()

        response = browser.get(reverse("intake_findings", args=[Load.objects.get().pk]))

        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[0][:4] == ["ผลที่จะเกิด", "แผ่นงาน", "แถว", "คอลัมน์"]
        assert ["ครัวเรือน", "3", "รหัสบ้าน", "9999597214"] in [row[1:5] for row in rows]
        assert all(not cell.startswith("=") for row in rows for cell in row)


class TestScope:
    @pytest.mark.parametrize("who", ["volunteer", "researcher"])
    @pytest.mark.parametrize("name", ["intake", "intake_form"])
    def test_who_loads_no_files_is_told_whom_to_ask(self, who, name, request, client_of):
        response = client_of(request.getfixturevalue(who)).get(reverse(name))

        assert response.status_code == 403
        assert "ส่งไฟล์ให้เจ้าหน้าที่ของพื้นที่" in response.content.decode()

    def test_a_volunteer_hands_in_nothing(self, volunteer, client_of, hand_in):
        assert hand_in(survey(HOUSE), by=client_of(volunteer)).status_code == 403
        assert Load.objects.count() == 0

    @pytest.mark.parametrize("name", ["intake_load", "intake_progress", "intake_findings"])
    def test_for_a_stranger_the_file_does_not_exist(self, name, stranger, client_of, hand_in, page):
        hand_in(survey(HOUSE))
        page()
        url = reverse(name, args=[Load.objects.get().pk])

        assert client_of(stranger).get(url).status_code == 404

    def test_the_officer_of_the_amphoe_sees_it_too(self, amphoe_officer, client_of, hand_in, page):
        hand_in(survey(HOUSE))
        page()

        assert "survey.xlsx" in client_of(amphoe_officer).get(reverse("intake")).content.decode()


def test_pages_ask_the_database_little(browser, hand_in, page, django_assert_max_num_queries):
    hand_in(survey(HOUSE, SHORT))
    page()
    for number in range(5):
        hand_in(survey((f"9999123456{number}", "1", 1, 1)))
    work(once=True)
    with django_assert_max_num_queries(12):
        browser.get(reverse("intake"))
    with django_assert_max_num_queries(12):
        browser.get(reverse("intake_load", args=[Load.objects.earliest("at").pk]))
