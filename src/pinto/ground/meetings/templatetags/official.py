"""{% load official %}: how official papers write numbers, days and times (facts §7)."""

from datetime import date, time

from django import template
from django.utils.translation import get_language

from pinto.ground.design.words import written_date
from pinto.ground.thai.numerals import thai

register = template.Library()


@register.filter
def official(value: date | time | int | str | None) -> str:
    """A long day, a time with a point, a text; on Thai papers in Thai digits."""
    if value is None:
        return ""
    thais = get_language() != "en"
    if isinstance(value, date):
        text = written_date(value, "long")
    elif isinstance(value, time):
        text = f"{value:%H.%M}"
    else:
        text = str(value)
    return thai(text) if thais else text
