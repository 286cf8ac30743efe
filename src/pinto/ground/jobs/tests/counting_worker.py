"""A worker process for tests: its one task counts to 20, a tenth of a second each."""

import signal
import sys
import threading
import time

import django


def main() -> None:
    django.setup()
    from pinto.ground.jobs.actions import task
    from pinto.ground.jobs.tasks import work

    @task("count")
    def count(progress):
        """Tells the number it began with: a resumed count differs from a new one."""
        first = (progress.cursor or 0) + 1
        for number in range(first, 21):
            time.sleep(0.1)
            progress.report(number, 20, step="counting", cursor=number)
        return {"first": first}

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    work(stop=stop, once="once" in sys.argv)


if __name__ == "__main__":
    main()
