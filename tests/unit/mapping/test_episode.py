"""Episodes as EpisodeOfCare, discharge summaries as documents."""

from __future__ import annotations

from base64 import b64decode

import pytest

from pss_fhir.domain.episode import DischargeSummary, Episode, EpisodeStatus
from pss_fhir.domain.note import NoteStatus
from pss_fhir.mapping import as_json, discharge_summary, from_fhir, read_all, to_fhir
from pss_fhir.mapping.note_shape import ORACLE
from tests.builders import SPECIALIST_REF, make_client
from tests.builders_care import DISCHARGE_SUMMARY, EPISODE
from tests.unit.profiles.guide import example


def test_example_of_the_guide_is_read() -> None:
    read = from_fhir(example("EpisodeOfCare-episode-ana"))

    assert isinstance(read, Episode)
    assert (read.status, read.care_manager_ref) == (EpisodeStatus.ACTIVE, "Practitioner/specialist-bea")


def test_episode_without_an_agency_claims_no_profile() -> None:
    written = as_json(to_fhir(EPISODE.model_copy(update={"agency_ref": None})))

    assert "meta" not in written


def test_care_manager_as_a_role_is_the_practitioner_of_it() -> None:
    written = as_json(to_fhir(EPISODE))
    written["careManager"] = {"reference": "PractitionerRole/jo-at-agency"}
    role = {
        "resourceType": "PractitionerRole",
        "id": "jo-at-agency",
        "practitioner": {"reference": SPECIALIST_REF},
    }

    assert from_fhir(written, around=[role]) == EPISODE
    alone = from_fhir(written)
    assert isinstance(alone, Episode)
    assert alone.care_manager_ref == "PractitionerRole/jo-at-agency"


def test_finished_episode_of_others_without_an_end_is_refused_by_name() -> None:
    written = as_json(to_fhir(EPISODE))
    del written["period"]["end"]

    reading = read_all([written])

    assert [issue.code for issue in reading.issues] == ["mapping.refused"]


def test_text_of_a_summary_says_everything() -> None:
    written = as_json(to_fhir(DISCHARGE_SUMMARY, client=make_client()))
    text = b64decode(written["content"][0]["attachment"]["data"]).decode()

    for said in (
        "Riley HTEST",
        "Sunday, November 1, 2026",
        "Stable recovery achieved",
        DISCHARGE_SUMMARY.services,
        DISCHARGE_SUMMARY.progress,
        DISCHARGE_SUMMARY.aftercare,
        str(DISCHARGE_SUMMARY.own_words),
        "Signed electronically by",
    ):
        assert said in text


@pytest.mark.parametrize("status", NoteStatus)
def test_each_status_comes_back(status: NoteStatus) -> None:
    summary = DISCHARGE_SUMMARY.model_copy(update={"status": status})

    assert from_fhir(to_fhir(summary)) == summary


def test_summary_in_the_words_that_were_signed_keeps_them() -> None:
    document = as_json(discharge_summary.to_document_reference(DISCHARGE_SUMMARY, text="As signed.\n"))

    assert b64decode(document["content"][0]["attachment"]["data"]) == b"As signed.\n"
    assert from_fhir(document) == DISCHARGE_SUMMARY


def test_summary_in_a_shape_without_extensions_is_a_document_of_text() -> None:
    document = as_json(discharge_summary.to_document_reference(DISCHARGE_SUMMARY, shape=ORACLE))

    assert "extension" not in document
    assert [issue.code for issue in read_all([document]).issues] == ["mapping.foreign-note"]


def test_examples_of_the_guide_are_read_as_summaries() -> None:
    assert isinstance(from_fhir(example("DocumentReference-discharge-ana")), DischargeSummary)


def test_damaged_summary_is_told() -> None:
    written = as_json(to_fhir(DISCHARGE_SUMMARY))
    del written["identifier"]

    assert [issue.code for issue in read_all([written]).issues] == ["mapping.foreign-note"]
