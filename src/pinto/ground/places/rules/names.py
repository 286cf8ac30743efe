"""Names of places, brought to a form in which the same name is the same text."""

import re

from pinto.ground.thai.numerals import arabic
from pinto.ground.thai.spelling import normalised

_NOT_KEPT = re.compile(r"[^a-z0-9ก-ฮะ-ฺเ-๎]")
_DOUBLED = re.compile(r"([ะ-ฺแ-๎])\1+")  # a vowel or tone mark typed twice; เเ is แ
_TAMBON_ALONE = re.compile(r"^(?:ต\.|ตำบล)\s*")


def name_key(name: str) -> str:
    """The name for comparing: no spaces, no punctuation, Arabic digits, one spelling of vowels.

    Serves Thai and English names alike. Empty when nothing remains.

    >>> name_key("สุไหงโก-ลก"), name_key("เเม่ริม"), name_key("ห้วยนํ้าา ขาว")
    ('สุไหงโกลก', 'แม่ริม', 'ห้วยน้ำขาว')
    >>> name_key("Phu Pha Man") == name_key("Phu Phaman")
    True
    """
    text = normalised(_DOUBLED.sub(r"\1", arabic(name).casefold()))
    return _NOT_KEPT.sub("", text).replace("ฤา", "ฤๅ")


def bare_name(name: str) -> str:
    """The name as it is printed: one space where several stood, no label before it.

    >>> bare_name("ต.ผาทอง"), bare_name(" บ้านโนน  สะอาด ")
    ('ผาทอง', 'บ้านโนน สะอาด')
    """
    return _TAMBON_ALONE.sub("", normalised(name))


_GOVERNMENT = re.compile(r"^(?:เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วนตำบล|อบต\.?|ท[ตมน]\.)\s*")


def government_key(name: str) -> str:
    """The key of a local government's name without the label that says its kind.

    >>> government_key("ทต.ภูผาม่าน") == government_key("เทศบาลตำบลภูผาม่าน")
    True
    """
    return name_key(_GOVERNMENT.sub("", normalised(name)))
