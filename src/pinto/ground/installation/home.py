"""Where the data of this installation live.

Everything Pinto writes is below one folder, named by ``PINTO_HOME``; the
default is ``.pinto`` in the user's home folder.
"""

import json
import os
import secrets
import threading
from functools import cache
from pathlib import Path

# Letters and digits that are not mistaken for each other when read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class Unusable(Exception):
    """What the environment names cannot be used; the text says what, and how to mend it."""


def home() -> Path:
    """The folder that holds this installation's data; made when it is missing.

    Raises :class:`Unusable` where no folder can be made or written.
    """
    return _made(os.environ.get("PINTO_HOME", ""))


@cache
def _made(named: str) -> Path:
    path = Path(named or Path.home() / ".pinto").expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        why = error.strerror
    else:
        why = "" if os.access(path, os.W_OK | os.X_OK) else "nobody but its owner may write there"
    if why:
        raise Unusable(
            f"{path} cannot hold Pinto's data ({why}). Set PINTO_HOME to a folder that you may"
            " write to."
        )
    return path


def room(name: str) -> Path:
    """A folder of that name inside the home: ``files``, ``extracts``, ``staging``, …"""
    path = home() / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@cache
def _origin_in(folder: Path) -> str:
    path = folder / "installation.json"
    if not path.exists():
        code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
        write_atomically(path, json.dumps({"code": code}).encode())
    return str(json.loads(path.read_text())["code"])


def origin() -> str:
    """The code of this installation, eight characters, written into every record it makes."""
    return _origin_in(home())


def write_atomically(path: Path, content: bytes) -> None:
    """The file holds the whole new content, or, after a crash, the whole old one."""
    partial = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
