"""Icons, levels, lights, labels."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pinto.ground.design.charts import bars
from pinto.ground.design.components import component
from pinto.ground.design.icons import drawing
from pinto.ground.design.words import level_name

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon, silent for screen readers: the word stands beside it, visible or `.vh`."""
    svg = f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{drawing(name)}</svg>'
    return mark_safe(svg)  # noqa: S308  # Tabler's file, read at build time


@register.simple_tag
def logo() -> SafeString:
    """The house in the pentagon."""
    return component("logo")


@register.simple_tag
def level(value: int | None, score: str = "") -> SafeString:
    """The level sign: rising blocks and the word, and a score if there is one."""
    sign = mark_safe(bars.level_sign(value))  # noqa: S308  # drawn from a number
    text = f"{level_name(value)} {score}".strip()
    return format_html('<span class="lv">{}<span>{}</span></span>', sign, text)


@register.simple_tag
def level_tag(value: int | None, score: str = "") -> SafeString:
    """The level as a filled label, once a page, beside the name of a household."""
    text = f"{level_name(value)} {score}".strip()
    return format_html('<span class="lvtag l{}">{}</span>', value or 0, text)


@register.simple_tag
def light(state: str, text: object) -> SafeString:
    """Traffic light: state met, at_risk, not_met or unknown; the four differ in shape."""
    if state not in ("met", "at_risk", "not_met", "unknown"):
        raise ValueError(f"A light is met, at_risk, not_met or unknown, not {state!r}.")
    return component("light", state=state, text=text)


@register.simple_block_tag
def chip(content: str, kind: str = "", icon_name: str = "") -> SafeString:
    """A small label: kind good, warn, bad, info or none; with an icon."""
    sign = icon(icon_name) if icon_name else ""
    return format_html('<span class="tag {}">{}<span>{}</span></span>', kind, sign, content)
