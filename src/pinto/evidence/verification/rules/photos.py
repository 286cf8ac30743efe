"""A photo without what the camera wrote into it: where, when and with whose phone it was taken.

The pixels are not touched. Of JPEG, the segments of colours stay, and of Exif the way up;
of PNG and WebP, the chunks of texts and Exif go. Formats: ITU T.81 annex B, Exif 2.32,
PNG (ISO/IEC 15948), RIFF container of WebP.
"""

from __future__ import annotations

import re

LARGEST = 8 * 1024 * 1024  # bytes
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"

_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe: how colours are meant
_JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # that ends a scan
_SOS, _EOI = 0xDA, 0xD9
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_LEFT_OUT = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_LEFT_OUT = frozenset({b"EXIF", b"XMP "})
_WEBP_SAYS_SO = 0x08 | 0x04  # flags of VP8X: there is Exif, there is XMP


class NotAPhoto(ValueError):
    """The file is no JPEG, PNG or WebP, or is broken."""


def kind_of(content: bytes) -> str:
    """The media type, by how the file begins. Raises :class:`NotAPhoto`.

    >>> kind_of(b"\\xff\\xd8\\xff\\xe0...")
    'image/jpeg'
    """
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(_PNG_HEAD):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    raise NotAPhoto


def stripped(content: bytes) -> bytes:
    """The photo without what tells of place, time and phone. Raises :class:`NotAPhoto`."""
    strip = {JPEG: _jpeg, PNG: _png, WEBP: _webp}[kind_of(content)]
    try:
        return strip(content)
    except IndexError:
        raise NotAPhoto from None


def _jpeg(content: bytes) -> bytes:
    """Segment by segment up to the end of the image; what phones append after it goes too."""
    kept, at = [b"\xff\xd8"], 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise NotAPhoto
        if marker == _EOI:
            return b"".join([*kept, b"\xff\xd9"])
        size = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + size
        if size < 2 or end > len(content):
            raise NotAPhoto
        segment = content[at:end]
        if marker == 0xE1 and (way_up := _way_up(segment)) > 1:
            kept.append(_exif_of(way_up))
        elif marker in _JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(segment)
        if marker == _SOS:
            found = _JPEG_MARKER.search(content, end)
            if found is None:
                raise NotAPhoto
            kept.append(content[end : found.start()])
            end = found.start()
        at = end


def _way_up(segment: bytes) -> int:
    """Which way up the camera was held, 1 to 8, by an Exif segment; 0 where it says nothing."""
    if segment[4:10] != b"Exif\0\0":
        return 0
    tiff = segment[10:]

    def number(start: int, size: int) -> int:
        return int.from_bytes(tiff[start : start + size], "little" if tiff[:1] == b"I" else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 100), 12):
        if number(entry, 2) == 0x0112:
            found = number(entry + 8, 2)
            return found if found <= 8 else 0
    return 0


def _exif_of(way_up: int) -> bytes:
    """An Exif segment that says the way up and nothing else."""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + way_up.to_bytes(2, "big") + b"\0\0"
    body = b"Exif\0\0" + b"MM\x00\x2a\x00\x00\x00\x08" + b"\x00\x01" + entry + b"\0\0\0\0"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(content: bytes) -> bytes:
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    while True:
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        end = at + 12 + size
        if len(name) < 4 or end > len(content):
            raise NotAPhoto
        if name not in _PNG_LEFT_OUT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(content: bytes) -> bytes:
    kept, at = [], 12
    whole = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= whole:
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if at + 8 + size > whole:
            raise NotAPhoto
        chunk = content[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_SAYS_SO]) + chunk[9:]
        if name not in _WEBP_LEFT_OUT:
            kept.append(chunk)
        at = end
    if not kept:
        raise NotAPhoto
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
