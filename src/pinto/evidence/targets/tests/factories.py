"""Registries and files of target lists, invented for tests."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from pinto.evidence.registry.models import Household
from pinto.evidence.registry.tests.factories import draft, load, make_round, person

AT = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
BUAKHAM_ID = "1999900000013"
BUAKHAM_CODE = "99010100015"


def two_villages(places: dict[str, Any]) -> dict[str, Any]:
    """Homes of two tambons and of the other province; the answer: key → id."""
    homes = {
        "buakham": draft(
            BUAKHAM_CODE, [person("บัวคำ", BUAKHAM_ID)], "99010101", house_no="52", head=0
        ),
        "kaew": draft("99010100023", [person("แก้ว")], "99010101", house_no="7", head=0),
        "nadee": draft("99010200011", [person("นาดี")], "99010201", house_no="9", head=0),
        "far": draft("98010100019", [person("ไกล")], "98010101", house_no="1", head=0),
    }
    load(make_round(), *homes.values())
    ids = dict(Household.objects.values_list("house_code", "pk"))
    return {key: ids[home.house_code] for key, home in homes.items()}


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
