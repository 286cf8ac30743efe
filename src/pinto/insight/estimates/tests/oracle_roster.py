"""The household-and-roster example by hand: loops over the rows, no language, no engine.

What the indicators mean is told by the package's own documentation (mpindex 0.2.1).
"""

import csv
from collections import defaultdict
from fractions import Fraction

WEIGHTS = dict.fromkeys(
    ["nutrition", "child_mortality", "year_schooling", "school_attendance"], Fraction(1, 6)
) | dict.fromkeys(
    ["cooking_fuel", "sanitation", "drinking_water", "electricity", "housing", "assets"],
    Fraction(1, 18),
)
KINDS = (
    "tv", "telephone", "mobile_phone", "computer", "animal_cart", "bicycle", "motorcycle",
    "refrigerator",
)  # fmt: skip


def rows(path):
    with path.open(encoding="utf-8") as file:
        return [
            {key: int(value) if value.isdigit() else value for key, value in row.items()}
            for row in csv.DictReader(file)
        ]


def deprivations(folder, *, as_published):
    """For each household, by its id: 0 or 1 for each indicator."""
    members = defaultdict(list)
    for member in rows(folder / "mpindex_roster.csv"):
        members[member["uuid"]].append(member)
    logic = _published if as_published else _corrected
    found = {}
    for home in rows(folder / "mpindex_household.csv"):
        roster = members[home["uuid"]]
        alike = {
            "nutrition": any(m["undernourished"] == 1 and m["age"] < 70 for m in roster),
            "child_mortality": home["with_child_died"] == 1,
            "school_attendance": any(
                m["attending_school"] == 2 and 5 <= m["age"] <= 24 for m in roster
            ),
            "cooking_fuel": home["cooking_fuel"] in (4, 5, 6, 9),
            "sanitation": home["toilet"] > 1,
            "drinking_water": home["drinking_water"] == 2,
            "electricity": home["electricity"] == 2,
        }
        found[home["uuid"]] = {
            name: int(value) for name, value in (alike | logic(home, roster)).items()
        }
    return found


def _published(home, roster):
    vehicles = home["asset_car"] + home["asset_truck"]
    return {
        "year_schooling": any(m["completed_6yrs_schooling"] == 2 for m in roster),
        # in R, `walls %in% c(5, 8, 9, 99) == 2` compares TRUE or FALSE with 2
        "housing": home["roof"] in (5, 7, 9)
        or (home["walls"] in (5, 8, 9, 99)) == 2
        or home["floor"] in (5, 6, 9),
        "assets": not (len(_kinds(home, KINDS)) > 1 and vehicles > 0),
    }


def _kinds(home, names):
    """What the household owns of these; a telephone of either sort is one kind."""
    owned = {name for name in names if home[f"asset_{name}"] > 0}
    return owned - {"mobile_phone"} | ({"telephone"} if "mobile_phone" in owned else set())


def _corrected(home, roster):
    asked = [m["completed_6yrs_schooling"] for m in roster if m["completed_6yrs_schooling"] != ""]
    kinds = _kinds(home, (*KINDS, "radio"))
    return {
        "year_schooling": bool(asked) and 1 not in asked,
        "housing": home["roof"] in (5, 7, 9)
        or home["walls"] in (5, 8, 9, 99)
        or home["floor"] in (5, 6, 9),
        "assets": len(kinds) <= 1 and not home["asset_car"] and not home["asset_truck"],
    }


def counted(found, cutoff):
    """H, A, M0, and the censored headcounts, as fractions."""
    poor = {}
    for house, deprived in found.items():
        score = sum(WEIGHTS[name] for name, value in deprived.items() if value)
        if score >= cutoff:
            poor[house] = score
    headcount, total = Fraction(len(poor), len(found)), sum(poor.values())
    censored = {
        name: Fraction(sum(found[house][name] for house in poor), len(found)) for name in WEIGHTS
    }
    return headcount, total / len(poor), total / len(found), censored
