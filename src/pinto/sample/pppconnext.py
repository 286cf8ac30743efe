"""The last round as a PPPConnext workbook: six sheets, columns as ``pppconnext.yaml`` has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
import yaml

import pinto.evidence.intake
from pinto.evidence.instruments.rules import Kind
from pinto.sample.answers import INSTRUMENT, Answer, place
from pinto.sample.areas import villages
from pinto.sample.draws import Bools, Floats, Ints
from pinto.sample.population import Wave
from pinto.sample.spoiling import Rows, Spoiler
from pinto.sample.subscores import capitals, subscores, year_income
from pinto.sample.tables import answer_text, house_texts, person_texts, survey_dates
from pinto.sample.workbooks import Cell, Sheet

LAYOUT: dict[str, Any] = yaml.safe_load(
    files(pinto.evidence.intake).joinpath("data/pppconnext.yaml").read_text("utf-8")
)
POVERTY_LINE = 2413.898  # baht a person a month, as the export known to us has it
_LEVELS = ("อยู่ลำบาก", "อยู่ยาก", "พออยู่ได้", "อยู่ดี")
_CUTS = (1.75, 2.5, 3.25)


class Export:
    """The workbook on its way: every wave adds its rows to all six sheets."""

    def __init__(self, book: Any, spoiler: Spoiler | None) -> None:
        self.spoiler = spoiler
        self.sheets = {key: Sheet(book, sheet["th"]) for key, sheet in LAYOUT["sheets"].items()}
        for key, sheet in self.sheets.items():
            sheet.add([[column["th"] for column in LAYOUT["sheets"][key]["columns"]]])

    def add(self, wave: Wave) -> None:
        """The rows of the wave stand in the sheets, spoiled if there is a spoiler."""
        page = _Page(wave)
        rows: dict[str, Rows] = {}
        for key, sheet in LAYOUT["sheets"].items():
            cells = [page.cells(column, sheet["level"]) for column in sheet["columns"]]
            rows[key] = Rows(
                self.sheets[key].name,
                [column["th"] for column in sheet["columns"]],
                self.sheets[key].length,
                zip(*cells, strict=True),
            )
        if self.spoiler:
            self.spoiler.spoil(rows, wave.people.house)
        for key, sheet in self.sheets.items():
            sheet.add(rows[key].cells)


@dataclass
class _Page:
    """A wave, as columns of cells."""

    wave: Wave
    _made: dict[str, list[Cell]] = field(default_factory=dict)

    def cells(self, column: dict[str, str], level: str) -> list[Cell]:
        """The column's cells, one for each row of its sheet."""
        kind, _, name = column["field"].partition(".")
        if kind == "question":
            return self._question(name, column)
        if kind in ("subscore", "capital", "overall"):
            return _numbers(self.scores[name or kind])
        made = self.members if level == "member" else self.households
        # a column that means nothing to Pinto goes by its header
        return made.get(column["field"] or column["th"]) or [None] * self._length(level)

    def _length(self, level: str) -> int:
        return len(self.wave.people.house if level == "member" else self.wave.houses.code)

    def _question(self, name: str, column: dict[str, str]) -> list[Cell]:
        question = INSTRUMENT.question(name)
        answer = (self.wave.household | self.wave.member)[name]
        form, words = column["form"], LAYOUT["words"].get(column["form"])
        if form == "one":
            chosen = (answer.values >> place(name, column["choice"])) & 1 == 1
            return _where(chosen & answer.known, 1)
        if form == "none_if_no":
            none = (answer.values >> place(name, column["choice"])) & 1 == 1
            return _either(~none, answer.known, words)
        if form == "code":
            return _numbers(np.where(answer.known, answer.values, np.nan))
        if question.kind is Kind.BOOLEAN:
            return _either(answer.values == 1, answer.known, words)
        return _listed(answer_text(question, answer))

    @cached_property
    def scores(self) -> dict[str, Floats]:
        scores = subscores(self.wave)
        return scores | capitals(scores)

    @cached_property
    def members(self) -> dict[str, list[Cell]]:
        """Where each member lives and who it is."""
        house = self.wave.people.house
        at_home = {
            name: [cells[row] for row in house.tolist()]
            for name, cells in self.households.items()
            if name.startswith("identity.")
        }
        start = np.flatnonzero(np.diff(house, prepend=-1))
        number = np.arange(len(house)) - np.repeat(start, np.diff(np.append(start, len(house)))) + 1
        persons = {f"identity.{name}": _listed(text) for name, text in self.persons.items()}
        skills = self.wave.member["skills"]
        skilled = _either(
            skills.values != 1 << place("skills", "none"), skills.known, LAYOUT["words"]["has"]
        )
        return (
            at_home | persons | {"identity.number": number.tolist(), "มีทักษะอาชีพที่สร้างรายได้": skilled}
        )

    @cached_property
    def persons(self) -> dict[str, pa.Array]:
        return person_texts(self.wave)

    @cached_property
    def households(self) -> dict[str, list[Cell]]:
        """What a household's row says beside answers and scores."""
        houses, count = self.wave.houses, len(self.wave.houses.code)
        texts = house_texts(houses)
        code = [villages()[v].code for v in houses.village.tolist()]
        found: dict[str, list[Cell]] = {f"identity.{name}": _listed(t) for name, t in texts.items()}
        day = _listed(survey_dates(self.wave.day, self.wave.year))
        found |= {
            "identity.lane": found.pop("identity.street"),
            "identity.tambon_code": [c[:6] for c in code],
            "identity.amphoe_code": [c[:4] for c in code],
            "identity.province_code": [c[:2] for c in code],
            "identity.household_number": [1] * count,
            "identity.surveyed_on": day,
            "round.year": [self.wave.year] * count,
            "round.sequence": [1] * count,
            "รหัสไปรษณีย์": [f"{c[:2]}000" for c in code],
            "ยินยอมให้ข้อมูล": ["ใช่"] * count,
            "ผู้สำรวจ": ["สมศรี สมมติสุข"] * count,
            "หน่วยงานผู้สำรวจ": [f"อบต.{villages()[v].tambon.th}" for v in houses.village.tolist()],
            **dict.fromkeys(("วันที่สร้าง", "วันที่บันทึก", "identity.edited_on"), day),
        }
        return found | self._heads() | self._counts() | self._money() | self._marks()

    def _heads(self) -> dict[str, list[Cell]]:
        """The head, and the informant: the head too, whose phone is asked.

        Where nobody is marked as head it is the first member; an empty house has none.
        """
        house, relation = self.wave.people.house, self.wave.member["relation"].values
        first = np.flatnonzero(np.diff(house, prepend=-1))
        marked = np.flatnonzero(relation == place("relation", "head"))
        head = np.full(len(self.wave.houses.code), -1)
        head[house[first]] = first
        head[house[marked]] = marked
        at = pa.array(head, mask=head < 0)
        found: dict[str, list[Cell]] = {}
        for name in ("title", "given_name", "surname", "national_id"):
            cells = _listed(self.persons[name].take(at))
            found |= {f"head.{name}": cells, f"informant.{name}": cells}
        found["informant.phone"] = _listed(self.persons["phone"].take(at))
        themselves = "ความสัมพันธ์ของผู้ให้ข้อมูลกับหัวหน้าครัวเรือน"
        return found | {themselves: _where(head >= 0, "หัวหน้าครัวเรือน")}

    def _counts(self) -> dict[str, list[Cell]]:
        house, registration = self.wave.people.house, self.wave.member["registration"].values
        count = len(self.wave.houses.code)

        def having(code: str) -> list[Cell]:
            rows = registration == place("registration", code)
            return [int(n) for n in np.bincount(house[rows], minlength=count)]

        return {
            "มีชื่อและอาศัยอยู่จริง": having("named_present"),
            "อาศัยอยู่แต่ไม่มีชื่อ": having("unnamed_present"),
            "มีชื่อแต่ไม่ได้อาศัยอยู่": having("named_absent"),
        }

    def _money(self) -> dict[str, list[Cell]]:
        """The columns named A2 to Income3, whose meaning is not known: plausible numbers."""
        given = self.wave.household
        people = np.maximum(given["living_members"].values, 1)
        year = year_income(given)
        found: dict[str, list[Cell]] = {
            "A2": _numbers(people),
            "C1.1": _amounts(given["off_farm_income"]),
            "C1.2": _amounts(given["remittances"]),
            "C1.3": _amounts(given["state_transfers"]),
            "Income1": _numbers(year),
            "Income2": _numbers(np.round(year / 12, 2)),
            "Income3": _numbers(np.round(year / 12 / people, 2)),
            "Poverty Line1": [POVERTY_LINE] * len(people),
            "Poverty Line2": [POVERTY_LINE] * len(people),
        }
        return found

    def _marks(self) -> dict[str, list[Cell]]:
        overall = self.scores["overall"]
        level = np.searchsorted(_CUTS, overall, side="right")
        words: list[Cell] = [_LEVELS[i] if known else None for i, known in zip(
            np.minimum(level, 3).tolist(), (~np.isnan(overall)).tolist(), strict=True
        )]  # fmt: skip
        house = self.wave.household["disaster_house"]
        suffers = _either(house.values > 0, house.known, LAYOUT["words"]["yes_no"])
        found: dict[str, list[Cell]] = {"ระดับการดำรงชีพ": words}
        return found | {"อยู่ในพื้นที่ประสบภัยพิบัติ": suffers} | self._has()

    def _has(self) -> dict[str, list[Cell]]:
        """ "Has it?" beside each expense, saving and debt, where the amount is known."""
        found: dict[str, list[Cell]] = {}
        for question in INSTRUMENT.questions():
            if (
                question.id.startswith(("expense_", "saving_", "debt_"))
                and question.kind is Kind.INTEGER
            ):
                answer = self.wave.household[question.id]
                words = LAYOUT["words"]["yes_no"]
                found[f"มี{question.th}"] = _either(answer.values > 0, answer.known, words)
        return found


def _listed(column: pa.Array) -> list[Cell]:
    cells: list[Cell] = column.to_pylist()
    return cells


def _numbers(values: Floats | Ints) -> list[Cell]:
    """Whole numbers as such; NaN is blank."""
    if np.issubdtype(values.dtype, np.integer):
        return [int(value) for value in values]
    known = ~np.isnan(values)
    return [
        value if there else None
        for value, there in zip(values.tolist(), known.tolist(), strict=True)
    ]


def _amounts(answer: Answer) -> list[Cell]:
    return _numbers(np.where(answer.known, answer.values, np.nan))


def _where(rows: Bools, cell: Cell) -> list[Cell]:
    return [cell if there else None for there in rows.tolist()]


def _either(yes: Bools, known: Bools, words: dict[str, str]) -> list[Cell]:
    choice = np.where(known, np.where(yes, 1, 0), 2).tolist()
    cells: tuple[Cell, ...] = (words["no"], words["yes"], None)
    return [cells[i] for i in choice]
