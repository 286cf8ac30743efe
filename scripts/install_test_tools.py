"""Bring what tests need and Python's packages do not hold: a browser, a database, fonts, Java.

As root they come from Debian's packages; otherwise the one command is said. What is
missing fails here, unless PINTO_WITHOUT names it (browser, postgres, java). Arguments
name what is wanted; without any it is everything.
"""

import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

WITHOUT = set(filter(None, os.environ.get("PINTO_WITHOUT", "").split(",")))


def chromium() -> str | None:
    """The browser's program."""
    return shutil.which("chromium")


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(folders[-1]).parent if folders else None


def java() -> str | None:
    """The program Spark runs in."""
    return shutil.which("java")


NEEDED = {
    "browser": (["chromium", "fonts-noto-core"], chromium),
    "postgres": (["postgresql"], postgres_programs),
    "java": (["default-jre-headless"], java),
}


def missing(wanted: set[str]) -> list[str]:
    """The names of what is needed and not here."""
    return [name for name in NEEDED if name in wanted - WITHOUT and not NEEDED[name][1]()]


def packages_of(names: list[str]) -> list[str]:
    return [package for name in names for package in NEEDED[name][0]]


def install(packages: list[str]) -> None:
    """Debian's packages are installed, without a question asked; what fails is said later."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def main(arguments: list[str]) -> int:
    wanted = set(arguments or NEEDED)
    if unknown := WITHOUT - set(NEEDED):
        print(f"PINTO_WITHOUT names what nothing needs: {', '.join(unknown)}", file=sys.stderr)
        return 1
    packages = packages_of(missing(wanted))
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print("· installing", ", ".join(packages), flush=True)
        install(packages)
    if not (left := missing(wanted)):
        return 0
    print(f"Tests need {' and '.join(left)}. Run once:", file=sys.stderr)
    print(f"    sudo apt-get install {' '.join(packages_of(left))}", file=sys.stderr)
    print(f"or leave them out:  PINTO_WITHOUT={','.join(left)} make test", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
