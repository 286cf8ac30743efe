"""Invented numbers for the gallery: อำเภอเมฆคำ of จังหวัดธารคราม exists nowhere."""

from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pinto.ground.design.charts.bars import Bar, level_table
from pinto.ground.design.charts.choropleth import Area, choropleth_table
from pinto.ground.design.charts.pentagon import Shape, pentagon_table
from pinto.ground.design.charts.projection import Geometry, frame, path
from pinto.ground.design.charts.table import Table
from pinto.ground.design.charts.trend import Line, trend_table
from pinto.ground.design.words import LEVELS

LEVEL_COUNTS = [1349, 1598, 1310, 555]
LEVEL_COUNTS_BEFORE = [1561, 1620, 1169, 462]
NO_SCORE_COUNT = 203
BREAKS = [0.5, 0.58, 0.66, 0.74]
MOVES = [[1178, 321, 58, 4], [152, 1190, 252, 26], [19, 84, 918, 148], [0, 3, 82, 377]]
UPDATED = date(2026, 11, 18)

NOW = Shape("เมฆคำ 2569", [2.21, 2.47, 1.83, 2.12, 2.74])
BEFORE = Shape("เมฆคำ 2568", [2.09, 2.28, 1.71, 2.14, 2.61])
PROVINCE = Shape("ธารคราม 2569", [2.34, 2.55, 2.02, 2.31, 2.70])
PARTLY = Shape("บ้านเลขที่ 52", [1.75, 2.1, None, 1.9, 2.8])
HOUSEHOLDS = [
    ("นางบัวคำ ส.", [1.75, 2.1, 1.4, 1.9, 2.8], 2),
    ("นางจันดี ส.", [1.3, 1.6, 1.2, 1.4, 1.9], 1),
    ("นายคำปุ่น ส.", [2.9, 3.1, 2.7, 2.4, 3.3], 3),
    ("นายอุดม ส.", [3.4, 3.6, 3.2, 3.1, 3.7], 4),
    ("บ้าน <ยังไม่ครบ>", [1.8, None, 1.3, 2.0, 2.4], None),
]
TREND_ROUNDS = ["2566", "2567", "2568", "2569"]
TREND_VALUES: list[list[float | None]] = [
    [1817, 1731, 1561, 1349],
    [1550, None, 1620, 1598],
    [1010, 1067, 1169, 1310],
    [435, 461, 462, 555],
]
TAMBONS = [
    ("ผาแดงน้อย", 0.78, True),
    ("โพนไม้ลาย", 0.71, False),
    ("บ้านหม้อดิน", 0.62, False),
    ("วังปลาทอง", 0.58, False),
    ("ป่าไผ่งาม", 0.75, True),
    ("ห้วยคราม", 0.65, False),
    ("หนองบัวเงิน", 0.5, False),
    ("โคกฝ้ายงาม", None, False),
    ("นาเมฆคำ", 0.55, False),
    ("ดอนข้าวหอม", 0.47, False),
]


@dataclass(frozen=True)
class Map:
    size: tuple[int, int]
    areas: list[Area]
    outline: str


