"""The photos of visits, into a backup and out of it; each is named by its SHA-256."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable

from pinto.evidence.verification.actions.photos import keep_photo
from pinto.evidence.verification.queries.photos import path_of, photos_named

PHOTO = re.compile(r"photos/([0-9a-f]{64})")


def entry_of(digest: str) -> str:
    """What the photo is called in the archive."""
    return f"photos/{digest}"


def write_photos(archive: zipfile.ZipFile) -> list[str]:
    """The photos that visits name are in the archive; the answer are their digests.

    One that is missing here is left out: its visit stands without it.
    """
    written = []
    for digest in sorted(photos_named()):
        path = path_of(digest)
        if path.exists():
            archive.write(path, entry_of(digest), zipfile.ZIP_STORED)  # is compressed already
            written.append(digest)
    return written


def is_whole(archive: zipfile.ZipFile, digest: str) -> bool:
    """Whether the photo in the archive is the one it is called by."""
    return hashlib.sha256(archive.read(entry_of(digest))).hexdigest() == digest


def read_photos(archive: zipfile.ZipFile, digests: Iterable[str]) -> None:
    """The photos lie where visits look for them."""
    for digest in digests:
        keep_photo(archive.read(entry_of(digest)))
