"""Given names as Thai people bear them, and surnames that nobody bears.

Given names follow sex and year of birth. Every surname ends with a word for something
made up (a tale, a dream, a play), so that no sample can name a real family.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

CAST_SURNAME = "สมมติสุข"

# One pair of lists for each generation: born before 2500, 2500–2519, 2520–2543, since 2544.
_FEMALE = (
    (
        "บัวคำ บุญมี ทองใบ คำมูล จันทร์ดี สมหมาย บุญเรือง ทองคำ หนูพิน สีดา บุญเลี้ยง คำแพง "
        "ประยูร ลำดวน สายบัว บัวผัน กองแก้ว จำปี อ่อนสา พิมพา ทองม้วน แก้วตา บุญช่วย คำหล้า"
    ),
    (
        "สมศรี สมจิตร ประนอม วันเพ็ญ สุวรรณา รัชนี อรพิน พิสมัย วิไล อุไร สำราญ บุญเพ็ง "
        "ละเอียด มะลิวัลย์ สุภาพ นงลักษณ์ ประภา จันทร์เพ็ญ ทองพูน หนูเล็ก เพ็ญศรี ดวงใจ สมบัติ บัวคำ"
    ),
    (
        "สุพัตรา นิตยา กาญจนา วราภรณ์ ศิริพร จิราพร อรทัย รุ่งนภา ปิยนุช ธิดารัตน์ สุภาวดี ปราณี "
        "ณัฐธิดา วิภาดา เบญจมาศ มยุรี พรทิพย์ ชลธิชา อัจฉรา จุฑามาศ สุกัญญา เกศินี แก้ว มาลินี"
    ),
    (
        "กัญญาณัฐ ณัฐณิชา พิชญา ปุณยวีร์ ธนัญชนก ชนิดาภา อริสา กมลชนก ปาณิสรา วริศรา ญาณิศา "
        "พรนภา ณิชาภัทร สุพิชญา เขมิกา มนัสนันท์ อภิชญา จิรัชญา นันท์นภัส ลลิตา ขวัญข้าว ใบบัว"
    ),
)
_MALE = (
    (
        "ใส คำปุ่น บุญมา ทองดี สีหา คำตา บุญธรรม พรมมา หนูเกณฑ์ อ่อนตา คำสิงห์ บุญหลาย ทองสา "
        "เคน จันที สมดี แก้วมา ผาย เลื่อน ประสาน บุญตา คำพันธ์ ทองลา พิมพ์"
    ),
    (
        "สมชาย สมพงษ์ ประเสริฐ สุรชัย วิชัย สมศักดิ์ บุญเลิศ ประยงค์ ชาญชัย สุพจน์ อุดม ไพบูลย์ "
        "สวัสดิ์ ทองสุข นิคม วิรัตน์ บรรจง ธงชัย สำเริง ประจวบ เฉลิม สนั่น ณรงค์ วีระ"
    ),
    (
        "ณัฐพล วุฒิชัย อนุชา ธีรพงษ์ เกียรติศักดิ์ ปิยะ พงศกร ศราวุธ จักรพันธ์ อดิศักดิ์ สิทธิชัย นพดล "
        "กิตติพงษ์ รัฐพล ธนากร ปรีชา ภานุวัฒน์ สุริยา เอกชัย มานพ วรวุฒิ ชัยวัฒน์ ยุทธนา อภิสิทธิ์"
    ),
    (
        "ภูมิพัฒน์ ธนภัทร กิตติภพ ปุณณวิช ณัฐวัฒน์ ธีรเดช อัครวินท์ ศุภวิชญ์ กันตพงศ์ พีรพัฒน์ ธนกฤต "
        "รัชชานนท์ จิรายุ ชยพล วรเมธ ต้น ปัณณวัฒน์ กวินท์ ต้นกล้า ภาคิน อชิรวิชญ์ คุณานนต์"
    ),
)
GENERATIONS = (1957, 1977, 2001)  # years ค.ศ. in which the next generation begins

_FIRST = (
    "ธาร เมฆ หมอก คราม ภู ไผ่ ตะวัน จันทรา ดารา ฟ้า วายุ ฝน ทราย ศิลา รุ้ง ดอน วัง สาย ปทุม รวง "
    "หงส์ มยุรา นก เรณู พนา สินธุ์ อรุณ ราตรี ลำดวน กรวด ตาล สน"
)
_MIDDLE = (
    "คำ ทอง เงิน แก้ว งาม ใส เย็น พราว ขาว หวาน หอม รื่น เพชร เรือง ชื่น นวล สว่าง ละมุน "
    "มงคล อร่าม กว้าง ไกล พฤกษ์ เพลิน"
)
_LAST = "นิทาน นิยาย ตำนาน จินตนา วาดฝัน ในฝัน เรื่องเล่า ละคร สมมติ"

INVENTED_ENDINGS = (*_LAST.split(), CAST_SURNAME)
GIVEN_NAMES = np.array(
    [
        name
        for lists in zip(_FEMALE, _MALE, strict=True)
        for names in lists
        for name in names.split()
    ],
    dtype=object,
)
SURNAMES = np.array(
    [CAST_SURNAME, *map("".join, product(_FIRST.split(), _MIDDLE.split(), _LAST.split()))],
    dtype=object,
)
TITLES = np.array(["นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง"], dtype=object)

_LENGTHS = np.array([
    len(names.split()) for lists in zip(_FEMALE, _MALE, strict=True) for names in lists
])  # fmt: skip
_POWER = 1.5
_STARTS = np.concatenate([[0], np.cumsum(_LENGTHS)[:-1]])


def given_name_of(
    male: npt.NDArray[np.bool_], born: Ints, draw: npt.NDArray[np.floating[Any]]
) -> Ints:
    """Which of ``GIVEN_NAMES`` people bear, by sex, year of birth (ค.ศ.) and a draw in [0, 1).

    The power makes the first names of each list the common ones.
    """
    group = _group(male, born)
    return np.asarray(_STARTS[group] + (draw**_POWER * _LENGTHS[group]).astype(np.int64))


def draw_of_name(name: str, *, male: bool, born: int) -> float:
    """A draw that gives that name. Raises ``ValueError`` when it is not of that generation.

    >>> draw = draw_of_name("บัวคำ", male=False, born=1963)
    >>> GIVEN_NAMES[given_name_of(np.array([False]), np.array([1963]), np.array([draw]))[0]]
    'บัวคำ'
    """
    group = _group(np.array(male), np.array(born))
    first, count = int(_STARTS[group]), int(_LENGTHS[group])
    nth = list(GIVEN_NAMES[first : first + count]).index(name)
    return float(((nth + 0.5) / count) ** (1 / _POWER))


def _group(male: npt.NDArray[np.bool_], born: Ints) -> Ints:
    return 2 * np.searchsorted(GENERATIONS, born, side="right") + male


def title_of(male: npt.NDArray[np.bool_], age: Ints, married: npt.NDArray[np.bool_]) -> Ints:
    """Which of ``TITLES`` people bear: a child until 15, then by sex and marriage."""
    adult = np.where(male, 0, np.where(married, 1, 2))
    return np.where(age < 15, np.where(male, 3, 4), adult)
