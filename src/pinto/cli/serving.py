"""`pinto demo`, `pinto serve`, `pinto worker`: the processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import click
from django.conf import settings
from django.core.management import call_command

from pinto.cli.terminal import ready
from pinto.ground.installation.home import home

port_option = click.option(
    "--port", envvar="PORT", default=8000, show_default=True, help="Where to serve."
)
host_option = click.option("--host", default="127.0.0.1", show_default=True)


@click.command()
@host_option
@port_option
@click.option("--no-worker", is_flag=True, help="A `pinto worker` runs elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, with a worker beside them. Ctrl-C stops both."""
    ready()
    collect_static()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pinto.config.settings"}
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--no-ws",
        "--log-level", "warning", "pinto.config.wsgi:application",
    ]  # fmt: skip
    processes = [subprocess.Popen(web, env=environment)]  # noqa: S603  (our own program)
    if not no_worker:
        command = [sys.executable, "-c", "from pinto.cli import main; main()", "worker"]
        processes.append(subprocess.Popen(command, env=environment))  # noqa: S603
    sys.exit(_until_one_ends(processes))


def _until_one_ends(processes: list[subprocess.Popen[bytes]]) -> int:
    """Wait; when one process ends, or somebody stops us, all end."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.2)
    except KeyboardInterrupt:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_IGN)  # `make` passes on what the terminal sent already
        click.echo("\nstopping", err=True)
    stopped_by_itself = [process.returncode for process in processes if process.poll() is not None]
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
    return next((code for code in stopped_by_itself if code), 0)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then end.")
def worker(once: bool) -> None:
    """Do the long work that pages ask for, and seal the trail."""
    from pinto.config.worker import work_until_stopped

    ready()
    work_until_stopped(once=once)


@click.command()
@port_option
@click.option("--no-serve", is_flag=True, help="Load the sample and stop.")
@click.option("--households", default=4_800, show_default=True, help="How many to invent.")
@click.pass_context
def demo(context: click.Context, port: int, no_serve: bool, households: int) -> None:
    """Load the invented sample, say the sign-ins, and serve."""
    from pinto.sample.demo import load_sample

    ready()
    sign_ins = load_sample(households=households, say=click.echo)
    click.echo(f"\nPinto · ปิ่นโต    http://127.0.0.1:{port}/    (data in {home()})\n")
    for sign_in in sign_ins:
        click.echo(
            f"  {sign_in['username']:<10} {sign_in['password']:<17}"
            f" {sign_in['role']} · {sign_in['place']}"
        )
    click.echo("")
    if not no_serve:
        context.invoke(serve, host="127.0.0.1", port=port, no_worker=False)


def collect_static() -> None:
    """The static files lie compressed in PINTO_HOME; quick when nothing changed."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
