"""Specifications that are wrong in one place, each certain to be refused."""

import copy
import random

import yaml

from pinto.insight.estimates.tests.written import GOOD

BAD_SHARES = [0, -1, -0.25, 1.5, 33, "x", "1/0", "2/1", float("nan"), float("inf"), True, [], None]
BAD_CONDITIONS = [
    "", "  ", "fuel", "fuel = ", "fuel == 2", "fuel = 2 and", "(fuel = 2", "fuel = 2)", "Fuel = 2",
    "nowhere > 1", "any(members, nowhere)", "age > 3", "fuel = 'wood'", "water = 'dirty'", "1",
    "fuel = 8", "sum(people)", "open('/etc/passwd')", "__import__('os')", "fuel; fuel", "not",
    "fuel in ()", "any(members, any(members, age > 1))", "household.fuel = 2", "((((" * 40,
    "people > " + "9" * 40, "fuel = 2 " + "or fuel = 2 " * 2000, "x" * 20_000, "ไม้ = 1",
]  # fmt: skip
REQUIRED = ["id", "version", "th", "en", "source", "unit", "households", "dimensions", "cutoffs"]


def mutated(seed: int) -> str:
    """The text of a bad specification; the same seed gives the same."""
    chance = random.Random(seed)
    data = yaml.safe_load(GOOD)
    chance.choice(_MUTATIONS)(data, chance)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def _places(data, place=()):
    yield place
    below = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in below if isinstance(data, (dict, list)) else ():
        if isinstance(value, (dict, list)):
            yield from _places(value, (*place, key))
        else:
            yield (*place, key)


def _at(data, place):
    for key in place:
        data = data[key]
    return data


def _indicator(data, chance):
    return chance.choice([each for of in data["dimensions"] for each in of["indicators"]])


def _without_a_required_key(data, chance):
    owner, keys = chance.choice(
        [
            (data, REQUIRED),
            (_indicator(data, chance), ["id", "th", "en", "deprived"]),
            (chance.choice(data["dimensions"]), ["id", "th", "en", "indicators"]),
            (data["households"]["columns"]["fuel"], ["type"]),
            (data["households"], ["columns"]),
            (data["unit"], ["count"]),
            (data["derive"][0], ["id", "formula"]),
        ]
    )
    del owner[chance.choice(keys)]


def _with_an_unknown_key(data, chance):
    maps = [
        place for place in _places(data)
        if isinstance(_at(data, place), dict) and place[-1:] != ("codes",)
    ]  # fmt: skip
    _at(data, chance.choice(maps))[chance.choice(["colour", "Weight", "id ", "eval", "<<"])] = "x"


def _with_another_type(data, chance):
    leaves = [place for place in _places(data) if place]
    *above, key = chance.choice(leaves)
    old = _at(data, above)[key]
    wrong = [{"x": {"y": 1}}, [[[]]]] if isinstance(old, (dict, list)) else [{"x": 1}, [[1]], b"\0"]
    _at(data, above)[key] = chance.choice(wrong)


def _with_a_bad_weight(data, chance):
    of = chance.choice([*data["dimensions"], *data["dimensions"][1]["indicators"]])
    of["weight"] = chance.choice([bad for bad in BAD_SHARES if bad is not None])


def _with_weights_that_miss_one(data, chance):
    chance.choice(data["dimensions"])["weight"] = chance.choice([0.4, "1/3", 0.500001, 1])


def _with_a_bad_cutoff(data, chance):
    data["cutoffs"] = [0.5, chance.choice(BAD_SHARES)]


def _with_a_bad_condition(data, chance):
    _indicator(data, chance)[chance.choice(["deprived", "eligible"])] = chance.choice(
        BAD_CONDITIONS
    )


def _with_a_circle(data, chance):
    size = chance.randint(1, 5)
    data["derive"] += [{"id": f"d{i}", "formula": f"1 + d{(i + 1) % size}"} for i in range(size)]


def _with_an_id_twice(data, chance):
    where = chance.choice(["dimensions", "indicators", "derive"])
    found = data["dimensions"][1]["indicators"] if where == "indicators" else data[where]
    found.append(copy.deepcopy(chance.choice(found)))


_MUTATIONS = [
    _without_a_required_key, _with_an_unknown_key, _with_another_type, _with_a_bad_weight,
    _with_weights_that_miss_one, _with_a_bad_cutoff, _with_a_bad_condition, _with_a_circle,
    _with_an_id_twice,
]  # fmt: skip
