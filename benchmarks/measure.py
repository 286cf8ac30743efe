"""How benchmarks run a command, read its memory, and say a promise."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

WORK = Path(os.environ.get("PINTO_BENCH", Path.home() / ".cache" / "pinto-bench"))
HOUSEHOLDS = int(os.environ.get("PINTO_BENCH_HOUSEHOLDS", "101200"))  # 100,000 of them in 2569


@dataclass(frozen=True)
class Run:
    """What a command took."""

    seconds: float
    megabytes: float  # peak resident memory of the command and its children
    output: str


def command(*arguments: str, home: Path) -> Run:
    """`pinto` has run with these arguments; an error ends the benchmark."""
    return python("from pinto.cli import main; main()", *arguments, home=home)


def python(code: str, *arguments: str, home: Path) -> Run:
    """A fresh Python has run the code with these arguments; an error ends the benchmark."""
    settings = {"PINTO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "pinto.config.settings"}
    before = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - before
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{output}")
    return Run(seconds, usage.ru_maxrss / 1024, output)


def promise(what: str, value: float, limit: float, unit: str) -> int:
    """The measured value beside its limit; 1 when the limit is passed."""
    kept = value <= limit
    print(f"  {'kept  ' if kept else 'BROKEN'} {what}: {value:,.2f} {unit} (limit {limit:,.2f})")
    return 0 if kept else 1


def sample(folder: Path) -> Path:
    """The invented files of the benchmark, made once."""
    done = folder / f"made-{HOUSEHOLDS}"
    if not done.exists():
        print(f"  inventing {HOUSEHOLDS:,} households (once; some minutes)")
        arguments = ["--households", str(HOUSEHOLDS), "--seed", "12", "--out", str(folder)]
        folder.mkdir(parents=True, exist_ok=True)
        command("sample", *arguments, "--pppconnext", home=folder / "home")
        done.touch()
    return folder
