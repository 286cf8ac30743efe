"""Findings in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pinto.evidence.instruments.rules import Instrument
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.evidence.quality.rules.rulesets import Ruleset


def finding_name(rule_id: str, rules: Ruleset | None, asked: Instrument) -> str:
    """What a finding is called: the rule's title, or the question of a far amount."""
    language = get_language() or "th"
    if rule_id.startswith(FAR_AMOUNT):
        question = asked.by_id.get(rule_id.removeprefix(FAR_AMOUNT))
        label = question.label(language) if question else rule_id
        return _("Far from the others: %(question)s") % {"question": label}
    rule = rules.by_id.get(rule_id) if rules else None
    return rule.title.label(language) if rule else rule_id
