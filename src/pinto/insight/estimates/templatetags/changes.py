"""{% load changes %}: how a change is written, with its sign."""

from django import template
from django.utils.translation import gettext as _

from pinto.ground.design.charts.figures import DASH, grouped

register = template.Library()


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """The number with + or −; a dash where nothing is known.

    >>> signed(0.05, 3), signed(-2.0), signed(0.0), signed(None)
    ('+0.050', '−2', '0', '–')
    """
    if value is None:
        return DASH
    text = grouped(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


@register.filter
def signed_percent(fraction: float | None) -> str:
    """A fraction of one as percent, with its sign.

    >>> signed_percent(-0.25), signed_percent(None)
    ('−25.0%', '–')
    """
    return DASH if fraction is None else f"{signed(100 * fraction, 1)}%"


@register.filter
def points(fraction: float | None) -> str:
    """A difference of two shares in percentage points, with its sign."""
    if fraction is None:
        return DASH
    return _("%(points)s points") % {"points": signed(100 * fraction, 1)}
