"""Whether somebody exists elsewhere cannot be told by the clock: median answers beside each other.

Needs what `main_job` left behind, or ``PINTO_BENCH_HOME``. An officer of one tambon asks for
households of another and for ids that nobody has, in turn, and searches for names of both kinds.
"""

from __future__ import annotations

import json
import os
import statistics
import time
import uuid
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import OpenerDirector

from benchmarks.measure import WORK, promise, python
from benchmarks.pages import _serve, _signed_in
from benchmarks.postgres import free_port

REQUESTS = 200  # of each kind
LIMIT = 5.0  # ms between the medians

_NEIGHBOUR = """
import json, sys, datetime
import django
django.setup()
from django.utils import timezone
from pinto.evidence.registry.models import Household
from pinto.ground.access.actions import create_account, post_officer
from pinto.ground.access.queries import has_account
from pinto.ground.places.models import Place
now = timezone.now()
codes = sorted({h.place.code[:6] for h in Household.objects.select_related("place")[:20000:50]})
here, there = codes[0], codes[-1]
if not has_account("bench-neighbour"):
    account = create_account(username="bench-neighbour", name="Bench", password="bench-password-1",
                             by=None, at=now)
    post_officer(account=account, role="TAMBON_OFFICER", place=Place.objects.get(code=here),
                 agency=None, since=datetime.date(2024, 1, 1), by=None, at=now)
homes = Household.objects.filter(place__code__startswith=there).select_related("head")[:200]
json.dump({"ids": [str(h.pk) for h in homes],
           "names": [f"{h.head.given_name} {h.head.surname}" for h in homes if h.head]},
          open(sys.argv[1], "w"))
"""


def run() -> int:
    """How many promises were not kept."""
    print("existence")
    home = Path(os.environ.get("PINTO_BENCH_HOME", WORK / "main-job"))
    told = home / "bench-neighbours.json"
    python(_NEIGHBOUR, str(told), home=home)
    known = json.loads(told.read_text())
    port = free_port()
    server = _serve(home, port)
    base = f"http://127.0.0.1:{port}"
    try:
        opener = _signed_in(base, "bench-neighbour")
        there = [f"{base}/hh/{key}/" for key in known["ids"]]
        nowhere = [f"{base}/hh/{uuid.uuid4()}/" for _ in range(REQUESTS)]
        broken = _compared("a household elsewhere or nowhere", opener, there, nowhere, status=404)
        there = [f"{base}/hh/?q={quote(name)}" for name in known["names"]]
        nowhere = [f"{base}/hh/?q={quote('ฬฬไม่มี' + str(n))}" for n in range(REQUESTS)]
        broken += _compared("a name elsewhere or nowhere", opener, there, nowhere, status=200)
    finally:
        server.terminate()
        server.wait(timeout=10)
    return broken


def _compared(
    what: str, opener: OpenerDirector, there: list[str], nowhere: list[str], *, status: int
) -> int:
    took: tuple[list[float], list[float]] = ([], [])
    for turn in range(-5, REQUESTS):
        for kind, urls in enumerate((there, nowhere)):
            milliseconds = _asked(opener, urls[turn % len(urls)], status)
            if turn >= 0:  # the first ones warm up
                took[kind].append(milliseconds)
    medians = [statistics.median(each) for each in took]
    said = f"{what}: medians {medians[0]:.1f} and {medians[1]:.1f} ms, apart"
    return promise(said, abs(medians[0] - medians[1]), LIMIT, "ms")


def _asked(opener: OpenerDirector, url: str, status: int) -> float:
    before = time.perf_counter()
    try:
        with opener.open(url) as response:
            response.read()
            found = response.status
    except HTTPError as error:
        error.read()
        found = error.code
    assert found == status, (url, found)
    return (time.perf_counter() - before) * 1000
