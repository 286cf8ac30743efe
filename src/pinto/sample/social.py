"""What households answer about their life with the neighbours."""

from __future__ import annotations

from pinto.sample.answers import Answer, Answers
from pinto.sample.draws import Draws
from pinto.sample.life import Life

_GROUPS = {
    "occupation": 0.16, "finance": 0.46, "welfare": 0.58, "social": 0.26, "resources": 0.06,
    "other": 0.02,
}  # fmt: skip
_RELIANCE = (0.30, 0.52, 0.18)
# Never, sometimes, every time.
_ACTIVITIES = {
    "religious": (0.14, 0.58, 0.28),
    "information": (0.46, 0.44, 0.10),
    "development": (0.42, 0.46, 0.12),
    "other": (0.86, 0.12, 0.02),
}
_ROLES = (0.80, 0.16, 0.04)
# Never or none first, then ever more.
_QUESTIONS = {
    "helping": (0.30, 0.42, 0.20, 0.08),
    "rule_setting": (0.66, 0.24, 0.08, 0.02),
    "rule_following": (0.14, 0.36, 0.34, 0.16),
    "conflict_handling": (0.74, 0.19, 0.05, 0.02),
    "advice_used": (0.58, 0.29, 0.10, 0.03),
    "advisers": (0.56, 0.26, 0.14, 0.04),
    "development_experience": (0.62, 0.27, 0.09, 0.02),
    "running_organisations": (0.83, 0.11, 0.04, 0.02),
}


def social_answers(draws: Draws, life: Life) -> Answers:
    """Groups, common work, rules, disputes, advice."""
    on = life.social
    answers: Answers = {}
    for code, share in _GROUPS.items():
        member = draws.chance(f"group.{code}", on, 0.5, share)
        problem = draws.chance(f"group.{code}.problem", -on, 0.3, 0.09)
        reliance = draws.ordinal(f"group.{code}.reliance", on, 0.4, _RELIANCE)
        answers[f"group_{code}_member"] = Answer.of(member)
        answers[f"group_{code}_reliance"] = Answer.of(reliance, member)
        answers[f"group_{code}_problem"] = Answer.of(problem)
    for code, shares in _ACTIVITIES.items():
        often = draws.ordinal(f"activity.{code}", on, 0.55, shares)
        role = draws.ordinal(f"activity.{code}.role", on, 0.5, _ROLES)
        answers[f"activity_{code}_frequency"] = Answer.of(often)
        answers[f"activity_{code}_role"] = Answer.of(role, often > 0)
    for question, steps in _QUESTIONS.items():
        answers[question] = Answer.of(draws.ordinal(question, on, 0.62, steps))
    return answers
