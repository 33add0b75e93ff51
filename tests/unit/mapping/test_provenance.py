"""Who wrote and who sent a note."""

from __future__ import annotations

from pss_fhir.mapping import as_json
from pss_fhir.mapping.provenance import to_provenance
from tests.builders import NOTE_REF, make_addendum, make_note


def test_provenance_names_author_agency_and_signature() -> None:
    provenance = as_json(to_provenance(make_note(), target_ref=NOTE_REF, agency_ref="Organization/agency"))

    assert provenance["target"] == [{"reference": NOTE_REF}]
    assert provenance["recorded"] == "2026-11-03T15:00:00-05:00"
    assert [
        (agent["type"]["coding"][0]["code"], agent["who"]["reference"]) for agent in provenance["agent"]
    ] == [("author", "Practitioner/jo"), ("transmitter", "Organization/agency")]
    assert provenance["agent"][0]["onBehalfOf"] == {"reference": "Organization/agency"}
    assert provenance["signature"][0]["when"] == "2026-11-03T15:00:00-05:00"


def test_provenance_without_an_agency_names_the_author_alone() -> None:
    provenance = as_json(to_provenance(make_addendum(), target_ref="DocumentReference/2"))

    assert len(provenance["agent"]) == 1
