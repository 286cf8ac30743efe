"""How numbers are written: thousands commas, decimals, shares, changes."""

from math import isfinite

from django.utils.translation import gettext as _

DASH = "–"  # stands where nothing is known; never 0


def grouped(value: float | None, decimals: int = 0) -> str:
    """Thousands commas and so many decimals; a dash when it is not known.

    >>> grouped(1349), grouped(2.205, 1), grouped(None), grouped(-0.001, 1)
    ('1,349', '2.2', '–', '0.0')
    """
    if value is None or not isfinite(value):
        return DASH
    text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text.replace("-", "−")


def share(part: float | None, whole: float | None, decimals: int = 0) -> str:
    """A part in percent of the whole; a dash when the whole is nothing or unknown.

    >>> share(1, 3), share(1, 3, 1), share(0, 0), share(None, 5)
    ('33%', '33.3%', '–', '–')
    """
    if part is None or not whole:
        return DASH
    return f"{grouped(100 * part / whole, decimals)}%"


def percent(fraction: float | None, decimals: int = 0) -> str:
    """A fraction of one as percent.

    >>> percent(0.8461), percent(None)
    ('85%', '–')
    """
    return share(fraction, 1, decimals)


def change(now: float | None, before: float | None, decimals: int = 0) -> str:
    """The change in words: "เพิ่ม 93", "ลด 212", "คงเดิม"; empty when one of them is unknown."""
    if now is None or before is None:
        return ""
    size = grouped(abs(now - before), decimals)
    if not size.strip("0.,"):
        return _("unchanged")
    return (_("up %(size)s") if now > before else _("down %(size)s")) % {"size": size}
