"""200 officers at work at once, on PostgreSQL: nobody waits long and nothing breaks.

Each client signs in, then asks for pages for a minute, with a mean think time of 5 s between
(exponential, seeded). The database, `pinto serve` with its worker, and all clients share this
machine; a promise of time is only worth something when nobody else does.
PINTO_BENCH_DATABASE names a PostgreSQL to use instead of one of the benchmark's own.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import statistics
import threading
import time
from collections import Counter, defaultdict
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.measure import WORK, command, promise, python
from benchmarks.pages import _serve
from benchmarks.postgres import free_port, served

CLIENTS, SECONDS, THINK, HOUSEHOLDS = 200, 60.0, 5.0, 20_000
LIMIT = 500.0  # ms, p95
SIGNING_IN = 4  # at once
IDLE = 20.0  # s; the server closes a connection on which nothing was asked for half a minute
REACHED = Path("/var/tmp/pinto-bench")  # noqa: S108  (made by us, in the open, of invented data)
CAST = Path(__file__).with_name("clients_cast.py")
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_FORM = re.compile(r'<form class="form[^"]*" method="post".*?</form>', re.DOTALL)

# what somebody does next, and how often of a hundred
DOES = {
    "household": 28,
    "households": 12,
    "search": 12,
    "area": 12,
    "verification": 12,
    "household's verification": 6,
    "events": 5,
    "target lists": 4,
    "quality": 3,
    "visit": 3,
    "event": 3,
}
# What is not the daily work of the upper levels, or has nobody named for it: what they do instead.
ABOVE = {"AMPHOE_OFFICER", "PROVINCE_OFFICER"}
INSTEAD = {
    "household": "area",
    "household's verification": "verification",
    "visit": "verification",
    "event": "events",
}


@dataclass
class Answer:
    """One page that somebody waited for."""

    kind: str
    status: int  # 0: no answer
    seconds: float
    url: str
    error: str = ""


@dataclass
class Client:
    """One officer with a browser: cookies, a connection that is kept, answers so far."""

    told: dict[str, Any]
    port: int
    seed: int
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    asked_at: float = 0.0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, kind: str, url: str, form: dict[str, str] | None = None) -> str:
        """The page; a redirect is followed, and what it leads to is another page."""
        before = time.perf_counter()
        status, body, onward, error = 0, "", "", ""
        if before - self.asked_at > IDLE:  # closed meanwhile; a browser opens another one too
            self.connection.close()
        try:
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if form is not None:
                headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            self.connection.request(
                "GET" if form is None else "POST", url, urlencode(form or {}), headers
            )
            response = self.connection.getresponse()
            status, body = response.status, response.read().decode()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            onward = response.headers.get("Location") or ""
        except (OSError, http.client.HTTPException) as problem:
            self.connection.close()
            error = f"{type(problem).__name__}: {problem}"
        self.asked_at = time.perf_counter()
        self.answers.append(Answer(kind, status, time.perf_counter() - before, url, error))
        if status in (301, 302, 303):
            return self.ask("page after a form" if form is not None else kind, onward)
        return body

    def sign_in(self, password: str) -> None:
        page = self.ask("sign-in", "/account/login/")
        form = dict(_HIDDEN.findall(page)) | {
            "login": self.told["username"], "password": password,
        }  # fmt: skip
        self.ask("sign-in", "/account/login/", form)
        assert "sessionid" in self.cookies, self.told["username"]
        self.answers.clear()

    def work(self, until: float) -> None:
        """Pages are asked for until then, somebody reading each before the next."""
        self._think(until)
        while time.perf_counter() < until:
            self._do(self.chance.choices(list(DOES), list(DOES.values()))[0], until)
            self._think(until)

    def _think(self, until: float) -> None:
        pause = self.chance.expovariate(1 / THINK)
        time.sleep(max(0.0, min(pause, until - time.perf_counter())))

    def _do(self, what: str, until: float) -> None:
        area, one = self.told["area"], self.chance.choice(self.told["households"])
        if self.told["role"] in ABOVE or (what == "visit" and not self.told["visits"]):
            what = INSTEAD.get(what, what)
        match what:
            case "household":
                self.ask(what, f"/hh/{one}/")
            case "households":
                self.ask(what, f"/hh/?area={area}")
            case "search":
                self.ask(what, f"/hh/?q={quote(self.chance.choice(self.told['names']))}")
            case "area":
                self.ask(what, f"/area/{area}/")
            case "verification":
                self.ask(what, f"/verify/?show={self.chance.choice(['mine', 'all'])}")
            case "household's verification":
                self.ask(what, f"/verify/{one}/")
            case "events":
                self.ask(what, "/events/")
            case "target lists":
                self.ask(what, "/targets/")
            case "quality":
                self.ask(what, f"/quality/{area}/")
            case "visit":
                self._fill(
                    what, f"/verify/{self.told['visits'].pop()}/visit/", until,
                    outcome="MET", finding="POOR", consent="GIVEN", note="-",
                    on=_thai(_today()),
                )  # fmt: skip
            case "event":
                self._fill(
                    what, f"/events/new/?household={one}", until,
                    kind="FLOOD", told_by="SEEN", note="-",
                    happened_on=_thai(_today() - timedelta(self.chance.randrange(360))),
                )  # fmt: skip

    def _fill(self, what: str, url: str, until: float, **form: str) -> None:
        page = self.ask(f"{what}, the form", url)
        found = _FORM.search(page)
        if found:
            self._think(until)
            self.ask(f"{what} is saved", url, dict(_HIDDEN.findall(found[0])) | form)


def run() -> int:
    """How many promises were not kept."""
    print("clients")
    own = os.environ.get("PINTO_BENCH_DATABASE")
    # Where we are root, PostgreSQL is somebody else, who does not come into root's home.
    home = (REACHED if os.geteuid() == 0 and not own else WORK) / "clients"
    with nullcontext(own) if own else served(home / "postgres") as url:
        if url is None:
            print("  NOT TRIED: there is no PostgreSQL here")
            return 0
        before = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = url
        try:
            return _measured(home, [] if own else [_postmaster(home / "postgres")])
        finally:
            os.environ.pop("DATABASE_URL")
            if before is not None:
                os.environ["DATABASE_URL"] = before


def _postmaster(folder: Path) -> int:
    """The process above all others of that PostgreSQL."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def _measured(home: Path, database: list[int]) -> int:
    if not (home / "demo.json").exists():
        print(f"  inventing {HOUSEHOLDS:,} households (once; some minutes)")
    command("demo", "--no-serve", "--households", str(HOUSEHOLDS), home=home)
    cast = home / "clients.json"
    python(CAST.read_text(), str(cast), str(CLIENTS), home=home)
    told = json.loads(cast.read_text())
    port = free_port()
    server = _serve(home, port, worker=True)
    try:
        clients = [Client(each, port, seed) for seed, each in enumerate(told["clients"])]
        _sign_in(clients, told["password"])
        parents = [server.pid, *database]
        load, cpu, spent = os.getloadavg()[0], _idle(), _spent(parents)
        began = time.perf_counter()
        _together([(client.work, (began + SECONDS,)) for client in clients])
        idle, spent = _idle() - cpu, _spent(parents) - spent
    finally:
        server.terminate()
        server.wait(timeout=30)
    busy = 1 - idle / (SECONDS * (os.cpu_count() or 1))
    print(
        f"  {CLIENTS} clients, {SECONDS:.0f} s, {os.cpu_count()} cores {busy:.0%} busy;"
        f" load of the machine before: {load:.1f}"
    )
    answers = [answer for client in clients for answer in client.answers]
    print(
        f"  {1000 * spent / len(answers):.0f} ms of CPU a request: pages, worker"
        f"{' and database' if database else ''}"
    )
    return _told(answers)


