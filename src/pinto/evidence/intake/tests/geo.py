"""Places for tests: a handful that are invented in memory, or the whole country of ../shared."""

import csv
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[6] / "shared"

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="../shared is not at hand"),
]


class Places:
    """A PlaceFinder over (code, name) pairs; codes nest."""

    def __init__(self, names, aliases=()):
        self.names = dict(names)
        self.by_name = {}
        for code, name in [*self.names.items(), *aliases]:
            self.by_name.setdefault((len(code), name), []).append(code)

    def by_code(self, code):
        return code if code in self.names else None

    def classify_code(self, code):
        if len(code) == 6 and "51" <= code[4:] <= "57":
            return "municipal pseudo-code"
        return "place" if code in self.names else "unknown"

    def find(self, *, province="", amphoe="", tambon=""):
        within = [""]
        for length, name in ((2, province), (4, amphoe), (6, tambon)):
            if name:
                named = self.by_name.get((length, name), ())
                within = [c for c in named if any(c.startswith(wide) for wide in within)]
        return tuple(within) if province or amphoe or tambon else ()


def country():
    """The provinces, amphoes and tambons of the country, as ../shared/data/geo lists them."""
    names, aliases = {}, []
    for file, column in (
        ("th_provinces", "province_code"),
        ("th_amphoe", "amphoe_code"),
        ("th_tambon", "tambon_code"),
    ):
        with (SHARED / f"data/geo/{file}.csv").open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                names[row[column]] = row["name_th"]
                aliases.append((row[column], row["name_en"]))
    return Places(names, aliases)
