"""What the columns of the files mean, in Thai and English. The headers stay names for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pinto.insight.measures.rules.scorings import Scoring

COLUMN_SHEET = "คำอธิบาย"
COLUMN_HEADS = ("column", "th", "en")
Words = tuple[str, str]

_FIXED: dict[str, Words] = {
    "code": ("รหัสพื้นที่", "Official code of the area"),
    "kind": ("ระดับพื้นที่", "Kind of area"),
    "name_th": ("ชื่อภาษาไทย", "Name in Thai"),
    "name_en": ("ชื่อภาษาอังกฤษ", "Name in English"),
    "round": ("รอบข้อมูล (พ.ศ.)", "Data round (year of B.E.)"),
    "households": ("จำนวนครัวเรือน", "Households"),
    "people": ("จำนวนคน", "People"),
    "scored": ("ครัวเรือนที่มีคะแนน", "Households with a score"),
    "unscored": ("ครัวเรือนที่ไม่มีคะแนน", "Households without a score"),
    "share_scored": ("สัดส่วนครัวเรือนที่มีคะแนน (0–1)", "Share of households scored (0–1)"),
    "overall_mean": ("คะแนนเฉลี่ยรวม (1–4)", "Overall score, mean (1–4)"),
    "overall_sd": ("ส่วนเบี่ยงเบนมาตรฐานของคะแนนรวม", "Overall score, standard deviation"),
    "on_boundary": ("อยู่บนเส้นแบ่งระดับพอดี", "Exactly between two levels"),
    "answered": (
        "สัดส่วนคำตอบที่ใช้ให้คะแนนได้ (0–1)",
        "Share of needed answers known (0–1)",
    ),
    "compared_with": ("รอบที่นำมาเทียบ", "Round compared with"),
    "indicator": ("รหัสตัวชี้วัด", "Id of the indicator"),
    "capital": ("ทุน", "Capital"),
    "th": ("สิ่งที่ขาด ภาษาไทย", "What is lacking, in Thai"),
    "en": ("สิ่งที่ขาด ภาษาอังกฤษ", "What is lacking, in English"),
    "lacking": ("สัดส่วนครัวเรือนที่ขาด (0–1)", "Share of households lacking it (0–1)"),
    "known": ("จำนวนครัวเรือนที่รู้คำตอบ", "Households of which it is known"),
    "lacking_before": ("สัดส่วนที่ขาดในรอบก่อน (0–1)", "Share lacking it the round before (0–1)"),
    "known_before": ("จำนวนที่รู้คำตอบในรอบก่อน", "Households of which it was known before"),
    "place_code": ("รหัสพื้นที่", "Official code of the village or tambon"),
    "place": ("หมู่บ้านหรือตำบล", "Village or tambon"),
    "house_code": ("รหัสประจำบ้าน", "House code"),
    "house_no": ("บ้านเลขที่", "House number"),
    "head": ("หัวหน้าครัวเรือน", "Head of the household"),
    "head_id_masked": ("เลขประจำตัวของหัวหน้า (ปิดบางหลัก)", "ID of the head, masked"),
    "level": (
        "ระดับ: 1 อยู่ลำบาก 2 อยู่ยาก 3 พออยู่ได้ 4 อยู่ดี",
        "Level: 1 destitute to 4 well off",
    ),
    "entered_on": ("วันที่เข้ามาในรายการ (ปี ค.ศ.)", "Day it entered the list (Gregorian year)"),
    "overall": ("คะแนนรวม (1–4)", "Overall score (1–4)"),
}


def fixed_rows(columns: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each column with its meaning, where none is of a scoring."""
    for column in columns:
        yield (column, *_FIXED[column])


def column_rows(columns: Sequence[str], scoring: Scoring) -> Iterator[tuple[str, str, str]]:
    """Each column with its meaning. Raises ``KeyError`` for a column nobody explained."""
    words = {**_FIXED, **dict(_of_scoring(scoring))}
    for column in columns:
        yield (column, *words[column])


def _of_scoring(scoring: Scoring) -> Iterator[tuple[str, Words]]:
    for number, level in enumerate(scoring.levels, start=1):
        yield f"level_{number}", (f"ครัวเรือน{level.th}", f"Households, {level.en}")
        yield f"level_{number}_share", (f"สัดส่วน{level.th} (0–1)", f"Share, {level.en} (0–1)")
        yield f"level_{number}_people", (f"คนในครัวเรือน{level.th}", f"People, {level.en}")
        yield (
            f"level_{number}_before",
            (f"ครัวเรือน{level.th} ในรอบก่อน", f"Households, {level.en}, the round before"),
        )
    for capital in scoring.capitals:
        yield capital.id, (f"{capital.th} คะแนน (1–4)", f"{capital.en}, score (1–4)")
        yield f"{capital.id}_mean", (f"{capital.th} คะแนนเฉลี่ย (1–4)", f"{capital.en}, mean (1–4)")
        yield (
            f"{capital.id}_sd",
            (f"{capital.th} ส่วนเบี่ยงเบนมาตรฐาน", f"{capital.en}, standard deviation"),
        )
    for item in scoring.items:
        yield (
            f"lacking_{item.id}",
            (f"สัดส่วน: {item.lacking.th} (0–1)", f"Share: {item.lacking.en} (0–1)"),
        )
