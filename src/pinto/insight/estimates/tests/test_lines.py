"""The official poverty lines that come with Pinto."""

from collections import Counter

import pytest

from pinto.insight.estimates.rules.lines import national_line, poverty_lines


@pytest.mark.parametrize(("year", "baht"), [(2543, 1135), (2553, 1678), (2562, 2763), (2566, 3043)])
def test_the_national_line_is_the_published_one(year, baht):
    assert national_line(year) == baht


def test_a_year_without_a_line_is_said_and_never_filled_in():
    with pytest.raises(LookupError, match="no national poverty line of 2560 is known; there are"):
        national_line(2560)


def test_each_province_has_one_line_in_each_year_it_was_published():
    keys = Counter((line.year, line.level, line.region, line.province) for line in poverty_lines())
    assert set(keys.values()) == {1}
    provinces = Counter(line.year for line in poverty_lines() if line.level == "province")
    assert provinces == dict.fromkeys((2543, 2545, 2547, *range(2549, 2554)), 76)
    assert all(400 < line.baht < 4_000 for line in poverty_lines())
