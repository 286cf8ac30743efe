"""A capital that is closed cannot be worked out from what stays open."""

import pytest

from pinto.evidence.instruments.rules import instrument
from pinto.evidence.registry.permissions import hidden_questions
from pinto.ground.access.rules import READS, Purpose, Viewer
from pinto.insight.measures.rules.closing import closed_capitals, closed_items
from pinto.insight.measures.rules.library import scoring

PPP = scoring("ppp-five-capitals", "1")
ASKED = instrument(PPP.instrument, PPP.instrument_version)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("role", READS)
def test_never_is_one_capital_closed_alone(role, purpose):
    viewer = Viewer(None, "", frozenset({(role, "99")}), purpose, "th")
    closed = closed_capitals(PPP, hidden_questions(ASKED, viewer=viewer, at="99"))

    assert len(closed) != 1


def test_the_capital_that_is_closed_with_it_is_closed_whole():
    """From its items its score could be summed up again."""
    closed = closed_capitals(PPP, frozenset({"health"}))

    assert "human" in closed
    (other,) = closed - {"human"}
    assert {item.id for item in PPP.items_of(other)} <= closed_items(PPP, frozenset({"health"}))


def test_where_nothing_is_closed_nothing_is_kept_back():
    assert closed_capitals(PPP, frozenset()) == frozenset()
