"""Records of which there are many and of which few are looked at at a time."""

from __future__ import annotations

from typing import Generic, TypeVar

from pss_fhir.domain.record import Record

AnyRecord = TypeVar("AnyRecord", bound=Record)


class PackedRecords(Generic[AnyRecord]):
    """Records of one kind by reference, held as JSON, which takes a small part of a record's memory.

    Args:
        kind: what they are.
    """

    def __init__(self, kind: type[AnyRecord]) -> None:
        self._kind = kind
        self._packed: dict[str, bytes] = {}

    def put(self, ref: str, record: AnyRecord) -> None:
        """Hold a record; one with the same reference gives way to it."""
        self._packed[ref] = record.model_dump_json(exclude_defaults=True).encode()

    def get(self, ref: str) -> AnyRecord | None:
        """The record with a reference, None where there is none."""
        packed = self._packed.get(ref)
        return self._kind.model_validate_json(packed) if packed is not None else None

    def __len__(self) -> int:
        return len(self._packed)
