"""A condition in words: what each row of a form says."""

from __future__ import annotations

from pinto.ground.design.messages import N_

OPERATOR_WORDS: dict[str, str] = {
    "lt": N_("is less than"),
    "le": N_("is at most"),
    "eq": N_("is"),
    "ne": N_("is not"),
    "ge": N_("is at least"),
    "gt": N_("is more than"),
    "has": N_("includes"),
    "has_not": N_("does not include"),
    "yes": N_("yes"),
    "no": N_("no"),
    "known": N_("was answered"),
    "unknown": N_("was not answered"),
}
WHO_WORDS: dict[str, str] = {
    "any": N_("of somebody"),
    "none": N_("of nobody"),
    "all": N_("of everybody"),
    "head": N_("of the head"),
    "count": N_("of at least … people"),
}
SCORE_WORDS: dict[str, str] = {
    "overall": N_("Overall score (1–4)"),
    "level": N_("Level (1 destitute – 4 well off)"),
    "human": N_("Human capital (1–4)"),
    "physical": N_("Physical capital (1–4)"),
    "financial": N_("Financial capital (1–4)"),
    "natural": N_("Natural capital (1–4)"),
    "social": N_("Social capital (1–4)"),
}
REGISTERED_WORDS: dict[str, str] = {
    "people": N_("Number of members"),
    "age": N_("Age in years"),
    "sex": N_("Sex"),
}
SEX_WORDS: dict[str, str] = {"F": N_("Female"), "M": N_("Male")}
GROUP_WORDS = (N_("Scores"), N_("Who lives there"))
