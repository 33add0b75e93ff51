"""Who wrote and who sent a record, and who took one back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pss_fhir.domain.record import Record
from pss_fhir.errors import MappingError
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.provenance import authorships_of, to_provenance
from tests.builders import (
    NOTE_IDENTIFIER,
    NOTE_REF,
    SPECIALIST_REF,
    make_addendum,
    make_client,
    make_goal,
    make_note,
    make_plan,
)
from tests.builders_care import AGENCY_REF, DISCLOSURE
from tests.builders_work import AUTHORSHIP, RECORD_USE, RETRACTION

SENT_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


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
    assert "meta" not in provenance, "US Core wants to know for whom a practitioner writes"


def authorships(*records: Record) -> list[Record]:
    """Of the records as they are written."""
    written = [(record, as_json(to_fhir(record))) for record in records]
    return list(authorships_of(written, agency_ref=AGENCY_REF, recorded_at=SENT_AT))


def test_record_that_names_its_author_is_written_by_that_author() -> None:
    (made,) = authorships(make_plan(author_ref="Practitioner/dora"))

    assert (made.author_ref, made.agency_ref) == ("Practitioner/dora", AGENCY_REF)
    assert (made.target_ref, made.recorded_at, made.is_signed) == (make_plan().ref, SENT_AT, False)


def test_record_that_names_nobody_is_written_by_the_agency() -> None:
    for made in authorships(make_client(), make_goal()):
        assert (made.author_ref, made.agency_ref) == (AGENCY_REF, AGENCY_REF)


def test_signed_record_was_written_when_it_was_signed() -> None:
    (made,) = authorships(make_note())

    assert made.target_ref == NOTE_IDENTIFIER, "no server holds it yet"
    assert (made.author_ref, made.recorded_at) == (SPECIALIST_REF, make_note().signature.signed_at)
    assert made.is_signed


def test_same_record_written_twice_has_one_provenance() -> None:
    first, second = (authorships(make_goal(words=words)) for words in ("One", "Two"))

    assert [made.ref for made in first] == [made.ref for made in second]
    assert authorships(make_goal())[0].ref != authorships(make_client())[0].ref


def test_what_tells_of_another_record_has_no_author_of_its_own() -> None:
    assert authorships(AUTHORSHIP, RETRACTION, RECORD_USE, DISCLOSURE) == []


def test_authorship_that_is_given_is_not_made_again() -> None:
    note = make_note(ref=NOTE_REF)

    assert authorships(AUTHORSHIP, note) == []


def test_retraction_names_document_person_reason_and_signer() -> None:
    provenance = as_json(to_fhir(RETRACTION))

    assert provenance["target"][0]["identifier"]["value"] == NOTE_IDENTIFIER
    assert provenance["activity"]["coding"][0]["code"] == "NULLIFY"
    assert provenance["agent"][0]["who"]["reference"] == SPECIALIST_REF
    assert as_json(to_fhir(RETRACTION))["id"] == provenance["id"], "the same each time"


def test_damaged_retraction_is_refused() -> None:
    provenance = as_json(to_fhir(RETRACTION))
    provenance["extension"][0]["extension"] = provenance["extension"][0]["extension"][:1]

    with pytest.raises(MappingError) as refused:
        from_fhir(provenance)

    assert {issue.code for issue in refused.value.issues} == {"mapping.missing"}


def test_provenance_of_others_without_an_author_is_left_alone() -> None:
    assembled = {"resourceType": "Provenance", "target": [{"reference": "Bundle/1"}], "agent": [{"who": {}}]}

    reading = read_all([assembled])

    assert (reading.records, [issue.code for issue in reading.issues]) == ((), ["mapping.other-type"])
