"""{% load scores %}: how a sub-score is written where it is reckoned with."""

from django import template
from django.utils.translation import get_language

from pinto.insight.measures.rules import told
from pinto.insight.measures.rules.scorings import Words

register = template.Library()


@register.filter
def neat(number: float | None) -> str:
    """Up to four decimals, as many as say something; nothing where nothing is known."""
    return "" if number is None else told.neat(number)


@register.filter
def said(words: Words) -> str:
    """A text of the scoring in the language of the page."""
    return words.label(get_language() or "th")
