"""How a written address names places: the parts, their labels, the moo number."""

import re
from dataclasses import dataclass

from pinto.ground.places.rules.codes import Kind
from pinto.ground.places.rules.names import name_key
from pinto.ground.thai.numerals import arabic

_HOUSE_NUMBER = re.compile(r"(?:บ้าน)?เลขที่\s*[0-9]*(?:/[0-9]+)?")
_BREAKS = re.compile(r"[,;/|>\n\t]+")
_GOVERNMENTS = {
    "เทศบาลนคร": "THESABAN_NAKHON",
    "ทน.": "THESABAN_NAKHON",
    "เทศบาลเมือง": "THESABAN_MUEANG",
    "ทม.": "THESABAN_MUEANG",
    "เทศบาลตำบล": "THESABAN_TAMBON",
    "ทต.": "THESABAN_TAMBON",
    "เทศบาล": "THESABAN",
    "องค์การบริหารส่วนตำบล": "TAO",
    "อบต.": "TAO",
}
_LEVELS = {
    "จังหวัด": Kind.PROVINCE,
    "จ.": Kind.PROVINCE,
    "กิ่งอำเภอ": Kind.AMPHOE,
    "กิ่งอ.": Kind.AMPHOE,
    "กิ่ง อ.": Kind.AMPHOE,
    "อำเภอ": Kind.AMPHOE,
    "อ.": Kind.AMPHOE,
    "เขต": Kind.AMPHOE,
    "ตำบล": Kind.TAMBON,
    "ต.": Kind.TAMBON,
    "แขวง": Kind.TAMBON,
    "หมู่บ้าน": Kind.VILLAGE,
}
# Words that also stand inside others (หลักเขต, ปรางหมู่, กทม.) are labels only where a word begins;
# the tambons จ.ป.ร. and สามตำบล are the two exceptions among the others.
_WORD_BEGINS = ("เขต", "แขวง", "เทศบาล", "ทต.", "ทม.", "ทน.")
_MOO = r"(?P<moo>(?:(?<!\S)(?:หมู่ที่|หมู่)|ม\.)\s*(?P<number>[0-9]{1,3}))(?![0-9])"
_LABEL = re.compile(
    _MOO
    + "|(?P<label>"
    + "|".join(
        (r"(?<!\S)" if word.startswith(_WORD_BEGINS) else "")
        + ("(?<!สาม)" if word == "ตำบล" else "")
        + re.escape(word)
        + ("(?!ป.ร)" if word == "จ." else "")
        for word in sorted({**_GOVERNMENTS, **_LEVELS}, key=len, reverse=True)
    )
    + ")"
)
_LATIN_LEVELS = {
    "changwat": Kind.PROVINCE,
    "province": Kind.PROVINCE,
    "amphoe": Kind.AMPHOE,
    "district": Kind.AMPHOE,
    "khet": Kind.AMPHOE,
    "tambon": Kind.TAMBON,
    "subdistrict": Kind.TAMBON,
    "sub-district": Kind.TAMBON,
    "khwaeng": Kind.TAMBON,
    "village": Kind.VILLAGE,
}
_VILLAGE_LIKE = ("บ้าน", "ชุมชน", "Ban ", "Chumchon ")


@dataclass(frozen=True, slots=True)
class Part:
    """One name in an address: as written, its key, and what its label says."""

    text: str
    key: str
    kind: Kind | None = None  # None: no label, any level but village
    government: str = ""  # the kind of local government whose name it is
    begins: bool = False  # ended by ฯ: the key is only the beginning of the name

    @property
    def is_capital(self) -> bool:
        """Whether it is the bare "เมือง": the amphoe named after its province."""
        return self.key in ("เมือง", "mueang", "muang") and self.kind in (None, Kind.AMPHOE)

    @property
    def may_be_village(self) -> bool:
        return self.kind is Kind.VILLAGE or (
            self.kind is None and self.text.startswith(_VILLAGE_LIKE)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of an address in the order written, and the moo number if there is one."""

    parts: tuple[Part, ...]
    moo: int | None = None


def read_address(text: str) -> Reading:
    """The places a text names. House numbers, postcodes and other numbers are passed over.

    >>> [(p.text, p.kind) for p in read_address("ต.ขี้เหล็กอ.เมือง จ.อุบลราชธานี").parts]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('ขี้เหล็ก', <Kind.TAMBON: 'TAMBON'>), ('เมือง', <Kind.AMPHOE: 'AMPHOE'>),
     ('อุบลราชธานี', <Kind.PROVINCE: 'PROVINCE'>)]
    >>> [p.text for p in read_address("ขี้เหล็ก, เมือง, อุบลราชธานี 34000").parts]
    ['ขี้เหล็ก', 'เมือง', 'อุบลราชธานี']
    >>> read_address("25/2 หมู่ที่ ๓ ตำบลสักหลง").moo
    3
    """
    parts: list[Part] = []
    moo = None
    for chunk in _BREAKS.split(_HOUSE_NUMBER.sub(" ", arabic(text))):
        if re.search("[ก-๙]", chunk):
            found, number = _thai_parts(chunk.strip())
            parts.extend(found)
            moo = moo or number
        elif re.search("[A-Za-z]", chunk):
            parts.append(_latin_part(chunk.strip()))
    return Reading(tuple(part for part in parts if part.key), moo)


def _thai_parts(chunk: str) -> tuple[list[Part], int | None]:
    """Text before the first label has none; after a label, its first word belongs to it."""
    labels = list(_LABEL.finditer(chunk))
    parts = [_part(word) for word in chunk[: labels[0].start() if labels else None].split()]
    moo = None
    for label, following in zip(labels, [*labels[1:], None], strict=False):
        words = chunk[label.end() : following.start() if following else None].split()
        if label["moo"]:
            moo = int(label["number"])
        elif words:
            parts.append(_part(words.pop(0), label["label"]))
        parts.extend(_part(word) for word in words)
    return [part for part in parts if re.search("[^0-9.()-]", part.text)], moo


def _part(word: str, label: str = "") -> Part:
    begins = word.endswith("ฯ")
    return Part(word, name_key(word), _LEVELS.get(label), _GOVERNMENTS.get(label, ""), begins)


def _latin_part(chunk: str) -> Part:
    """Latin names have several words; the label stands before them or after."""
    words = [word for word in chunk.split() if not word.isdigit()]
    kind = None
    for position in (0, -1):
        if len(words) > 1 and (level := _LATIN_LEVELS.get(words[position].lower())):
            kind = level
            words.pop(position)
    key = name_key("".join(words)).replace("muang", "mueang")
    return Part(" ".join(words), key, kind)
