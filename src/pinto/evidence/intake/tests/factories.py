"""Files on their way, loaded the way the command line does it, and what the round says then."""

import datetime as dt
import io
import json

import xlsxwriter

from pinto.evidence.intake.actions.checking import check_file
from pinto.evidence.intake.actions.publishing import publish_load
from pinto.evidence.intake.actions.receiving import receive_file
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.models import Household
from pinto.evidence.registry.queries import latest_revisions, rosters
from pinto.ground.installation.home import room

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
HOUSES = ("รหัสบ้าน", "บ้านเลขที่", "หมู่ที่", "ตำบล", "อำเภอ", "จังหวัด", "จำนวนคนที่อยู่จริง")
PEOPLE = ("รหัสบ้าน", "ชื่อ", "นามสกุล", "เลขประจำตัวประชาชน", "วันเกิด")


def quiet(done, total, step):
    pass


def make_round(year=2569):
    return open_round(instrument="ppp-household", version="1", year=year, by=None, at=AT)


def workbook(**sheets):
    """The bytes of a workbook with these rows in its sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def survey(*houses, people=()):
    """A household survey; a house is (code, number, moo) and what is asked beyond that."""
    where = ("ห้วยคราม", "เมฆคำ", "ธารคราม")
    rows = [HOUSES, *((code, no, moo, *where, *rest) for code, no, moo, *rest in houses)]
    return workbook(ครัวเรือน=rows, สมาชิก=[PEOPLE, *people])


def received(content, round=None, *, name="survey.xlsx", viewer=None, by=None):
    return receive_file(
        stream=io.BytesIO(content), name=name, round=round, viewer=viewer, by=by, at=AT
    )


def checked(content, round=None, **how):
    load = received(content, round, **how)
    return check_file(load=load, by=how.get("by"), at=AT, tell=quiet)


def loaded(content, round=None, **how):
    load = checked(content, round, **how)
    assert load.state == "CHECKED", load.report
    return publish_load(load=load, by=how.get("by"), at=AT, tell=quiet)


def told(load):
    """Code, sheet, row of each finding that is listed."""
    return [(f["code"], f["sheet"], f["row"]) for f in load.report["shown"]]


def codes(load):
    return load.report["counts"]


def said(round, *, delivered=False):
    """House code → what the household and its members answered, as comparable text."""
    homes = {home.pk: home for home in Household.objects.filter(visible=True)}
    revisions = latest_revisions(homes, round)
    seats = rosters(revision.pk for revision in revisions.values())
    found = {}
    for key, revision in revisions.items():
        members = [
            (m.person.given_name, m.person.surname, m.person.birth_year, m.answers)
            for m in seats.get(revision.pk, [])
        ]
        scores = revision.delivered if delivered else {}
        place = str(revision.place_id)
        document = [place, revision.answers, scores, members]
        found[homes[key].house_code] = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return found


def folders_left():
    return [path.name for path in room("staging").iterdir() if path.is_dir()]
