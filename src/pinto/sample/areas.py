"""The invented areas: two provinces, their amphoes and tambons, and their villages.

Names of provinces, amphoes and tambons stand here; villages are drawn once from a
fixed seed, so that every sample of every size has the same ones. The codes 98 and 99
belong to no province.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

_SEED = 9901


@dataclass(frozen=True, slots=True)
class Tambon:
    """A tambon, and what life there is like."""

    code: str
    th: str
    en: str
    x: float  # where its middle lies within its province: 0 is west, 1 is east
    y: float  # 0 is north, 1 is south
    weight: float  # how many households it has, against the others
    welfare: float  # how well households live, in standard deviations from the mean
    drift: float  # how much that changes from one round to the next
    water: float  # how easily fields are watered, in standard deviations
    town: float  # how near paid work is, in standard deviations


@dataclass(frozen=True, slots=True)
class Province:
    """A province with its one amphoe."""

    code: str
    th: str
    en: str
    amphoe_code: str
    amphoe_th: str
    amphoe_en: str
    north: float  # degrees, WGS 84; both rectangles are open sea in the Gulf of Thailand
    west: float
    size: float  # degrees from north to south, and from west to east
    share: float  # of all households of a sample
    tambons: tuple[Tambon, ...]


@dataclass(frozen=True, slots=True)
class Village:
    """A village of a tambon. ``code`` is the tambon's and two digits of the moo."""

    code: str
    moo: int
    th: str
    en: str
    tambon: Tambon
    province: Province


@dataclass(frozen=True, slots=True)
class Area:
    """A line of places.csv."""

    code: str
    th: str
    en: str


THAN_KHRAM = Province(
    "99", "ธารคราม", "Than Khram", "9901", "เมฆคำ", "Mek Kham",
    north=11.00, west=100.60, size=0.32, share=0.95,
    tambons=(
        Tambon("990101", "ห้วยคราม", "Huai Khram", 0.47, 0.50, 612, -0.10, 0.14, 0.3, 0.5),
        Tambon("990102", "นาเมฆคำ", "Na Mek Kham", 0.60, 0.62, 538, 0.24, 0.15, 0.6, 0.6),
        Tambon("990103", "โคกฝ้ายงาม", "Khok Fai Ngam", 0.33, 0.62, 471, -0.10, 0.12, -0.3, 0.0),
        Tambon("990104", "หนองบัวเงิน", "Nong Bua Ngoen", 0.70, 0.44, 455, 0.48, 0.16, 0.5, 0.4),
        Tambon("990105", "ดอนข้าวหอม", "Don Khao Hom", 0.52, 0.82, 402, 0.62, 0.15, 0.8, 0.1),
        Tambon("990106", "โพนไม้ลาย", "Phon Mai Lai", 0.30, 0.38, 388, -0.48, 0.08, -0.4, -0.3),
        Tambon("990107", "ท่าเรือใหม่", "Tha Ruea Mai", 0.80, 0.66, 374, 0.34, 0.12, 0.4, 0.7),
        Tambon("990108", "บ้านหม้อดิน", "Ban Mo Din", 0.58, 0.30, 361, 0.00, 0.09, -0.1, 0.2),
        Tambon("990109", "ป่าไผ่งาม", "Pa Phai Ngam", 0.16, 0.48, 338, -0.72, -0.13, -0.6, -0.7),
        Tambon("990110", "ผาแดงน้อย", "Pha Daeng Noi", 0.40, 0.17, 296, -0.92, -0.18, -0.8, -0.9),
        Tambon("990111", "วังปลาทอง", "Wang Pla Thong", 0.83, 0.26, 301, 0.14, 0.10, 0.5, -0.1),
        Tambon("990112", "เหล่าตะวัน", "Lao Tawan", 0.20, 0.78, 276, -0.02, 0.09, -0.2, -0.2),
    ),
)  # fmt: skip
THALE_MOK = Province(
    "98", "ทะเลหมอก", "Thale Mok", "9801", "ภูสายลม", "Phu Sai Lom",
    north=11.30, west=101.00, size=0.18, share=0.05,
    tambons=(
        Tambon("980101", "เวียงหมอก", "Wiang Mok", 0.32, 0.34, 300, 0.10, 0.08, 0.1, 0.3),
        Tambon("980102", "ทุ่งดาวเรือง", "Thung Dao Rueang", 0.68, 0.42, 260, 0.25, 0.10, 0.3, 0.0),
        Tambon("980103", "สันฟ้าใส", "San Fa Sai", 0.46, 0.74, 220, -0.30, 0.05, -0.2, -0.4),
    ),
)  # fmt: skip
PROVINCES = (THALE_MOK, THAN_KHRAM)

