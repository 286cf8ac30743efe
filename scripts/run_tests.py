"""Run the whole suite twice: on PostgreSQL, then on SQLite, which Pinto uses by default.

A PostgreSQL of our own is started on a free loopback port in a temporary folder, and
stopped at the end. PINTO_WITHOUT=browser,postgres leaves out what is not here.
Arguments go to pytest.
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
from glob import glob
from pathlib import Path

WITHOUT = set(filter(None, os.environ.get("PINTO_WITHOUT", "").split(",")))


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL for the tests; gives its DATABASE_URL."""
    programs = Path(sorted(glob("/usr/lib/postgresql/*/bin"))[-1])
    folder = Path(tempfile.mkdtemp(prefix="pinto-postgres-"))
    # PostgreSQL refuses to run as root: Debian's package brings a user for it.
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, user) if os.geteuid() == 0 else None
    port = free_port()

    def run(*command: str) -> None:
        subprocess.run(
            command,
            user=user if os.geteuid() == 0 else None,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    run(
        str(programs / "initdb"),
        "-D",
        str(folder / "data"),
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-U",
        "pinto",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-s", "-w"]
    run(*control, "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgres://pinto@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def pytest(name: str, environment: dict[str, str], arguments: list[str]) -> int:
    """The suite has run; the answer is pytest's exit code."""
    print(f"\n=== the suite on {name} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *arguments]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode


def main() -> int:
    codes = []
    arguments = sys.argv[1:]
    if "postgres" not in WITHOUT:
        with postgres() as url:
            codes.append(pytest("PostgreSQL", {"DATABASE_URL": url}, arguments))
    clean = {"DATABASE_URL": ""}
    codes.append(pytest("SQLite", clean, arguments))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
