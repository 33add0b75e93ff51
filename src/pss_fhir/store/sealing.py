"""Encryption at rest: AES-256-GCM, each sealed value bound to the row it belongs to.

A sealed value is ``version (1) | key id (4) | nonce (12) | ciphertext and tag``. Several keys can
be held: the first one seals, all of them open, so a key is rotated by putting the new one first and
calling :meth:`pss_fhir.store.Store.reseal`. The place of a value (table, row id and whose row it
is) goes in as associated data: a value copied into another row, or a row moved to another person,
no longer opens.

Source: NIST SP 800-38D (96-bit random nonces, fewer than 2^32 values for each key).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import ValidationError

from pss_fhir.domain.record import Record
from pss_fhir.errors import StoreError, UsageError

RecordT = TypeVar("RecordT", bound=Record)

SHORTEST_KEY_BYTES = 32
_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_HEAD_BYTES = 1 + _KEY_ID_BYTES + _NONCE_BYTES


def fingerprint(secret: str) -> str:
    """SHA-256 of a random secret, in hexadecimal: what is kept where only a comparison is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _derived(key: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"pss-fhir store " + purpose).derive(key)


class Sealer:
    """Seals and opens what the database holds of people; thread-safe.

    Args:
        keys: one or more secrets of at least 32 bytes; the first one seals, all of them open.

    Raises:
        UsageError: there is no key, or one is too short.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) < SHORTEST_KEY_BYTES for key in keys):
            raise UsageError(
                f"the store needs a key of at least {SHORTEST_KEY_BYTES} random bytes. "
                "Make one with: python -c 'import secrets; print(secrets.token_hex(32))'",
                code="store.key-too-short",
            )
        self._ciphers: dict[bytes, AESGCM] = {}
        for key in keys:
            key_id = _derived(key, b"key id", _KEY_ID_BYTES)
            self._ciphers[key_id] = AESGCM(_derived(key, b"seal", 32))
        self._newest = next(iter(self._ciphers))

    def seal(self, text: str, *place: str) -> bytes:
        """The text, sealed with the newest key and bound to its place."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = _VERSION + self._newest + nonce
        return head + self._ciphers[self._newest].encrypt(nonce, text.encode(), _bound(head[:5], place))

    def open(self, sealed: bytes, *place: str) -> str:
        """The text of a sealed value.

        Raises:
            StoreError: no key opens it, it was changed, or it does not belong to this place.
        """
        key_id = sealed[1 : 1 + _KEY_ID_BYTES]
        cipher = self._ciphers.get(key_id)
        if sealed[:1] != _VERSION or cipher is None:
            raise StoreError(
                "a sealed value was written with a key that was not given. "
                "Give the old key too, after the new one.",
                code="store.key-unknown",
                where=place[0],
            )
        nonce = sealed[1 + _KEY_ID_BYTES : _HEAD_BYTES]
        try:
            text = cipher.decrypt(nonce, sealed[_HEAD_BYTES:], _bound(sealed[:5], place))
        except InvalidTag as broken:
            raise StoreError(
                "a sealed value was changed or moved to another row; it was not used. "
                "Restore the database from a backup.",
                code="store.seal-broken",
                where=place[0],
            ) from broken
        return text.decode()

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key sealed it."""
        return sealed[1 : 1 + _KEY_ID_BYTES] == self._newest


def open_record(sealer: Sealer, model: type[RecordT], sealed: bytes, *place: str) -> RecordT:
    """A sealed domain record.

    Raises:
        StoreError: it does not open, or this release reads such records differently.
    """
    try:
        return model.model_validate_json(sealer.open(sealed, *place))
    except ValidationError as unread:
        raise StoreError(
            f"a kept {model.__name__} cannot be read by this release. Run the release that wrote it, "
            "and report the code with both version numbers.",
            code="store.record-unreadable",
            where=place[0],
        ) from unread


def _bound(head: bytes, place: Sequence[str]) -> bytes:
    """Associated data: each part with its length, so that no two places read the same."""
    parts = [part.encode() for part in place]
    return head + b"".join(len(part).to_bytes(4, "big") + part for part in parts)
