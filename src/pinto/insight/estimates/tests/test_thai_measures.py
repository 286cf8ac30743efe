"""Thai measures that come with Pinto, asked of small files whose answer is plain to see."""

import csv

import pytest

from pinto.insight.estimates.engine.answering import answered
from pinto.insight.estimates.engine.matrix import Wanted
from pinto.insight.estimates.rules.indicator_sets import indicator_set
from pinto.insight.estimates.rules.library import specification

USED_BY_TPMAP = (1, 4, 5, 7, 8, 9, 10, 11, 15, 16, 17, 19, 20, 21, 22, 27, 28)


@pytest.fixture
def asked(tmp_path):
    """A function: the estimates of a measure over rows, by (measure, indicator, cut-off)."""

    def written(name, rows):
        path = tmp_path / f"{name}.csv"
        with path.open("w", newline="", encoding="utf-8") as out:
            lines = csv.DictWriter(out, rows[0])
            lines.writeheader()
            lines.writerows(rows)
        return path

    def ask(measure, rows, members=None):
        found = specification(measure)
        estimates = answered(
            found,
            data=[written("rows", rows)],
            members=[written("members", members)] if members else [],
            wanted=Wanted(design=found.design),
            cutoffs=found.measure.cutoffs,
        )
        return {
            (one.measure, one.indicator, None if one.cutoff is None else round(one.cutoff, 3)): one
            for one in estimates
        }

    return ask


def person(**answers):
    """Somebody who passes every indicator, but for these answers."""
    passed = {f"bmn_{number}": True for number in USED_BY_TPMAP}
    return {**passed, "welfare_validated": True, **answers}


class TestTpmap:
    def test_its_columns_are_those_indicators_of_the_basic_minimum_needs(self):
        for measure in ("tpmap-bmn-poor", "tpmap-target-poor"):
            columns = {each.name for each in specification(measure).households.columns}
            assert columns - {"welfare_validated"} == {f"bmn_{number}" for number in USED_BY_TPMAP}
        numbers = [each.number for each in indicator_set("bmn-2560-2564").indicators]
        assert set(USED_BY_TPMAP) < set(numbers)

    @pytest.mark.parametrize(
        ("number", "dimension"),
        [
            *((number, "health") for number in (1, 4, 5, 7)),
            *((number, "living") for number in (8, 9, 10, 11)),
            *((number, "education") for number in (15, 16, 17, 19)),
            *((number, "income") for number in (20, 21, 22)),
            *((number, "accessibility") for number in (27, 28)),
        ],
    )
    def test_to_fail_one_indicator_is_to_fail_its_dimension_and_to_be_poor(
        self, asked, number, dimension
    ):
        rows = [person(), person(**{f"bmn_{number}": False})]
        found = asked("tpmap-bmn-poor", rows)
        assert found["H", None, 0.2].estimate == 0.5
        failed = {
            indicator
            for (measure, indicator, _), one in found.items()
            if measure == "hd" and one.estimate
        }
        assert failed == {dimension}

    def test_the_target_poor_are_the_poor_who_qualify_for_welfare(self, asked):
        rows = [
            person(bmn_22=False),
            person(bmn_22=False, bmn_8=False),
            person(bmn_22=False, welfare_validated=False),
            person(bmn_22=False, welfare_validated=None),
            person(),
        ]
        poor, target = asked("tpmap-bmn-poor", rows), asked("tpmap-target-poor", rows)
        assert poor["H", None, 0.2].estimate == pytest.approx(4 / 5)
        assert target["H", None, 0.2].estimate == pytest.approx(2 / 5)
        assert target["hd", "income", None].estimate == pytest.approx(2 / 5)
        assert target["hd", "living", None].estimate == pytest.approx(1 / 5)
        assert target["H", None, 0.2].n == 5

    def test_what_does_not_apply_is_not_failed(self, asked):
        child = person(bmn_19=None, bmn_20=None, bmn_21=None, bmn_27=None)
        assert asked("tpmap-bmn-poor", [child, person()])["H", None, 0.2].estimate == 0


