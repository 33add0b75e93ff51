"""What holds for every chart, draft and rule set."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pss_fhir.compliance import Answer, Finding, audit, burn_downs, check_note, load_policies
from pss_fhir.compliance.check import Subject
from pss_fhir.compliance.policy_set import PolicySet
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.contact import Contact, ContactKind, ContactStatus, Modality, Place
from pss_fhir.domain.note import NoteDraft, NoteStatus
from pss_fhir.domain.payer import AuthorizationStatus, OrderStatus
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.plan import GoalStatus, PlanStatus
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import SupervisionKind, Training
from tests import builders
from tests.builders import at

EVERYTHING = load_policies()
STATEWIDE = load_policies(with_agency=False)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])

days = st.dates(date(2026, 6, 1), date(2026, 12, 31))
moments = st.builds(
    lambda day, minute: at(0, day=day) + timedelta(minutes=minute), days, st.integers(0, 24 * 60 - 1)
)


@st.composite
def contacts(draw: st.DrawFn, number: int = 0) -> Contact:
    start = draw(moments)
    return builders.make_contact(
        ref=f"Encounter/c-{number}",
        contact_identifier=None,
        status=draw(st.sampled_from(ContactStatus)),
        kind=draw(st.sampled_from(ContactKind)),
        modality=draw(st.none() | st.sampled_from(Modality)),
        place=draw(st.none() | st.sampled_from(Place)),
        started_at=start,
        ended_at=draw(
            st.none() | st.integers(1, 300).map(lambda minutes: start + timedelta(minutes=minutes))
        ),
        service_code=draw(st.sampled_from(["H0038", "H0038", "H0040", None])),
    )


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    made = tuple(draw(contacts(number)) for number in range(draw(st.integers(0, 6))))
    authorizations = tuple(
        builders.make_authorization(
            ref=f"ClaimResponse/a-{number}",
            status=draw(st.sampled_from(AuthorizationStatus)),
            units=draw(st.none() | st.integers(0, 40)),
            units_used_by_payer=draw(st.none() | st.integers(0, 40)),
            modifiers=draw(st.sampled_from([(), ("HQ",)])),
            days=_span(draw),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return builders.make_chart(
        client=builders.make_client(birth_on=draw(st.none() | st.dates(date(2000, 1, 1), date(2012, 1, 1)))),
        contacts=made,
        authorizations=authorizations,
        orders=tuple(
            builders.make_order(
                ref=f"ServiceRequest/o-{number}",
                status=draw(st.sampled_from(OrderStatus)),
                signed_on=draw(st.none() | days),
            )
            for number in range(draw(st.integers(0, 2)))
        ),
        plans=tuple(
            builders.make_plan(
                ref=f"CarePlan/p-{number}", status=draw(st.sampled_from(PlanStatus)), days=_span(draw)
            )
            for number in range(draw(st.integers(0, 2)))
        ),
        goals=tuple(
            builders.make_goal(status=draw(st.sampled_from(GoalStatus)))
            for _ in range(draw(st.integers(0, 1)))
        ),
        unread=draw(st.frozensets(st.sampled_from(ChartPart), max_size=2)),
    )


def _span(draw: st.DrawFn) -> Days:
    first, last = sorted([draw(days), draw(days)])
    return Days(start_on=draw(st.sampled_from([None, first])), end_on=draw(st.sampled_from([None, last])))


@st.composite
def drafts(draw: st.DrawFn) -> NoteDraft:
    changes: dict[str, Any] = {
        "kind": draw(st.sampled_from(ContactKind)),
        "is_billed": draw(st.booleans()),
        "modality": draw(st.none() | st.sampled_from(Modality)),
        "place": draw(st.none() | st.sampled_from(Place)),
        "started_at": draw(st.none() | moments),
        "ended_at": draw(st.none() | moments),
        "order_ref": None,
        "encounter_ref": None,
    }
    for name in ("purpose", "intervention_text", "response"):
        if draw(st.booleans()):
            changes[name] = ""
    if draw(st.booleans()):
        changes["goals"] = ()
    return builders.make_draft(**changes)


def asked(
    chart: Chart, draft: NoteDraft, as_of: datetime, policies: PolicySet = EVERYTHING
) -> tuple[Finding, ...]:
    return check_note(chart, draft, policies, as_of=as_of, all_answers=True)


@FEW
@given(charts(), drafts(), moments)
def test_check_note_any_draft_gets_an_answer_of_every_rule(
    chart: Chart, draft: NoteDraft, as_of: datetime
) -> None:
    for finding in asked(chart, draft, as_of):
        assert finding.message
        assert finding.answer is Answer.BROKEN or not finding.is_blocking
        assert finding.evidence.caution is None or not finding.is_blocking


@FEW
@given(charts(), drafts(), moments, st.randoms(use_true_random=False))
def test_check_note_order_of_input_never_matters(
    chart: Chart, draft: NoteDraft, as_of: datetime, chance: Any
) -> None:
    shuffled: dict[str, Any] = {}
    for name in ("contacts", "authorizations", "orders", "plans", "goals", "coverages", "notes"):
        entries = list(getattr(chart, name))
        chance.shuffle(entries)
        shuffled[name] = tuple(entries)
    other = chart.model_copy(update=shuffled)

    assert asked(other, draft, as_of) == asked(chart, draft, as_of)
    assert burn_downs(other, EVERYTHING, as_of=as_of) == burn_downs(chart, EVERYTHING, as_of=as_of)


UNRELATED = {
    "a planned visit": {"contacts": lambda chart: (*chart.contacts, _visit(ContactStatus.PLANNED))},
    "a cancelled visit": {"contacts": lambda chart: (*chart.contacts, _visit(ContactStatus.CANCELLED))},
    "an unbilled visit of another day": {
        "contacts": lambda chart: (
            *chart.contacts,
            _visit(ContactStatus.FINISHED).model_copy(
                update={"service_code": None, "modality": Modality.IN_PERSON}
            ),
        )
    },
    "a note that was taken back": {
        "notes": lambda chart: (*chart.notes, builders.make_note(status=NoteStatus.RETRACTED))
    },
    "a goal that nobody linked": {
        "goals": lambda chart: (
            *chart.goals,
            builders.make_goal(ref="Goal/other", status=GoalStatus.COMPLETED),
        )
    },
    "an optional training": {
        "staff": lambda chart: chart.staff.model_copy(
            update={
                "trainings": (
                    *chart.staff.trainings,
                    Training(staff_id="S-1", topic="whm", completed_on=date(2026, 2, 2)),
                )
            }
        )
    },
    "a training of somebody else": {
        "staff": lambda chart: chart.staff.model_copy(
            update={
                "trainings": (
                    *chart.staff.trainings,
                    Training(staff_id="S-9", topic="cpi", completed_on=date(2020, 2, 2)),
                )
            }
        )
    },
}


def _visit(status: ContactStatus) -> Contact:
    start = at(5, day=date(2025, 2, 3))
    return builders.make_contact(
        ref="Encounter/unrelated",
        contact_identifier=None,
        status=status,
        started_at=start,
        ended_at=start + timedelta(minutes=30),
    )


@pytest.mark.parametrize("unrelated", UNRELATED.values(), ids=list(UNRELATED))
@FEW
@given(charts(), drafts(), moments)
def test_check_note_unrelated_fact_changes_no_answer(
    unrelated: dict[str, Any], chart: Chart, draft: NoteDraft, as_of: datetime
) -> None:
    more = chart.model_copy(update={name: change(chart) for name, change in unrelated.items()})
    assert asked(more, draft, as_of) == asked(chart, draft, as_of)


def broken(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    return {
        (finding.rule, finding.focus or "", finding.message)
        for finding in findings
        if finding.answer is Answer.BROKEN
    }


@FEW
@given(charts(), drafts(), moments)
def test_check_note_stricter_layer_never_yields_fewer_findings(
    chart: Chart, draft: NoteDraft, as_of: datetime
) -> None:
    assert broken(asked(chart, draft, as_of, STATEWIDE)) <= broken(asked(chart, draft, as_of))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> PolicySet:
    """The rules with an agency's stricter ones on top."""
    file: Path = tmp_path_factory.mktemp("policy") / "strict.toml"
    record = """
[[rule]]
id = "agency-{name}"
title = "Stricter"
layer = "agency"
severity = "error"
evidence = "SEED"
check = "{check}"
parameters = {parameters}
citation = {{ document = "Our handbook" }}
plain = "Stricter."
fix = "Do so."
[[rule.example]]
answer = "met"
[[rule.example]]
answer = "broken"
"""
    rules = [
        ("soon", "written-in-time", "{ hours = 1 }"),
        ("home-only", "place-not-excluded", '{ places = ["office", "community"] }'),
        ("adults", "age-at-least", "{ years = 21 }"),
        ("few", "units-within-week", "{ units = 4 }"),
    ]
    file.write_text(
        "".join(record.format(name=name, check=check, parameters=figures) for name, check, figures in rules)
    )
    return load_policies([file])


