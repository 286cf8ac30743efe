"""The arithmetic of the published vectors (domain facts §1.8 C and §11)."""

import pytest

from pinto.insight.measures.rules.levels import (
    capital_score,
    level_of,
    on_boundary,
    overall_score,
)
from pinto.insight.measures.rules.scorings import Boundary


@pytest.mark.parametrize(
    ("capitals", "overall", "level"),
    [
        ([2.45, 2.22, 1.92, 1.80, 1.66], 2.01, 2),  # T2
        ([2.01, 2.87, 2.03, 2.54, 2.23], 2.336, 2),  # T3
    ],
)
def test_the_overall_score_is_the_mean_of_the_five_capitals(ppp, capitals, overall, level):
    assert overall_score(capitals) == pytest.approx(overall, abs=1e-12)
    assert level_of(overall_score(capitals), ppp) == level


def test_a_capital_is_the_weighted_mean_of_its_items(ppp):  # T4
    given = {
        "education_highest": 2.5,
        "education_status": 1,
        "occupation_skills": 3,
        "income_monthly": 2,
        "health": 3.5,
        "welfare": 2,
    }

    human = capital_score(ppp.items_of("human"), given, reweight_from=ppp.reweight_from)

    assert human.score == pytest.approx(2.5, abs=1e-12)
    assert human.known == 1
    assert not human.reweighted


@pytest.mark.parametrize("score", [1.75, 1.7500000000000002, 1.7499999999999998])
def test_a_score_on_the_boundary_belongs_where_the_scoring_says(ppp, score):  # T5
    assert level_of(score, ppp) == 2
    assert level_of(score, ppp, Boundary.UPPER_INCLUSIVE) == 1
    assert on_boundary(score, ppp)


def test_a_score_beside_the_boundary_is_not_on_it(ppp):
    assert level_of(1.749999, ppp) == 1
    assert not on_boundary(1.749999, ppp)


@pytest.mark.parametrize(
    ("score", "level"), [(1.0, 1), (2.4999, 2), (2.5, 3), (3.2499, 3), (3.25, 4), (4.0, 4)]
)
def test_each_level_begins_at_its_boundary(ppp, score, level):
    assert level_of(score, ppp) == level


def test_no_score_is_no_level(ppp):  # T6
    assert level_of(None, ppp) is None
    assert not on_boundary(None, ppp)
    assert overall_score([2.0, 2.0, None, 2.0, 2.0]) is None
    assert overall_score([]) is None


def test_a_capital_with_eighty_percent_known_is_reweighted_and_says_so(ppp):
    human = ppp.items_of("human")
    known = {"education_highest": 2.0, "education_status": 1.0, "occupation_skills": 3.0}
    known |= {"income_monthly": 2.0, "health": 4.0}  # welfare, .20, is unknown

    score = capital_score(human, known, reweight_from=0.8)

    assert score.known == pytest.approx(0.8)
    assert score.reweighted
    assert score.score == pytest.approx((0.4 + 0.1 + 0.6 + 0.2 + 0.8) / 0.8)


def test_a_capital_with_less_known_has_no_score(ppp):
    human = ppp.items_of("human")
    known = {"education_highest": 2.0, "occupation_skills": 3.0, "income_monthly": 2.0}
    known |= {"health": 4.0}  # .70

    assert capital_score(human, known, reweight_from=0.8).score is None


# human, physical, financial, natural, social → overall, mean scores of provinces, SRA-DSS 2569
_PROVINCES = {
    "Kalasin": (2.28, 2.15, 1.77, 1.87, 1.69, 1.96),
    "Chai Nat": (2.37, 1.98, 1.95, 1.65, 1.55, 1.90),
    "Buri Ram": (2.29, 1.93, 1.05, 2.05, 1.0, 1.67),
    "Surin": (2.87, 2.42, 1.9, 1.85, 1.0, 2.01),
    "Si Sa Ket": (2.56, 2.29, 1.96, 1.88, 1.13, 1.97),
    "Ubon Ratchathani": (2.65, 2.18, 1.91, 2.01, 1.61, 2.07),
    "Amnat Charoen": (2.45, 2.2, 1.85, 1.81, 1.7, 2.0),
    "Loei": (2.53, 2.32, 1.67, 1.88, 1.65, 2.01),
    "Roi Et": (2.55, 2.29, 2.02, 1.93, 1.46, 2.05),
    "Sakon Nakhon": (2.49, 2.29, 2.06, 1.91, 1.51, 2.05),
    "Mukdahan": (2.51, 2.19, 1.6, 1.94, 1.32, 1.91),
    "Mae Hong Son": (2.43, 2.0, 1.94, 1.64, 1.67, 1.94),
    "Pattani": (2.59, 2.31, 1.97, 1.82, 1.59, 2.05),
    "Yala": (2.53, 2.38, 1.8, 2.03, 1.75, 2.10),
    "Narathiwat": (2.71, 2.18, 1.55, 1.92, 1.09, 1.90),
}


@pytest.mark.parametrize("province", _PROVINCES)
def test_the_published_provinces_are_the_mean_of_their_five_capitals(province):
    *capitals, overall = _PROVINCES[province]

    assert overall_score(capitals) == pytest.approx(overall, abs=0.01 + 1e-9)
