"""The components of pages, each a template tag; `{% load design %}` brings them all.

A component is a function here and a template of the same name in
``templates/design/components/``; the smallest need no template.
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


def component(name: str, **context: object) -> SafeString:
    """The component's template, filled; the template engine escapes."""
    return mark_safe(render_to_string(f"design/components/{name}.html", context))  # noqa: S308  # escaped there
