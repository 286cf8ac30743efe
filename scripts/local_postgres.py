"""A PostgreSQL of our own on a free loopback port, for tests and benchmarks."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from install_test_tools import postgres_programs


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *, options: str = "", stop: str = "fast") -> Iterator[str | None]:
    """Its DATABASE_URL; the data lie in that folder, made where there are none. Stopped at last.

    ``options`` are the server's, ``stop`` is a mode of pg_ctl. None where no PostgreSQL is
    installed.
    """
    programs = postgres_programs()
    if programs is None:
        yield None
        return
    # PostgreSQL refuses to run as root: Debian's package brings a user for it.
    root = os.geteuid() == 0
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    folder.mkdir(parents=True, exist_ok=True)
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

    if not (folder / "data" / "PG_VERSION").exists():
        run("initdb", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U", "pinto")
    port = free_port()
    asked = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {options}"
    run("pg_ctl", "-s", "-w", "-o", asked, "-l", str(folder / "log"), "start")
    try:
        yield f"postgres://pinto@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-s", "-w", "-m", stop, "stop")
