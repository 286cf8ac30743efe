"""Every poverty number of a nation, against the time DuckDB needs to merely read the columns.

`PINTO_BENCH_ROWS` households (13 million unless said), ten indicators, 7,255 tambons, as
Parquet sorted by tambon and shuffled. Every case runs in a process of its own that is
warm when it is timed; ratios are of medians of one run.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.measure import WORK, Run, promise, python
from benchmarks.nation import deprivations, raw

ROWS = int(os.environ.get("PINTO_BENCH_ROWS", "13000000"))
SMALL = 1_000_000  # growth is told from here to ROWS
SURVEY_ROWS = 100_000
SORTED, SHUFFLED, ERRORS, AGAIN, RAW = 3.0, 4.0, 2.5, 50.0, 6.0
MEMORY, SURVEY, LINEAR = 2048.0, 200.0, 1.15
PEERS = {"grouping_sets": "duckdb", "polars": "polars", "pandas": "pandas"}


def run() -> int:
    """How many promises were not kept."""
    print(f"measures, {ROWS:,} households")
    folder = WORK / "nation"
    ordered, shuffled = deprivations(ROWS, folder)
    broken = 0
    for file, what, limit in ((ordered, "sorted", SORTED), (shuffled, "shuffled", SHUFFLED)):
        broken += _against_the_floor(file, what, limit)
    broken += _errors(ordered)
    broken += promise("another weighting of all tambons", _case("again", ordered), AGAIN, "ms")
    broken += _raw(raw(ROWS, folder))
    broken += _growth(ordered, folder)
    broken += _survey(deprivations(SURVEY_ROWS, folder)[0])
    _spark(shuffled)
    return broken


def _case(name: str, file: Path, *, megabytes: list[float] | None = None) -> float:
    """The median of a case, in the unit it tells; its peak memory is appended."""
    made = _run(name, file)
    if megabytes is not None:
        megabytes.append(made.megabytes)
    value = float(json.loads(made.output.splitlines()[-1]))
    print(f"    {name:<20} {value:10.3f} {made.megabytes:8,.0f} MB")
    return value


def _run(name: str, file: Path, *more: str) -> Run:
    code = "import sys; from benchmarks.measures_cases import main; main(sys.argv[1:])"
    return python(code, name, str(file), *more, home=WORK)


def _against_the_floor(file: Path, what: str, limit: float) -> int:
    """Ours and the peers', who answer the same three cut-offs directly."""
    print(f"  {what}")
    memory: list[float] = []
    floor, ours = _case("floor", file), _case("points", file, megabytes=memory)
    broken = promise(f"all figures, {what}, against the floor", ours / floor, limit, "×")
    broken += promise(f"peak memory, {what}", memory[0], MEMORY, "MB")
    for peer, package in PEERS.items():
        if find_spec(package) is None:
            print(f"  {package.upper()} IS NOT INSTALLED: not compared (requirements/bench.txt)")
            broken += 1
            continue
        theirs = _case(peer, file)
        broken += promise(f"our time against {peer}", ours / theirs, 1.0, "×")
    return broken


def _errors(file: Path) -> int:
    print("  errors by province")
    memory: list[float] = []
    points = _case("points", file)
    errors = _case("errors", file, megabytes=memory)
    return promise("errors by province against all points", errors / points, ERRORS, "×") + promise(
        "peak memory with errors", memory[0], MEMORY, "MB"
    )


def _raw(file: Path) -> int:
    print("  40 raw columns to five capitals and levels by tambon")
    memory: list[float] = []
    floor, ours = _case("raw_floor", file), _case("raw_capitals", file, megabytes=memory)
    return promise("capitals against the floor of 40 columns", ours / floor, RAW, "×") + promise(
        "peak memory of capitals", memory[0], MEMORY, "MB"
    )


def _growth(file: Path, folder: Path) -> int:
    if ROWS <= SMALL:
        print(f"  growth is told from {SMALL:,} households on: not asked of {ROWS:,}")
        return 0
    print(f"  growth from {SMALL:,} households")
    small = _case("points", deprivations(SMALL, folder)[0])
    exponent = math.log(_case("points", file) / small) / math.log(ROWS / SMALL)
    return promise("exponent of growth", exponent, LINEAR, "")


def _survey(file: Path) -> int:
    """All measures with errors by province, at one cut-off, against R's package survey."""
    print(f"  R's survey, {SURVEY_ROWS:,} households")
    ours = _case("errors_at_one", file)
    if shutil.which("Rscript") is None or not _has_survey():
        print("  R OR ITS PACKAGE SURVEY IS NOT INSTALLED: NOT COMPARED. Run once:")
        print("      apt-get install --no-install-recommends r-base-core r-cran-survey")
        return 1
    with tempfile.TemporaryDirectory() as place:
        sheet = Path(place) / "survey.csv"
        _run("as_csv", file, str(sheet))
        script = Path(__file__).with_name("survey.R")
        told = subprocess.run(
            ["Rscript", str(script), str(sheet)], check=True, capture_output=True, text=True
        ).stdout
    together, theirs = (float(seconds) for seconds in told.split()[-2:])
    print(f"    {'R, figure by figure':<20} {theirs:10.3f}")
    print(f"    {'R, all in one call':<20} {together:10.3f} ({together / ours:,.0f} ×)")
    kept = theirs / ours >= SURVEY
    said = f"faster than R's survey: {theirs / ours:,.0f} × (at least {SURVEY:,.0f})"
    print(f"  {'kept  ' if kept else 'BROKEN'} {said}")
    return 0 if kept else 1


def _has_survey() -> bool:
    asked = ["Rscript", "-e", "library(survey)"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _spark(file: Path) -> None:
    """Told, not promised: two workers on the cores of one machine."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        print("  SPARK IS NOT INSTALLED: not measured (requirements/spark.txt and Java)")
        return
    print("  Spark")
    one, two = (
        float(json.loads(_run("spark", file, workers).output.splitlines()[-1]))
        for workers in ("1", "2")
    )
    print(f"    1 worker {one:.1f} s, 2 workers {two:.1f} s: {one / two:.2f} × as fast")
