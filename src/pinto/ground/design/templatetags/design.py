"""{% load design %}: the components. /design/ shows every one with its parameters."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pinto.ground.design.charts import bars
from pinto.ground.design.charts.movement import movement as moves
from pinto.ground.design.charts.pentagon import corner
from pinto.ground.design.charts.svg import points
from pinto.ground.design.charts.table import Table
from pinto.ground.design.icons import drawing
from pinto.ground.design.templatetags.words import initial
from pinto.ground.design.words import LEVELS, level_name

register = template.Library()
register.filter("initial", initial)


def _component(name: str, **context: object) -> SafeString:
    return mark_safe(render_to_string(f"design/components/{name}.html", context))  # noqa: S308  # a template of ours escapes


# --- signs ------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon, silent for screen readers: the word stands beside it, visible or `.vh`."""
    svg = f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{drawing(name)}</svg>'
    return mark_safe(svg)  # noqa: S308  # Tabler's file, read at build time


@register.simple_tag
def logo() -> SafeString:
    """The house in the pentagon."""
    return mark_safe(
        '<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2 30.3 12.4 24.8 29.2H7.2L1.7 12.4z"'
        ' fill="none" stroke="#fff" stroke-width="1.8" stroke-linejoin="round"/><path fill="#f0b429"'
        ' d="M16 8l8 5.7-2.4 10.9L11 22.4l-2.6-8.2z"/><path d="M16 16v13" stroke="#1c2c5b"'
        ' stroke-width="3.2"/></svg>'
    )


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
    css, spoken, shape = {
        "met": ("g", _("Met"), _SQUARE),
        "at_risk": ("a", _("At risk"), _TRIANGLE),
        "not_met": ("r", _("Not met"), _DISC),
        "unknown": ("x", _("No data yet"), _RING),
    }[state]
    return format_html(
        '<span class="tl tl-{}"><svg viewBox="0 0 18 18" role="img" aria-label="{}">{}</svg>'
        "<span>{}</span></span>",
        css,
        spoken,
        shape,
        text,
    )


_DISC = mark_safe(
    '<circle cx="9" cy="9" r="8.2" fill="currentColor"/><path d="M6 6l6 6M12 6l-6 6" stroke="#fff"'
    ' stroke-width="2" stroke-linecap="round"/>'
)
_TRIANGLE = mark_safe(
    '<path d="M9 1.2 17.4 16H.6z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/>'
    '<path d="M9 6.4v4.4M9 13.2v.2" stroke="#1b2336" stroke-width="2" stroke-linecap="round"/>'
)
_SQUARE = mark_safe(
    '<rect x=".9" y=".9" width="16.2" height="16.2" rx="4" fill="currentColor"/><path fill="none"'
    ' d="M5 9.3l2.8 2.8L13.2 6.4" stroke="#fff" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round"/>'
)
_RING = mark_safe(
    '<circle cx="9" cy="9" r="7.6" fill="none" stroke="currentColor" stroke-width="1.6"'
    ' stroke-dasharray="3 2.4"/><path d="M6.4 9h5.2" stroke="currentColor" stroke-width="1.8"'
    ' stroke-linecap="round"/>'
)


@register.simple_block_tag
def chip(content: str, kind: str = "", icon_name: str = "") -> SafeString:
    """A small label: kind good, warn, bad, info or none; with an icon."""
    sign = icon(icon_name) if icon_name else ""
    return format_html('<span class="tag {}">{}<span>{}</span></span>', kind, sign, content)


# --- the page ---------------------------------------------------------------------------


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
    return _component("places_path", places=places, label=label or _("Place"))


@register.simple_block_tag
def section(
    content: str, finding: str, id: str, note: str = "", aside: SafeString | str = ""
) -> SafeString:
    """A section of a report: its heading is the finding, then a reading note, then the data."""
    return _component("section", finding=finding, id=id, note=note, aside=aside, content=content)


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
    return _component(
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
    return _component("note", kind=kind, title=title, icon_name=icon_name, content=content)


@register.simple_tag
def message_note(message: Message) -> SafeString:
    """A message of django.contrib.messages in the colours of its level."""
    kind = {"success": "good", "error": "bad", "warning": "khamin"}.get(message.level_tag, "")
    return format_html('<div class="note {}"><p>{}</p></div>', kind, message)


@register.simple_block_tag
def empty_state(content: str, title: str, text: str = "", heading: int = 3) -> SafeString:
    """Nothing here: what will appear and when, and, as content, one action."""
    centre = (48.0, 52.0)
    return _component(
        "empty_state",
        title=title,
        text=text,
        heading=heading,
        content=content,
        outer=points(corner(axis, 40, centre) for axis in range(5)),
        inner=points(corner(axis, 18, centre) for axis in range(5)),
    )


# --- figures ----------------------------------------------------------------------------


@register.simple_block_tag
def figures(content: str) -> SafeString:
    """A row of up to four figures between hairlines; holds {% figure %}s."""
    return format_html('<dl class="figs">{}</dl>', content)


@register.simple_tag
def figure(label: str, value: str, unit: str = "", href: str = "") -> SafeString:
    """One figure of the row: its name, its value as written, its unit."""
    number = format_html('<a href="{}">{}</a>', href, value) if href else value
    small = format_html(" <small>{}</small>", unit) if unit else ""
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, number, small)


