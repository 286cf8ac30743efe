"""The poverty measure of the sample, once more from the raw answers: every number to 1e-9.

The survey's CSV files are counted here household by household, in plain Python written from
what the indicators say, not from their conditions. The page and the command give the same.
"""

import json
from collections import defaultdict
from fractions import Fraction
from math import fsum, isclose

import pytest
from click.testing import CliRunner
from django.test import Client

from pinto.cli.commands import pinto
from pinto.ground.access.models import Account
from pinto.sample.demo import open_accounts
from pinto.sample.writing import write_sample
from tests.cli.test_promised_numbers import answers, rows_of, run

SPEC = "pinto-household-deprivation"
LINE = 2763
SECONDARY = {"lower_secondary", "upper_secondary", "vocational", "high_vocational", "bachelor",
             "above_bachelor"}  # fmt: skip
CAPITALS = {
    "human": ["schooling", "attendance", "bedridden"],
    "physical": ["dwelling", "water"],
    "financial": ["income", "savings_short", "bad_debt"],
    "natural": ["land", "disaster"],
    "social": ["groups", "support"],
}
WEIGHTS = {name: Fraction(1, 5 * len(names)) for names in CAPITALS.values() for name in names}
CUTOFFS = [Fraction(1, 5), Fraction(1, 3), Fraction(1, 2)]
KNOWN = Fraction(4, 5)  # of the weight, of whoever is counted


# --- yes, no or unknown (None), as somebody with paper and pencil would say ----------------


def either(*said):
    return True if True in said else None if None in said else False


def both(*said):
    return False if False in said else None if None in said else True


def one_of(value, codes):
    return None if value is None else value in codes


def added(home, *starts, ends=""):
    """The known amounts of the questions that begin so; None where none is known."""
    known = [
        value
        for name, value in home.items()
        if name.startswith(starts) and name.endswith(ends) and not isinstance(value, bool | str)
    ]
    return fsum(known) if known else None


def income(home, members):
    if not members:
        return None
    monthly = [m["income_monthly"] for m in members if "income_monthly" in m]
    wages = home.get("off_farm_income", 12 * fsum(monthly) if monthly else None)
    cost = added(home, "farm_", ends="_cost")
    parts = [
        added(home, "farm_", ends="_income"),
        None if cost is None else -cost,
        wages,
        home.get("remittances"),
        home.get("state_transfers"),
    ]
    known = [part for part in parts if part is not None]
    return fsum(known) / (12 * len(members)) if known else None


def savings_short(home):
    savings, expenses = added(home, "saving_"), added(home, "expense_")
    if savings is None:
        return True if home.get("has_savings") is False else None
    return None if expenses is None else savings < 3 * expenses


def deprived(home, members):
    """Indicator → whether the household goes without; None where that is not known."""
    adults = [m for m in members if m.get("age", -1) >= 15]
    pupils = [m for m in members if 6 <= m.get("age", -1) <= 14]
    ages = [m.get("age") for m in members]
    schooled = either(*(one_of(m.get("education"), SECONDARY) for m in adults))
    absent = either(
        *(None if (s := m.get("study_status")) is None else s != "regular" for m in pupils)
    )
    groups = [home[name] for name in home if name.startswith("group_") and name.endswith("_member")]
    earned = income(home, members)
    land = home.get("farmland")
    tap = home.get("tap_water")
    return {
        "schooling": (None if None in ages else False)
        if not adults
        else None
        if schooled is None
        else not schooled,
        "attendance": (None if None in ages else False) if not pupils else absent,
        "bedridden": either(*(one_of(m.get("health"), {"bedridden"}) for m in members)),
        "dwelling": either(
            one_of(home.get("dwelling_condition"), {"poor"}),
            one_of(home.get("dwelling_ownership"), {"none", "with_others"}),
        ),
        "water": both(
            None if tap is None else not tap,
            one_of(home.get("other_water"), {"none", "not_enough"}),
        ),
        "income": None if earned is None else earned < LINE,
        "savings_short": savings_short(home),
        "bad_debt": home.get("debt_informal", 0) > 0
        or any(home[n] is True for n in home if n.startswith("debt_") and n.endswith("_default")),
        "land": both(
            None if land is None else "none" in land,
            one_of(home.get("resource_living"), {"none"}),
        ),
        "disaster": either(
            one_of(home.get("disaster_house"), {"yearly", "often"}),
            one_of(home.get("disaster_farmland", "never"), {"yearly", "often"}),
        ),
        "groups": None if not groups else not any(groups),
        "support": both(
            one_of(home.get("advisers"), {"none"}), one_of(home.get("helping"), {"never", "seldom"})
        ),
    }


