"""Places × purpose × role × field: who reads which group of fields, for what."""

from uuid import UUID

import pytest

from pinto.ground.access.models import Role
from pinto.ground.access.rules import (
    NEEDS,
    OPENS,
    PURPOSES,
    READS,
    Capability,
    FieldGroup,
    Purpose,
    Viewer,
    may,
)

VILLAGE_ROLES = ("VOLUNTEER", "VILLAGE_LEADER")
NEVER_IN_A_VILLAGE = {
    FieldGroup.HEALTH, FieldGroup.MONEY, FieldGroup.WELFARE, FieldGroup.BELIEFS,
}  # fmt: skip
HOME = UUID(int=7)


def somebody(role, place="990101", **circumstances):
    purpose = circumstances.pop("purpose", "")
    return Viewer(None, "", frozenset({(role, place)}), purpose, "th", **circumstances)


def test_every_role_has_its_line_in_every_table():
    assert set(READS) == set(OPENS) == set(PURPOSES) == set(Role.values)
    assert set(NEEDS) == set(Purpose)


def test_no_purpose_of_law_enforcement_or_immigration_exists():
    assert {str(purpose) for purpose in Purpose} == {
        "VERIFICATION", "HELP", "PLANNING", "RESEARCH", "AUDIT", "ADMINISTRATION",
    }  # fmt: skip


@pytest.mark.parametrize("role", VILLAGE_ROLES)
@pytest.mark.parametrize("group", sorted(NEVER_IN_A_VILLAGE))
def test_village_roles_never_read_health_debt_or_income(role, group):
    for purpose in Purpose:
        viewer = somebody(role, purpose=purpose)
        assert not viewer.reads(group, "990101")
        assert not viewer.may_open(group, "990101")


def test_a_role_reads_only_where_it_was_given():
    viewer = somebody("TAMBON_OFFICER")

    assert viewer.reads(FieldGroup.HEALTH, "99010101")
    assert not viewer.reads(FieldGroup.HEALTH, "990102")


def test_a_purpose_opens_no_more_than_it_needs():
    """Whoever plans does not telephone, and needs no diagnosis; the default reads both."""
    plans, helps = somebody("AMPHOE_OFFICER", purpose="PLANNING"), somebody("AMPHOE_OFFICER")

    for group in (FieldGroup.HEALTH, FieldGroup.CONTACT):
        assert helps.reads(group, "990101")
        assert not plans.reads(group, "990101")
    assert plans.reads(FieldGroup.MONEY, "990101")


def test_a_purpose_of_another_role_is_not_taken():
    assert somebody("VOLUNTEER", purpose="AUDIT").looks_for == Purpose.VERIFICATION
    assert somebody("AUDITOR", purpose="HELP").looks_for == Purpose.AUDIT
    assert Viewer(None, "", frozenset(), "HELP", "th").looks_for is None


def test_what_was_opened_is_open_for_that_household_alone():
    opened = frozenset({(FieldGroup.CONTACT, HOME)})
    viewer = somebody("VILLAGE_LEADER", opened=opened)

    assert viewer.reads(FieldGroup.CONTACT, "990101", HOME)
    assert not viewer.reads(FieldGroup.CONTACT, "990101", UUID(int=8))
    assert not viewer.reads(FieldGroup.CONTACT, "990101")


def test_who_looks_on_sees_pages_and_no_closed_field_and_no_button():
    viewer = somebody("TAMBON_OFFICER", seen_as=HOME)

    assert may(viewer, Capability.SEE_HOUSEHOLDS, "990101")
    for capability in set(Capability) - {Capability.SEE_PROFILE, Capability.SEE_HOUSEHOLDS}:
        assert not may(viewer, capability, "990101")
    assert viewer.reads(FieldGroup.LIVING, "990101")
    assert not viewer.reads(FieldGroup.HEALTH, "990101")
    assert not viewer.may_open(FieldGroup.HEALTH, "990101")
