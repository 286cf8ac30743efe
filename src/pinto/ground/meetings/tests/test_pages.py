"""Pages and papers of a meeting: what they say, to whom, and what they never say."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pinto.ground.meetings.actions import decide, hear_closed, propose
from pinto.ground.meetings.models import Meeting, Outcome, State, Voice
from pinto.ground.meetings.rules import Line, Matter, Raised
from pinto.ground.trail.models import Entry

FAMILY, HOUSE = "นางบัวคำ สมมติสุข", "99/1"
SHAMING = ("คะแนน", "ระดับ", "รายได้", "หนี้", "สุขภาพ", "ป่วย", "พิการ", "อยู่ลำบาก", "1.54")


def name_of(ids, viewer):
    """What another room would say of its subjects."""
    return dict.fromkeys(ids, (FAMILY, HOUSE))


@pytest.fixture
def families(forum, acting, settings):
    """Two families are put before the forum; the second asked to be heard closed."""
    settings.MEETING_SUBJECTS = {"household": f"{__name__}.name_of"}
    asked = propose(
        meeting_id=forum.pk,
        question="เห็นชอบให้เป็นครัวเรือนเป้าหมายหรือไม่",
        voice=Voice.PEOPLE,
        subjects=[("household", uuid.uuid4()), ("household", uuid.uuid4())],
        **acting,
    )
    hear_closed(proposal_id=asked[1].pk, closed=True, **acting)
    return asked


@pytest.fixture
def officer(client_of, tambon_officer):
    return client_of(tambon_officer)


def page(browser, meeting, part=""):
    return browser.get(f"/meetings/{meeting.pk}/{part}").content.decode()


def text(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_meeting_is_planned_with_the_seats_of_the_last_one(officer, forum, attend):
    attend()
    sent = {
        "kind": "FORUM",
        "place": str(forum.place_id),
        "held_on": "๒๘/๑๑/๒๕๗๐",
        "starts_at": "09:00",
        "venue": "ศาลากลางบ้าน",
        "as_before": "on",
    }

    assert officer.post("/meetings/new/", sent).status_code == 302
    made = Meeting.objects.exclude(pk=forum.pk).get()
    assert (made.held_on.year, made.number) == (2027, "1/2570")
    assert "หมู่ 1 บ้านห้วยคราม" in made.title
    assert [seat.name for seat in made.seats.all()] == [seat.name for seat in forum.seats.all()]
    assert not made.seats.filter(present__isnull=False).exists()
    assert made.agenda.filter(decides=True).count() == 1


def test_what_is_wrong_with_a_new_meeting_is_said_and_kept(officer, forum):
    sent = {"kind": "FORUM", "held_on": "31/2/2569", "starts_at": "09:00", "venue": "ศาลาเก่า"}
    answer = officer.post("/meetings/new/", sent)

    assert answer.status_code == 422
    assert "28/11/2569" in answer.content.decode()
    assert "ศาลาเก่า" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_attendance_is_ticked_and_the_quorum_told_before_it_is_saved(officer, forum):
    seats = list(forum.seats.all())
    almost = {"present": [str(seat.pk) for seat in seats if seat.voice != Voice.TARGET]}

    asked = officer.get(f"/meetings/{forum.pk}/quorum/", almost).content.decode()
    assert "ยังไม่มีเสียงของครัวเรือนเป้าหมาย" in asked
    assert not forum.seats.filter(present=True).exists()

    everybody = {"present": [str(seat.pk) for seat in seats], f"for_{seats[0].pk}": "รองกำนัน"}
    officer.post(f"/meetings/{forum.pk}/attendance/", everybody)
    said = page(officer, forum, "attendance/")
    assert "ครบองค์ประชุม: มา 5 จาก 5 ที่นั่ง" in said
    assert "รองกำนัน" in said


def test_the_paper_count_is_compared_with_the_seats_ticked(officer, forum, attend):
    attend()
    officer.post(f"/meetings/{forum.pk}/count/", {"seats": "4", "guests": "31"})

    assert "ลงชื่อ 4 คน แต่ติ๊กไว้ 5 ที่นั่ง" in page(officer, forum)
    officer.post(f"/meetings/{forum.pk}/count/", {"seats": "5", "guests": "31"})
    assert "ใบลงชื่อตรงกัน: 5 คน" in page(officer, forum, "attendance/")


def test_a_decision_without_quorum_is_refused_on_the_page_and_nothing_is_lost(
    officer, forum, question, attend
):
    attend(without=[4])
    sent = {"outcome": "AGREED", "o0-voice": "PEOPLE", "o0-text": "งบไม่พอ"}
    answer = officer.post(f"/meetings/{forum.pk}/questions/{question.pk}/", sent)

    assert answer.status_code == 422
    assert "ไม่ครบองค์ประชุม" in answer.content.decode()
    assert "งบไม่พอ" in answer.content.decode()
    assert not question.decisions.exists()


def test_a_decision_leads_to_the_next_question(officer, forum, question, families, attend):
    attend()
    sent = {
        "outcome": "AGREED",
        "ayes": "4",
        "noes": "1",
        "o0-voice": "STATE",
        "o0-role": "ปลัด",
        "o0-text": "งบไม่พอ",
        "o0-answer": "ขอจากกองทุน",
    }
    answer = officer.post(f"/meetings/{forum.pk}/questions/{question.pk}/", sent)

    assert answer.headers["Location"].endswith(f"/questions/{families[0].pk}/")
    shown = text(page(officer, forum, f"questions/{question.pk}/"))
    assert "4 : 1 : 0" in shown
    assert "ปลัด งบไม่พอ" in shown
    assert "เลิกทำมตินี้" in shown


def test_all_that_is_left_is_agreed_at_once_but_for_closed_hearings(
    officer, forum, question, families, attend
):
    attend()
    officer.post(f"/meetings/{forum.pk}/questions/agree/")

    decided = {each.pk: each.decisions.count() for each in forum.proposals.all()}
    assert decided == {question.pk: 1, families[0].pk: 1, families[1].pk: 0}


def test_whose_voices_were_heard_is_counted(officer, forum, question, attend):
    attend(without=[5])
    shown = text(page(officer, forum))

    assert "ภาคประชาชน 2 1 1 0" in shown  # seats, present, proposals, objections
    assert "ครัวเรือนเป้าหมาย 1 1 0 0" in shown


def test_the_sheet_of_a_forum_carries_name_house_and_question_alone(
    officer, forum, question, families
):
    answer = officer.get(f"/meetings/{forum.pk}/paper/sheet/")
    shown = text(answer.content.decode())

    assert set(Line.__dataclass_fields__) == {"number", "name", "house", "question", "closed"}
    assert all(type(line) is Line for line in answer.context["lines"])
    assert f"๒ {FAMILY} ๙๙/๑ เห็นชอบให้เป็นครัวเรือนเป้าหมายหรือไม่" in shown
    assert [word for word in SHAMING if word in shown] == []
    assert str(families[0].subject_id) not in answer.content.decode()


def test_a_family_heard_closed_stands_on_no_public_paper(officer, forum, families, attend, acting):
    sheets = [page(officer, forum, f"paper/{name}/") for name in ("sheet", "agenda")]
    attend()
    decide(proposal_id=families[1].pk, outcome=Outcome.AGREED, **acting)
    minutes = page(officer, forum, "paper/minutes/")

    assert [paper.count(FAMILY) for paper in [*sheets, minutes]] == [1, 1, 1]
    assert "เรื่องที่รับฟังเป็นการปิด: ๑ เรื่อง" in sheets[0]
    apart = text(page(officer, forum, "paper/sheet/?closed"))
    assert "๒ " + FAMILY in apart
    assert "๑ " + FAMILY not in apart
    assert "บันทึกการรับฟังเป็นการปิด" in page(officer, forum, "paper/minutes/?closed")


def test_a_volunteer_reads_nothing_of_a_closed_hearing(forum, families, volunteer, client_of):
    browser = client_of(volunteer)
    shown = page(browser, forum)

    assert shown.count(FAMILY) == 1
    assert "รับฟังเป็นการปิด" in shown
    assert browser.get(f"/meetings/{forum.pk}/paper/sheet/?closed").status_code == 403
    assert "เพิ่มที่นั่ง" not in shown


def test_the_sign_in_sheet_has_the_seats_and_blank_lines(officer, forum):
    shown = text(page(officer, forum, "paper/sign-in/"))

    assert "๑ กำนันคำ สมมติสุข กำนัน ๒ บุญมา" in shown
    assert "๒๙ นับลายมือชื่อ" in shown  # five seats, twenty-four blank lines


def test_the_minutes_have_the_official_form(officer, forum, question, attend, acting):
    attend(without=[5])
    officer.post(f"/meetings/{forum.pk}/minutes/", {"m1": "ประธานกล่าวต้อนรับ"})
    officer.post(f"/meetings/{forum.pk}/count/", {"seats": "4", "guests": "31"})
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    officer.post(f"/meetings/{forum.pk}/close/", {"ended_at": "11:45"})
    shown = text(page(officer, forum, "paper/minutes/"))

    said = [
        "รายงานการประชุม เวทีประชาคมบ้านห้วยคราม ครั้งที่ ๑/๒๕๖๙",
        "เวลา ๐๙.๓๐ น. ณ ศาลาวัดห้วยคราม",
        "ผู้มาประชุม ๑. กำนันคำ สมมติสุข กำนัน ประธาน",
        "ผู้ไม่มาประชุม ๑. สี สมมติสุข",
        "ผู้เข้าร่วมประชุม จำนวน ๓๑ คน",
        "เริ่มประชุมเวลา ๐๙.๓๐ น.",
        "ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ ประธานกล่าวต้อนรับ",
        "มติที่ประชุม เห็นชอบ",
        "เลิกประชุมเวลา ๑๑.๔๕ น.",
        "(บุญมา สมมติสุข) ผู้จดรายงานการประชุม",
        "(กำนันคำ สมมติสุข) ผู้ตรวจรายงานการประชุม",
    ]
    assert [line for line in said if line not in shown] == []
    assert Meeting.objects.get().state == State.CLOSED


def test_the_list_is_narrowed_and_names_my_places_alone(
    officer, forum, client_of, stranger, acting, places
):
    assert forum.title in officer.get("/meetings/?state=PLANNED").content.decode()
    assert forum.title not in officer.get("/meetings/?state=CLOSED").content.decode()
    assert forum.title not in client_of(stranger).get("/meetings/").content.decode()


def waits(place_code, viewer):
    """What another room says waits for a forum of that place."""
    return [Matter(3, f"เรื่องค้างของ {place_code}", "/"), Matter(0, "ไม่มีอะไร", "/")]


def test_what_waits_for_a_meeting_stands_on_its_page_and_its_agenda(officer, forum, settings):
    settings.AGENDA = {"FORUM": [f"{__name__}.waits"]}
    shown = [text(page(officer, forum, part)) for part in ("", "paper/agenda/")]

    assert "3 เรื่องค้างของ 99010101" in shown[0]
    assert "เรื่องค้างของ ๙๙๐๑๐๑๐๑: ๓" in shown[1]
    assert "ไม่มีอะไร" not in "".join(shown)


def test_a_researcher_has_no_meetings(client_of, researcher, forum):
    assert client_of(researcher).get("/meetings/").status_code == 403


@pytest.mark.parametrize("questions", [2, 12])
def test_the_page_of_a_meeting_takes_few_queries(questions, officer, forum, acting, settings):
    settings.AGENDA = {}  # what other rooms ask is theirs to count
    settings.MEETING_SUBJECTS = {"household": f"{__name__}.name_of"}
    about = [("household", uuid.uuid4()) for _ in range(questions)]
    propose(
        meeting_id=forum.pk, question="เห็นชอบหรือไม่", voice=Voice.PEOPLE, subjects=about, **acting
    )
    page(officer, forum)

    with CaptureQueriesContext(connection) as asked:
        page(officer, forum)
    assert len(asked) <= 13


def test_opening_and_printing_a_meeting_is_in_the_trail(officer, forum):
    page(officer, forum)
    page(officer, forum, "paper/sign-in/")

    told = Entry.objects.filter(on_kind="meeting", on_id=str(forum.pk))
    assert set(told.values_list("what", flat=True)) >= {"meeting.viewed", "meeting.printed"}


@pytest.mark.parametrize(
    ("asked", "leave_out"),
    [
        ("นางบัวคำ มีหนี้ 200,000 ป่วยเป็นมะเร็ง รายได้ 500 บาท", "รายได้, หนี้, ป่วย, มะเร็ง"),
        ("ช่วยบ้าน 52 ก่อนหรือไม่", "บ้าน 52"),
    ],
)
@pytest.mark.parametrize(("part", "field"), [("questions", "question"), ("agenda", "title")])
def test_what_is_printed_for_everybody_tells_nothing_of_a_family_and_the_page_says_why(
    officer, forum, part, field, asked, leave_out
):
    answer = officer.post(f"/meetings/{forum.pk}/{part}/", {field: asked, "voice": "PEOPLE"})

    assert answer.status_code == 422
    said = answer.content.decode()
    assert leave_out in text(said)
    assert asked in said  # what was typed is still there
    assert not forum.proposals.exists()
    assert not forum.agenda.filter(title=asked).exists()


def test_the_title_of_a_meeting_tells_nothing_of_a_family(officer, forum):
    sent = {
        "kind": "FORUM",
        "place": str(forum.place_id),
        "held_on": "28/11/2570",
        "starts_at": "09:00",
        "venue": "ศาลา",
        "title": "ประชุมเรื่องผู้ป่วยติดเตียง",
    }

    assert "ติดเตียง" in text(officer.post("/meetings/new/", sent).content.decode())
    assert Meeting.objects.count() == 1


def test_public_matters_are_asked_though_their_names_hold_such_words(officer, forum):
    asked = {"question": "ขอกองทุนสุขภาพตำบล 5,000 บาท ซ่อมบ้าน 5 หลังในหมู่บ้าน 3", "voice": "PEOPLE"}

    assert officer.post(f"/meetings/{forum.pk}/questions/", asked).status_code == 302
    assert forum.proposals.count() == 1


def test_before_the_day_the_attendance_page_shows_no_form_and_leads_to_the_day(officer, forum):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Meeting.objects.filter(pk=forum.pk).update(held_on=tomorrow)
    shown = page(officer, forum, "attendance/")

    assert 'name="present"' not in shown
    assert f"/meetings/{forum.pk}/change/" in shown
    sent = {
        "held_on": timezone.localdate().strftime("%d/%m/%Y"),
        "starts_at": "08:30",
        "venue": "ศาลาใหม่",
    }
    assert officer.post(f"/meetings/{forum.pk}/change/", sent).status_code == 302
    assert 'name="present"' in page(officer, forum, "attendance/")


def test_ticks_that_are_refused_stay_on_the_page(officer, forum, question, attend, acting):
    attend()
    decide(proposal_id=question.pk, outcome=Outcome.AGREED, **acting)
    first = forum.seats.first()
    answer = officer.post(f"/meetings/{forum.pk}/attendance/", {"present": [str(first.pk)]})

    assert answer.status_code == 422
    assert answer.content.decode().count(" checked") == 1
    assert "เลิกทำมติ" in text(answer.content.decode())


def test_what_an_objection_tells_of_a_family_stands_on_no_public_paper(
    officer, forum, families, attend, acting
):
    attend()
    said = [
        Raised(Voice.PEOPLE, "กำนัน", "เขามีรายได้ดีแล้ว", ""),
        Raised(Voice.STATE, "ปลัด", "งบไม่พอ", ""),
    ]
    for asked in families:
        decide(proposal_id=asked.pk, outcome=Outcome.AGREED, objections=said, **acting)
    public = text(page(officer, forum, "paper/minutes/"))

    assert "รายได้" not in public
    assert "ภาคประชาชนคัดค้าน" in public
    assert "งบไม่พอ" in public
    assert "เขามีรายได้ดีแล้ว" in page(officer, forum, "paper/minutes/?closed")
    assert "เขามีรายได้ดีแล้ว" in page(officer, forum, f"questions/{families[0].pk}/")
