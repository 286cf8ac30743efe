"""The changes of a page are those of the engine."""

from fractions import Fraction

import pytest

from pinto.insight.estimates.engine.changes import changes
from pinto.insight.estimates.rules.differences import Difference
from pinto.insight.estimates.tests.matrices import CENSUS, measure_of, table


def test_both_give_the_same_changes_of_a_full_enumeration():
    rows = [(2560, True), (2560, True), (2560, False), (2564, True), (2564, False), (2564, False)]
    matrix = table([{"year": year, "poor": int(poor), "weight": 1.0} for year, poor in rows])
    measure = measure_of({"poor": Fraction(1)}, cutoffs=[Fraction(1)])
    told = {
        row.measure: row
        for row in changes(matrix, measure, cutoffs=[1], by=[], over="year", design=CENSUS)
    }
    mine = Difference(2 / 3, 1 / 3, 4)

    for name in ("absolute", "relative", "absolute_annual", "relative_annual"):
        kind = name.replace("_annual", "_change_annual") if "annual" in name else f"{name}_change"
        assert told[f"H_{kind}"].estimate == pytest.approx(getattr(mine, name), rel=1e-12)
        assert told[f"H_{kind}"].se is None


def test_what_is_not_known_has_no_change():
    assert Difference(None, 0.5, 1).absolute is None
    assert Difference(0.5, None, 1).relative is None
    assert Difference(0.0, 0.5, 1).relative_annual is None
    assert Difference(0.4, 0.5, 0).absolute_annual is None
