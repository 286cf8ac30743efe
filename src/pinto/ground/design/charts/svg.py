"""Writing SVG: elements, attributes, numbers."""

from collections.abc import Iterable
from functools import cache
from html import escape


def number(value: float) -> str:
    """A coordinate with one decimal at most.

    >>> number(12.0), number(-0.04), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text in ("-0", "-0.0") else text


def element(tag: str, content: str = "", /, **attributes: object) -> str:
    """One element; `content` is SVG already, attribute values are escaped.

    A trailing underscore is dropped from a name, others become hyphens, and
    what is None is left out.

    >>> element("text", "a", x=1.5, class_="b", text_anchor="end", y=None)
    '<text x="1.5" class="b" text-anchor="end">a</text>'
    """
    written = "".join(
        f' {_name(name)}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>"


@cache
def _name(name: str) -> str:
    kept = {"viewBox": "viewBox", "preserveAspectRatio": "preserveAspectRatio"}
    return kept.get(name) or name.removesuffix("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, float):
        return number(value)
    return str(value) if type(value) is int else escape(str(value))


def words(text: object) -> str:
    """A text as the content of an element: names may hold < and &."""
    return escape(str(text), quote=False)


def picture(
    id: str,
    *,
    title: str,
    desc: str,
    size: tuple[int, int] | None,
    css: str,
    content: str,
    **attributes: object,
) -> str:
    """The outermost <svg>, with title and description that screen readers read."""
    head = element("title", words(title), id=f"{id}-t") + element("desc", words(desc), id=f"{id}-d")
    return element(
        "svg",
        head + content,
        class_=css,
        viewBox=f"0 0 {size[0]} {size[1]}" if size else None,
        role="img",
        aria_labelledby=f"{id}-t {id}-d",
        **attributes,
    )


def points(corners: Iterable[tuple[float, float]]) -> str:
    """Corners for `points=` of a polygon.

    >>> points([(0, 1), (2.25, 3)])
    '0,1 2.2,3'
    """
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)
