"""Agreement against values published or reckoned by hand."""

import math

import pytest

from pinto.evidence.quality.rules.agreement import bland_altman, cohens_kappa

# Two readers of 50 grant proposals: the worked example of Cohen's kappa in encyclopaedias.
GRANTS = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
# Bland and Altman 1986, table 1: peak expiratory flow (l/min) by Wright meter and mini meter,
# first reading of each, 17 subjects.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_kappa_of_the_grant_readers_is_two_fifths():
    found = cohens_kappa(GRANTS)

    assert found.agreed == pytest.approx(0.7, abs=1e-9)
    assert found.kappa == pytest.approx(0.4, abs=1e-9)


def test_kappa_of_three_kinds_reckoned_by_hand():
    table = [[10, 2, 1], [3, 8, 2], [0, 1, 9]]
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    # n = 36, same 27; rows 13 13 10, columns 13 11 12: by chance 169 + 143 + 120 = 432
    expected = (27 / 36 - 432 / 1296) / (1 - 432 / 1296)

    assert cohens_kappa(pairs).kappa == pytest.approx(expected, abs=1e-9)
    assert expected == pytest.approx(0.625, abs=1e-12)


def test_kappa_is_minus_one_where_two_always_say_the_opposite():
    assert cohens_kappa([(0, 1), (1, 0)] * 6).kappa == pytest.approx(-1, abs=1e-9)


def test_kappa_is_undefined_without_variation_and_says_why():
    found = cohens_kappa([("yes", "yes")] * 30)

    assert (found.agreed, found.kappa) == (1.0, None)
    assert found.why == "everybody gave the same answer"


def test_kappa_of_nobody_says_so():
    assert cohens_kappa([]).kappa is None


def test_two_who_never_use_the_same_answer_agree_in_nothing():
    assert cohens_kappa([("a", "b")] * 12).kappa == 0


def test_bland_altman_gives_the_published_limits_of_the_flow_meters():
    """Published: mean −2.1 l/min (Wright − mini), s 38.8; limits −79.7 and 75.5 (with 2 s)."""
    found = bland_altman(list(zip(MINI, WRIGHT, strict=True)))

    assert found.mean == pytest.approx(-36 / 17, abs=1e-9)
    spread = (found.high - found.low) / (2 * 1.96)
    assert round(found.mean, 1) == -2.1
    assert round(spread, 1) == 38.8
    assert (round(found.mean - 2 * spread, 1), round(found.mean + 2 * spread, 1)) == (-79.6, 75.4)


def test_limits_of_agreement_reckoned_by_hand():
    """Differences 1, 2, 3, 4: mean 2.5, variance 5/3."""
    found = bland_altman([(0, 1), (0, 2), (0, 3), (0, 4)])

    assert found.low == pytest.approx(2.5 - 1.96 * math.sqrt(5 / 3), abs=1e-9)
    assert found.high == pytest.approx(2.5 + 1.96 * math.sqrt(5 / 3), abs=1e-9)


def test_one_pair_has_no_limits():
    found = bland_altman([(1, 2)])

    assert (found.mean, found.why) == (None, "at least two pairs are needed")
