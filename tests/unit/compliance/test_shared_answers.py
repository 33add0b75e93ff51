"""Rules about facts that many notes share: asked once, given nothing else, answering as if each time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_type_hints

import pytest

from pss_fhir.compliance import audit, check_signed_note, load_policies
from pss_fhir.compliance.check import Check, Subject
from pss_fhir.compliance.checks import CHECKS
from pss_fhir.compliance.engine import answers_for_note, answers_for_notes
from pss_fhir.compliance.facts.chart import ChartFacts
from pss_fhir.compliance.facts.note import NoteFacts
from pss_fhir.compliance.outcome import Outcome
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.compliance.rule import ALL, InForce
from pss_fhir.domain.contact import Modality, Place
from pss_fhir.domain.note import ServiceNote
from tests.builders import NOW, at, make_chart, make_contact, make_draft, make_note, make_signature

POLICIES = load_policies()
OF_NOTES = [check for check in CHECKS.values() if check.subject is Subject.NOTE]


def note_of(hour: int, **contact: Any) -> ServiceNote:
    """A signed note of a visit that began at an hour."""
    return make_note(
        note_identifier=f"urn:uuid:00000000-0000-0000-0000-{hour:012d}",
        ref=f"DocumentReference/n-{hour}",
        contact=make_contact(
            ref=f"Encounter/e-{hour}",
            contact_identifier=None,
            started_at=at(hour),
            ended_at=at(hour, 50),
            **contact,
        ),
        signature=make_signature(signed_at=at(hour, 55)),
    )


@pytest.mark.parametrize("check", OF_NOTES, ids=lambda check: check.name)
def test_check_of_notes_is_given_the_facts_that_it_names_and_answers_once(check: Check) -> None:
    """The types are checked with the code, so a check cannot read what is not among its facts."""
    facts, *_ = (hint := get_type_hints(check.answer)).values()
    assert (facts, hint["return"]) == (check.about or NoteFacts, Outcome)


@pytest.mark.parametrize("check", [check for check in OF_NOTES if check.about], ids=lambda check: check.name)
def test_rule_about_shared_facts_is_asked_once_for_all_notes_that_share_them(check: Check) -> None:
    asked = []

    def answer(facts: Any, parameters: Any) -> Outcome:
        asked.append(facts)
        outcome = check.answer(facts, parameters)
        assert isinstance(outcome, Outcome)
        return outcome

    bound = next(bound for bound in POLICIES.rules if bound.check is check)
    rule = bound.rule.model_copy(update={"in_force": InForce(), "payers": (ALL,)})
    counting = replace(bound, rule=rule, check=replace(check, answer=answer))
    policies = PolicySet((counting,), POLICIES.payers, POLICIES.calendar, (frozenset(),))
    notes = [note_of(hour) for hour in (8, 9, 10)]
    facts = ChartFacts(make_chart(notes=tuple(notes)), policies, as_of=NOW)

    for note in notes:
        answers_for_note(NoteFacts(facts, make_draft(), signed=note))

    assert len(asked) == 1


def test_audit_says_of_each_note_what_is_said_of_it_alone() -> None:
    notes = (
        note_of(8),
        note_of(9, place=Place.JAIL),
        note_of(10, modality=Modality.TELEPHONE, place=None),
        note_of(11, modifiers=("HQ",)),
        note_of(12, service_code=None),
        note_of(13, specialist_ref=None, order_ref="ServiceRequest/another"),
        note_of(14),
    )
    chart = make_chart(notes=notes)

    together = audit([chart], as_of=NOW, policies=POLICIES, staff=chart.staff, all_answers=True)

    for note in notes:
        alone = check_signed_note(chart, note, POLICIES, as_of=NOW, all_answers=True)
        of_note = [one.to_json() for one in together.findings if one.focus == note.ref]
        assert [one for one in of_note if one["rule"] in {found.rule for found in alone}]
        assert sorted(map(str, of_note)) == sorted(str(found.to_json()) for found in alone)


def test_several_notes_are_answered_in_their_order_whatever_the_service() -> None:
    notes = [note_of(8), note_of(9, service_code=None), note_of(10), note_of(11, service_code="H0038")]
    facts = ChartFacts(make_chart(notes=tuple(notes)), POLICIES, as_of=NOW)
    asked = [NoteFacts(facts, make_draft(), signed=note) for note in notes]

    together = answers_for_notes(asked)

    assert [answers.focus for answers in together] == [note.ref for note in notes]
    for answers, note in zip(together, asked, strict=True):
        found = [(bound.rule.id, outcome.answer, outcome.message) for bound, outcome in answers.given]
        alone = answers_for_note(note).given
        assert found == [(bound.rule.id, outcome.answer, outcome.message) for bound, outcome in alone]
        assert found


def test_without_rules_each_note_has_no_answer() -> None:
    nothing = PolicySet((), POLICIES.payers, POLICIES.calendar, ())
    facts = ChartFacts(make_chart(notes=(note_of(8), note_of(9))), nothing, as_of=NOW)
    asked = [NoteFacts(facts, make_draft(), signed=note) for note in facts.notes]

    together = answers_for_notes(asked)

    assert [[*answers.given] for answers in together] == [[], []]
