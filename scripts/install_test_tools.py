"""Bring what tests need and PyPI does not have: a browser, a database server, fonts.

As root they come from Debian's packages; otherwise the one command is said. What is
missing fails here, unless PINTO_WITHOUT names it (browser, postgres).
"""

import os
import shutil
import subprocess
import sys
from glob import glob

without = set(filter(None, os.environ.get("PINTO_WITHOUT", "").split(",")))
NEEDED = {
    "browser": (["chromium", "fonts-noto-core"], lambda: shutil.which("chromium") is not None),
    "postgres": (["postgresql"], lambda: bool(glob("/usr/lib/postgresql/*/bin/initdb"))),
}


def missing() -> list[str]:
    """The names of what is needed and not here."""
    return [name for name, (_, here) in NEEDED.items() if name not in without and not here()]


def install(packages: list[str]) -> None:
    """Debian's packages are installed, without a question asked."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet
    )


if __name__ == "__main__":
    packages = [package for name in missing() for package in NEEDED[name][0]]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        print("· installing", ", ".join(packages))
        install(packages)
    if left := missing():
        packages = [package for name in left for package in NEEDED[name][0]]
        print(f"Tests need {' and '.join(left)}. Run once:", file=sys.stderr)
        print(f"    sudo apt-get install {' '.join(packages)}", file=sys.stderr)
        print(f"or leave them out:  PINTO_WITHOUT={','.join(left)} make test", file=sys.stderr)
        sys.exit(1)
