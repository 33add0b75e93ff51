"""Between a note's identifier (``urn:uuid:...``) and the part of an address that stands for it."""

from __future__ import annotations

from uuid import UUID

_PREFIX = "urn:uuid:"


def note_path(identifier: str) -> UUID:
    """What stands in the address."""
    return UUID(identifier.removeprefix(_PREFIX))


def note_identifier(path: UUID) -> str:
    """The identifier that an address names."""
    return f"{_PREFIX}{path}"