def counted(households):
    """(measure, indicator, cut-off) → the figure, of these households."""
    kept = [
        {name: bool(said) for name, said in told.items()}  # unknown counts as not deprived
        for told in households
        if sum(WEIGHTS[name] for name, said in told.items() if said is not None) >= KNOWN
    ]
    if not kept:
        return {}, 0, len(households)
    found = {}
    for name in WEIGHTS:
        found["hd", name, None] = sum(told[name] for told in kept) / len(kept)
    for cutoff in CUTOFFS:
        scores = [sum((WEIGHTS[n] for n in told if told[n]), Fraction()) for told in kept]
        poor = [(told, c) for told, c in zip(kept, scores, strict=True) if c >= cutoff]
        depth = float(sum((c for _, c in poor), Fraction()))
        found["H", None, float(cutoff)] = len(poor) / len(kept)
        found["A", None, float(cutoff)] = depth / len(poor) if poor else None
        found["M0", None, float(cutoff)] = depth / len(kept)
        for name, weight in WEIGHTS.items():
            share = sum(told[name] for told, _ in poor) / len(kept)
            found["hdk", name, float(cutoff)] = share
            part = float(weight) * share
            found["contribution_abs", name, float(cutoff)] = part
            found["contribution_pct", name, float(cutoff)] = (
                part / (depth / len(kept)) if poor else None
            )
    return found, len(kept), len(households) - len(kept)


@pytest.fixture
def survey(transactional_db, tmp_path, monkeypatch):
    """The sample's households of 2569 from their files, by village; the same are loaded."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    write_sample(households=400, seed=78, folder=tmp_path, workbooks=True)
    run("places", "import", tmp_path / "places.csv", tmp_path / "borders.geojson")
    run("intake", "load", tmp_path / "survey-2569.xlsx", "--round", 2569)
    members = defaultdict(list)
    for row in rows_of(tmp_path / "members-2569.csv"):
        members[row["รหัสบ้าน"]].append(answers(row, 2569))
    found = defaultdict(list)
    for row in rows_of(tmp_path / "households-2569.csv"):
        home = members[row["รหัสบ้าน"]]
        found[row["รหัสหมู่บ้าน"]].append(deprived(answers(row, 2569), home))
    return found


def same(one, other):
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def by_place(rows, code):
    found = defaultdict(dict)
    for row in rows:
        of_dimension = row["dimension"] is not None and row["indicator"] is None
        if row["measure"] != "population_share" and not of_dimension:
            place = next(iter(row["by"].values()), code)
            found[place][row["measure"], row["indicator"], row["cutoff"]] = row
    return found


def test_page_command_and_paper_agree_on_every_number(survey):
    open_accounts()
    browser = Client()
    browser.force_login(Account.objects.get(username="wichai"))
    checked = 0
    for code, by in [("99", "amphoe"), ("9901", "tambon"), ("990101", "village"),
                     ("99", "village")]:  # fmt: skip
        words = ["--round", 2569, "--place", code, "--spec", SPEC, "--by", by, "--json"]
        typed = json.loads(run("measure", "estimate", *words))
        page = browser.get(f"/measure/{SPEC}/{code}.json?by={by}").json()

        assert page["rows"] == typed
        assert page["command"] == f"pinto measure estimate {' '.join(map(str, words))}"
        for place, rows in by_place(typed, code).items():
            inside = [
                told
                for village in survey
                for told in survey[village]
                if village == place or (len(place) < 8 and village.startswith(place))
            ]
            figures, n, missing = counted(inside)
            assert rows.keys() == figures.keys(), place
            for key, row in rows.items():
                assert same(figures[key], row["estimate"]), (place, key)
                assert (row["n"], row["n_missing"], row["se"]) == (n, missing, None), (place, key)
                checked += 1
    assert checked > 5_000


def test_files_and_a_registry_are_not_asked_at_once(tmp_path):
    def refusal(*words):
        result = CliRunner().invoke(pinto, ["measure", "estimate", "--spec", SPEC, *words])
        assert result.exit_code == 2
        return result.output

    file = tmp_path / "homes.csv"
    file.write_text("household_id\n1\n")
    assert "go together" in refusal("--round", "2569")
    assert "not both" in refusal()
    assert "not both" in refusal(str(file), "--round", "2569", "--place", "99")
    assert "are for files" in refusal("--round", "2569", "--place", "99", "--psu", "village")
