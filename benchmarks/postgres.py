"""A PostgreSQL of the benchmark's own, kept from run to run: its data take minutes to invent."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
sys.path.insert(0, str(SCRIPTS))

from install_test_tools import postgres_programs  # noqa: E402
from run_tests import free_port  # noqa: E402


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """Its DATABASE_URL on loopback, as it is installed, durable; None where there is none."""
    programs = postgres_programs()
    if programs is None:
        yield None
        return
    root = os.geteuid() == 0  # which PostgreSQL refuses to be; Debian's package brings a user
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
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    run("pg_ctl", "-s", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgres://pinto@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-s", "-w", "-m", "fast", "stop")
