"""axe-core, the checker of accessibility, run inside a page."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    if not _AXE.exists():
        raise FileNotFoundError("axe-core is not installed: run `npm ci`.")
    return _AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds wrong, one line each: rule, how grave, where. The page must be `inspected`."""
    page.wait_for_load_state()
    page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", _RULES
    )
    # A page on which nothing could be checked would pass every time.
    assert len(found["passes"]) > 20, "axe checked next to nothing"
    return [
        f"{rule['id']} ({rule['impact']}): "
        + "; ".join(str(n["target"]) for n in rule["nodes"][:5])
        for rule in found["violations"]
    ]


def overflow(page: Page) -> list[str]:
    """What stands out over the right edge of the screen; empty when nothing scrolls sideways."""
    page.wait_for_load_state()  # half a page has other widths
    wide: list[str] = page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= edge) return [];
          return [...document.querySelectorAll('body *')]
            .filter(part => part.getBoundingClientRect().right > edge + 1)
            .filter(part => !part.closest('.scroll, .vh, .seg, .q-tabs'))
            .map(part => part.tagName + '.' + (part.className.baseVal ?? part.className));
        }"""
    )
    return wide
