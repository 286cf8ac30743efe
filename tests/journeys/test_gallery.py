"""The gallery in a browser: readable by everyone, on every screen, in both themes."""

import pytest

from tests.support.axe import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["desktop", "phone"])
def test_axe_finds_nothing_wrong(open_screen, screen, theme):
    view = open_screen(screen, theme=theme, inspected=True)

    assert violations(view.go("/design/")) == []


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("screen", ["narrow", "phone", "desktop"])
def test_nothing_scrolls_sideways(open_screen, screen, language):
    view = open_screen(screen, language=language)

    assert overflow(view.go("/design/")) == []


def test_text_twice_as_large_still_fits(open_screen):
    view = open_screen("desktop", inspected=True)
    page = view.go("/design/")
    page.add_style_tag(content="html{font-size:200%}")

    assert overflow(page) == []


def test_the_browser_has_nothing_to_complain_of(open_screen):
    """No script error, no missing file, and nothing our own content policy forbids."""
    view = open_screen("desktop")
    view.go("/design/").wait_for_load_state("networkidle")

    assert view.complaints == []


def test_the_theme_can_be_chosen_without_script(open_screen):
    page = open_screen("desktop", theme="light", script=False).go("/design/")
    paper = "rgb(14, 20, 37)"
    page.get_by_role("link", name="มืด").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper


def test_the_language_is_switched_by_a_link_and_remembered(open_screen):
    page = open_screen("desktop").go("/design/?theme=light")
    assert page.locator("h1").inner_text() == "ชุดชิ้นส่วน"

    page.locator(".lang").click()

    assert page.url.endswith("/design/?theme=light")
    assert page.locator("h1").inner_text() == "Components"
    assert page.locator("html").get_attribute("lang") == "en"


def test_every_stop_of_the_tab_key_can_be_seen(open_screen):
    """Each focused element has an outline, and neither bar hides it."""
    page = open_screen("desktop").go("/design/")
    stops = page.locator("a, button, input, select, textarea, summary, [tabindex='0']").count()
    unseen = []
    for _ in range(min(stops, 90)):
        page.keyboard.press("Tab")
        fault = page.evaluate(_FOCUS)
        if fault:
            unseen.append(fault)

    assert unseen == []


_FOCUS = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const box = part.getBoundingClientRect();
  const name = part.outerHTML.slice(0, 90);
  const style = getComputedStyle(part);
  const inner = part.querySelector('.a');
  const drawn = style.outlineStyle !== 'none' || part.closest('.tiles label')
    || (inner && parseFloat(getComputedStyle(inner).strokeWidth) > 2);
  if (!drawn) return 'no outline: ' + name;
  const bar = document.querySelector('.top').getBoundingClientRect().bottom;
  const hidden = box.bottom <= bar && !part.closest('.top') && !part.matches('.skip');
  return hidden || box.top >= innerHeight ? 'out of sight: ' + name : null;
}"""
