"""The words every page shares: four levels, five capitals, and what is said of the unknown."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
