"""Scores in the database and beside the extract."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from pinto.evidence.registry.extracts import connect, pinned_extract, refresh_extract
from pinto.ground.jobs.actions import ask_for, run_job, take_job
from pinto.ground.trail.models import Entry
from pinto.insight.measures import tasks  # noqa: F401  (registers the task)
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.models import Score
from pinto.insight.measures.tests import invented, oracle
from pinto.insight.measures.tests.factories import AT, make_household, make_round, revise

CAPITALS = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}


def rescore(round, **options):
    refresh_extract(round=round)
    return score_round(round=round, by=None, at=AT, **options)


def test_every_listed_household_has_a_row_also_without_a_score(year, places):
    scored = make_household(year, places["99010101"], delivered=CAPITALS)
    silent = make_household(year, places["99010201"])

    report = rescore(year)

    assert (report.households, report.scored, report.unscored) == (2, 1, 1)
    row = Score.objects.get(household=scored)
    assert (row.overall, row.level, row.area_code) == (pytest.approx(2.01), 2, "99010101")
    assert row.sources == {"capitals": list(CAPITALS)}
    row = Score.objects.get(household=silent)
    assert (row.overall, row.level, row.items, row.on_boundary) == (None, None, {}, False)


def test_the_rows_say_what_an_independent_recomputation_says(year, places):
    drawn = [invented.household(seed) for seed in range(40)]
    made = [make_household(year, places["99010101"], h, ms, d) for h, ms, d in drawn]

    rescore(year)

    for household, (answers, members, delivered) in zip(made, drawn, strict=True):
        row = Score.objects.get(household=household)
        expected = oracle.score(answers, members, delivered)
        known = {name: s for name, s in expected["items"].items() if s is not None}
        assert row.items == pytest.approx(known, abs=1e-9)
        assert (row.level, row.people) == (expected["level"], len(members))
        for capital, score in expected["capitals"].items():
            assert getattr(row, capital) == (score and pytest.approx(score, abs=1e-9))
        theirs = [name for name, by in expected["by"].items() if by == "delivered"]
        assert set(row.sources.get("delivered", [])) == set(theirs)


def test_the_scores_also_stand_beside_the_extract(year, places, ppp):
    make_household(year, places["99010101"], delivered=CAPITALS)

    rescore(year)

    table = pinned_extract(year).table(connect(), "scores", ["990101"]).to_pyarrow()
    assert table.num_rows == 1
    assert {"household_id", "village", "tambon", "people", "overall", "level"} <= set(
        table.column_names
    )
    assert {item.id for item in ppp.items} <= set(table.column_names)


def test_a_delivered_score_that_differs_is_kept_beside_ours(year, places):
    household = make_household(
        year, places["99010101"], {"helping": "never"}, delivered={"helping": 3.0, "advisers": 2.0}
    )

    rescore(year)

    row = Score.objects.get(household=household)
    assert row.items == {"helping": 1.0, "advisers": 2.0}
    assert row.sources == {"delivered": ["advisers"], "differ": {"helping": 3.0}}


def test_scoring_again_replaces_and_doubles_nothing(year, places):
    household = make_household(year, places["99010101"], delivered=CAPITALS)
    rescore(year)

    rescore(year)
    assert Score.objects.count() == 1

    revise(household, year, delivered=dict.fromkeys(CAPITALS, 3.5))
    rescore(year)
    assert Score.objects.get().level == 4


def test_only_the_named_tambons_are_scored_anew(year, places):
    here = make_household(year, places["99010101"], delivered=CAPITALS)
    there = make_household(year, places["99010201"], delivered=CAPITALS)
    rescore(year)
    for household in (here, there):
        revise(household, year, delivered=dict.fromkeys(CAPITALS, 3.5))

    report = rescore(year, tambons=["990101"])

    assert report.households == 1
    assert Score.objects.get(household=here).level == 4
    assert Score.objects.get(household=there).level == 2


def test_a_household_that_moved_has_one_row_where_it_lives_now(year, places):
    household = make_household(year, places["99010201"], delivered=CAPITALS)
    rescore(year)

    revise(household, year, delivered=CAPITALS, place=places["99010101"])
    rescore(year)

    assert Score.objects.get().area_code == "99010101"


def test_a_tambon_without_households_any_more_has_no_scores(year, places):
    household = make_household(year, places["99010101"], delivered=CAPITALS)
    make_household(year, places["99010201"], delivered=CAPITALS)
    rescore(year)

    revise(household, year, delivered=CAPITALS, place=places["99010202"])
    rescore(year)

    assert set(Score.objects.values_list("area_code", flat=True)) == {"99010201", "99010202"}


def test_a_tambon_whose_last_household_was_taken_back_has_no_scores(year, places):
    gone = make_household(year, places["99010101"], delivered=CAPITALS)
    make_household(year, places["99010201"], delivered=CAPITALS)
    rescore(year)

    gone.revisions.all().delete()
    rescore(year)

    assert Score.objects.get().area_code == "99010201"


def test_scoring_runs_as_a_background_job(year, places):
    make_household(year, places["99010101"], delivered=CAPITALS)
    job = ask_for("measures.score", by=None, at=AT, round="2569")

    run_job(take_job(at=timezone.now()))

    job.refresh_from_db()
    assert (job.state, job.error) == ("DONE", "")
    assert (job.result["scored"], job.result["unscored"], job.done) == (1, 0, 1)


def test_a_round_that_was_never_extracted_is_extracted_first(year, places):
    make_household(year, places["99010101"], delivered=CAPITALS)

    report = score_round(round=year, by=None, at=AT)

    assert report.scored == 1


def test_an_empty_round_is_scored_to_nothing(year):
    report = score_round(round=year, by=None, at=AT)

    assert (report.households, report.scored, report.on_boundary) == (0, 0, 0)


def test_progress_counts_the_tambons_done(year, places):
    for code in ("99010101", "99010201", "98010101"):
        make_household(year, places[code], delivered=CAPITALS)
    told = []

    class Listener:
        def report(self, done, total=None, *, step=""):
            told.append((done, total, step))

    rescore(year, progress=Listener())

    assert [done for done, _, _ in told] == [0, 1, 2, 3]
    assert {total for _, total, _ in told} == {3}


def test_scoring_is_in_the_trail(year, places):
    make_household(year, places["99010101"], delivered=CAPITALS)

    rescore(year)

    entry = Entry.objects.get(what="round.scored")
    assert entry.on_id == str(year.pk)
    assert entry.detail == {
        "scoring": "ppp-five-capitals/1", "tambons": 1, "households": 1, "scored": 1,
    }  # fmt: skip


def test_rounds_do_not_touch_each_other(year, places):
    other = make_round(2568)
    household = make_household(other, places["99010101"], delivered=CAPITALS)
    revise(household, year, delivered=dict.fromkeys(CAPITALS, 3.5))

    rescore(other)
    rescore(year)

    assert dict(Score.objects.values_list("round__year", "level")) == {2568: 2, 2569: 4}


def test_a_boundary_household_is_counted(year, places):
    make_household(year, places["99010101"], delivered=dict.fromkeys(CAPITALS, 1.75))

    assert rescore(year).on_boundary == 1
    assert Score.objects.get().on_boundary


def test_the_database_refuses_a_level_without_a_score(year, places):
    household = make_household(year, places["99010101"])

    with pytest.raises(IntegrityError):
        Score.objects.create(
            household=household, round=year, scoring="x", scoring_version="1",
            area_code="99", level=2,
        )  # fmt: skip
