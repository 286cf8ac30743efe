"""Pages with 100,000 households, asked over HTTP from a server on loopback.

Needs what `main_job` left behind. One client, one request after the other: what an
officer waits, not what a crowd would.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from benchmarks.measure import WORK, promise, python
from benchmarks.postgres import free_port

PROFILE, SEARCH = 150.0, 100.0  # ms, p95
TIMES = 60

_OFFICER = """
import json, sys, datetime
import django
django.setup()
from django.utils import timezone
from pinto.evidence.registry.models import Household, Person
from pinto.ground.access.actions import create_account, post_officer, state_reason
from pinto.ground.access.models import Account
from pinto.ground.access.queries import has_account, viewer_of
from pinto.ground.installation.keys import unseal
from pinto.ground.places.queries.places import place
now = timezone.now()
if not has_account("bench"):
    account = create_account(username="bench", name="Bench", password="bench-password-1", by=None, at=now)
    post_officer(account=account, role="PROVINCE_OFFICER", place=place("99"), agency=None,
                 since=datetime.date(2024, 1, 1), by=None, at=now)
bench = viewer_of(Account.objects.get(username="bench"))
state_reason(tambon="99", why="bench", viewer=bench, at=now)  # lists are not its daily work
people = [p for p in Person.objects.exclude(national_id=None).filter(household__place__code__startswith="99")[:2000:200]]
json.dump({
    "name": [p.given_name for p in people], "surname": [f"{p.given_name} {p.surname}" for p in people],
    "prefix": [p.given_name[:2] for p in people],
    "ID": [unseal(p.national_id) for p in people],
    "house number": list(Household.objects.exclude(house_no="").values_list("house_no", flat=True)[:2000:200]),
}, open(sys.argv[1], "w"))
"""  # noqa: E501


def run() -> int:
    """How many promises were not kept."""
    print("pages")
    home = WORK / "main-job"
    words = home / "bench-words.json"
    python(_OFFICER, str(words), home=home)
    wanted: dict[str, list[str]] = json.loads(words.read_text())
    port = free_port()
    server = _serve(home, port)
    try:
        opener = _signed_in(f"http://127.0.0.1:{port}", "bench")
        base = f"http://127.0.0.1:{port}"
        broken = promise(
            "profile of the province, p95", _p95(opener, [f"{base}/area/99/"]), PROFILE, "ms"
        )
        for what, texts in wanted.items():
            urls = [f"{base}/hh/?q={quote(text)}" for text in texts]
            broken += promise(f"search by {what}, p95", _p95(opener, urls), SEARCH, "ms")
        _p95(opener, [f"{base}/hh/"])
        print(f"    household list {_p95(opener, [f'{base}/hh/']):.0f} ms")
    finally:
        server.terminate()
        server.wait(timeout=10)
    return broken


def _serve(home: Path, port: int, *, worker: bool = False) -> subprocess.Popen[bytes]:
    code, alone = "from pinto.cli import main; main()", () if worker else ("--no-worker",)
    server = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", str(port), *alone],
        env=os.environ | {"PINTO_HOME": str(home)},
    )
    for _ in range(600):  # a busy machine takes its time
        time.sleep(0.2)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return server
    server.terminate()
    raise SystemExit("the server did not start")


def _signed_in(base: str, username: str) -> OpenerDirector:
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    opener.open(f"{base}/account/login/").read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = {"login": username, "password": "bench-password-1", "csrfmiddlewaretoken": token}
    opener.open(f"{base}/account/login/", urlencode(form).encode()).read()
    return opener


def _p95(opener: OpenerDirector, urls: list[str]) -> float:
    """Milliseconds that 19 of 20 requests stay under, after a warm-up."""
    for url in urls[:3]:
        opener.open(url).read()
    took = []
    for turn in range(TIMES):
        before = time.perf_counter()
        response = opener.open(urls[turn % len(urls)])
        response.read()
        took.append((time.perf_counter() - before) * 1000)
        assert response.status == 200
    return statistics.quantiles(took, n=20)[-1]
