"""The same people in two layouts of file."""

from pinto.evidence.intake.tests.factories import loaded, make_round, said
from pinto.evidence.registry.models import HouseholdRevision


def test_the_survey_and_pppconnext_tell_the_same_of_the_same_people(sample_places, sample):
    loaded((sample / "pppconnext-2569.xlsx").read_bytes(), make_round(2569))
    loaded((sample / "survey-2569.xlsx").read_bytes(), make_round(2570))

    assert len(said(make_round(2569))) == 60
    assert said(make_round(2569)) == said(make_round(2570))


def test_pppconnext_brings_the_scores_it_computed_too(sample_places, sample):
    loaded((sample / "pppconnext-2569.xlsx").read_bytes(), make_round())

    delivered = HouseholdRevision.objects.values_list("delivered", flat=True)
    assert all(1 <= score <= 4 for scores in delivered for score in scores.values())
    assert {"overall", "human"} <= set(delivered[0])
