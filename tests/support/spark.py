"""A real Spark cluster on loopback: a standalone master and two workers, each its own process."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

HOST = "127.0.0.1"
STARTED = re.compile(r"Starting Spark master at (spark://[\d.]+:\d+)")
REGISTERED = "Successfully registered with master"
PATIENCE = 60.0  # seconds for a process to say that it has started


def missing() -> str:
    """What a cluster needs and is not here, or nothing."""
    if not shutil.which("java"):
        return "Java is not installed: sudo apt-get install default-jre-headless"
    if find_spec("pyspark") is None:
        return "PySpark is not installed: `make test-spark` installs it for tests"
    return ""


def ready() -> None:
    """A cluster can be started; the test fails otherwise, unless PINTO_WITHOUT names java."""
    if "java" in os.environ.get("PINTO_WITHOUT", "").split(","):
        pytest.skip("PINTO_WITHOUT names java: SPARK IS NOT COMPARED WITH DUCKDB")
    if lacking := missing():
        pytest.fail(f"{lacking}, or leave these tests out: PINTO_WITHOUT=java", pytrace=False)


@contextmanager
def cluster(folder: Path, *, workers: int = 2, cores: int = 1) -> Iterator[str]:
    """The address of a master with its workers registered; all end with the block."""
    with ExitStack() as ends:
        log = folder / "master.log"
        ends.enter_context(_process("master.Master", ["--port", "0"], log))
        address = _said(log, STARTED)
        for number in range(workers):
            log = folder / f"worker-{number}.log"
            arguments = ["--cores", str(cores), "--memory", "1g", "--port", "0", address]
            arguments += ["--work-dir", str(folder / f"work-{number}")]
            ends.enter_context(_process("worker.Worker", arguments, log))
            _said(log, re.compile(f"({REGISTERED})"))
        yield address


@contextmanager
def _process(name: str, arguments: list[str], log: Path) -> Iterator[None]:
    """A daemon of Spark, run by Java itself so that it is ours to end."""
    (package,) = find_spec("pyspark").submodule_search_locations
    home = Path(package)
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}"]
    command += ["--host", HOST, "--webui-port", "0", *arguments]
    settings = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "SPARK_DAEMON_MEMORY": "512m"}
    with log.open("w") as out:
        running = subprocess.Popen(
            command, env=os.environ | settings, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield
    finally:
        running.terminate()
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _said(log: Path, words: re.Pattern[str]) -> str:
    """What a daemon writes into its log once it has started."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := words.search(log.read_text(encoding="utf-8", errors="replace")):
            return found.group(1)
        time.sleep(0.1)
    raise TimeoutError(f"Spark did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def end_java() -> None:
    """The next session starts a JVM of its own: one that runs already takes no more jars."""
    from pyspark import SparkContext

    if SparkContext._gateway is not None:
        SparkContext._gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None


@contextmanager
def session(address: str, folder: Path):
    """A session of PySpark on the cluster, with Python's own settings out of its way."""
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master(address)
        .appName("pinto tests")
        .config("spark.driver.host", HOST)
        .config("spark.driver.bindAddress", HOST)
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "512m")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    try:
        yield spark
    finally:
        spark.stop()
