"""Figures, what to do next, rankings, moves, tables."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pinto.ground.design.charts import bars
from pinto.ground.design.charts.figures import change
from pinto.ground.design.charts.movement import movement as moves
from pinto.ground.design.charts.table import Table
from pinto.ground.design.components import component
from pinto.ground.design.components.signs import icon
from pinto.ground.design.templatetags.words import kept
from pinto.ground.design.words import LEVELS

register = template.Library()


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
    return component("todo", title=title, id=id, heading=heading, content=content)


@register.simple_tag
def todo_item(count: str, text: str, href: str) -> SafeString:
    """One line of the to-do: a number, a sentence, and the list behind it."""
    return format_html(
        '<li><a href="{}"><b>{}</b> <span>{}</span>{}</a></li>',
        href,
        count,
        kept(text),
        icon("arrow-right"),
    )


@register.simple_tag
def level_key(
    counts: Sequence[int],
    previous: Sequence[int] | None = None,
    no_score: int = 0,
    hrefs: Sequence[str] = (),
) -> SafeString:
    """Under the level bar: each level's sign, households, and change in words.

    Fewer in the two lower levels and more in the two upper ones is good. ``hrefs``
    lead to the households of each level, then to those without a score.
    """
    items: list[dict[str, object]] = []
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
    for item, href in zip(items, hrefs, strict=False):
        item["href"] = href
    return component("level_key", items=items)


@register.simple_tag
def changed(
    now: float | None, before: float | None, more_is_good: bool = True, decimals: int = 0
) -> SafeString | str:
    """The change in words, coloured by whether it is good: "ลด 212", "เพิ่ม 93"."""
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
    return component(
        "indicator_bars", items=bars.ranked(items), decimals=decimals, more_is_good=more_is_good
    )


@register.simple_tag
def movement(
    counts: Sequence[Sequence[int]], before: str, now: str, worse_href: str = ""
) -> SafeString:
    """The same households in two rounds, 4 × 4, and the sentence that sums it up."""
    return component(
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
    return component("table", twin=twin, css=css)


@register.simple_tag
def table_twin(twin: Table) -> SafeString:
    """The same numbers as the chart above, folded: "Show as a table"."""
    return component("table_twin", twin=twin)
