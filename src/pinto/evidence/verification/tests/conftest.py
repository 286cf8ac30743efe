"""A second officer beside the cast's first, where two different people must act."""

import pytest

from pinto.ground.access.models import Role
from tests.support.cast import make_account


@pytest.fixture
def colleague(places):
    """Another officer of the same tambon."""
    return make_account("colleague", "คำดี สมมติสุข", Role.TAMBON_OFFICER, places["990101"])
