from __future__ import annotations

from pss_fhir.client.references import make_relative

BASE = "https://ehr.example/fhir"


def test_make_relative_own_references_lose_the_base_at_any_depth() -> None:
    note = {
        "resourceType": "DocumentReference",
        "subject": {"reference": f"{BASE}/Patient/1"},
        "context": {"encounter": [{"reference": f"{BASE}/Encounter/2"}]},
    }
    assert make_relative(note, BASE) == {
        "resourceType": "DocumentReference",
        "subject": {"reference": "Patient/1"},
        "context": {"encounter": [{"reference": "Encounter/2"}]},
    }


def test_make_relative_other_references_stay() -> None:
    others = [
        "https://other.example/fhir/Patient/1",
        f"{BASE}evil/Patient/1",
        "#p",
        "urn:uuid:1",
        "Patient/1",
    ]
    resource = {"resourceType": "List", "entry": [{"item": {"reference": other}} for other in others]}
    kept = make_relative(resource, BASE)["entry"]
    assert [entry["item"]["reference"] for entry in kept] == others
