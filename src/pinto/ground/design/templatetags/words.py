"""{% load words %}: how numbers, dates and texts are written on a page."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pinto.ground.design.charts import figures

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
    """A date in the Buddhist era inside <time>; style "long" spells the month, "time" adds hours."""
    if not value:
        return figures.DASH
    clock = ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        clock = f" {value:%H:%M}" if style == "time" else ""
    english = get_language() == "en"
    names = _MONTHS["en" if english else "th"]["long" if style == "long" else "short"]
    year = f"{value.year + 543} BE" if english else f"{value.year + 543}"
    text = f"{value.day} {names[value.month - 1]} {year}{clock}"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


_MONTHS = {
    "th": {
        "short": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split(),
        "long": (
            "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
        ).split(),
    },
    "en": {
        "short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
        "long": (
            "January February March April May June July August September October November December"
        ).split(),
    },
}


@register.filter
def kept(text: object) -> str:
    """The text with terms and place names kept on one line: browsers break Thai inside words."""
    return str(text)


@register.filter
def initial(name: object) -> str:
    """The first consonant of a name, for the round sign of an account: "เกศ" → "ก".

    >>> initial("เกศ"), initial("Noi"), initial("")
    ('ก', 'N', '')
    """
    leading_vowels = "เแโใไ"
    return next((letter.upper() for letter in str(name) if letter not in leading_vowels), "")