@FEW
@given(charts(), drafts(), moments)
def test_check_note_agencys_own_rules_take_nothing_away(
    strict: PolicySet, chart: Chart, draft: NoteDraft, as_of: datetime
) -> None:
    assert broken(asked(chart, draft, as_of)) <= broken(asked(chart, draft, as_of, strict))


@FEW
@given(charts(), moments)
def test_burn_downs_figures_agree_with_each_other(chart: Chart, as_of: datetime) -> None:
    for down in burn_downs(chart, EVERYTHING, as_of=as_of):
        assert down.used >= 0
        assert down.verdict
        if down.units is not None and down.left is not None:
            assert down.left == down.units - down.used
            assert [step.on for step in down.steps] == sorted({step.on for step in down.steps})
            lefts = [step.left for step in down.steps]
            assert lefts == sorted(lefts, reverse=True)
            assert not lefts or lefts[-1] == down.left


@settings(max_examples=15)
@given(st.lists(st.sampled_from(CredentialKind), max_size=4), st.integers(0, 10), st.booleans(), moments)
def test_audit_of_staff_stricter_layer_never_yields_fewer_findings(
    kinds: list[CredentialKind], sessions: int, has_contract: bool, as_of: datetime
) -> None:
    """PSS-047 alone gives way: its reading lets the employer's 30 days bind (rules.md, section 13)."""
    story = builders.make_staff()
    contract = [row for row in story.supervision if row.kind is SupervisionKind.CONTRACT]
    staff = story.model_copy(
        update={
            "credentials": tuple(row for row in story.credentials if row.credential.kind in kinds),
            "supervision": (*(contract if has_contract else ()), *story.supervision[1 : sessions + 1]),
        }
    )
    few = audit([], as_of=as_of, policies=STATEWIDE, staff=staff, all_answers=True)
    all_of_them = audit([], as_of=as_of, policies=EVERYTHING, staff=staff, all_answers=True)
    missing = broken(few.findings) - broken(all_of_them.findings)
    assert {rule for rule, _, _ in missing} <= {"pss-047"}


