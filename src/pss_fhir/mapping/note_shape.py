"""The shapes in which a note goes to a server: what one EHR takes and another refuses, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pss_fhir.domain.record import Ref

MENTAL_HEALTH_PROGRESS_NOTE = "34904-3"
PROGRESS_NOTE = "11506-3"
"""LOINC's generic progress note, which every EHR takes."""

LOINC_NAMES = {
    MENTAL_HEALTH_PROGRESS_NOTE: "Mental health Progress note",
    PROGRESS_NOTE: "Progress note",
    "93892-8": "Addiction medicine Progress note",
}
"""Displays of the note types that a site is likely to map to (fhir-mapping.md, section B)."""


class EncounterLink(StrEnum):
    """How a note says which contact it is about."""

    REFERENCE = "reference"
    CONTAINED = "contained"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class NoteShape:
    """What a site's server takes.

    Attributes:
        encounter: a reference to the contact's Encounter (left out where the note knows none), the
            Encounter contained in the note, or only the time.
        loinc: LOINC code of the note's type, as the site maps it.
        has_local_type: whether the project's own note type stands beside LOINC's.
        has_extensions: whether the structured side goes along; without it the note cannot be read back.
        has_profiles: whether ``meta.profile`` names the profiles.
        has_format: whether ``content.format`` is written.
        needs_end: whether the server refuses a note without the end of the service.
        retracts_by_doc_status: whether a retraction keeps ``status`` at current and says it in ``docStatus``.
        is_part_2: whether 42 CFR Part 2 covers the note, so that it carries the labels.
        custodian_ref: the agency, where the server knows it.
    """

    encounter: EncounterLink = EncounterLink.REFERENCE
    loinc: str = MENTAL_HEALTH_PROGRESS_NOTE
    has_local_type: bool = True
    has_extensions: bool = True
    has_profiles: bool = True
    has_format: bool = True
    needs_end: bool = False
    retracts_by_doc_status: bool = False
    is_part_2: bool = False
    custodian_ref: Ref | None = None


OPEN = NoteShape()
"""US Core's shape, with everything; the only one that :func:`pss_fhir.mapping.from_fhir` gives back whole."""

ORACLE = NoteShape(
    loinc=PROGRESS_NOTE,
    has_local_type=False,
    has_extensions=False,
    has_profiles=False,
    has_format=False,
    needs_end=True,
    retracts_by_doc_status=True,
)
"""Oracle Health Millennium: one type, one content, nothing contained, always current, with an end.

Source: Oracle's DocumentReference page as of 2024-05 (ehr-writeback.md, section 5b).
"""
