"""Templates compile, and nothing in them needs what the content policy forbids."""

import re
from pathlib import Path

import pytest
from django.template import engines

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pinto"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))

_COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.S)
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I),
    "an inline style sheet": re.compile(r"<style\b", re.I),
    "a script in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an address outside Pinto": re.compile(
        r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", re.I
    ),
    "htmx code in an attribute": re.compile(r"\shx-(?:on|vals\s*=\s*[\"']js:)", re.I),
}


def test_there_are_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f.as_posix().partition("templates/")[2])
def test_a_template_compiles(file):
    name = file.as_posix().rpartition("/templates/")[2]

    assert engines["django"].get_template(name).origin.name == str(file), "another file hides it"


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f.as_posix().partition("templates/")[2])
def test_a_template_keeps_the_content_policy(file):
    source = _COMMENT.sub("", file.read_text(encoding="utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]

    assert found == []


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("a style attribute", '<p style="color: red">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an inline style sheet", "<style>p{}</style>"),
        ("a script in an attribute", '<a href="/" onclick="x()">'),
        ("a javascript: address", '<a href="javascript:x()">'),
        ("an address outside Pinto", '<img src="https://x.invalid/a.png">'),
        ("an address outside Pinto", "<script src='//x.invalid/a.js'></script>"),
        ("htmx code in an attribute", '<a hx-on:click="x()">'),
    ],
)
def test_what_is_forbidden_is_found(what, source):
    assert FORBIDDEN[what].search(source)