class TestNationalIndex:
    def household(self, deprived, size=1):
        columns = [
            column.name
            for column in specification("thailand-mpi").households.columns
            if column.name.startswith("deprived_")
        ]
        answers = {name: at < deprived for at, name in enumerate(columns)}
        return {"household_id": f"h{deprived}", "household_size": size, **answers}

    def test_four_of_twelve_are_poor_and_three_are_not(self, asked):
        """T15 of the domain facts: 26 % of twelve equal indicators."""
        found = asked("thailand-mpi", [self.household(3, size=3), self.household(4, size=1)])
        assert found["H", None, 0.26].estimate == pytest.approx(1 / 4)
        assert found["M0", None, 0.26].estimate == pytest.approx(1 / 4 * 4 / 12)

    def test_it_has_twelve_indicators_in_four_dimensions_and_says_what_is_from_memory(self):
        found = specification("thailand-mpi")
        assert [each.weight.denominator for each in found.measure.indicators] == [12] * 12
        assert len(found.measure.dimensions) == 4
        assert "unverified" in found.measure.version


class TestVulnerableHousehold:
    HOMES = (
        {"household_id": 1, "income_per_person_year": 100_000},
        {"household_id": 2, "income_per_person_year": 100_001},
        {"household_id": 3, "income_per_person_year": 100_001},
    )

    def member(self, household, **answers):
        plain = {"age": 40, "disabled": False, "bedridden": False}
        return {"household_id": household, **plain, **answers}

    def test_of_the_glossary_has_dependants_or_low_income_or_both(self, asked):
        members = [self.member(1, age=60), self.member(2, bedridden=True), self.member(3)]
        found = asked("vulnerable-household-pelcd", list(self.HOMES), members)
        assert found["H", None, 0.5].estimate == pytest.approx(2 / 3)
        assert found["H", None, 1.0].estimate == pytest.approx(1 / 3)

    def test_of_the_department_farms_unregistered_or_is_poor_without_a_card(self, asked):
        homes = [
            {"household_id": at, "head_is_farmer": farms, "income_per_person_year": income}
            for at, (farms, income) in enumerate(
                [
                    (True, 200_000),
                    (True, 200_000),
                    (False, 99_999),
                    (False, 99_999),
                    (False, 100_000),
                ]
            )
        ]
        members = [
            {"household_id": at, "registered_farmer": registered, "welfare_card": card}
            for at, (registered, card) in enumerate(
                [(False, False), (True, False), (False, False), (False, True), (False, False)]
            )
        ]
        found = asked("vulnerable-household-cdd", homes, members)
        assert found["H", None, 0.5].estimate == pytest.approx(2 / 5)
        assert found["hd", "unregistered_farmer", None].estimate == pytest.approx(1 / 5)

    def test_burdens_weigh_on_the_selected_only(self, asked):
        homes = [{"household_id": at, "selected": at == 1, "bmn_8": False} for at in (1, 2)]
        plain = {"poor_pupil": False, "disabled": True, "helpless_patient": False}
        members = [{"household_id": at, "age": 70, "allowance": False, **plain} for at in (1, 2)]
        found = asked("vulnerable-household-burdens", homes, members)
        # an insecure dwelling, an older person and a person with disability without allowance
        assert found["H", None, 0.5].estimate == pytest.approx(1 / 2)
        assert found["A", None, 0.5].estimate == pytest.approx(3 / 6)

    @pytest.mark.parametrize(
        ("dependants", "insecure", "level"),
        [(0, True, "level_1"), (2, True, "level_2"), (3, False, "level_3"), (0, False, None)],
    )
    def test_has_one_level_at_most(self, asked, dependants, insecure, level):
        home = {"household_id": 1, "income_per_person_year": 9_000, "insecure_dwelling": insecure}
        members = [self.member(1), *(self.member(1, age=5) for _ in range(dependants))]
        found = asked("vulnerable-household-levels", [home], members)
        levels = {
            indicator
            for (measure, indicator, _), one in found.items()
            if measure == "hd" and one.estimate
        }
        assert levels == ({level} if level else set())
