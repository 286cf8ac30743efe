"""Debian's Chromium, driven by Playwright: a computer's screen and a phone's."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--disable-component-update",
]
SCREENS = {"desktop": (1366, 768), "phone": (390, 844), "narrow": (320, 640)}


@dataclass
class Screen:
    """An open page, the address pages are served at, and what the browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    status: int = 0  # with which the last address answered

    def go(self, path: str) -> Page:
        answer = self.page.goto(f"{self.address}{path}")
        self.status = answer.status if answer else 0
        return self.page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run. Without it tests fail, unless PINTO_WITHOUT names it."""
    if "browser" in os.environ.get("PINTO_WITHOUT", "").split(","):
        pytest.skip("PINTO_WITHOUT names the browser")
    if not os.path.exists(CHROMIUM):
        pytest.fail(
            "Chromium is missing. Install it (Debian: apt-get install chromium), or set"
            " PINTO_WITHOUT=browser to leave these tests out."
        )
    # Playwright's loop makes Django believe its calls are asynchronous; they are not.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


OpenScreen = Callable[..., Screen]


@pytest.fixture
def open_screen(chromium: Browser, live_server: object) -> Iterator[OpenScreen]:
    """`open_screen("phone", theme="dark", language="en", script=False)` opens a fresh browser."""
    contexts: list[BrowserContext] = []

    def opened(
        screen: str = "desktop",
        *,
        theme: str = "light",
        language: str = "th",
        script: bool = True,
        inspected: bool = False,
    ) -> Screen:
        width, height = SCREENS[screen]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            java_script_enabled=script,
            is_mobile=screen == "phone",
            has_touch=screen == "phone",
            bypass_csp=inspected,  # axe is put into the page, which our own policy forbids
        )
        contexts.append(context)
        address = str(getattr(live_server, "url", live_server))
        context.add_cookies([{"name": "pinto_language", "value": language, "url": address}])
        view = Screen(context.new_page(), address)
        view.page.on("console", lambda said: _listen(view, said))
        view.page.on("pageerror", lambda error: view.complaints.append(str(error)))
        return view

    yield opened
    for context in contexts:
        context.close()


def _listen(view: Screen, said: ConsoleMessage) -> None:
    if said.type in ("error", "warning"):
        view.complaints.append(said.text)
