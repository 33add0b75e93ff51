"""An EHR that names who signed in by a role: the note is the practitioner's, or nothing opens."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.person import Person
from tests.demo.stage import Stage
from tests.demo.test_launch_refusals import require_refusal

ROLE = "PractitionerRole/role-specialist-1"


def test_note_signed_in_a_role_has_the_practitioner_as_its_author(stage: Stage, jo: Person) -> None:
    jo.sign(jo.review(jo.launch(user=ROLE)))

    (note,) = stage.notes()
    assert [author["reference"] for author in note["author"]] == ["Practitioner/specialist-1"]


def test_draft_begun_in_a_role_waits_for_the_same_person_without_it(stage: Stage, jo: Person) -> None:
    jo.begin(jo.launch(user=ROLE))

    assert "A draft is waiting" in jo.launch().text


@pytest.mark.parametrize(
    "named",
    [
        {"practitioner": {"reference": "https://elsewhere.example/fhir/Practitioner/specialist-1"}},
        {"practitioner": {"identifier": {"value": "1"}}},
        {"practitioner": {"reference": "Organization/agency"}},
        {"practitioner": "Practitioner/specialist-1"},
        {},
    ],
)
def test_role_that_names_no_practitioner_here_opens_nothing(
    stage: Stage, jo: Person, named: dict[str, Any]
) -> None:
    role = {"resourceType": "PractitionerRole", "id": "odd", **named}
    stage.ehr.api.store.put(role, method="PUT")

    page = jo.launch(user="PractitionerRole/odd")

    require_refusal(jo, page, "smart.role-unknown", "The EHR did not say who you are")


def test_role_that_cannot_be_read_opens_nothing(stage: Stage, jo: Person) -> None:
    stage.ehr.order_fault("500", times=9, method="GET", path="/PractitionerRole/")

    page = jo.launch(user=ROLE)

    require_refusal(jo, page, "smart.role-unknown", "The EHR did not say who you are")
    assert "client.server-fault" in page.text