class GalleryForm(forms.Form):
    """One field of each kind, bound to input that has mistakes in it."""

    house = forms.CharField(
        label=gettext_lazy("House code"),
        help_text=gettext_lazy("11 digits, on the first page of the house registration book"),
        error_messages={"required": gettext_lazy("Type the 11 digits of the house code.")},
    )
    born = forms.CharField(
        label=gettext_lazy("Born on"), help_text=gettext_lazy("dd/mm/yyyy BE"), required=False
    )
    tambon = forms.ChoiceField(label=gettext_lazy("Tambon"), choices=[("", "–")])
    roof = forms.ChoiceField(
        label=gettext_lazy("Does the roof let in rain?"),
        choices=[
            ("1", gettext_lazy("It leaks")),
            ("2", gettext_lazy("It is dry")),
            ("9", gettext_lazy("Cannot say yet")),
        ],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=gettext_lazy("Survey file"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Remark"), widget=forms.Textarea({"rows": 3}), required=False
    )
    agreed = forms.BooleanField(label=gettext_lazy("The family has agreed"), required=False)


def indicators() -> list[Bar]:
    """Shares of households that miss an indicator, now and before."""
    return [
        Bar("ไม่มีเงินออมพอใช้ 3 เดือน", 0.684, 0.710, "#bars", "ทุนการเงิน"),
        Bar("มีหนี้นอกระบบ", 0.462, 0.495, "#bars", "ทุนการเงิน"),
        Bar("ขาดแหล่งน้ำทำเกษตรหน้าแล้ง", 0.375, 0.352, "#bars", "ทุนธรรมชาติ"),
        Bar("ไม่มีอินเทอร์เน็ตใช้", 0.178, 0.264, "#bars", "ทุนกายภาพ"),
        Bar("เด็กวัยเรียนหลุดจากระบบ", 0.042, 0.051, "#bars", "ทุนมนุษย์"),
        Bar("ไม่รู้สิทธิสวัสดิการของตน", None, 0.227, "#bars", "ทุนสังคม"),
    ]


def trend_lines() -> list[Line]:
    return [
        Line(str(name), values, level)
        for level, (name, values) in enumerate(zip(LEVELS, TREND_VALUES, strict=True), start=1)
    ]


def tambon_map() -> Map:
    """Ten wedges and a core, cut from a wavy round: an amphoe that cannot be mistaken for one."""
    borders = [_wedge(i) for i in range(len(TAMBONS))]
    into = frame(borders)
    areas = [
        Area(
            code=f"9901{i:02}",
            name=name,
            path=path(border, into),
            label_at=into.place(*_at(i + 0.5, 0.66)),
            value=value,
            href=f"#tambon-9901{i:02}",
            hatched=hatched,
        )
        for i, ((name, value, hatched), border) in enumerate(zip(TAMBONS, borders, strict=True))
    ]
    rim = [_at(i / 12, 1) for i in range(12 * len(TAMBONS) + 1)]
    outline = path({"type": "Polygon", "coordinates": [rim]}, into)
    return Map((into.width, into.height), areas, outline)


def _at(step: float, distance: float) -> tuple[float, float]:
    angle = 2 * pi * step / len(TAMBONS)
    wave = 1 + 0.05 * sin(7 * angle) + 0.04 * cos(11 * angle)
    return 103 + 0.3 * distance * wave * sin(angle), 17 + 0.24 * distance * wave * cos(angle)


def _wedge(i: int) -> Geometry:
    rim = [_at(i + part / 12, 1) for part in range(13)]
    core = [_at(i + part / 6, 0.3) for part in range(6, -1, -1)]
    return {"type": "Polygon", "coordinates": [[*rim, *core, rim[0]]]}


def context() -> dict[str, object]:
    """Everything the gallery shows."""
    drawn, lines = tambon_map(), trend_lines()
    return {
        "crumbs": [("จังหวัดธารคราม", "#"), ("อำเภอเมฆคำ", "#"), ("ตำบลห้วยคราม", "")],
        "counts": LEVEL_COUNTS,
        "counts_before": LEVEL_COUNTS_BEFORE,
        "no_score": NO_SCORE_COUNT,
        "level_twin": level_table(
            _("Households of each level"),
            LEVEL_COUNTS,
            LEVEL_COUNTS_BEFORE,
            no_score=NO_SCORE_COUNT,
        ),
        "updated": UPDATED,
        "now": NOW,
        "before": BEFORE,
        "province": PROVINCE,
        "partly": PARTLY,
        "pentagon_twin": pentagon_table(
            _("Five capitals, mean scores 1 to 4"), NOW, BEFORE, PROVINCE
        ),
        "households": HOUSEHOLDS,
        "bars": indicators(),
        "rounds": TREND_ROUNDS,
        "lines": lines,
        "breaks": [2],
        "trend_twin": trend_table(_("Households of each level"), TREND_ROUNDS, lines),
        "moves": MOVES,
        "map": drawn,
        "map_breaks": BREAKS,
        "map_twin": choropleth_table(
            _("Destitute and struggling households"), drawn.areas, (_("Tambon"), _("Share"))
        ),
        "form": GalleryForm({"house": "", "tambon": "", "born": "31/02/2569"}),
        "page": Paginator(range(1349), 25).get_page(7),
        "plain": Table(
            _("A plain table"),
            [_("Tambon"), _("Households")],
            [["ห้วยคราม", "612"], ["โคกฝ้ายงาม", ""]],
        ),
        "colours": COLOURS,
        "icons": ICONS,
    }


COLOURS = [
    *(("l1", "--l1"), ("l2", "--l2"), ("l3", "--l3"), ("l4", "--l4")),
    *(("q1", "--q1"), ("q2", "--q2"), ("q3", "--q3"), ("q4", "--q4"), ("q5", "--q5")),
]
ICONS = ["map-2", "home", "file-upload", "search", "printer", "download", "circle-check", "clock"]