@st.composite
def agencies(draw: st.DrawFn) -> list[Chart]:
    """Some people's charts, their visits given by few specialists, with notes."""
    made = []
    for number in range(draw(st.integers(1, 3))):
        client = f"Patient/p-{number}"
        own = tuple(
            draw(contacts(number * 10 + visit)).model_copy(
                update={
                    "client_ref": client,
                    "specialist_ref": draw(st.sampled_from([None, "Practitioner/jo", "Practitioner/kai"])),
                }
            )
            for visit in range(draw(st.integers(0, 4)))
        )
        noted = [one for one in own if one.started_at and draw(st.booleans())]
        chart: Chart = draw(charts())
        made.append(
            chart.model_copy(
                update={
                    "client": builders.make_client(ref=client),
                    "contacts": own,
                    "notes": tuple(
                        builders.make_note(
                            note_identifier=f"urn:uuid:00000000-0000-0000-{number:04}-{index:012}",
                            contact=contact,
                        )
                        for index, contact in enumerate(noted)
                    ),
                }
            )
        )
    return made


def audited(
    of: list[Chart], as_of: datetime, policies: PolicySet = EVERYTHING, **options: Any
) -> list[Finding]:
    staff = builders.make_staff()
    return list(audit(of, as_of=as_of, policies=policies, staff=staff, all_answers=True, **options).findings)


MODEST = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])


@MODEST
@given(agencies(), moments, st.randoms(use_true_random=False))
def test_audit_order_of_input_never_matters(of: list[Chart], as_of: datetime, chance: Any) -> None:
    shuffled = []
    for chart in of:
        visits, notes = list(chart.contacts), list(chart.notes)
        chance.shuffle(visits)
        chance.shuffle(notes)
        shuffled.append(chart.model_copy(update={"contacts": tuple(visits), "notes": tuple(notes)}))
    chance.shuffle(shuffled)

    assert audited(shuffled, as_of) == audited(of, as_of)


@MODEST
@given(agencies(), moments, st.sampled_from(sorted(UNRELATED)))
def test_audit_unrelated_fact_changes_no_answer(of: list[Chart], as_of: datetime, unrelated: str) -> None:
    changes = UNRELATED[unrelated]
    with_staff = [chart.model_copy(update={"staff": builders.make_staff()}) for chart in of]
    more = [
        chart.model_copy(update={name: change(chart) for name, change in changes.items()})
        for chart in with_staff
    ]
    is_visit = "contacts" in changes and unrelated.startswith("an unbilled")
    kept = [one for one in audited(more, as_of) if not (is_visit and one.focus == "Encounter/unrelated")]

    assert kept == audited(with_staff, as_of)


@MODEST
@given(agencies(), moments)
def test_audit_another_persons_chart_changes_no_answer_about_this_one(
    of: list[Chart], as_of: datetime
) -> None:
    """What one chart says is no matter of another's; only the agency compares them."""
    only = [Subject.NOTE, Subject.CHART, Subject.DISCLOSURE]
    first = of[0].client.ref
    alone = audited(of[:1], as_of, only=only)
    assert [one for one in audited(of, as_of, only=only) if one.subject == first] == alone


@MODEST
@given(agencies(), moments)
def test_audit_stricter_layer_never_yields_fewer_findings(of: list[Chart], as_of: datetime) -> None:
    """PSS-047 alone gives way: its reading lets the employer's 30 days bind (rules.md, section 13)."""
    missing = broken(tuple(audited(of, as_of, STATEWIDE))) - broken(tuple(audited(of, as_of)))
    assert {rule for rule, _, _ in missing} <= {"pss-047"}


@MODEST
@given(agencies(), moments)
def test_audit_agencys_own_rules_take_nothing_away(
    strict: PolicySet, of: list[Chart], as_of: datetime
) -> None:
    assert broken(tuple(audited(of, as_of))) <= broken(tuple(audited(of, as_of, strict)))
