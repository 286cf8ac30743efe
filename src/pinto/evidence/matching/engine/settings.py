"""The comparisons as Splink runs them: levels in SQL, weights from the rules."""

from __future__ import annotations

from typing import Any

from pinto.evidence.matching.rules.weights import COMPARISONS, Level

# Conditions in SQL that DuckDB and Spark both know. The last level is whatever is left.
_NAME = {
    "same": "{0}_l = {0}_r",
    "swapped": "given_l = surname_r AND surname_l = given_r",
    "one_letter": "length({0}_l) > 2 AND levenshtein({0}_l, {0}_r) <= 1",
    "alike": "{0}_sound_l = {0}_sound_r OR jaro_winkler({0}_l, {0}_r) >= 0.9",
}
_CONDITIONS: dict[str, dict[str, str]] = {
    "given": {level: sql.format("given") for level, sql in _NAME.items()},
    "surname": {level: sql.format("surname") for level, sql in _NAME.items()},
    "birth": {
        "same_day": "born_l = born_r",
        "same_month": (
            "year_l = year_r AND month_l = month_r AND (day_l IS NULL OR day_r IS NULL)"
        ),
        "same_year": "year_l = year_r AND (month_l IS NULL OR month_r IS NULL)",
        "turned": "year_l = year_r AND month_l = day_r AND day_l = month_r",
        "one_part": (
            "(year_l = year_r AND (month_l = month_r OR day_l = day_r))"
            " OR (abs(year_l - year_r) IN (1, 10) AND month_l = month_r AND day_l = day_r)"
        ),
        "near_year": "abs(year_l - year_r) <= 1",
    },
    "sex": {"same": "sex_l = sex_r"},
    "number": {
        "same": "number_l = number_r",
        "one_digit": "levenshtein(number_l, number_r) <= 1",  # never so of two digests
    },
    "home": {
        "same_house": "house_l = house_r",
        "same_village": "village_l = village_r",
        "same_tambon": "tambon_l = tambon_r",
    },
}
_JARO_WINKLER = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}
_UNKNOWN = {
    "given": "given_l IS NULL OR given_r IS NULL",
    "surname": "surname_l IS NULL OR surname_r IS NULL",
    "birth": "year_l IS NULL OR year_r IS NULL",
    "sex": "sex_l IS NULL OR sex_r IS NULL",
    "number": "number_l IS NULL OR number_r IS NULL",
    "home": "tambon_l IS NULL OR tambon_r IS NULL",
}
_USED = {
    "given": ("given", "surname", "given_sound"),
    "surname": ("surname", "given", "surname_sound"),
    "birth": ("born", "year", "month", "day"),
    "home": ("house", "village", "tambon"),
}

# Two records are compared when they agree on one of these; the rest is never looked at.
BLOCKING = (
    "l.number = r.number",
    "l.given = r.surname AND l.surname = r.given",
    "l.given = r.given AND l.surname = r.surname",
    "l.born = r.born AND l.surname = r.surname",
    "l.born = r.born AND l.given = r.given",
    "l.born = r.born AND l.village = r.village",
    "l.house = r.house AND l.year = r.year",
    "l.house = r.house AND l.given = r.given",
    "l.village = r.village AND l.given = r.given",
    "l.village = r.village AND l.surname = r.surname AND l.year = r.year",
    "l.born = r.born AND l.house = r.house",
    "l.given_sound = r.given_sound AND l.surname_sound = r.surname_sound AND l.year = r.year",
)


def settings(*, two_lists: bool, records: int, on: str = "duckdb") -> dict[str, Any]:
    """Splink's settings for one list with itself, or for two lists with each other.

    ``on`` is duckdb or spark; only the name of one function differs.
    """
    return {
        "link_type": "link_only" if two_lists else "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": 1 / max(records, 2),
        "blocking_rules_to_generate_predictions": [{"blocking_rule": rule} for rule in BLOCKING],
        "comparisons": [
            _comparison(name, conditions, _JARO_WINKLER[on])
            for name, conditions in _CONDITIONS.items()
        ],
        "additional_columns_to_retain": ["household"],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(name: str, conditions: dict[str, str], jaro_winkler: str) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": _UNKNOWN[name],
            "label_for_charts": "unknown",
            "is_null_level": True,
        }
    ]
    written = {
        level: sql.replace("jaro_winkler", jaro_winkler) for level, sql in conditions.items()
    }
    levels += [_level(name, level, written) for level in COMPARISONS[name]]
    return {"output_column_name": name, "comparison_levels": levels}


def _level(name: str, level: Level, conditions: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sql_condition": conditions.get(level.id, "ELSE"),
        "label_for_charts": level.id,
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.by_frequency:
        told |= {"tf_adjustment_column": name, "tf_adjustment_weight": 1.0}
    return told
