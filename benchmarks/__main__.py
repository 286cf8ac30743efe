"""Run every benchmark, or those named: python -m benchmarks [main_job] [pages] …"""

import sys

from benchmarks import clients, entry, existence, main_job, matching, measures, one_change, pages

BENCHMARKS = {
    "main_job": main_job.run,
    "pages": pages.run,
    "existence": existence.run,
    "one_change": one_change.run,
    "measures": measures.run,
    "matching": matching.run,
    "entry": entry.run,
    "clients": clients.run,
}


def main(names: list[str]) -> int:
    """The answer is how many promises were not kept."""
    broken = 0
    for name in names or BENCHMARKS:
        broken += BENCHMARKS[name]()
    print("all promises kept" if not broken else f"{broken} promise(s) not kept")
    return broken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
