"""Nothing is asked for that the work does not need."""

from __future__ import annotations

from pathlib import Path

import pytest

from pss_fhir.outbox import load_profile, profile_names
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.scopes import resource_scopes, scopes_for


@pytest.mark.parametrize(
    ("profile", "written"),
    [
        ("open", {"patient/DocumentReference.crus", "patient/QuestionnaireResponse.crus"}),
        ("oracle", {"patient/DocumentReference.crus"}),
        ("athena", {"patient/QuestionnaireResponse.crus"}),
        ("read-only", set()),
    ],
)
def test_scopes_to_write_are_those_of_the_rungs(profile: str, written: set[str]) -> None:
    scopes = resource_scopes("patient", load_profile(profile))

    assert {scope for scope in scopes if not scope.endswith(".rs")} == written


def test_every_scope_of_a_patient_level_site_is_the_patient_s_but_the_specialist_s_own_record() -> None:
    scopes = resource_scopes("patient", load_profile("open"))

    assert [scope for scope in scopes if not scope.startswith("patient/")] == ["user/Practitioner.rs"]


def test_ehr_launch_and_standalone_launch_ask_for_their_own_context() -> None:
    site = Site(name="x", iss="https://ehr.example/fhir", client_id="c", scope_level="user")
    profile = load_profile("open")

    assert scopes_for(site, profile, is_ehr_launch=True)[0] == "launch"
    assert scopes_for(site, profile, is_ehr_launch=False)[0] == "launch/patient"
    assert "user/Patient.rs" in scopes_for(site, profile, is_ehr_launch=True)


def test_documentation_says_what_each_scope_is_for() -> None:
    page = (Path(__file__).parents[3] / "docs" / "smart.md").read_text(encoding="utf-8")
    table = page.partition("### What each scope is for")[2].partition("### ")[0]
    site = Site(name="x", iss="https://ehr.example/fhir", client_id="c", scope_level="patient")

    for profile in (load_profile(name) for name in profile_names()):
        for is_ehr_launch in (True, False):
            for scope in scopes_for(site, profile, is_ehr_launch=is_ehr_launch):
                assert f"`{scope.removeprefix('patient/')}`" in table, scope
