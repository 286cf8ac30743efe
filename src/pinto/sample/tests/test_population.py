"""What the drawn population looks like, in both rounds."""

import tracemalloc
from functools import cache

import numpy as np
import pytest

from pinto.sample.answers import place
from pinto.sample.areas import villages
from pinto.sample.families import RELATIONS
from pinto.sample.names import INVENTED_ENDINGS, SURNAMES
from pinto.sample.population import CHUNK, population
from pinto.sample.subscores import WEIGHTS, capitals, subscores
from pinto.sample.tables import household_table, member_table

HOUSEHOLDS, SEED = 12_000, 7


@cache
def waves():
    return list(population(HOUSEHOLDS, SEED))


def joined(year, pick):
    parts = [pick(wave) for pair in waves() for wave in pair if wave.year == year]
    return np.concatenate(parts)


@cache
def scores(year):
    found = [
        subscores(wave) | capitals(subscores(wave))
        for pair in waves()
        for wave in pair
        if wave.year == year
    ]
    return {name: np.concatenate([part[name] for part in found]) for name in found[0]}


@pytest.mark.parametrize(
    ("capital", "published"),
    [
        ("human", 2.45),
        ("physical", 2.22),
        ("financial", 1.92),
        ("natural", 1.80),
        ("social", 1.66),
        ("overall", 2.01),
    ],
)
@pytest.mark.parametrize("year", [2568, 2569])
def test_means_of_capitals_are_near_the_published_ones(year, capital, published):
    assert np.nanmean(scores(year)[capital]) == pytest.approx(published, abs=0.20)


def test_most_households_are_in_the_first_three_levels_and_some_in_the_fourth():
    overall = scores(2569)["overall"]
    shares = np.histogram(overall[~np.isnan(overall)], [1, 1.75, 2.5, 3.25, 4.01])[0]
    destitute, struggling, getting_by, well = shares / shares.sum()
    assert 0.15 < destitute < 0.35
    assert 0.40 < struggling < 0.65
    assert 0.10 < getting_by < 0.30
    assert 0.005 < well < 0.12


def test_a_few_households_have_no_score():
    for year in (2568, 2569):
        assert 0.01 < np.isnan(scores(year)["overall"]).mean() < 0.10


def test_sub_scores_are_between_one_and_four_and_none_is_forgotten():
    for weights in WEIGHTS.values():
        assert sum(weights.values()) == pytest.approx(1)
        for name in weights:
            score = scores(2568)[name]
            assert np.nanmin(score) >= 1
            assert np.nanmax(score) <= 4
            assert np.nanstd(score) > 0.1


def test_capitals_rise_and_fall_together():
    columns = np.stack([scores(2569)[name] for name in WEIGHTS])
    known = ~np.isnan(columns).any(axis=0)
    together = np.corrcoef(columns[:, known])
    assert together[np.triu_indices(5, 1)].min() > 0.25


def test_the_two_poorest_tambons_are_the_same_and_got_poorer_while_the_area_got_better():
    def mean_by_tambon(year):
        overall = scores(year)["overall"]
        tambon = np.array([village.tambon.code for village in villages()])
        where = tambon[joined(year, lambda wave: wave.houses.village)]
        return {
            code: np.nanmean(overall[where == code])
            for code in np.unique(where)
            if code.startswith("99")
        }

    before, after = mean_by_tambon(2568), mean_by_tambon(2569)
    assert sorted(before, key=before.get)[:2] == ["990110", "990109"]
    assert sorted(after, key=after.get)[:2] == ["990110", "990109"]
    assert {code for code in after if after[code] < before[code]} == {"990109", "990110"}


def test_a_household_is_much_the_same_a_year_later():
    by_code = [
        dict(
            zip(
                joined(year, lambda w: w.houses.code).tolist(), scores(year)["overall"], strict=True
            )
        )
        for year in (2568, 2569)
    ]
    both = np.array(
        [(by_code[0][code], by_code[1][code]) for code in by_code[0].keys() & by_code[1].keys()]
    )
    assert 0.97 < len(both) / HOUSEHOLDS < 1
    assert by_code[1].keys() - by_code[0].keys()
    known = both[~np.isnan(both).any(axis=1)]
    assert 0.8 < np.corrcoef(known.T)[0, 1] < 0.98


