"""Thai terms that a browser must not break in the middle.

Source: ui/README §11.1 and the glossary of §9. Browsers break ผู้|สูง|อายุ; a span
with ``white-space: nowrap`` (class ``nb``) around the term stops it, and ``<wbr>`` cannot. Longer
terms would not fit a phone, so those over 20 characters are given here in their parts.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

LONGEST = 20  # characters

GLOSSARY = (
    "ครัวเรือน", "ครัวเรือนเป้าหมาย", "หัวหน้าครัวเรือน", "สมาชิก", "ผู้ให้ข้อมูล", "รหัสบ้าน",
    "รอบข้อมูล", "รอบสำรวจ", "ทุนดำรงชีพห้าด้าน", "ทุนดำรงชีพ", "ทุนมนุษย์", "ทุนกายภาพ",
    "ทุนการเงิน", "ทุนธรรมชาติ", "ทุนสังคม", "คะแนน", "อยู่ลำบาก", "อยู่ยาก", "พออยู่ได้", "อยู่ดี",
    "ไม่มีคะแนน", "ตัวชี้วัด", "ไม่ผ่าน", "ยังไม่มีข้อมูล", "สอบทาน", "รับรอง", "เห็นชอบ",
    "ประชาคมหมู่บ้าน", "ตกหล่น", "ไม่เข้าเกณฑ์แล้ว", "ความยากจน", "จังหวัด", "อำเภอ", "ตำบล",
    "หมู่บ้าน", "สวัสดิการ", "ยังไม่ได้รับ", "ได้รับอยู่แล้ว", "เกณฑ์", "เบี้ยยังชีพ",
    "ผู้สูงอายุ", "เบี้ยความพิการ", "เงินอุดหนุน", "เด็กแรกเกิด", "บัตรสวัสดิการแห่งรัฐ", "ติดเตียง",
    "ผู้ดูแล", "หนี้นอกระบบ", "ที่ดินทำกิน", "รายได้ต่อคน", "รายได้", "ปรับปรุงเมื่อ", "เก็บร่าง",
    "บันทึก", "บันทึกครบแล้ว", "ไม่มีสัญญาณ", "ส่งครบแล้ว", "รับเรื่อง", "ตรวจสอบข้อเท็จจริง",
    "วางแผนช่วยเหลือ", "ส่งต่อ", "หน่วยงานปลายทาง", "ติดตามผล", "ปิดเรื่อง", "ขั้นต่อไป",
    "เกินกำหนด", "ทันกำหนด", "ผู้จัดการเคส", "ทีมสหวิชาชีพ", "ศูนย์ช่วยเหลือสังคม", "จุดเดียวเบ็ดเสร็จ",
    "เยี่ยมบ้าน", "นัดหมาย", "หนังสือส่งต่อ", "สายด่วน", "แผนครอบครัว", "เป้าหมาย", "ทบทวน",
    "แผนชุมชน", "แผนพัฒนาตำบล", "แผนพัฒนาอำเภอ", "แผนพัฒนาจังหวัด", "โครงการ", "บรรจุในแผน",
    "เสนอขึ้น", "ได้งบ", "เบิกจ่าย", "ถึงครัวเรือน", "ช่องว่าง", "แหล่งงบ", "กองทุนสวัสดิการ", "กองทุนส่งเสริม",
    "เงินสมทบ", "โมเดลแก้จน", "สภาองค์กรชุมชน", "อาสาสมัคร", "ผู้นำชุมชน", "ความยินยอม",
    "ถอนความยินยอม", "ใครดูข้อมูล", "ขอสำเนาข้อมูล", "ข้อมูลเปิด", "คงเดิม", "แย่ลง",
    "คำตอบ", "ตรวจทาน", "ประชุม", "ประชาคม", "คัดค้าน", "ข้อมูล",
)  # fmt: skip

_KEPT = '<span class="nb">'
# A term ends before a vowel or mark that belongs to its last letter, and does not begin
# between a leading vowel and its consonant.
_NOT_AFTER, _NOT_BEFORE = "(?<![เ-ไ])", "(?![ะ-ฺๅ็-๎])"


def kept_together(html_text: str, terms: Iterable[str] = GLOSSARY) -> str:
    """The HTML with every term in a span of class ``nb``; of two terms, the longer.

    Give text that is already escaped. Tags and their attributes are left alone, and so are
    terms that are wrapped already; terms over 20 characters are not wrapped.

    >>> kept_together("ครัวเรือนเป้าหมาย &lt; 5", ["ครัวเรือน", "ครัวเรือนเป้าหมาย"])
    '<span class="nb">ครัวเรือนเป้าหมาย</span> &lt; 5'
    """
    return _pattern(tuple(terms)).sub(_wrapped, html_text)


def _wrapped(found: re.Match[str]) -> str:
    return f"{_KEPT}{found['term']}</span>" if found["term"] else found[0]


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    short = {escape(term) for term in terms if 0 < len(term) <= LONGEST}
    longest_first = sorted(short, key=lambda term: (-len(term), term))
    either = "|".join(map(re.escape, longest_first)) or "(?!)"
    # what comes first is skipped: wrapped terms, tags, character references
    return re.compile(
        rf"{_KEPT}[^<]*</span>|<[^>]*>|{_NOT_AFTER}(?P<term>{either}){_NOT_BEFORE}|&[#\w]+;"
    )
