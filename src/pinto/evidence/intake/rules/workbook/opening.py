"""Which reader a file needs, by its first bytes."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from .book import MAX_BYTES, MAX_PAGE_BYTES, MAX_RECORD_BYTES, Book, Unreadable
from .delimited import DelimitedBook, unpacked
from .encoding import encoding_of
from .office import open_xls, open_xlsx
from .page import looks_like_page, open_page
from .records import looks_like_json, open_records

_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"

_PICTURES = {
    b"\xff\xd8\xff": "JPG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}


def open_book(path: Path) -> Book:
    """The file opened as what it is: .xlsx, .xls, text, .gz of a text, JSON, or a page with tables.

    Raises Unreadable, and nothing else, whatever bytes the file holds.
    """
    try:
        return _open(path)
    except (OSError, MemoryError) as error:
        raise Unreadable("file.unreadable") from error


def _open(path: Path) -> Book:
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise Unreadable("file.no_bytes")
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable("file.too_large", limit=MAX_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return open_xlsx(path)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return open_xls(path)
    if head.startswith(b"\x1f\x8b"):
        return _open_text(unpacked(path))
    if head.lstrip().startswith(b"%PDF"):
        raise Unreadable("file.printed", kind="PDF")
    for beginning, kind in _PICTURES.items():
        if head.startswith(beginning):
            raise Unreadable("file.picture", kind=kind)
    if head.lstrip().startswith(b"<?xml") and _SPREADSHEET_XML in head:
        raise Unreadable("file.other_document", kind="Excel XML 2003")
    return _open_text(lambda: path.open("rb"))


def _open_text(opened: Callable[[], BinaryIO]) -> Book:
    encoding = encoding_of(opened)
    with io.TextIOWrapper(opened(), encoding=encoding) as text:
        head = text.read(4096)
    if not head.strip():
        raise Unreadable("file.empty")
    if looks_like_page(head):
        content = _whole(opened, MAX_PAGE_BYTES).decode(encoding)
        return open_page(content, encoding.removesuffix("-sig"))
    if looks_like_json(head):
        return open_records(_whole(opened, MAX_RECORD_BYTES).decode(encoding).encode())
    return DelimitedBook(opened, encoding)


def _whole(opened: Callable[[], BinaryIO], limit: int) -> bytes:
    with opened() as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise Unreadable("file.too_large", limit=limit)
    return content
