"""The two secrets of an installation, kept outside the database and its backup.

The *sealing key* encrypts national IDs and phone numbers. The *lookup key* turns
them into digests that can be searched without being read. They are two keys
because installations that exchange records share the second and never the first.
Both are versioned: a sealed value names the version that sealed it.
"""

import hashlib
import hmac
import json
import secrets
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pinto.ground.installation.home import home, write_atomically

_NONCE = 12  # bytes, as AES-GCM wants


@cache
def _keys_in(folder: Path) -> dict[str, dict[str, bytes]]:
    path = folder / "keys.json"
    if not path.exists():
        fresh = {
            name: {"1": b64encode(secrets.token_bytes(32)).decode()}
            for name in ("sealing", "lookup", "session")
        }
        write_atomically(path, json.dumps(fresh, indent=1).encode())
        path.chmod(0o600)
    stored: dict[str, dict[str, str]] = json.loads(path.read_text())
    return {
        name: {version: b64decode(key) for version, key in versions.items()}
        for name, versions in stored.items()
    }


def _newest(name: str) -> tuple[int, bytes]:
    return _newest_in(home(), name)


@cache
def _newest_in(folder: Path, name: str) -> tuple[int, bytes]:
    version, key = max(_keys_in(folder)[name].items(), key=lambda item: int(item[0]))
    return int(version), key


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(value: str) -> bytes:
    """The text, encrypted: see :func:`seal_bytes`.

    >>> unseal(seal("1999900000013"))
    '1999900000013'
    """
    return seal_bytes(value.encode())


def unseal(sealed: bytes) -> str:
    """The text that was sealed. Raises ``KeyError`` when its key version is not here."""
    return unseal_bytes(sealed).decode()


def seal_bytes(value: bytes) -> bytes:
    """The value, encrypted: one byte key version, the nonce, then AES-GCM."""
    version, key = _newest("sealing")
    nonce = secrets.token_bytes(_NONCE)
    return bytes([version]) + nonce + _cipher(key).encrypt(nonce, value, None)


def unseal_bytes(sealed: bytes) -> bytes:
    """The value that was sealed. Raises ``KeyError`` when its key version is not here."""
    sealed = bytes(sealed)
    key = _keys_in(home())["sealing"][str(sealed[0])]
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    return _cipher(key).decrypt(nonce, body, None)


def lookup(value: str) -> str:
    """A keyed digest (HMAC-SHA-256, 32 hex digits): equal values meet, nobody reads them."""
    _, key = _newest("lookup")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:32]


def fingerprints() -> dict[str, str]:
    """What tells keys apart without telling them: ``sealing.1``, ``lookup.1``, … → 16 hex digits.

    The session key is left out: nothing that is kept depends on it.
    """
    return {
        f"{name}.{version}": hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:16]
        for name, versions in _keys_in(home()).items()
        for version, key in versions.items()
        if name != "session"
    }


def session_key() -> str:
    """The secret that signs sessions and forms."""
    _, key = _newest("session")
    return b64encode(key).decode()
