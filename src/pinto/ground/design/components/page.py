"""The frame of a page: where we are, sections, remarks, where a figure comes from."""

from collections.abc import Sequence
from datetime import date

from django import template
from django.contrib.messages.storage.base import Message
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pinto.ground.design.charts.pentagon import corner
from pinto.ground.design.charts.svg import points
from pinto.ground.design.components import component

register = template.Library()


@register.simple_block_tag
def context_bar(content: str) -> SafeString | str:
    """The bar under the band; nothing at all when the page puts nothing into it."""
    if not content.strip():
        return ""
    return format_html(
        '<section class="ctx" aria-label="{}"><div class="wrap">{}</div></section>',
        _("Place and tools"),
        content,
    )


@register.simple_block_tag
def context_end(content: str) -> SafeString | str:
    """The tools at the end of the context bar; nothing when there are none."""
    return format_html('<div class="end">{}</div>', content) if content.strip() else ""


@register.simple_tag
def places_path(places: Sequence[tuple[str, str]], label: str = "") -> SafeString:
    """จังหวัด › อำเภอ › ตำบล: pairs of name and address; the last is where we are."""
    return component("places_path", places=places, label=label or _("Place"))


@register.simple_block_tag
def section(
    content: str, finding: str, id: str, note: str = "", aside: SafeString | str = ""
) -> SafeString:
    """A section of a report: its heading is the finding, then a reading note, then the data."""
    return component("section", finding=finding, id=id, note=note, aside=aside, content=content)


@register.simple_tag
def provenance(
    *,
    unit: str = "",
    base: int | None = None,
    round: str = "",
    scored: float | None = None,
    certified: float | None = None,
    on: date | None = None,
    more: str = "",
) -> SafeString:
    """Where a figure comes from: unit · households behind it · round · shares · date."""
    return component(
        "provenance",
        unit=unit,
        base=base,
        round=round,
        scored=scored,
        certified=certified,
        on=on,
        more=more,
    )


@register.simple_block_tag
def note(content: str, kind: str = "", title: str = "", icon_name: str = "") -> SafeString:
    """A remark with a coloured edge: kind khamin, bad, good or none."""
    return component("note", kind=kind, title=title, icon_name=icon_name, content=content)


@register.simple_tag
def message_note(message: Message) -> SafeString:
    """A message of django.contrib.messages in the colours of its level; a link in it stays one."""
    kind = {"success": "good", "error": "bad", "warning": "khamin"}.get(message.level_tag, "")
    return format_html('<div class="note {}"><p>{}</p></div>', kind, message.message)


@register.simple_block_tag
def empty_state(content: str, title: str, text: str = "", heading: int = 3) -> SafeString:
    """Nothing here: what will appear and when, and, as content, one action."""
    centre = (48.0, 52.0)
    return component(
        "empty_state",
        title=title,
        text=text,
        heading=heading,
        content=content,
        outer=points(corner(axis, 40, centre) for axis in range(5)),
        inner=points(corner(axis, 18, centre) for axis in range(5)),
    )
