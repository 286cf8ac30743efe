import datetime as dt

import pytest
from django.http import Http404
from django.test import RequestFactory

from pinto.ground.access.models import Posting, Role
from pinto.ground.access.permissions import OutOfScope, check_may, check_may_see_place, within
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import GRANTS, Capability, Refused, Viewer, may
from pinto.ground.places.models import Place


def codes_seen(viewer, **kwargs):
    return set(
        Place.objects.filter(within(viewer, "code", **kwargs)).values_list("code", flat=True)
    )


def somebody(*served):
    return Viewer(None, "", frozenset(served), "", "th")


def test_every_role_has_its_capabilities():
    assert set(GRANTS) == set(Role.values)


def test_the_scope_is_the_place_served_and_everything_below(tambon_officer):
    assert codes_seen(viewer_of(tambon_officer)) == {"990101", "99010101", "99010102"}


def test_several_postings_add_up(places, tambon_officer):
    Posting.objects.create(
        account=tambon_officer,
        role=Role.TAMBON_OFFICER,
        place=places["99010201"],
        since=dt.date(2025, 10, 1),
    )

    assert codes_seen(viewer_of(tambon_officer)) == {
        "990101", "99010101", "99010102", "99010201",
    }  # fmt: skip


def test_no_posting_sees_nothing(places):
    assert codes_seen(somebody()) == set()
    assert Place.objects.filter(within(somebody(), "code")).count() == 0


def test_a_role_counts_only_where_it_was_given(places):
    viewer = somebody(("TAMBON_OFFICER", "990101"), ("AUDITOR", "98"))

    assert codes_seen(viewer) == {"990101", "99010101", "99010102"}
    assert "98010101" in codes_seen(viewer, to=Capability.READ_TRAIL)
    assert "990101" not in codes_seen(viewer, to=Capability.READ_TRAIL)
    assert not may(viewer, Capability.SEE_HOUSEHOLDS, "980101")


def test_who_serves_moo_10_does_not_see_moo_100(places):
    for moo in (10, 100):
        Place.objects.create(
            kind=Place.Kind.VILLAGE,
            code=f"990101{moo:02}",
            parent=places["990101"],
            name_th=f"หมู่ {moo}",
            name_key=str(moo),
            sort_key=str(moo),
            moo=moo,
        )

    assert codes_seen(somebody(("VOLUNTEER", "99010110"))) == {"99010110"}
    assert codes_seen(somebody(("VOLUNTEER", "990101100"))) == {"990101100"}
    assert {"99010110", "990101100"} <= codes_seen(somebody(("TAMBON_OFFICER", "990101")))


def test_list_filter_and_place_check_agree(places, volunteer, amphoe_officer, stranger):
    for account in (volunteer, amphoe_officer, stranger):
        viewer = viewer_of(account)
        assert codes_seen(viewer) == {code for code in places if viewer.serves(code)}


def test_outside_the_scope_is_an_address_that_does_not_exist(stranger):
    with pytest.raises(Http404):
        check_may_see_place(viewer_of(stranger), "990101")
    with pytest.raises(OutOfScope):
        check_may(viewer_of(stranger), Capability.LOAD_FILES, "99")


def test_a_place_above_is_outside_the_scope(tambon_officer):
    with pytest.raises(OutOfScope):
        check_may_see_place(viewer_of(tambon_officer), "9901")


def test_inside_the_scope_a_missing_role_is_explained(researcher):
    with pytest.raises(Refused, match="ครัวเรือน"):
        check_may(viewer_of(researcher), Capability.SEE_HOUSEHOLDS, "990101")


def test_every_refusal_has_its_sentence():
    for capability in Capability:
        with pytest.raises(Refused, match=r"[ก-๙]"):
            check_may(somebody(), capability)


def test_a_posting_begins_and_ends_by_itself(tambon_officer, time_machine):
    Posting.objects.filter(account=tambon_officer).update(
        since=dt.date(2026, 1, 10), until=dt.date(2026, 1, 20)
    )
    for day, sees in ((9, False), (10, True), (20, True), (21, False)):
        time_machine.move_to(dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC))
        assert viewer_of(tambon_officer).serves("990101") is sees


def test_an_account_that_was_closed_serves_nothing(tambon_officer):
    tambon_officer.is_active = False

    assert viewer_of(tambon_officer).area_codes == frozenset()


def test_the_viewer_is_built_once_a_request(tambon_officer, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = tambon_officer
    with django_assert_num_queries(1):
        first = viewer_of(request)
        assert viewer_of(request) is first
