"""The words every page shares: four levels, five capitals, and what is said of the unknown."""

from datetime import date
from typing import Literal

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pinto.ground.thai.calendar import be_year, thai_date

# Level 1 is the poorest. Charts count 1 … 4; None is a household without a score.
LEVELS = (_("Destitute"), _("Struggling"), _("Getting by"), _("Living well"))
NO_SCORE = _("No score")
NO_DATA = _("No data yet")

# Clockwise from the top of every pentagon, always in this order.
CAPITALS = (
    pgettext_lazy("capital", "Human"),
    pgettext_lazy("capital", "Physical"),
    pgettext_lazy("capital", "Financial"),
    pgettext_lazy("capital", "Natural"),
    pgettext_lazy("capital", "Social"),
)


def level_name(level: int | None) -> str:
    """What a level is called in the language of the page."""
    return str(NO_SCORE if level is None else LEVELS[level - 1])


# English pages keep the Buddhist year: rounds and files are named by it.
_MONTHS = {
    "short": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "long": [
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ],
}


def written_date(day: date, length: Literal["short", "long"] = "short") -> str:
    """A day of the Buddhist era in the language of the page: "5 มี.ค. 2569", "5 Mar 2569 BE"."""
    if get_language() == "en":
        return f"{day.day} {_MONTHS[length][day.month - 1]} {be_year(day)} BE"
    return thai_date(day, length)
