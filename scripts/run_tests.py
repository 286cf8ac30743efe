"""Run the whole suite twice: on PostgreSQL, then on SQLite, which Pinto uses by default.

A PostgreSQL of our own is started on a free loopback port in a temporary folder, and
stopped at the end. PINTO_WITHOUT=browser,postgres,java leaves out what is not here.
Arguments go to pytest. The exit code is 0 only when both runs passed.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from install_test_tools import WITHOUT, postgres_programs

# Pages look the same whatever holds the records, and Spark never asks a database. Both are
# slow: their tests run once, on SQLite. `-m` among the arguments decides otherwise.
ONLY_RECORDS = ["-m", "not browser and not spark"]
NOTHING_COLLECTED = 5  # pytest's code; the room asked for has no other tests


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL for the tests; gives its DATABASE_URL."""
    programs = postgres_programs()
    if programs is None:
        sys.exit("PostgreSQL is not here. `make test` brings it, or PINTO_WITHOUT=postgres.")
    folder = Path(tempfile.mkdtemp(prefix="pinto-postgres-"))
    # PostgreSQL refuses to run as root: Debian's package brings a user for it.
    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    if root:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", folder / "data", *arguments],
            user=user if root else None,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    try:
        run("initdb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "pinto")
        port = free_port()
        # what a test wrote may be lost in a power cut
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-s", "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgres://pinto@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-s", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def pytest(name: str, url: str, arguments: list[str]) -> int:
    """The suite has run; the answer is pytest's exit code."""
    print(f"\n=== the suite on {name} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.run(command, env=environment, check=False).returncode


def main(arguments: list[str]) -> int:
    code = 0
    if "postgres" not in WITHOUT:
        chosen = [] if "-m" in arguments else ONLY_RECORDS
        with postgres() as url:
            code = pytest("PostgreSQL", url, [*chosen, *arguments])
        code = 0 if code == NOTHING_COLLECTED and chosen else code
    second = pytest("SQLite", "", arguments)
    if code:
        print("The suite failed on PostgreSQL, see above.", file=sys.stderr)
    return code or second


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
