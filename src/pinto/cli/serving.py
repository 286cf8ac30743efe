"""`pinto demo`, `pinto serve`, `pinto worker`: the processes."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from pinto.cli.terminal import Failed, ready
from pinto.ground.access.queries import sample_sign_ins
from pinto.ground.installation.home import home

# A browser keeps up to six connections open, whether or not it asks for anything; the server
# counts those, not requests, and whoever comes after the last one waits until one is closed.
_CONNECTIONS = 4_096
_MOST = 4  # processes; more ask for a `pinto serve` of their own

port_option = click.option(
    "--port",
    envvar="PORT",
    type=click.IntRange(1, 65_535),
    default=8000,
    show_default=True,
    help="Where to serve.",
)
host_option = click.option("--host", default="127.0.0.1", show_default=True)


@click.command()
@host_option
@port_option
@click.option("--no-worker", is_flag=True, help="A `pinto worker` runs elsewhere.")
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve the pages, with a worker beside them. Ctrl-C stops both."""
    check_free(host, port)
    ready()
    collect_static()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pinto.config.settings"}
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(_processes()), "--blocking-threads", "4", "--no-ws",
        "--backlog", str(_CONNECTIONS), "--backpressure", str(_CONNECTIONS),
        "--log-level", "warning", "pinto.config.wsgi:application",
    ]  # fmt: skip
    commands = [web]
    if not no_worker:
        commands.append([sys.executable, "-c", "from pinto.cli import main; main()", "worker"])
    sys.exit(_until_one_ends(commands, environment))


def _processes() -> int:
    """How many serve pages: on PostgreSQL one a core, for one Python uses one core only.

    SQLite is for a small office, and for computers whose memory is small too.
    """
    return min(os.cpu_count() or 1, _MOST) if connection.vendor == "postgresql" else 1


def check_free(host: str, port: int) -> None:
    """Nobody listens there. Raises :class:`Failed`.

    Asked before starting: the web server shares its port with others of its kind, so
    that a second Pinto would start in silence and visitors would reach either of them.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # connections that have just ended are no hindrance
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise Failed(f"--host {host} is no address of this computer ({error.strerror}).") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Failed(
                f"port {port} is in use (by another Pinto?): stop it or choose another with --port"
            ) from None
        raise Failed(
            f"Nothing can be served at {host}, port {port} ({error.strerror}): choose another"
            " with --port or --host"
        ) from None


def _until_one_ends(commands: list[list[str]], environment: dict[str, str]) -> int:
    """They run until one of them ends, or somebody stops us; then all have ended.

    Each leads a process group of its own: what is sent to ours reaches only us, and
    what a child started ends with it, however early the child was told to stop.
    """
    stop = threading.Event()
    # Heard before the first child is there, or it would be left behind.
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(sign) is not signal.SIG_IGN:
            signal.signal(sign, lambda *_: stop.set())
    processes = [
        subprocess.Popen(command, env=environment, process_group=0)  # noqa: S603  (our own)
        for command in commands
    ]
    while all(process.poll() is None for process in processes) and not stop.wait(0.2):
        pass
    if stop.is_set():
        click.echo("\nstopping", err=True)
    stopped_by_itself = [process.returncode for process in processes if process.poll() is not None]
    for process in processes:
        process.terminate()
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
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

    if not no_serve:
        check_free("127.0.0.1", port)
    ready()
    load_sample(households=households, say=click.echo)
    click.echo(f"\nPinto · ปิ่นโต    http://127.0.0.1:{port}/    (data in {home()})\n")
    with translation.override("en"):
        for each in sample_sign_ins():
            click.echo(f"  {each.username:<10} {each.password:<17} {each.role_name} · {each.place}")
    click.echo("")
    if not no_serve:
        context.invoke(serve, host="127.0.0.1", port=port, no_worker=False)


def collect_static() -> None:
    """The static files lie compressed in PINTO_HOME; quick when nothing changed."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
