"""Checked rows wait in pieces, sealed, until somebody decides.

A piece is JSON, compressed and encrypted with the installation's sealing key:
drafts hold names and numbers of people. The folder goes when the load ends.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from pinto.ground.installation.home import write_atomically
from pinto.ground.installation.keys import seal_bytes, unseal_bytes

PIECE = 1_000  # households a piece: one short transaction each


def stage(folder: Path, drafts: Iterable[dict[str, Any]]) -> int:
    """The drafts lie in ``folder`` in numbered pieces; the answer is how many pieces."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pieces, waiting = 0, []
    for draft in drafts:
        waiting.append(draft)
        if len(waiting) == PIECE:
            pieces += 1
            _write(folder, pieces, waiting)
            waiting = []
    if waiting:
        pieces += 1
        _write(folder, pieces, waiting)
    return pieces


def staged(folder: Path, piece: int) -> list[dict[str, Any]]:
    """The drafts of a piece; pieces count from 1."""
    sealed = (folder / f"{piece:05}.piece").read_bytes()
    return list(orjson.loads(pa.input_stream(pa.py_buffer(unseal_bytes(sealed)), "zstd").read()))


def unstage(folder: Path) -> None:
    """Nothing waits any more."""
    shutil.rmtree(folder, ignore_errors=True)


def changes_so_far(folder: Path, up_to: int) -> Iterator[dict[str, Any]]:
    """What the first pieces change in known records, in order."""
    for piece in range(1, up_to + 1):
        path = folder / f"{piece:05}.changes"
        if path.exists():
            yield from orjson.loads(unseal_bytes(path.read_bytes()))


def keep_changes(folder: Path, piece: int, changes: list[dict[str, Any]]) -> None:
    """What this piece changes waits for publication."""
    if changes:
        write_atomically(folder / f"{piece:05}.changes", seal_bytes(orjson.dumps(changes)))


def _write(folder: Path, piece: int, drafts: list[dict[str, Any]]) -> None:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as compressed:
        compressed.write(orjson.dumps(drafts))
    write_atomically(folder / f"{piece:05}.piece", seal_bytes(sink.getvalue().to_pybytes()))
