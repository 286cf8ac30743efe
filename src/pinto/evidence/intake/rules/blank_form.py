"""The empty household form as a workbook: what an officer fills in, Pinto can load."""

from __future__ import annotations

import io

import xlsxwriter

from pinto.evidence.instruments.rules import Instrument, Kind, Level, Question

_ROWS = 2_000  # rows with a list of answers to choose from
_LISTED = 255  # characters: Excel's limit for a list written into a cell


def blank_form(asked: Instrument) -> bytes:
    """Two sheets, one row a household and one a member, and a third with every answer."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})  # leading zeros stay
        for name, level in (("ครัวเรือน", Level.HOUSEHOLD), ("สมาชิก", Level.MEMBER)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            headers = [] if level is Level.HOUSEHOLD else ["รหัสบ้าน"]
            headers += [each.th for each in asked.identity[level] if each.id != "full_name"]
            questions = asked.questions(level)
            for column, header in enumerate([*headers, *(q.th for q in questions)]):
                sheet.write(0, column, header, bold)
                sheet.set_column(column, column, 16, text if column < len(headers) else None)
            for column, question in enumerate(questions, start=len(headers)):
                if choices := _choices(question):
                    sheet.data_validation(
                        1,
                        column,
                        _ROWS,
                        column,
                        {"validate": "list", "source": choices, "error_type": "warning"},
                    )
        _write_answers(book.add_worksheet("คำตอบ"), asked, bold)
    return content.getvalue()


def _choices(question: Question) -> list[str]:
    """What may be chosen in a cell; nothing where several may, or where the list is too long."""
    if question.kind is Kind.BOOLEAN:
        return ["ใช่", "ไม่ใช่"]
    labels = [choice.th for choice in question.choices]
    fits = len(",".join(labels)) <= _LISTED
    return labels if question.kind is Kind.CHOICE and fits else []


def _write_answers(sheet: xlsxwriter.worksheet.Worksheet, asked: Instrument, bold: object) -> None:
    for column, header in enumerate(("คำถาม", "หน่วย", "คำตอบที่เลือกได้ (หลายข้อคั่นด้วย ;)")):
        sheet.write(0, column, header, bold)
        sheet.set_column(column, column, (40, 12, 90)[column])
    for row, question in enumerate(asked.questions(), start=1):
        sheet.write(row, 0, question.th)
        sheet.write(row, 1, question.unit)
        answers = _choices(question) or [choice.th for choice in question.choices]
        sheet.write(row, 2, "; ".join(answers))
