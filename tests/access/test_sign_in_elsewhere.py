"""Signing in with another house, against a real OpenID provider on loopback (npm: oidc-provider).

The provider and Pinto each run as their own process, as they would.
"""

import os
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken

from pinto.ground.access.models import Account
from pinto.ground.trail.models import Entry
from tests.support.cast import make_account, make_places

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = ROOT / "tests" / "support" / "oidc_provider.mjs"
pytestmark = [pytest.mark.django_db(transaction=True)]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def node() -> str:
    if "node" in os.environ.get("PINTO_WITHOUT", "").split(","):
        pytest.skip("PINTO_WITHOUT names node: SIGN-IN WITH ANOTHER HOUSE IS NOT TESTED")
    found = shutil.which("node")
    if not found or not (ROOT / "node_modules" / "oidc-provider").is_dir():
        pytest.fail(
            "The provider is missing. Install node and run `npm ci`, or leave this test out:"
            " PINTO_WITHOUT=node",
            pytrace=False,
        )
    return found


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def provider(node, port) -> Iterator[str]:
    """The address of a provider that trusts the Pinto on that port."""
    redirect = f"http://127.0.0.1:{port}/account/elsewhere/oidc/login/callback/"
    running = subprocess.Popen(
        [node, str(PROVIDER), redirect],
        cwd=ROOT,
        env={**os.environ, "NODE_PATH": str(ROOT / "node_modules")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        for line in running.stdout:
            if line.startswith("http://127.0.0.1"):
                yield line.strip()
                break
        else:
            pytest.fail("the provider did not start")
    finally:
        running.kill()
        running.wait()


@pytest.fixture
def pinto(provider, port, another_process, monkeypatch) -> str:
    """The address of a Pinto whose settings name the provider."""
    monkeypatch.setenv("PINTO_OIDC_SERVER", provider)
    monkeypatch.setenv("PINTO_OIDC_NAME", "บ้านอื่น")
    monkeypatch.setenv("PINTO_OIDC_CLIENT_ID", "pinto")
    monkeypatch.setenv("PINTO_OIDC_CLIENT_SECRET", "a-secret-of-the-test")
    monkeypatch.setenv("PINTO_DEBUG", "true")  # static files as they lie in the source
    process = another_process(str(ROOT / "tests" / "access" / "serve.py"), str(port))
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("ready"):
            return f"http://127.0.0.1:{port}"
    pytest.fail("Pinto did not start:\n" + "".join(said)[-2000:])


class Browser:
    """Follows redirects from house to house, and keeps the cookies of each."""

    def __init__(self, pinto: str, provider: str) -> None:
        self.pinto, self.provider = pinto, provider
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)

    def ask(self, address: str, **data: str) -> tuple[int, str, str]:
        """Status, address at the end, and page."""
        body = urllib.parse.urlencode(data).encode() if data else None
        try:
            with self.opener.open(address, body, timeout=120) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.url, error.read().decode()

    def sign_in_as(self, name: str) -> tuple[int, str, str]:
        self.ask(f"{self.provider}/as?{urllib.parse.urlencode({'name': name})}")
        start = f"{self.pinto}/account/elsewhere/oidc/login/"
        _, _, page = self.ask(start)
        assert "เข้าใช้ด้วย บ้านอื่น" in page
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return self.ask(start, csrfmiddlewaretoken=token)


def test_another_house_signs_in_who_has_an_account_and_nobody_else(provider, pinto):
    officer = make_account("boonma", "บุญมา สมมติสุข", "TAMBON_OFFICER", make_places()["990101"])
    browser = Browser(pinto, provider)
    _, _, login = browser.ask(f"{pinto}/account/login/")
    assert "เข้าใช้ด้วย บ้านอื่น" in login

    status, address, _ = browser.sign_in_as("boonma")

    assert (status, address.startswith(f"{pinto}/area/")) == (200, True), address
    assert "บุญมา" in browser.ask(f"{pinto}/account/")[2]
    linked = SocialAccount.objects.get()
    assert linked.user == officer
    assert "ไม่ควรถูกเก็บ" not in str(linked.extra_data)
    assert not SocialToken.objects.exists()
    assert Entry.objects.get(what="account.signed_in").by == str(officer.pk)

    stranger = Browser(pinto, provider)
    status, _, page = stranger.sign_in_as("nobody")
    assert status == 403
    assert "ยังไม่มีบัญชีของท่าน" in page
    assert "/account/login/" in stranger.ask(f"{pinto}/account/")[1]
    assert Account.objects.count() == 1

    Account.objects.update(is_active=False)  # a closed account stays closed
    assert Browser(pinto, provider).sign_in_as("boonma")[0] == 403


def test_there_is_no_such_address_where_no_house_is_trusted(client, db):
    assert "elsewhere" not in client.get("/account/login/").content.decode()
    assert client.get("/account/elsewhere/oidc/login/").status_code in (302, 404)
