"""Form fields, errors, pages of a list, long work."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pinto.ground.design.components import component

register = template.Library()


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
    attributes: dict[str, str | bool] = {"class": "in"} if kind == "input" else {}
    return component("field", bound=bound, kind=kind, control=bound.as_widget(attrs=attributes))


@register.simple_tag
def error_summary(form: BaseForm, heading: str = "") -> SafeString | str:
    """At the top of a form that was refused: what is wrong, each a link to its field.

    ``heading`` says so where the form saves nothing.
    """
    said = heading or _("Not saved yet. Please look at:")
    return component("error_summary", form=form, heading=said) if form.errors else ""


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
    return component(
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
    return component("progress", label=label, done=done, total=total, state=state, step=step, id=id)