@register.simple_block_tag
def todo(content: str, title: str, id: str = "todo", heading: int = 2) -> SafeString:
    """What should be done first, at most three {% todo_item %}s; one a page."""
    return _component("todo", title=title, id=id, heading=heading, content=content)


@register.simple_tag
def todo_item(count: str, text: str, href: str) -> SafeString:
    """One line of the to-do: a number, a sentence, and the list behind it."""
    return format_html(
        '<li><a href="{}"><b>{}</b> <span>{}</span>{}</a></li>',
        href,
        count,
        text,
        icon("arrow-right"),
    )


@register.simple_tag
def level_key(
    counts: Sequence[int], previous: Sequence[int] | None = None, no_score: int = 0
) -> SafeString:
    """Under the level bar: each level's sign, households, and change in words.

    Fewer in the two lower levels and more in the two upper ones is good.
    """
    items = []
    for index, count in enumerate(counts):
        before = previous[index] if previous else None
        good = (
            None
            if before is None or before == count
            else (count > before) == (index >= len(LEVELS) // 2)
        )
        items.append({"level": index + 1, "count": count, "before": before, "good": good})
    if no_score:
        items.append({"level": None, "count": no_score, "before": None, "good": None})
    return _component("level_key", items=items)


@register.simple_tag
def changed(
    now: float | None, before: float | None, more_is_good: bool = True, decimals: int = 0
) -> SafeString | str:
    """The change in words, coloured by whether it is good: "ลด 212", "เพิ่ม 93"."""
    from pinto.ground.design.charts.figures import change

    text = change(now, before, decimals)
    if not text or now is None or before is None or round(now - before, decimals) == 0:
        return format_html('<span class="mute">{}</span>', text) if text else ""
    css = "up" if (now > before) == more_is_good else "down"
    return format_html('<span class="{} nb">{}</span>', css, text)


@register.simple_tag
def indicator_bars(
    items: Sequence[bars.Bar], decimals: int = 0, more_is_good: bool = False
) -> SafeString:
    """A ranking: each name a link to the households behind it, bar, value, change."""
    return _component(
        "indicator_bars", items=bars.ranked(items), decimals=decimals, more_is_good=more_is_good
    )


@register.simple_tag
def movement(
    counts: Sequence[Sequence[int]], before: str, now: str, worse_href: str = ""
) -> SafeString:
    """The same households in two rounds, 4 × 4, and the sentence that sums it up."""
    return _component(
        "movement",
        moved=moves(counts),
        levels=LEVELS,
        before=before,
        now=now,
        worse_href=worse_href,
    )


@register.simple_tag
def table(twin: Table, css: str = "") -> SafeString:
    """A Table written out; the first cell of a row is its head, the others are numbers."""
    return _component("table", twin=twin, css=css)


@register.simple_tag
def table_twin(twin: Table) -> SafeString:
    """The same numbers as the chart above, folded: "Show as a table"."""
    return _component("table_twin", twin=twin)


# --- forms and lists --------------------------------------------------------------------


@register.simple_tag
def field(bound: BoundField, hint: str = "") -> SafeString:
    """Label, hint, input and errors of a form field, tied together for screen readers."""
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        kind = "tiles"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    if hint and not bound.help_text:
        bound.help_text = hint
    attributes = {"class": "in"} if kind == "input" else {}
    return _component("field", bound=bound, kind=kind, control=bound.as_widget(attrs=attributes))


@register.simple_tag
def error_summary(form: BaseForm) -> SafeString | str:
    """At the top of a form that was refused: what is wrong, each a link to its field."""
    return _component("error_summary", form=form) if form.errors else ""


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    """The hidden fields of a form."""
    return mark_safe("".join(str(bound) for bound in form.hidden_fields()))  # noqa: S308  # Django's widgets


@register.simple_tag(takes_context=True)
def pagination(context: dict[str, Any], page: Page[Any], key: str = "page") -> SafeString | str:
    """Links to the other pages; the rest of the query stays as it is."""
    if page.paginator.num_pages < 2:
        return ""
    kept = context["request"].GET.copy()
    kept.pop(key, None)

    def address(number: int) -> str:
        return "?" + urlencode([*kept.lists(), (key, number)], doseq=True)

    numbers = [
        {"number": number, "href": address(number) if isinstance(number, int) else ""}
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return _component(
        "pagination",
        page=page,
        numbers=numbers,
        before=address(page.number - 1) if page.has_previous() else "",
        after=address(page.number + 1) if page.has_next() else "",
    )


@register.simple_tag
def progress(
    label: str,
    done: int,
    total: int | None = None,
    *,
    state: str = "RUNNING",
    step: str = "",
    id: str = "job",
) -> SafeString:
    """Long work: a bar of what is done, in words and numbers; unknown total, unknown length."""
    return _component(
        "progress", label=label, done=done, total=total, state=state, step=step, id=id
    )
