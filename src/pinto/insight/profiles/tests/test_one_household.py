"""After one household changed only its rows are replaced, and all is as if everybody's were."""

import pyarrow.parquet as pq
import pytest

from pinto.evidence.registry import tasks as registry_tasks  # noqa: F401  (registers its task)
from pinto.evidence.registry.extracts import pinned_extract, refresh_extract
from pinto.evidence.registry.models import Person
from pinto.ground.jobs.actions import ask_for, run_job, take_job
from pinto.insight.measures.actions import score_round
from pinto.insight.measures.models import Score
from pinto.insight.measures.tests import invented
from pinto.insight.measures.tests.factories import AT, make_household, make_round, revise
from pinto.insight.profiles import tasks  # noqa: F401  (registers what follows)
from pinto.insight.profiles.actions import refresh_profiles
from pinto.insight.profiles.models import AreaTally

pytestmark = pytest.mark.django_db
VILLAGES = ("99010101", "99010102", "99010201")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))


def everything(round, households=None, tambons=None):
    """The extract, the scores and the profiles are made, of all or of some."""
    refresh_extract(round=round, tambons=tambons, households=households)
    score_round(round=round, by=None, at=AT, tambons=tambons, households=households)
    refresh_profiles(round=round, by=None, at=AT, tambons=tambons, households=households)


def files(round):
    extract = pinned_extract(round)
    return {
        (name, tambon): pq.read_table(extract.folder / file)
        for name, of in extract.files.items()
        for tambon, file in of.items()
    }


def rows(round):
    scores = Score.objects.filter(round=round).order_by("household").values()
    tallies = AreaTally.objects.filter(round=round).order_by("code").values()
    return [
        {name: value for name, value in row.items() if name != "id"} for row in [*scores, *tallies]
    ]


@pytest.fixture
def asked(places):
    """Three households in each of three villages, in two rounds."""
    rounds = make_round(2568), make_round(2569)
    homes = []
    for number in range(9):
        answers, members, delivered = invented.household(number)
        home = make_household(rounds[0], places[VILLAGES[number % 3]], answers, members, delivered)
        answers, members, delivered = invented.household(100 + number)
        revise(home, rounds[1], answers, members, delivered)
        homes.append(home)
    for round in rounds:
        everything(round)
    return rounds, homes


@pytest.mark.parametrize("which", [0, 1], ids=["the earlier round", "the later round"])
def test_the_rows_are_those_that_a_whole_renewal_would_write(asked, which):
    rounds, homes = asked
    answers, members, delivered = invented.household(200)
    revise(homes[0], rounds[which], answers, members, delivered)
    before = rows(rounds[which])

    everything(rounds[which], [homes[0].pk], ["990101"])

    merged = [files(round) for round in rounds], [rows(round) for round in rounds]
    assert merged[1][which] != before
    for round in rounds:
        everything(round)
    assert [files(round) for round in rounds] == merged[0]
    # sums of floats depend on the order of what is added
    for ours, theirs in zip(merged[1], [rows(round) for round in rounds], strict=True):
        assert [_rounded(row) for row in ours] == [_rounded(row) for row in theirs]


def _rounded(value):
    match value:
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case float():
            return round(value, 9)
        case _:
            return value


def test_no_other_household_is_read(asked):
    (_, now), homes = asked
    before = files(now)
    revise(homes[0], now, {"helping": "never"})
    revise(homes[3], now, {"helping": "never"})  # of the same village

    refresh_extract(round=now, tambons=["990101"], households=[homes[0].pk])

    after = files(now)["households", "990101"].to_pylist()
    of = {row["household_id"]: row for row in before["households", "990101"].to_pylist()}
    changed = [row["household_id"] for row in after if row != of[row["household_id"]]]
    assert changed == [homes[0].pk.hex]


def test_a_household_that_was_moved_to_another_tambon_is_there_and_not_here(asked, places):
    (_, now), homes = asked
    revise(homes[0], now, {"helping": "never"}, place=places["99010201"])

    everything(now, [homes[0].pk], ["990101", "990102"])

    merged = files(now), [_rounded(row) for row in rows(now)]
    everything(now)
    assert (files(now), [_rounded(row) for row in rows(now)]) == merged


def test_where_somebody_is_linked_the_whole_tambon_is_read(asked):
    """Who leaves a roster may count in another, under the record linked to it."""
    (_, now), homes = asked
    first, other = (Person.objects.filter(household=home).first() for home in (homes[0], homes[3]))
    other.same_as = first
    other.save(update_fields=["same_as"])
    refresh_extract(round=now)
    revise(homes[0], now, {"helping": "never"})

    everything(now, [homes[0].pk], ["990101"])

    merged = files(now)
    everything(now)
    assert files(now) == merged


def test_a_tambon_scored_by_an_older_version_is_scored_whole(asked):
    (_, now), homes = asked
    Score.objects.filter(round=now).update(scoring_version="0")

    everything(now, [homes[0].pk], ["990101"])

    here = Score.objects.filter(round=now, area_code__startswith="990101")
    assert set(here.values_list("scoring_version", flat=True)) == {"1"}


def test_all_that_follows_is_asked_for_that_household_alone(asked):
    _, homes = asked
    asked_for = {"round": "2569", "tambons": ["990101"], "households": [str(homes[0].pk)]}
    ask_for("registry.refresh", by=None, at=AT, **asked_for)

    run_job(take_job(at=AT))

    job = run_job(take_job(at=AT))
    assert (job.task, job.given) == ("profiles.renew", asked_for)
    assert job.state == "DONE"
    assert job.result["scored"] <= 1  # of the three that live in the tambon's first village
    assert job.result["areas"] == 5
