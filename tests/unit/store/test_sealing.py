"""Sealing: bound to its place, rotated by key id, unreadable without the key."""

from __future__ import annotations

import pytest

from pss_fhir.errors import StoreError, UsageError
from pss_fhir.store.sealing import Sealer, fingerprint

OLD = b"o" * 32
NEW = b"n" * 32


def test_open_gives_what_was_sealed() -> None:
    sealer = Sealer([OLD])
    assert sealer.open(sealer.seal("مرحبا 🙂", "drafts", "1"), "drafts", "1") == "مرحبا 🙂"


def test_seal_twice_looks_different() -> None:
    sealer = Sealer([OLD])
    assert sealer.seal("x", "drafts") != sealer.seal("x", "drafts")


@pytest.mark.parametrize("place", [("drafts", "2"), ("drafts",), ("draft", "s1"), ("drafts", "1", "")])
def test_open_in_other_place_is_refused(place: tuple[str, ...]) -> None:
    sealer = Sealer([OLD])
    with pytest.raises(StoreError, match=r"store\.seal-broken"):
        sealer.open(sealer.seal("x", "drafts", "1"), *place)


@pytest.mark.parametrize("position", [5, 20, -1])
def test_open_changed_value_is_refused(position: int) -> None:
    sealer = Sealer([OLD])
    sealed = bytearray(sealer.seal("a note of some length", "drafts"))
    sealed[position] ^= 1
    with pytest.raises(StoreError, match=r"store\.seal-broken"):
        sealer.open(bytes(sealed), "drafts")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02" + bytes(60)])
def test_open_what_no_key_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(StoreError, match=r"store\.key-unknown"):
        Sealer([OLD]).open(sealed, "drafts")


def test_open_after_rotation_needs_the_old_key() -> None:
    sealed = Sealer([OLD]).seal("x", "drafts")
    both = Sealer([NEW, OLD])
    assert both.open(sealed, "drafts") == "x"
    assert not both.is_newest(sealed)
    assert both.is_newest(both.seal("x", "drafts"))
    with pytest.raises(StoreError, match=r"store\.key-unknown"):
        Sealer([NEW]).open(sealed, "drafts")


@pytest.mark.parametrize("keys", [[], [b"short"], [NEW, b"s" * 31]])
def test_sealer_with_short_key_is_refused(keys: list[bytes]) -> None:
    with pytest.raises(UsageError, match=r"store\.key-too-short"):
        Sealer(keys)


def test_fingerprint_is_sha256_in_hexadecimal() -> None:
    assert fingerprint("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
