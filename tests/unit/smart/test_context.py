from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.errors import TokenRefused
from pss_fhir.smart import FhirContextItem, LaunchContext
from pss_fhir.smart.context import context_in
from pss_fhir.smart.tokens import tokens_in
from tests.wire.fake_ehr import ISS, REGISTRATION, begun, token_answer


def context(clock: FixedClock, *, user_ref: str | None = "Practitioner/p1", **changes: Any) -> LaunchContext:
    said = token_answer(**changes)
    pending = begun(clock)
    tokens = tokens_in(said, now=clock.now(), asked=pending.scopes)
    return context_in(said, pending, tokens, user_ref)


def test_context_in_reads_a_whole_launch(clock: FixedClock) -> None:
    found = context(
        clock,
        need_patient_banner=False,
        smart_style_url="https://ehr.example/style.json",
        intent="reconcile-medications",
        tenant="2ddd6c3a-8e9a-44c6-a305-52111ad302a2",
    )
    assert found.iss == ISS
    assert (found.patient_ref, found.encounter_ref, found.user_ref) == (
        "Patient/1",
        "Encounter/e1",
        "Practitioner/p1",
    )
    assert found.need_patient_banner is False
    assert found.smart_style_url == "https://ehr.example/style.json"
    assert (found.intent, found.tenant) == ("reconcile-medications", "2ddd6c3a-8e9a-44c6-a305-52111ad302a2")
    assert found.missing_scopes == ()


@pytest.mark.requirement("SMART App Launch 2.2.0", "need_patient_banner: absent means show it")
@pytest.mark.parametrize("said", [None, True, "false", 0, "no", [], {}])
def test_context_in_shows_the_banner_unless_told_false(said: Any, clock: FixedClock) -> None:
    assert context(clock, need_patient_banner=said).need_patient_banner is True


@pytest.mark.parametrize(
    ("said", "ref"),
    [
        ("1", "Patient/1"),
        ("Patient/1", "Patient/1"),
        (f"{ISS}/Patient/1", "Patient/1"),
        ("a-B.9_x", "Patient/a-B.9_x"),
        ("", None),
        (None, None),
    ],
)
def test_context_in_patient_in_every_form(said: str | None, ref: str | None, clock: FixedClock) -> None:
    assert context(clock, patient=said).patient_ref == ref


@pytest.mark.parametrize("name", ["patient", "encounter"])
@pytest.mark.parametrize(
    "said", ["..", "../x", "a b", "Group/1", "https://evil.example/Patient/1", 3, ["1"], "x?y"]
)
def test_context_in_when_an_id_is_none_then_refused(name: str, said: Any, clock: FixedClock) -> None:
    with pytest.raises(TokenRefused) as refused:
        context(clock, **{name: said})
    assert refused.value.code == "smart.context-unreadable"


@pytest.mark.parametrize("said", [3, "", "a b", "<script>", "x" * 201, None])
def test_context_in_intent_that_is_no_word_is_left_out(said: Any, clock: FixedClock) -> None:
    found = context(clock, intent=said, tenant=said)
    assert (found.intent, found.tenant) == (None, None)


@pytest.mark.requirement("SMART App Launch 2.2.0", "fhirContext: objects; strings of older servers")
def test_context_in_fhir_context_keeps_what_is_understood(clock: FixedClock) -> None:
    said = [
        {"reference": "Appointment/1"},
        {"reference": f"{ISS}/CarePlan/2", "type": "CarePlan", "role": "https://pss.example/role"},
        {"canonical": "https://x.example/Questionnaire/q|1"},
        {"identifier": {"system": "s", "value": "v"}, "type": "Task"},
        "DiagnosticReport/3",
        {"reference": "Patient/9", "role": "https://pss.example/other"},
        {"reference": "Patient/1"},
        "Encounter/1",
        {"reference": "https://evil.example/Task/1"},
        {"reference": "../x"},
        {"type": "Task"},
        3,
        None,
    ]
    assert context(clock, fhirContext=said).fhir_context == (
        FhirContextItem(reference="Appointment/1"),
        FhirContextItem(reference="CarePlan/2", type="CarePlan", role="https://pss.example/role"),
        FhirContextItem(canonical="https://x.example/Questionnaire/q|1"),
        FhirContextItem(identifier={"system": "s", "value": "v"}, type="Task"),
        FhirContextItem(reference="DiagnosticReport/3"),
        FhirContextItem(reference="Patient/9", role="https://pss.example/other"),
    )
    assert context(clock, fhirContext="x").fhir_context == ()


@pytest.mark.requirement(
    "SMART client conformance", "granted compared with asked; offline_access may be dropped"
)
@pytest.mark.parametrize(
    ("changes", "user_ref", "missing"),
    [
        ({}, "Practitioner/p1", ()),
        ({"scope": None}, "Practitioner/p1", ()),
        ({"refresh_token": None}, "Practitioner/p1", ("offline_access",)),
        ({}, None, ("openid", "fhirUser")),
        (
            {"scope": "user/Patient.read user/DocumentReference.read"},
            "Practitioner/p1",
            ("user/DocumentReference.cu",),
        ),
        ({"scope": ""}, "Practitioner/p1", ("user/Patient.rs", "user/DocumentReference.crus")),
    ],
)
def test_context_in_names_each_scope_that_lacks(
    changes: dict[str, Any], user_ref: str | None, missing: tuple[str, ...], clock: FixedClock
) -> None:
    said = {name: value for name, value in {**token_answer(), **changes}.items() if value is not None}
    pending = begun(clock)
    tokens = tokens_in(said, now=clock.now(), asked=pending.scopes)
    assert context_in(said, pending, tokens, user_ref).missing_scopes == missing


def test_context_in_launch_patient_is_judged_by_what_came(clock: FixedClock) -> None:
    registration = REGISTRATION.__class__(
        "c", "https://app.example/cb", ("launch/patient",), REGISTRATION.auth
    )
    pending = begun(clock, registration=registration, launch=None)
    for patient, missing in (("1", ()), (None, ("launch/patient",))):
        said = token_answer(patient=patient)
        tokens = tokens_in(said, now=clock.now(), asked=pending.scopes)
        assert context_in(said, pending, tokens, None).missing_scopes == missing


def test_context_survives_storage(clock: FixedClock) -> None:
    for changes in ({}, {"fhirContext": ["Task/1", {"identifier": {"value": "v"}}], "patient": None}):
        found = context(clock, **changes)
        assert LaunchContext.from_json(found.to_json()) == found
