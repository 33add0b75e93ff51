"""The app's trail as AuditEvents."""

from __future__ import annotations

from typing import Any

import pytest

from pss_fhir.mapping import as_json, from_fhir, to_fhir
from pss_fhir.r4.canonicals import CHART_READ_PROFILE, NOTE_FILED_PROFILE
from tests.builders_work import RECORD_USE


def written(**changes: Any) -> dict[str, Any]:
    """The event of a changed use."""
    return as_json(to_fhir(RECORD_USE.model_copy(update=changes)))


@pytest.mark.parametrize(
    ("changes", "profiles", "action", "kind"),
    [
        ({}, [CHART_READ_PROFILE], "R", "rest"),
        ({"action": "file-record", "outcome": "filed"}, [NOTE_FILED_PROFILE], "C", "rest"),
        ({"action": "file-record", "outcome": "refused"}, None, "C", "rest"),
        ({"client_ref": None}, None, "R", "rest"),
        ({"action": "sign-note", "outcome": "signed"}, None, "E", "110100"),
    ],
)
def test_use_names_a_profile_where_balp_has_a_pattern(
    changes: dict[str, Any], profiles: list[str] | None, action: str, kind: str
) -> None:
    event = written(**changes)

    assert event.get("meta", {}).get("profile") == profiles
    assert (event["action"], event["type"]["code"]) == (action, kind)


def test_outcome_is_success_only_where_that_is_known() -> None:
    assert written()["outcome"] == "0"
    assert "outcome" not in written(outcome="queued")


def test_event_has_the_same_id_each_time_and_another_for_another_line() -> None:
    assert written()["id"] == written()["id"]
    assert written()["id"] != written(entry=13)["id"]


@pytest.mark.parametrize(
    "user", ["Practitioner/jo", "https://ehr.example/fhir/Practitioner/jo", "cds client"]
)
def test_user_is_read_back_as_the_trail_names_the_user(user: str) -> None:
    event = written(user=user)

    assert from_fhir(event) == RECORD_USE.model_copy(update={"user": user})
    assert ("reference" in event["agent"][2]["who"]) is (user != "cds client")