def _sign_in(clients: list[Client], password: str) -> None:
    for start in range(0, len(clients), SIGNING_IN):
        _together([(each.sign_in, (password,)) for each in clients[start : start + SIGNING_IN]])


def _together(calls: list[tuple[Any, tuple[Any, ...]]]) -> None:
    threads = [threading.Thread(target=call, args=arguments) for call, arguments in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _today() -> date:
    """The day in Thailand, whatever the clock of this machine shows."""
    return date(*time.gmtime(time.time() + 7 * 3600)[:3])


def _thai(day: date) -> str:
    """As somebody writes it: 21/11/2569."""
    return f"{day:%d/%m}/{day.year + 543}"


def _spent(parents: list[int]) -> float:
    """Seconds of CPU that these processes and those below them have used."""
    spent, above = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        key = int(path.parent.name)
        above[key], spent[key] = int(told[1]), int(told[11]) + int(told[12])
    total = 0
    for key, ticks in spent.items():
        line = [key]
        while line[-1] in above:
            line.append(above[line[-1]])
        total += ticks if set(line) & set(parents) else 0
    return total / os.sysconf("SC_CLK_TCK")


def _idle() -> float:
    """Seconds that the cores of this machine had nothing to do, since it started."""
    cores = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return int(cores[4]) / os.sysconf("SC_CLK_TCK")


def _told(answers: list[Answer]) -> int:
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        kinds[answer.kind].append(answer)
    print(f"    {'page':28} {'asked':>6} {'p50':>7} {'p95':>7} {'longest':>8}  ms")
    for kind, found in sorted(kinds.items(), key=lambda each: -len(each[1])):
        print(_line(kind, found))
    print(_line("every page", answers))
    odd = Counter(
        (answer.status, answer.kind, answer.error)
        for answer in answers
        if answer.status not in (200, 302)
    )
    for (status, kind, error), count in odd.most_common(12):
        print(f"    {count} × {status or 'no answer'} for {kind} {error}")
    failed = sum(answer.status == 0 or answer.status >= 500 for answer in answers)
    p95 = _p95([answer.seconds for answer in answers])
    return (
        promise(f"no answer or 5xx among {len(answers):,} requests", failed, 0, "requests")
        + promise("refused or not found", odd.total() - failed, 0, "requests")
        + promise(f"{CLIENTS} clients on PostgreSQL, p95", p95, LIMIT, "ms")
    )


def _line(kind: str, answers: list[Answer]) -> str:
    took = [answer.seconds for answer in answers]
    return (
        f"    {kind:28} {len(took):6,} {1000 * statistics.median(took):7.0f}"
        f" {_p95(took):7.0f} {1000 * max(took):8.0f}"
    )


def _p95(seconds: list[float]) -> float:
    """Milliseconds that 19 of 20 stay under."""
    return 1000 * sorted(seconds)[max(0, -(-len(seconds) * 19 // 20) - 1)]
