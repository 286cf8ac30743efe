"""The households of a living list are proposed to verification."""

from django.urls import reverse

from pinto.evidence.verification.models import Step, Verification
from pinto.ground.access.queries import viewer_of
from pinto.insight.profiles.tests.factories import AT, id_of
from pinto.insight.selections.actions import propose_selection
from pinto.insight.selections.tests.test_living_lists import asked, saved  # noqa: F401


def test_below_a_score_and_without_a_card_are_proposed(saved, tambon_officer):  # noqa: F811
    done = propose_selection(
        selection=saved,
        reason="คะแนนต่ำ",
        viewer=viewer_of(tambon_officer),
        by=tambon_officer,
        at=AT,
    )

    assert done.new == [id_of("poor")]
    step = Step.objects.get()
    assert (step.reason, step.told_by) == ("คะแนนต่ำ", saved.name)


def test_proposing_again_proposes_nobody_twice(saved, tambon_officer):  # noqa: F811
    for _time in range(2):
        done = propose_selection(
            selection=saved, reason="x", viewer=viewer_of(tambon_officer), by=tambon_officer, at=AT
        )

    assert (done.new, done.already) == ([], [id_of("poor")])
    assert Verification.objects.count() == 1


def test_without_a_reason_nobody_is_proposed(client_of, tambon_officer, saved):  # noqa: F811
    url = reverse("selection_propose", args=[saved.pk])

    client_of(tambon_officer).post(url, {"reason": " "})
    assert not Verification.objects.exists()
    client_of(tambon_officer).post(url, {"reason": "ควรไปดู"})
    assert Verification.objects.count() == 1


def test_who_sees_no_households_proposes_none(saved, auditor):  # noqa: F811
    done = propose_selection(
        selection=saved, reason="x", viewer=viewer_of(auditor), by=auditor, at=AT
    )

    assert (done.new, done.already) == ([], [])
