"""Run the whole suite twice: on PostgreSQL, then on SQLite, which Pinto uses by default.

A PostgreSQL of our own is started on a free loopback port in a temporary folder, and
stopped at the end. PINTO_WITHOUT=browser,postgres,java leaves out what is not here.
Arguments go to pytest. The exit code is 0 only when both runs passed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from install_test_tools import WITHOUT
from local_postgres import served

# Pages look the same whatever holds the records, and Spark never asks a database. Both are
# slow: their tests run once, on SQLite. `-m` among the arguments decides otherwise.
ONLY_RECORDS = ["-m", "not browser and not spark"]
NOTHING_COLLECTED = 5  # pytest's code; the room asked for has no other tests


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL for the tests; gives its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="pinto-postgres-"))
    try:
        # what a test wrote may be lost in a power cut
        with served(folder, options="-c fsync=off", stop="immediate") as url:
            if url is None:
                sys.exit(
                    "PostgreSQL is not here. `make test` brings it, or PINTO_WITHOUT=postgres."
                )
            yield url
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
