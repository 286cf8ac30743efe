"""What the papers of a meeting never say. No Django, no clock."""

# What a paper that hangs in a village says of no family.
_LABELS = (
    *("คะแนน", "ระดับ", "รายได้", "เงินเดือน", "หนี้", "เจ็บป่วย", "ป่วย", "โรค", "สุขภาพ", "พิการ", "ติดเตียง"),
    *("อยู่ลำบาก", "อยู่ยาก", "พออยู่ได้", "อยู่ดี"),
    *("score", "level", "income", "salary", "debt", "health", "illness", "disab", "bedridden"),
    *("destitute", "struggling", "getting by", "living well"),
)


def labels_in(question: str) -> list[str]:
    """The words of a question that would tell a family's level, score, money or health.

    >>> labels_in("เห็นชอบให้เป็นครัวเรือนเป้าหมายหรือไม่")
    []
    >>> labels_in("มีหนี้มาก ควรช่วยหรือไม่")
    ['หนี้']
    """
    lowered = question.lower()
    return [word for word in _LABELS if word in lowered]
