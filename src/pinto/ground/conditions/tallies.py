"""How a roster is summed up: a few tallies per aggregate, and its value out of them."""

from __future__ import annotations

from typing import Any

import ibis

from pinto.ground.conditions.tree import Aggregate


def chosen_column(number: int) -> str:
    return f"members__{number}_chosen"


def value_column(number: int) -> str:
    return f"members__{number}_value"


def _tally(number: int, what: str) -> str:
    return f"members__{number}_{what}"


def _how_many(condition: Any) -> Any:
    """For how many rows the condition is true, as float64: an integer sum is a decimal."""
    return condition.ifelse(1.0, 0.0).sum()


def tallies(number: int, node: Aggregate, each: Any) -> dict[str, Any]:
    """What must be known of the members to decide the aggregate."""
    value = each[value_column(number)]
    found = {_tally(number, "people"): _how_many(each[chosen_column(number)])}
    if node.function in ("any", "all", "count"):
        found[_tally(number, "true")] = _how_many(value)
        found[_tally(number, "false")] = _how_many(~value)
        return found
    found[_tally(number, "known")] = _how_many(value.notnull())
    extreme = {"min": value.min, "max": value.max}.get(node.function, value.sum)
    found[_tally(number, "number")] = extreme()
    return found


def decided(number: int, node: Aggregate, table: Any) -> Any:
    """The aggregate's value out of its tallies; absent tallies are those of no members."""

    def tally(what: str) -> Any:
        return table[_tally(number, what)].fill_null(0.0)

    people = tally("people")
    if node.function in ("any", "all", "count"):
        true, false = tally("true"), tally("false")
        if node.function == "any":
            return ibis.cases((true > 0, True), (false == people, False))
        if node.function == "all":
            return ibis.cases((false > 0, False), (true == people, True))
        return ((people > 0) & (true + false == 0)).ifelse(ibis.null("float64"), true)
    found = table[_tally(number, "number")]
    if node.function == "sum":
        return (people == 0).ifelse(0.0, found)
    return found / tally("known").nullif(0.0) if node.function == "mean" else found
