"""Places for tests: a handful in memory, or the whole country of ../shared."""

import csv
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[6] / "shared"
WITHOUT = "../shared, the material for trials, is not at hand"

shared = [pytest.mark.shared, pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT)]


class Places:
    """A PlaceFinder over codes and names; codes nest."""

    def __init__(self, names, more=()):
        self.codes = set(names)
        self.named = {}
        for code, name in [*names.items(), *more]:
            self.named.setdefault((len(code), name), []).append(code)

    def by_code(self, code):
        return code if code in self.codes else None

    def classify_code(self, code):
        if len(code) == 6 and "51" <= code[4:] <= "57":
            return "municipal pseudo-code"
        return "tambon" if code in self.codes else "unknown"

    def find(self, *, province="", amphoe="", tambon=""):
        within = [""]
        for length, name in ((2, province), (4, amphoe), (6, tambon)):
            if name:
                named = self.named.get((length, name), ())
                within = [code for code in named if any(map(code.startswith, within))]
        return within if province or amphoe or tambon else []


@cache
def country():
    """Every province, amphoe and tambon, as ../shared/data/geo lists them."""
    names, english = {}, []
    for file, column in (
        ("th_provinces", "province_code"),
        ("th_amphoe", "amphoe_code"),
        ("th_tambon", "tambon_code"),
    ):
        with (SHARED / f"data/geo/{file}.csv").open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                names[row[column]] = row["name_th"]
                english.append((row[column], row["name_en"]))
    return Places(names, english)
