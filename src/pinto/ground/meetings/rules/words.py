"""What the papers of a meeting never say of a family. No Django, no clock."""

import re

# What a paper that hangs in a village says of no family.
_LABELS = (
    *("คะแนน", "ระดับ", "รายได้", "เงินเดือน", "หนี้", "เจ็บป่วย", "ป่วย", "โรค", "สุขภาพ", "พิการ", "ติดเตียง"),
    *("มะเร็ง", "เบาหวาน", "อัมพาต", "เอดส์", "เอชไอวี", "จิตเวช", "ซึมเศร้า", "ติดยา", "ติดเหล้า"),
    *("อยู่ลำบาก", "อยู่ยาก", "พออยู่ได้", "อยู่ดี"),
    *("score", "level", "income", "salary", "debt", "health", "illness", "disab", "bedridden"),
    *("destitute", "struggling", "getting by", "living well"),
)
# Public things whose names hold one of those words.
_OF_EVERYBODY = (
    *("โรงพยาบาลส่งเสริมสุขภาพ", "หลักประกันสุขภาพ", "กองทุนสุขภาพ", "โรคระบาด", "ยกระดับ", "ระดับน้ำ"),
    *("ระดับหมู่บ้าน", "ระดับตำบล", "ระดับอำเภอ", "ระดับจังหวัด", "ระดับชาติ"),
)
# "บ้าน 52", "บ้านเลขที่ 52/1": one house; "หมู่บ้าน 3", "บ้าน 5 หลัง" are not.
_HOUSE = re.compile(
    r"(?<!หมู่)(?:บ้านเลขที่|บ้าน)\s*([0-9๐-๙]+(?:/[0-9๐-๙]+)?)(?![0-9๐-๙/])(?!\s*(?:หลัง|ครัว|หมู่|แห่ง|คน))"
)


def labels_in(text: str) -> list[str]:
    """The words of a text that would tell a family's level, score, money or health.

    >>> labels_in("เห็นชอบให้เป็นครัวเรือนเป้าหมายหรือไม่")
    []
    >>> labels_in("มีหนี้มาก ควรช่วยหรือไม่")
    ['หนี้']
    >>> labels_in("ซ่อมโรงพยาบาลส่งเสริมสุขภาพตำบล ยกระดับถนน")
    []
    """
    lowered = text.lower()
    for name in _OF_EVERYBODY:
        lowered = lowered.replace(name, " ")
    return [word for word in _LABELS if word in lowered]


def houses_in(text: str) -> list[str]:
    """The single houses a text names.

    >>> houses_in("เห็นชอบให้ช่วยบ้าน 52 และบ้านเลขที่ ๗/๑ หรือไม่")
    ['บ้าน 52', 'บ้านเลขที่ ๗/๑']
    >>> houses_in("ซ่อมบ้าน 5 หลังในหมู่บ้าน 3")
    []
    """
    return [found[0] for found in _HOUSE.finditer(text)]
