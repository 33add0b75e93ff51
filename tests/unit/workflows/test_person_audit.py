"""What audits one person, and how it travels to other processes."""

from __future__ import annotations

import pickle
from datetime import timedelta

from pss_fhir.compliance import load_policies
from pss_fhir.compliance.kept_answers import AuditScope
from pss_fhir.compliance.later_records import LaterKind
from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import ServiceNote
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.mapping.by_person import Kept, ResourcesByPerson, keep
from pss_fhir.workflows.json_files import Value
from pss_fhir.workflows.person_audit import PersonAudit, PersonAuditor
from pss_fhir.workflows.sorted_records import KINDS, SortedRecords
from tests.builders import (
    NOTE_REF,
    NOW,
    make_client,
    make_contact,
    make_note,
    make_signature,
    make_specialist,
    make_staff,
)


def auditor() -> PersonAuditor:
    agency = SortedRecords()
    agency.add([make_specialist()])
    agency.see(KINDS)
    return PersonAuditor(AuditScope(NOW, load_policies()), agency, make_staff())


def audited(by: PersonAuditor, *raw: object) -> PersonAudit:
    resources = ResourcesByPerson()
    for number, value in enumerate(raw):
        for found in keep(value, order=(number,), place=Value("x", line=number + 1)):
            if isinstance(found, Kept):
                resources.put(found)
    _, reads = next(resources.read_people())
    return by.audit(reads)


RESOURCES = [as_json(to_fhir(one)) for one in (make_client(), make_note(), make_contact())]


def test_auditor_when_it_travelled_then_it_answers_the_same() -> None:
    there = pickle.loads(pickle.dumps(auditor()))  # noqa: S301 - our own bytes
    afar, here = audited(there, *RESOURCES), audited(auditor(), *RESOURCES)
    assert afar == here
    assert [one.answers.asked for one in afar.charts] == [one.answers.asked for one in here.charts]


def test_person_audit_when_it_travelled_then_counts_the_same_answers() -> None:
    found = audited(auditor(), *RESOURCES)
    travelled = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert travelled.charts[0].answers.asked == found.charts[0].answers.asked


def test_person_when_audited_then_told_which_kinds_were_there() -> None:
    found = audited(auditor(), *RESOURCES)
    assert found.kinds == {ServiceNote, Contact}
    assert (len(found.charts), found.missing, found.noticed) == (1, [], [])


def test_person_when_a_note_is_dated_later_then_it_travels_with_the_answers() -> None:
    signed = make_signature(signed_at=NOW + timedelta(days=1))
    raw = [as_json(to_fhir(one)) for one in (make_client(), make_note(ref=NOTE_REF, signature=signed))]
    found = pickle.loads(pickle.dumps(audited(auditor(), *raw)))  # noqa: S301 - our own bytes
    assert found.charts[0].later.refs(LaterKind.NOTE) == (NOTE_REF,)


def test_person_when_a_resource_cannot_be_read_then_told_where_it_stands() -> None:
    broken = RESOURCES[2] | {"status": "unheard-of"}
    found = audited(auditor(), RESOURCES[0], broken)
    assert {(one.order, one.spot.line) for one in found.noticed} == {((1, 0), 2)}
    assert found.kinds == set()


def test_person_when_their_own_record_is_missing_then_named_and_audited_all_the_same() -> None:
    found = audited(auditor(), *RESOURCES[1:])
    assert found.missing == [make_client().ref]
    assert len(found.charts) == 1
