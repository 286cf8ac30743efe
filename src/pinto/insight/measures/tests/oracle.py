"""The scoring of ppp-five-capitals 1 once more, by hand, in plain Python.

Written from docs/explanation/five-capitals.md and not from the YAML: no conditions
language, no Ibis, no code of this room. None is unknown; a score that hangs on an
unknown answer is None.
"""

import math

WEIGHTS = {
    "human": {
        "education_highest": 0.20,
        "education_status": 0.10,
        "occupation_skills": 0.20,
        "income_monthly": 0.10,
        "health": 0.20,
        "welfare": 0.20,
    },
    "physical": {
        "dwelling_ownership": 0.20,
        "dwelling_condition": 0.10,
        "hygiene": 0.10,
        "utilities": 0.20,
        "road_to_house": 0.10,
        "communication": 0.10,
        "news": 0.10,
        "digital_use": 0.10,
    },
    "financial": {
        "income_year": 0.30,
        "expenses_year": 0.20,
        "saving": 0.30,
        "debt": 0.10,
        "work_assets": 0.10,
    },
    "natural": {
        "farmland_security": 0.20,
        "farm_water": 0.15,
        "land_problems": 0.15,
        "road_to_land": 0.10,
        "resource_living": 0.10,
        "disaster_house": 0.10,
        "resource_income": 0.10,
        "disaster_farmland": 0.10,
    },
    "social": {
        "group_joining": 0.075,
        "community_activities": 0.075,
        "helping": 0.15,
        "rule_setting": 0.05,
        "rule_following": 0.10,
        "conflict_handling": 0.10,
        "advice_used": 0.10,
        "advisers": 0.10,
        "development_experience": 0.10,
        "running_organisations": 0.15,
    },
}

CROPS = [
    "rice",
    "field_crops",
    "vegetables",
    "orchard",
    "rubber_palm",
    "cattle",
    "pigs",
    "poultry",
    "other_livestock",
    "aquaculture",
    "capture",
]
SPENT_ON = [
    "food",
    "household",
    "utilities",
    "education",
    "medical",
    "insurance",
    "social",
    "entertainment",
    "lottery",
    "alcohol_tobacco",
    "other",
]
KEPT_IN = ["cash", "bank", "group", "bonds", "nsf", "other"]
LENDERS = [
    "kin_free",
    "kin_interest",
    "community",
    "state_fund",
    "baac",
    "gsb",
    "bank",
    "finance",
    "shop",
    "informal",
    "student",
    "other",
]
GROUPS = ["occupation", "finance", "welfare", "social", "resources", "other"]


def total(answers, names):
    """The sum of what is known; None when nothing is."""
    known = [answers[name] for name in names if answers.get(name) is not None]
    return sum(known) if known else None


def pick(value, table):
    return None if value is None else table[value]


def how_often(value):
    return pick(value, {"never": 1, "seldom": 2, "often": 3, "always": 4})


def mean(values):
    return None if any(value is None for value in values) else sum(values) / len(values)


# --- members --------------------------------------------------------------------------------


def grown_up(m):
    return m.get("age") is None or m["age"] >= 15


def out_of_school(m):
    return m.get("study_status") is None or m["study_status"] != "regular"


def education_highest(m):
    if not grown_up(m):
        return None
    table = {"none": 1, "below_primary": 1, "primary": 2, "religious": 2, "lower_secondary": 3}
    table |= {"upper_secondary": 3, "vocational": 3, "high_vocational": 4}
    table |= {"bachelor": 4, "above_bachelor": 4}
    return pick(m.get("education"), table)


def education_status(m):
    if m.get("age") is None or not 3 <= m["age"] <= 22:
        return None
    finished = 3 if m["age"] >= 15 else 1
    table = {"regular": 4, "interrupted": 2, "dropped_out": 1, "finished": finished}
    return pick(m.get("study_status"), table)


def occupation_skills(m):
    if not (grown_up(m) and out_of_school(m)):
        return None
    work, jobs, skills = m.get("work_status"), m.get("occupations"), m.get("skills")
    if work is None:
        return None
    if work != "working":
        return None if skills is None else 1 if "none" in skills else 2
    if jobs is None:
        return None
    if set(jobs) & {"private_employee", "state_employee", "official", "own_business"}:
        return 4
    if skills is None:
        return None
    return 2 if "none" in skills else 4 if len(skills) >= 2 else 3


def income_monthly(m):
    income = m.get("income_monthly")
    if income is None or not (grown_up(m) and out_of_school(m)):
        return None
    return 1 + sum(income >= step for step in (2763, 5347, 6532))


