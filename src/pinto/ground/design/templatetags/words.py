"""{% load words %}: how numbers, dates and texts are written on a page."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pinto.ground.design.charts import figures
from pinto.ground.design.words import written_date
from pinto.ground.thai.phrases import LONGEST, kept_together

register = template.Library()


@register.filter
def num(value: float | None, decimals: int = 0) -> str:
    """Thousands commas and so many decimals; a dash, never 0, where nothing is known."""
    return figures.grouped(_known(value), decimals)


@register.filter
def pct(fraction: float | None, decimals: int = 0) -> str:
    """A fraction of one as percent; a dash where nothing is known."""
    return figures.percent(_known(fraction), decimals)


def _known(value: float | str | None) -> float | None:
    """A template turns what it cannot find into an empty text; that is not known either."""
    return None if value is None or isinstance(value, str) else value


@register.filter
def be(value: date | datetime | None, style: str = "short") -> SafeString | str:
    """A date of the Buddhist era in <time>; style "long" spells the month, "time" adds hours."""
    if not value:
        return figures.DASH
    machine, clock = value.isoformat(), ""
    if isinstance(value, datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        value, clock = here.date(), f" {here:%H:%M}" if style == "time" else ""
    text = written_date(value, "long" if style == "long" else "short")
    return format_html('<time datetime="{}">{}{}</time>', machine, text, clock)


@register.filter
def kept(text: object) -> SafeString:
    """The text with the terms of the glossary kept on one line: browsers break Thai inside words.

    Not for text that stands directly in a flex or grid box: each term would become
    a box of its own there.
    """
    escaped = text if isinstance(text, SafeString) else escape(str(text))
    return mark_safe(kept_together(escaped))  # noqa: S308  # escaped just now


@register.filter
def whole(name: object) -> SafeString:
    """A name of which no part is broken: it breaks between its parts alone.

    >>> whole("นางวิไล สนมงคล")
    '<span class="nb">นางวิไล</span> <span class="nb">สนมงคล</span>'
    """
    parts = (format_html('<span class="nb">{}</span>', part) if len(part) <= LONGEST else part
             for part in str(name).split())  # fmt: skip
    return format_html_join(" ", "{}", ((part,) for part in parts))


@register.filter
def initial(name: object) -> str:
    """The first consonant of a name, for the round sign of an account: "เกศ" → "ก".

    >>> initial("เกศ"), initial("Noi"), initial("")
    ('ก', 'N', '')
    """
    leading_vowels = "เแโใไ"
    return next((letter.upper() for letter in str(name) if letter not in leading_vowels), "")
