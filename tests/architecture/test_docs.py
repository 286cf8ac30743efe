"""Documentation that cannot rot: what it names exists, and what exists is named."""

import re
from pathlib import Path

import polib
import pytest

from scripts import build_docs

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("requirements/*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))

_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.S | re.M)
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_COMMAND = re.compile(r"^(?:    |.*`)pinto ([a-z]+)(?: ([a-z]+))?", re.M)


def name(path):
    return path.relative_to(ROOT).as_posix()


def text_of(path):
    return path.read_text(encoding="utf-8")


def anchors(path):
    """The headings of a page as the addresses that lead to them."""
    headings = re.findall(r"^#+ (.+)$", text_of(path), re.M)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_and_pictures_of_a_page_lead_somewhere(path):
    missing = []
    for _, target in _LINK.findall(_CODE.sub("", text_of(path))):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            missing.append(target)

    assert missing == []


def test_every_page_of_the_documentation_can_be_reached_from_its_index():
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target).resolve() for _, target in _LINK.findall(text_of(index))}
    pages = [path for path in ROOT.glob("docs/**/*.md") if path != index]

    assert [name(path) for path in pages if path not in linked] == []


def test_every_generated_page_is_fresh():
    stale = [
        name(path)
        for path, text in build_docs.pages()
        if not path.exists() or text_of(path) != text
    ]

    assert stale == [], "run `make docs`"


def test_every_setting_that_is_read_is_explained_and_no_other():
    read = build_docs.settings_read()

    assert len(read) > 5
    assert read == set(build_docs.SETTINGS)


def test_every_command_has_its_help():
    from pinto.cli.commands import pinto

    unexplained = [
        context.command_path for context in build_docs.walk(pinto) if not context.command.help
    ]
    assert unexplained == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_commands_that_a_page_shows_exist(path):
    from pinto.cli.commands import pinto

    known = {context.command_path for context in build_docs.walk(pinto)}
    groups = {path.rpartition(" ")[0] for path in known}
    shown = {
        " ".join(filter(None, ("pinto", command, below if f"pinto {command}" in groups else "")))
        for command, below in _COMMAND.findall(text_of(path))
    }

    assert shown - known == set()


@pytest.mark.parametrize("path", DECISIONS, ids=name)
def test_a_decision_says_context_decision_and_consequences_in_15_to_40_lines(path):
    text = text_of(path)
    number = path.name[:4]

    assert re.match(rf"# {number}\b", text)
    assert [part for part in ("Context", "Decision", "Consequences") if f"**{part}.**" in text] == [
        "Context",
        "Decision",
        "Consequences",
    ]
    assert 15 <= len(text.splitlines()) <= 40


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))


def test_what_a_page_tells_to_click_stands_on_a_page():
    """Thai words in bold are those of the catalogues; … stands for what changes."""
    said = {
        text
        for catalogue in (ROOT / "src").rglob("django.po")
        for entry in polib.pofile(str(catalogue))
        for text in (entry.msgstr, *entry.msgstr_plural.values())
    }
    told = {
        word
        for folder in ("tutorials", "how-to")
        for path in (ROOT / "docs" / folder).glob("*.md")
        for word in _BOLD.findall(text_of(path))
        if _THAI.search(word)
    }

    def stands(word):
        pattern = re.compile(re.escape(word).replace("…", ".+"))
        return any(pattern.search(text) for text in said)

    assert told
    assert [word for word in sorted(told) if not stands(word)] == []