_HEADS = (
    ("โนน", "Non"), ("หนอง", "Nong"), ("ห้วย", "Huai"), ("โคก", "Khok"), ("ดอน", "Don"),
    ("วัง", "Wang"), ("ท่า", "Tha"), ("นา", "Na"), ("ป่า", "Pa"), ("คลอง", "Khlong"),
    ("ผา", "Pha"), ("ทุ่ง", "Thung"), ("สวน", "Suan"),
)  # fmt: skip
_TAILS = (
    ("คราม", "Khram"), ("เมฆ", "Mek"), ("ฝ้าย", "Fai"), ("ไผ่", "Phai"), ("ตะวัน", "Tawan"),
    ("ดาว", "Dao"), ("หอม", "Hom"), ("แก้ว", "Kaeo"), ("ทอง", "Thong"), ("เงิน", "Ngoen"),
    ("สายลม", "Sai Lom"), ("ปลา", "Pla"), ("บัว", "Bua"), ("งาม", "Ngam"), ("เย็น", "Yen"),
    ("หมอก", "Mok"), ("น้อย", "Noi"), ("ใหญ่", "Yai"),
)  # fmt: skip
_CHOSEN = {"99010104": (0, 0)}  # บ้านโนนคราม, where the cast lives


@cache
def villages() -> tuple[Village, ...]:
    """Every village, by code: 8 to 14 in each tambon, no name twice in a province.

    >>> next(village.th for village in villages() if village.code == "99010104")
    'บ้านโนนคราม'
    """
    rng = np.random.default_rng(_SEED)
    return tuple(village for province in PROVINCES for village in _of(province, rng))


def _of(province: Province, rng: np.random.Generator) -> Iterator[Village]:
    pairs = [(head, tail) for head in range(len(_HEADS)) for tail in range(len(_TAILS))]
    drawn = iter([pairs[i] for i in rng.permutation(len(pairs)) if pairs[i] != (0, 0)])
    for tambon in province.tambons:
        for moo in range(1, int(rng.integers(8, 15)) + 1):
            code = f"{tambon.code}{moo:02d}"
            head, tail = _CHOSEN.get(code) or next(drawn)
            (head_th, head_en), (tail_th, tail_en) = _HEADS[head], _TAILS[tail]
            yield Village(
                code, moo, f"บ้าน{head_th}{tail_th}", f"Ban {head_en} {tail_en}", tambon, province
            )


def areas() -> Iterator[Area]:
    """Every area from province to village; an area comes after the one it lies in."""
    for province in PROVINCES:
        yield Area(province.code, province.th, province.en)
        yield Area(province.amphoe_code, province.amphoe_th, province.amphoe_en)
        for tambon in province.tambons:
            yield Area(tambon.code, tambon.th, tambon.en)
    for village in villages():
        yield Area(village.code, village.th, village.en)


def households_of_villages(total: int) -> list[int]:
    """How many of so many households live in each village; they add up to the total.

    Shares are rounded by largest remainder, so that even a tiny sample is spread by weight.

    >>> sum(households_of_villages(5000))
    5000
    """
    rng = np.random.default_rng(_SEED + 1)
    weights = np.array([
        village.province.share
        * village.tambon.weight
        / sum(tambon.weight for tambon in village.province.tambons)
        / sum(other.tambon.code == village.tambon.code for other in villages())
        * rng.uniform(0.6, 1.4)
        for village in villages()
    ])  # fmt: skip
    exact = weights / weights.sum() * total
    counts = np.floor(exact).astype(int)
    rest = total - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:rest]] += 1
    return [int(count) for count in counts]