def test_the_countryside_is_old():
    ages = joined(2568, lambda w: 2025 - w.people.birth_year)
    assert 3.2 < len(ages) / HOUSEHOLDS < 3.8
    assert 0.18 < (ages >= 60).mean() < 0.32
    assert 0.14 < (ages < 15).mean() < 0.24
    assert ages.max() < 105
    assert ages.min() >= 0


def test_old_people_are_less_schooled_and_less_well():
    age = joined(2568, lambda w: 2025 - w.people.birth_year)
    health = joined(2568, lambda w: w.member["health"].values)
    education = joined(2568, lambda w: w.member["education"].values)
    old, young = age >= 70, (age >= 25) & (age < 40)
    well = place("health", "normal")
    assert (health[old] == well).mean() < 0.5 < 0.8 < (health[young] == well).mean()
    assert education[old].mean() + 1 < education[young].mean()


def test_every_kind_of_hard_life_is_there():
    for pair in waves():
        wave = pair[0]
        house = wave.people.house
        here = wave.member["registration"].values != place("registration", "named_absent")
        age = 2025 - wave.people.birth_year
        count = np.bincount(house[here], minlength=len(wave.houses.code))
        eldest = np.zeros(len(count))
        np.maximum.at(eldest, house[here], age[here])
        grown = np.bincount(house[here & (age > 17) & (age < 55)], minlength=len(count))
        children = np.bincount(house[here & (age < 15)], minlength=len(count))
        assert ((count == 1) & (eldest >= 60)).mean() > 0.05
        assert ((grown == 0) & (children > 0)).mean() > 0.03
        assert (wave.household["remittances"].values > 0).mean() > 0.15
        bedridden = wave.member["health"].values == place("health", "bedridden")
        assert 0.005 < bedridden.mean() < 0.05


def test_two_to_four_in_a_hundred_questions_are_not_answered():
    for question in ("helping", "dwelling_condition", "news"):
        known = joined(2569, lambda w, q=question: w.household[q].known)
        assert 0.02 < 1 - known.mean() < 0.05


def test_each_round_has_one_head_in_every_house_and_nobody_in_none():
    for pair in waves():
        for wave in pair:
            head = wave.member["relation"].values == place("relation", "head")
            assert np.bincount(wave.people.house[head]).tolist() == [1] * len(wave.houses.code)


def test_the_cast_lives_in_the_first_house_of_ban_non_khram():
    for wave in waves()[0] + waves()[1] + waves()[2]:
        table, members = household_table(wave), member_table(wave)
        home = [
            row for row in table.select(["รหัสบ้าน", "รหัสหมู่บ้าน"]).to_pylist()
            if row["รหัสหมู่บ้าน"] == "99010104"
        ]  # fmt: skip
        if home:
            family = [m for m in members.to_pylist() if m["รหัสบ้าน"] == home[0]["รหัสบ้าน"]]
            names = [(m["ชื่อ"], m["นามสกุล"]) for m in family]
            assert names == [(name, "สมมติสุข") for name in ("บัวคำ", "ใส", "แก้ว", "ต้น")]
            return
    pytest.fail("บ้านโนนคราม is not in the sample")


def test_no_surname_can_be_a_real_family():
    assert len(SURNAMES) > 5_000
    assert all(surname.endswith(INVENTED_ENDINGS) for surname in SURNAMES)


def test_whoever_is_head_is_nobody_else():
    assert (np.diag(RELATIONS) == 0).all()
    assert ((RELATIONS == 0).sum(axis=1) == 1).all()


def test_memory_does_not_grow_with_the_sample():
    def peak(households):
        tracemalloc.start()
        for _ in population(households, 1):
            pass
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    # the last chunk is still held while the next one is drawn, so two are the least
    assert peak(8 * CHUNK) < 1.1 * peak(2 * CHUNK)


def test_a_size_that_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="between 1 and 2,000,000"):
        next(population(0, 1))
