"""Registries and files of target lists, invented for tests."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from pinto.insight.profiles.tests.factories import Home, Member, id_of, survey

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
BUAKHAM_ID = "1999900000013"
BUAKHAM_CODE = "99010100015"


def two_villages(places: dict[str, Any]) -> dict[str, Any]:
    """Homes of two tambons and of the other province; the answer: key → id."""
    homes = [
        Home("buakham", "99010101", 1.5, (Member("บัวคำ", national_id=BUAKHAM_ID),),
             house_no="52", house_code=BUAKHAM_CODE),
        Home("kaew", "99010101", 2.5, (Member("แก้ว", "ใจดีสมมติ"),), house_no="7",
             house_code="99010100023"),
        Home("nadee", "99010201", 3.0, (Member("นาดี"),), house_no="9", house_code="99010200011"),
        Home("far", "98010101", 1.2, (Member("ไกล"),), house_no="1", house_code="98010100019"),
    ]  # fmt: skip
    survey(2569, homes, places)
    return {home.key: id_of(home.key) for home in homes}


def workbook(*rows: list[Any]) -> io.BytesIO:
    """An .xlsx of one sheet with these rows, the headers first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("รายชื่อ")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    file.seek(0)
    file.name = "tpmap.xlsx"
    return file


HEADERS = ["เลขประจำตัวประชาชน", "รหัสบ้าน", "ชื่อ-นามสกุล", "บ้านเลขที่", "หมู่ที่", "ตำบล", "เหตุผล"]
