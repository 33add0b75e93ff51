"""How a contact at a distance was held <-> an extension of the Encounter."""

from __future__ import annotations

from pss_fhir.domain.contact import AudioOnlyReason, Place, Remote
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.parts import Json, extension_of_parts
from pss_fhir.r4.canonicals import REMOTE

_PLACES = {place.value: place for place in Place}
_REASONS = {reason.value: reason for reason in AudioOnlyReason}


def write_remote(remote: Remote) -> Json:
    """The extension."""
    place, reason = remote.specialist_place, remote.audio_only_reason
    return extension_of_parts(
        REMOTE,
        (
            ("specialistPlace", "valueCode", place.value if place else None),
            ("agreed", "valueBoolean", remote.has_agreed),
            ("audioOnlyReason", "valueCode", reason.value if reason else None),
            ("failure", "valueString", remote.failure),
        ),
    )


def read_remote(encounter: Element) -> Remote | None:
    """What an Encounter of this project's making says of it; None where it says nothing."""
    held = encounter.extension(REMOTE)
    if held is None:
        return None
    parts = ExtensionParts(held)
    said = {
        "specialist_place": parts.code("specialistPlace", _PLACES),
        "has_agreed": parts.fact("agreed"),
        "audio_only_reason": parts.code("audioOnlyReason", _REASONS),
        "failure": parts.text("failure"),
    }
    return None if all(value is None for value in said.values()) else held.build(Remote, **said)
