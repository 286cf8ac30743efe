"""The cases of `measures`, each timed in a process of its own; the last line told is a median."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import ibis

from benchmarks.nation import INDICATORS, RAW
from pinto.insight.estimates.engine.counting import again, divisions
from pinto.insight.estimates.engine.cube import cube_of
from pinto.insight.estimates.rules.specification import Design, Indicator, Measure

WEIGHTS = [3] * 4 + [1] * 6
WHOLE = sum(WEIGHTS)
CUTOFFS = [Fraction(1, 5), Fraction(1, 3), Fraction(1, 2)]
LEAST = [4, 6, 9]  # of WHOLE, the same cut-offs
AREAS = ["province", "amphoe", "tambon"]
BY = [(area,) for area in AREAS]
CAPITALS = ("human", "physical", "financial", "natural", "social")
SCORE = " + ".join(
    f"{weight} * {name}::INT" for name, weight in zip(INDICATORS, WEIGHTS, strict=True)
)


def measure(weights: Sequence[int] = WEIGHTS) -> Measure:
    return Measure(
        "bench",
        "1",
        tuple(
            Indicator(name, f"dimension {at // 4}", Fraction(weight, sum(weights)), name, name)
            for at, (name, weight) in enumerate(zip(INDICATORS, weights, strict=True))
        ),
        tuple(CUTOFFS),
    )


def main(arguments: list[str]) -> None:
    name, file, *more = arguments
    if name in OTHERS:
        OTHERS[name](file, *more)
        return
    case = CASES[name](file)
    case()
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        case()
        took.append(time.perf_counter() - begun)
    print(statistics.median(took) * (1000 if name == "again" else 1))


Case = Callable[[], Any]


def floor(file: str) -> Case:
    return _sums(file, [*INDICATORS, "weight", *AREAS])


def raw_floor(file: str) -> Case:
    return _sums(file, [*RAW, "weight", "tambon"])


def _sums(file: str, columns: Sequence[str]) -> Case:
    connection = duckdb.connect(config={"threads": 2})
    asked = ", ".join(f"sum({column})" for column in columns)
    return lambda: connection.execute(f"SELECT {asked} FROM '{file}'").fetchall()


def _table(file: str) -> Any:
    return ibis.duckdb.connect(threads=2).read_parquet(file)


def points(file: str) -> Case:
    table, census = _table(file), Design(full_enumeration=True)
    return lambda: divisions(table, measure(), cutoffs=CUTOFFS, by=BY, design=census)


def errors(file: str) -> Case:
    table, sample = _table(file), Design(strata="stratum", psu="psu", weight="weight")
    return lambda: divisions(table, measure(), cutoffs=CUTOFFS, by=[("province",)], design=sample)


def errors_at_one(file: str) -> Case:
    table, sample = _table(file), Design(strata="stratum", psu="psu", weight="weight")
    third = CUTOFFS[1:2]
    return lambda: divisions(table, measure(), cutoffs=third, by=[("province",)], design=sample)


def other_weights(file: str) -> Case:
    cube = cube_of(_table(file), INDICATORS, ["tambon"])
    other = measure([1] * 10)
    return lambda: again(cube, other, cutoffs=[Fraction(2, 5)], by=[("tambon",)])


def grouping_sets(file: str) -> Case:
    """What an analyst writes: GROUPING SETS over the rows, every figure from its sums."""
    connection = duckdb.connect(config={"threads": 2})
    sums, told = ["sum(weight) AS w"], []
    for name in INDICATORS:
        sums.append(f"sum(weight * {name}) AS u_{name}")
        told.append(f"u_{name} / w AS hd_{name}")
    for at, least in enumerate(LEAST):
        poor = f"FILTER (WHERE c >= {least})"
        sums += [f"sum(weight) {poor} AS p{at}", f"sum(weight * c) {poor} AS s{at}"]
        told += [f"p{at} / w AS H{at}", f"s{at} / p{at} / {WHOLE} AS A{at}"]
        told.append(f"s{at} / w / {WHOLE} AS M{at}")
        for name, weight in zip(INDICATORS, WEIGHTS, strict=True):
            sums.append(f"sum(weight * {name}) {poor} AS c{at}_{name}")
            told += [f"c{at}_{name} / w AS hdk{at}_{name}"]
            told += [f"{weight} * c{at}_{name} / s{at} AS pct{at}_{name}"]
    statement = (
        f"WITH s AS (SELECT *, {SCORE} AS c FROM '{file}'), "
        f"a AS (SELECT {', '.join([*AREAS, *sums])} FROM s GROUP BY GROUPING SETS "
        f"((), (province), (amphoe), (tambon))) SELECT {', '.join([*AREAS, *told])} FROM a"
    )
    return lambda: connection.sql(statement).to_arrow_table()


def _figures(frame: Any) -> list[Any]:
    """Every figure of a frame of sums, whichever library it is of."""
    found = [frame[f"u_{name}"] / frame["w"] for name in INDICATORS]
    for at in range(len(LEAST)):
        p, s = frame[f"p{at}"], frame[f"s{at}"]
        found += [p / frame["w"], s / p / WHOLE, s / frame["w"] / WHOLE]
        for name, weight in zip(INDICATORS, WEIGHTS, strict=True):
            censored = frame[f"c{at}_{name}"]
            found += [censored / frame["w"], weight * censored / s]
    return found


def polars(file: str) -> Case:
    import polars as pl

    parts = [pl.col(name).cast(pl.Int32) * w for name, w in zip(INDICATORS, WEIGHTS, strict=True)]
    scored = pl.scan_parquet(file).with_columns(c=pl.sum_horizontal(parts))
    held = [
        pl.when(pl.col("c") >= least).then("weight").otherwise(0.0).alias(f"w{at}")
        for at, least in enumerate(LEAST)
    ]
    sums = [pl.col("weight").sum().alias("w")]
    sums += [(pl.col("weight") * pl.col(name)).sum().alias(f"u_{name}") for name in INDICATORS]
    for at in range(len(LEAST)):
        base = pl.col(f"w{at}")
        sums += [base.sum().alias(f"p{at}"), (base * pl.col("c")).sum().alias(f"s{at}")]
        sums += [(base * pl.col(name)).sum().alias(f"c{at}_{name}") for name in INDICATORS]

    def case() -> None:
        found = scored.with_columns(held).group_by(AREAS).agg(sums).collect()
        for area in AREAS:
            _figures(found.drop(a for a in AREAS if a != area).group_by(area).sum())
        _figures(found.drop(AREAS).sum())

    return case


def pandas(file: str) -> Case:
    import pandas as pd

    def case() -> None:
        rows = pd.read_parquet(file, columns=[*INDICATORS, "weight", *AREAS])
        score = sum(
            rows[name].astype("int32") * w for name, w in zip(INDICATORS, WEIGHTS, strict=True)
        )
        sums = {area: rows[area] for area in AREAS} | {"w": rows["weight"]}
        for name in INDICATORS:
            sums[f"u_{name}"] = rows["weight"] * rows[name]
        for at, least in enumerate(LEAST):
            poor = score >= least
            sums[f"p{at}"] = rows["weight"] * poor
            sums[f"s{at}"] = sums[f"p{at}"] * score
            for name in INDICATORS:
                sums[f"c{at}_{name}"] = sums[f"u_{name}"] * poor
        found = pd.DataFrame(sums).groupby(AREAS, sort=False).sum()
        for area in AREAS:
            _figures(found.groupby(area).sum())
        _figures(found.sum())

    return case


def raw_capitals(file: str) -> Case:
    """Forty codings written as data, compiled by the engine of scorings."""
    from pinto.ground.conditions.columnar import compile_many
    from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary
    from pinto.insight.measures.engine.capitals import weighed
    from pinto.insight.measures.rules.codings import item_expressions

    scoring = _scoring()
    table = _table(file)
    homes = table.mutate(
        household_id=table.household, village=ibis.null("string"), people=ibis.literal(1)
    )
    # nothing came delivered: no table of it is joined
    told = {f"{name}__by": ibis.null("string") for name in RAW}
    told |= {f"{name}__delivered": ibis.null("float64") for name in (*RAW, *CAPITALS)}
    names = Vocabulary(Field(name, Kind.NUMBER, Level.HOUSEHOLD) for name in RAW)
    kept = ("village", "tambon", "amphoe", "province", "people", "weight")

    def case() -> Any:
        items = compile_many(item_expressions(scoring), homes, None, names, keep=kept)
        scores = weighed(items.mutate(**told), scoring)
        sums = {name: scores[name].mean() for name in (*CAPITALS, "overall")}
        for level in range(1, 5):
            sums[f"level_{level}"] = scores.count(where=scores.level == level)
        return scores.group_by("tambon").agg(**sums).to_pyarrow()

    return case


def _scoring() -> Any:
    from pinto.insight.measures.rules.scorings import Scoring

    words = {"th": "ทดสอบ", "en": "trial"}
    items = [
        {
            **words,
            "id": name,
            "capital": CAPITALS[at % 5],
            "weight": 1 / 8,
            "lacking": words,
            "coding": [
                {"when": f"{name} < {cut}", "score": score}
                for score, cut in enumerate([4000, 9000, 15000] if at % 4 == 0 else [2, 5, 7], 1)
            ],
            "otherwise": 4,
        }
        for at, name in enumerate(RAW)
    ]
    levels = [{**words, "level": n + 1, "starts_at": 1 + 0.75 * n} for n in range(4)]
    return Scoring.model_validate(
        {
            **words,
            "id": "bench",
            "version": "1",
            "source": words,
            "instrument": "bench",
            "instrument_version": "1",
            "boundary": "lower_inclusive",
            "reweight_from": 0.5,
            "lacking_below": 1.75,
            "levels": levels,
            "capitals": [{**words, "id": name} for name in CAPITALS],
            "items": items,
        }
    )


def as_csv(file: str, sheet: str) -> None:
    """The rows as R reads them."""
    duckdb.execute(f"COPY (SELECT * FROM '{file}') TO '{sheet}' (HEADER)")
    print(0)


def spark(file: str, workers: str) -> None:
    """The figures of `points` on a real cluster of so many workers, and that they are DuckDB's."""
    import numpy as np

    from tests.support.spark import cluster, session

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with (
            cluster(folder, workers=int(workers)) as address,
            session(address, folder) as running,
        ):
            table = ibis.pyspark.connect(running).read_parquet(file)
            census = Design(full_enumeration=True)
            took = []
            for _ in range(3):
                begun = time.perf_counter()
                found = divisions(table, measure(), cutoffs=CUTOFFS, by=BY, design=census)
                took.append(time.perf_counter() - begun)
    for ours, theirs in zip(points(file)(), found, strict=True):
        np.testing.assert_allclose(theirs.estimate, ours.estimate, rtol=1e-9, atol=1e-12)
    print(min(took))


CASES: dict[str, Callable[[str], Case]] = {
    "floor": floor,
    "points": points,
    "errors": errors,
    "errors_at_one": errors_at_one,
    "again": other_weights,
    "grouping_sets": grouping_sets,
    "polars": polars,
    "pandas": pandas,
    "raw_floor": raw_floor,
    "raw_capitals": raw_capitals,
}
OTHERS: dict[str, Callable[..., None]] = {"as_csv": as_csv, "spark": spark}
