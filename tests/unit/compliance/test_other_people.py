"""Notes about different people, compared: what counts as copied or named, and what a finding never shows."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pss_fhir.compliance import Answer, AuditReport, Finding, audit, load_policies
from pss_fhir.compliance.facts.note_sketch import name_marks, sketch_of
from pss_fhir.domain.chart import Chart
from pss_fhir.domain.people import PersonName
from tests.builders import NOW, at, make_chart, make_client, make_group_contact, make_note, make_signature

POLICIES = load_policies()
SAM = "Patient/sam"
OWN = "Sam looked at two job pages, chose one opening and wrote down whom to call tomorrow."
NAMED = "A long talk about the bus; it went well and everybody listened, Samira too, until the end."


def chart_of(client_ref: str, given: str, **note: Any) -> Chart:
    """One person's chart with one signed note, at another time than everybody else's."""
    number = sum(map(ord, client_ref)) % 1000
    contact = note.pop("contact", None) or make_note().contact
    signed = make_note(
        note_identifier=f"urn:uuid:00000000-0000-0000-0000-{number:012d}",
        ref=f"DocumentReference/n-{number}",
        contact=contact.model_copy(update={"client_ref": client_ref, "ref": f"Encounter/e-{number}"}),
        **note,
    )
    name = PersonName(given=(given,), family="HTEST")
    return make_chart(client=make_client(ref=client_ref, name=name), notes=(signed,))


def found(rule_words: str, *charts: Chart) -> list[Finding]:
    report: AuditReport = audit(charts, as_of=NOW, policies=POLICIES)
    broken = [one for one in report.findings if one.rule == "rec-008" and one.answer is Answer.BROKEN]
    return [one for one in broken if rule_words in one.message]


def test_audit_note_copied_to_another_person_is_told_of_both_without_naming_either_to_the_other() -> None:
    copied = found("somebody else", chart_of("Patient/riley", "Riley"), chart_of(SAM, "Sam"))
    assert len(copied) == 2
    for finding in copied:
        told = json.dumps(finding.to_json())
        mine = finding.focus
        assert mine is not None
        others = {one.focus for one in copied} - {mine}
        for secret in (*others, "Patient/", "lease", "landlord", "HTEST"):
            assert str(secret) not in told


def test_audit_note_of_its_own_is_not_told() -> None:
    other = chart_of(SAM, "Sam", intervention_text="Walked to the library together.", response=OWN)
    assert found("somebody else", chart_of("Patient/riley", "Riley"), other) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": make_signature(signer_ref="Practitioner/kim")},
        {
            "contact": make_note().contact.model_copy(
                update={
                    "started_at": at(9, day=date(2026, 11, 2)),
                    "ended_at": at(9, 52, day=date(2026, 11, 2)),
                }
            )
        },
    ],
)
def test_audit_same_text_by_another_author_or_on_another_day_is_not_compared(changes: dict[str, Any]) -> None:
    assert found("somebody else", chart_of("Patient/riley", "Riley"), chart_of(SAM, "Sam", **changes)) == []


def test_audit_what_the_leader_did_may_be_the_same_for_the_whole_group() -> None:
    """Only how each member took part is compared."""
    group = make_group_contact(group_ref="Encounter/session")
    riley = chart_of("Patient/riley", "Riley", contact=group)
    assert found("somebody else", riley, chart_of(SAM, "Sam", contact=group, response=OWN)) == []
    same = make_note().response + " Then Riley thanked the others."
    twins = (chart_of(ref, "Riley", contact=group, response=same) for ref in ("Patient/riley", SAM))
    assert len(found("took part", *twins)) == 2


def test_audit_note_of_a_group_that_names_a_member_is_told_without_the_name() -> None:
    group = make_group_contact(group_ref="Encounter/session")
    riley = chart_of("Patient/riley", "Riley", contact=group, response=NAMED)
    [finding] = found("a name", riley, chart_of(SAM, "Samira", contact=group, response=OWN))
    assert finding.focus == riley.notes[0].ref
    assert "Samira" not in json.dumps(finding.to_json())


@pytest.mark.parametrize(
    ("given", "response"),
    [
        ("Riley", "It went well, and Riley said so to everybody who wanted to hear it that day."),
        ("Hope", "There is hope. Hope was the word of the day, and Riley wrote it down."),
        ("Will", "Riley asked who will come; they all agreed to meet again next week."),
    ],
)
def test_audit_own_name_and_common_words_name_nobody(given: str, response: str) -> None:
    group = make_group_contact(group_ref="Encounter/session")
    riley = chart_of("Patient/riley", "Riley", contact=group, response=response)
    assert found("a name", riley, chart_of(SAM, given, contact=group, response=OWN)) == []


def test_audit_members_of_different_sessions_are_not_compared() -> None:
    riley = chart_of(
        "Patient/riley", "Riley", contact=make_group_contact(group_ref="Encounter/a"), response=NAMED
    )
    other = chart_of(SAM, "Samira", contact=make_group_contact(group_ref="Encounter/b"), response=OWN)
    assert found("a name", riley, other) == []


@pytest.mark.parametrize(("words", "is_told"), [(11, False), (12, True)])
def test_audit_short_texts_are_not_compared(words: int, is_told: bool) -> None:
    text = " ".join(f"word{number}" for number in range(words - 1))
    charts = (
        chart_of(ref, "Riley", intervention_text=text, response="end") for ref in ("Patient/riley", SAM)
    )
    assert bool(found("somebody else", *charts)) is is_told


def test_sketch_holds_numbers_and_no_words() -> None:
    sketch = sketch_of(make_note(), date(2026, 11, 3), name_marks(make_client().name))
    assert all(isinstance(one, int) for one in (*sketch.wording.runs, *sketch.capitals, *sketch.name))
    assert "lease" not in repr(sketch)