def health(m):
    return pick(m.get("health"), {"normal": 4, "chronic": 3, "disabled": 2, "bedridden": 1})


def welfare(m):
    gets, age, state = m.get("welfare"), m.get("age"), m.get("health")
    if gets is None or "unknown" in gets:
        return None
    frail = None if state is None else state in ("disabled", "bedridden")
    if not frail and (age is None or 7 <= age < 18):
        return None
    missing = []
    missing.append(False if "elderly" in gets else None if age is None else age >= 60)
    missing.append(False if "disability" in gets else frail)
    missing.append(False if "newborn" in gets else None if age is None else age < 7)
    for is_missing in missing:
        if is_missing is None:
            return None
        if is_missing:
            return 1
    allowance = bool(set(gets) & {"elderly", "disability", "newborn"})
    scheme = bool(set(gets) & {"welfare_card", "section_33", "section_40"})
    return 2 + allowance + scheme


MEMBER_ITEMS = {
    f.__name__: f
    for f in (
        education_highest,
        education_status,
        occupation_skills,
        income_monthly,
        health,
        welfare,
    )
}


# --- the household --------------------------------------------------------------------------


def hygiene(h):
    names = ("hygiene_tidy", "hygiene_drainage", "hygiene_toilet", "hygiene_waste")
    return mean([pick(h.get(name), {True: 4, False: 1}) for name in names])


def utilities(h):
    power = h.get("electricity")
    if power == "own_meter":
        power = pick(h.get("alternative_energy"), {True: 4, False: 3})
    else:
        power = pick(power, {"none": 1, "shared": 2})
    tap, other = h.get("tap_water"), h.get("other_water")
    water = None
    if tap is not None and other is not None:
        water = (2 if tap else 0) + (2 if other == "enough" else 1)
    mobile, phone = h.get("mobile"), h.get("home_phone")
    news = {"internet": 4, "no_internet": 2}.get(mobile)
    if mobile == "none":
        news = pick(phone, {True: 2, False: 1})
    return mean([power, water, news])


def communication(h):
    mobile = h.get("mobile")
    if mobile in ("internet", "no_internet"):
        return 4 if mobile == "internet" else 3
    return None if mobile is None else pick(h.get("home_phone"), {True: 2, False: 1})


def counted(listed, steps):
    """1 for none; otherwise by how many were named."""
    if listed is None:
        return None
    return 1 if "none" in listed else 2 + sum(len(listed) >= step for step in steps)


def income_year(h, members):
    """Baht in the year for the whole household."""
    farm = total(h, [f"farm_{crop}_income" for crop in CROPS])
    cost = total(h, [f"farm_{crop}_cost" for crop in CROPS])
    wages = h.get("off_farm_income")
    if wages is None:
        earned = total({i: m.get("income_monthly") for i, m in enumerate(members)}, range(99))
        wages = None if earned is None else 12 * earned
    parts = {"farm": farm, "wages": wages}
    parts |= {"cost": None if cost is None else -cost}
    parts |= {"sent": h.get("remittances"), "state": h.get("state_transfers")}
    return total(parts, parts)


def score_income(h, members):
    year = income_year(h, members)
    if year is None or not members:
        return None
    month = year / (12 * len(members))
    return 1 + sum(month >= step for step in (2763, 5347, 6532))


def score_expenses(h, members):
    income, spent = income_year(h, members), total(h, [f"expense_{x}" for x in SPENT_ON])
    if income is None:
        return None
    if income <= 0:
        return 1
    if spent is None:
        return None
    share = 12 * spent / income
    return 1 if share > 1 else 2 if share > 0.8 else 3 if share > 0.5 else 4


def saving(h):
    has, kept = h.get("has_savings"), total(h, [f"saving_{x}" for x in KEPT_IN])
    if has is False or kept == 0:
        return 1
    spent = total(h, [f"expense_{x}" for x in SPENT_ON])
    if kept is None or spent is None:
        return None
    return 2 if kept < spent else 3 if kept < 3 * spent else 4


def debt(h, members):
    has, owed = h.get("has_debt"), total(h, [f"debt_{x}" for x in LENDERS])
    if has is False or owed == 0:
        return 4
    if any(h.get(f"debt_{x}_default") for x in LENDERS) or (h.get("debt_informal") or 0) > 0:
        return 1
    income = income_year(h, members)
    if owed is None or income is None:
        return None
    return 2 if owed > income else 3


def landless(h):
    return "none" in (h.get("farmland") or [])


def farmland_security(h):
    land = h.get("farmland")
    if land is None:
        return None
    best = {"titled": 4, "possession": 3, "tax_paper": 2, "free_use": 2, "rents": 2, "none": 1}
    return max(best[paper] for paper in land)


def farm_water(h):
    if landless(h):
        return 1
    water = h.get("farm_water")
    if water is None:
        return None
    best = {"irrigation": 4, "river": 3, "reservoir": 3, "ground": 3, "rain": 2, "none": 1}
    return max(best[source] for source in water)


def land_problems(h):
    if landless(h):
        return 1
    problems = h.get("land_problems")
    if problems is None:
        return None
    return 4 if "none" in problems else max(1, 4 - len(problems))


ROADS = {"none": 1, "seasonal": 2, "usable": 3, "good": 4}
RESOURCES = {"none": 1, "some_seasons": 2, "always": 4}
DISASTERS = {"never": 4, "once": 3, "few": 2, "yearly": 1, "often": 1}


def activity(h, kind):
    often, role = h.get(f"activity_{kind}_frequency"), h.get(f"activity_{kind}_role")
    if often != "every":
        return pick(often, {"never": 1, "some": 2})
    return pick(role, {"listens": 3, "opinion": 4, "decides": 4})


def household_items(h, members):
    joined = [h.get(f"group_{group}_member") for group in GROUPS]
    known = [is_member for is_member in joined if is_member is not None]
    own = {"none": 1, "with_others": 1, "on_others_land": 2, "rents": 2, "owns": 4}
    own |= {"owns_mortgaged_informal": 3, "owns_mortgaged_bank": 3}
    return {
        "dwelling_ownership": pick(h.get("dwelling_ownership"), own),
        "dwelling_condition": pick(h.get("dwelling_condition"), {"poor": 1, "fair": 2, "good": 4}),
        "hygiene": hygiene(h),
        "utilities": utilities(h),
        "road_to_house": pick(h.get("road_to_house"), ROADS),
        "communication": communication(h),
        "news": counted(h.get("news"), (2, 4)),
        "digital_use": mean(
            [pick(h.get(f"digital_{use}"), {True: 4, False: 1}) for use in ("welfare", "income")]
        ),
        "income_year": score_income(h, members),
        "expenses_year": score_expenses(h, members),
        "saving": saving(h),
        "debt": debt(h, members),
        "work_assets": counted(h.get("work_assets"), (2, 4)),
        "farmland_security": farmland_security(h),
        "farm_water": farm_water(h),
        "land_problems": land_problems(h),
        "road_to_land": 1 if landless(h) else pick(h.get("road_to_land"), ROADS),
        "resource_living": pick(h.get("resource_living"), RESOURCES),
        "disaster_house": pick(h.get("disaster_house"), DISASTERS),
        "resource_income": pick(h.get("resource_income"), RESOURCES),
        "disaster_farmland": 1 if landless(h) else pick(h.get("disaster_farmland"), DISASTERS),
        "group_joining": min(4, 1 + sum(known)) if known else None,
        "community_activities": mean(
            [activity(h, kind) for kind in ("religious", "information", "development")]
        ),
        "advisers": pick(h.get("advisers"), {"none": 1, "one": 2, "few": 3, "many": 4}),
        **{
            name: how_often(h.get(name))
            for name in (
                "helping",
                "rule_setting",
                "rule_following",
                "conflict_handling",
                "advice_used",
                "development_experience",
                "running_organisations",
            )
        },
    }


def score(h, members, delivered):
    """Every sub-score, the capitals, the whole and the level of one household."""
    items = household_items(h, members)
    for name, of_member in MEMBER_ITEMS.items():
        known = [s for s in map(of_member, members) if s is not None]
        items[name] = sum(known) / len(known) if known else None
    by = {name: None if value is None else "answers" for name, value in items.items()}
    for name, value in items.items():
        if value is None and delivered.get(name) is not None:
            items[name], by[name] = delivered[name], "delivered"
    capitals = {}
    for capital, weights in WEIGHTS.items():
        share = math.fsum(w for name, w in weights.items() if items[name] is not None)
        summed = math.fsum(
            w * items[name] for name, w in weights.items() if items[name] is not None
        )
        capitals[capital] = summed / share if share >= 0.8 - 1e-9 else None
        if share == 0:
            capitals[capital] = delivered.get(capital)
    overall = None
    if None not in capitals.values():
        overall = math.fsum(capitals.values()) / 5
    level = None
    if overall is not None:
        level = 1 + sum(overall >= cut - 1e-9 / 2 for cut in (1.75, 2.5, 3.25))
    return {"items": items, "by": by, "capitals": capitals, "overall": overall, "level": level}
