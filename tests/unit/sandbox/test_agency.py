"""The synthetic agency: fresh, the same for the same seed, and in the situations that it says."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pss_fhir.issues import Severity
from pss_fhir.r4.canonicals import SERVICE_NOTE_QUESTIONNAIRE
from pss_fhir.r4.references import references_in
from pss_fhir.sandbox.agency.seed import Agency, make_agency
from pss_fhir.validation import Validator

AS_OF = date(2026, 11, 2)


@pytest.fixture(scope="module")
def agency() -> Agency:
    """The agency as of a Monday."""
    return make_agency(AS_OF)


def of(agency: Agency, resource_type: str, client: str) -> list[dict[str, Any]]:
    """What the agency holds of a type about a client."""
    ref = f"Patient/{client}"
    return [
        each
        for each in agency.resources
        if each["resourceType"] == resource_type
        and ref
        in (
            each.get("subject", {}).get("reference"),
            each.get("patient", {}).get("reference"),
            f"Patient/{each['id']}",
        )
    ]


def authorized_units(agency: Agency, client: str) -> int:
    """The units that the payer approved."""
    [approval] = of(agency, "ClaimResponse", client)
    detail = next(
        each for each in approval["item"][0]["extension"] if each["url"].endswith("itemAuthorizedDetail")
    )
    return int(
        next(each for each in detail["extension"] if each["url"] == "quantity")["valueQuantity"]["value"]
    )


def used_units(agency: Agency, client: str) -> int:
    """The units of the client's billed contacts."""
    units = 0
    for visit in of(agency, "Encounter", client):
        codes = [coding["code"] for kind in visit["type"] for coding in kind["coding"]]
        start, end = (datetime.fromisoformat(visit["period"][name]) for name in ("start", "end"))
        units += int((end - start).total_seconds() // 900) if "H0038" in codes else 0
    return units


def test_agency_is_the_same_for_the_same_day_and_seed(agency: Agency) -> None:
    make_agency.cache_clear()
    assert make_agency(AS_OF).resources == agency.resources
    assert make_agency(AS_OF, seed=1).resources != agency.resources


@pytest.mark.parametrize("as_of", [AS_OF, date(2028, 2, 29), date(2026, 3, 9), date(2027, 1, 1)])
def test_agency_can_be_made_for_any_day(as_of: date) -> None:
    made = make_agency(as_of)
    latest = max(
        visit["period"]["end"][:10] for visit in made.resources if visit["resourceType"] == "Encounter"
    )
    assert latest < as_of.isoformat()
    assert latest >= made.calendar.iso(-4), "there is something of the last days"


def test_everybody_is_marked_as_made_up(agency: Agency) -> None:
    for each in agency.resources:
        assert each["meta"]["tag"][0]["code"] == "HTEST", each["id"]
        assert all(name["family"] == "HTEST" for name in each.get("name", []) if isinstance(name, dict))


def test_every_reference_points_at_something(agency: Agency) -> None:
    held = {f"{each['resourceType']}/{each['id']}" for each in agency.resources}
    assert len(held) == len(agency.resources)
    pointed = {ref for each in agency.resources for ref in references_in(each) if not ref.startswith("#")}
    assert pointed <= held


def test_agency_conforms_to_r4_and_to_the_us_core_profiles_that_it_names(agency: Agency) -> None:
    validator = Validator(packages=["hl7.fhir.us.core#6.1.0"])
    assert sum("profile" in each["meta"] for each in agency.resources) > 100
    found = [issue for each in agency.resources for issue in validator.validate(each)]
    assert [issue for issue in found if issue.severity is Severity.ERROR] == []


def test_every_client_has_what_a_chart_needs(agency: Agency) -> None:
    for person in agency.roster.clients:
        counts = Counter(
            {
                kind: len(of(agency, kind, person.id))
                for kind in ("Goal", "CarePlan", "ClaimResponse", "Encounter")
            }
        )
        assert counts["Goal"] == len(person.goals) >= 1
        assert counts["CarePlan"] == counts["ClaimResponse"] == 1
        assert counts["Encounter"] == len(of(agency, "DocumentReference", person.id)) >= 2


def test_ehr_knows_the_form_of_a_service_note(agency: Agency) -> None:
    forms = [each for each in agency.resources if each["resourceType"] == "Questionnaire"]
    assert [form["url"] for form in forms] == [SERVICE_NOTE_QUESTIONNAIRE]


def test_clear_client_has_plan_order_and_units(agency: Agency) -> None:
    [plan] = of(agency, "CarePlan", "client-1")
    [order] = of(agency, "ServiceRequest", "client-1")
    today = AS_OF.isoformat()
    assert plan["period"]["start"] <= today <= plan["period"]["end"]
    assert (
        order["authoredOn"] <= order["occurrencePeriod"]["start"] <= today <= order["occurrencePeriod"]["end"]
    )
    first = min(visit["period"]["start"] for visit in of(agency, "Encounter", "client-1"))
    assert order["authoredOn"] < first[:10]
    assert authorized_units(agency, "client-1") - used_units(agency, "client-1") > 50


def test_second_client_has_five_units_left(agency: Agency) -> None:
    assert authorized_units(agency, "client-2") - used_units(agency, "client-2") == 5


def test_third_clients_plan_ended_twelve_days_ago(agency: Agency) -> None:
    [plan] = of(agency, "CarePlan", "client-3")
    assert plan["period"]["end"] == "2026-10-21"
    assert max(visit["period"]["start"] for visit in of(agency, "Encounter", "client-3"))[:10] > "2026-10-21"


def test_fourth_client_has_no_order(agency: Agency) -> None:
    assert of(agency, "ServiceRequest", "client-4") == []


def test_fifth_client_turns_18_in_45_days(agency: Agency) -> None:
    [patient] = of(agency, "Patient", "client-5")
    assert patient["birthDate"] == "2008-12-17"
    assert used_units(agency, "client-5") == 0


def test_sixth_clients_specialist_has_nine_days_left(agency: Agency) -> None:
    held = {each["id"]: each for each in agency.resources if each["resourceType"] == "Practitioner"}
    assert held["specialist-2"]["qualification"][0]["period"]["end"] == "2026-11-11"
    author = of(agency, "DocumentReference", "client-6")[0]["author"][0]["reference"]
    assert author == "Practitioner/specialist-2"


def test_plan_shows_who_signed_it_in_which_role(agency: Agency) -> None:
    [plan] = of(agency, "CarePlan", "client-1")
    signers = plan["contained"][0]["signer"]
    assert [signer["type"]["code"] for signer in signers] == ["PAT", "AUT", "AUTHN", "HPROV"]
    assert plan["supportingInfo"] == [{"reference": "#signatures"}]


@pytest.mark.parametrize("seed", range(4))
def test_no_specialist_is_at_two_places_at_once(seed: int) -> None:
    visits: dict[str, list[tuple[str, str]]] = {}
    for each in make_agency(AS_OF, seed=seed).resources:
        if each["resourceType"] == "Encounter":
            who = each["participant"][0]["individual"]["reference"]
            visits.setdefault(who, []).append((each["period"]["start"], each["period"]["end"]))
    for times in visits.values():
        spans = sorted(tuple(map(datetime.fromisoformat, span)) for span in times)
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """One file of a staff folder."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_staff_folder_matches_the_ehr(agency: Agency, tmp_path: Path) -> None:
    agency.write_staff_folder(tmp_path / "staff")
    folder = tmp_path / "staff"
    held = {f"{each['resourceType']}/{each['id']}" for each in agency.resources}
    staff = read(folder, "staff.csv")
    assert {row["fhir_practitioner"] for row in staff} <= held
    assert {row["client_id"] for row in read(folder, "assignments.csv")} <= held
    assert {row["role"] for row in staff} == {"cpss", "qp", "other"}
    credentials = read(folder, "credentials.csv")
    with_cpi = {row["staff_id"] for row in credentials if row["kind"] == "cpi"}
    assert {"specialist-1", "specialist-2"} <= with_cpi
    assert "specialist-3" not in with_cpi
    certificates = {row["staff_id"]: row for row in credentials if row["kind"] == "nc-cpss"}
    in_ehr = {each["id"]: each for each in agency.resources if each["resourceType"] == "Practitioner"}
    for staff_id, row in certificates.items():
        assert in_ehr[staff_id]["qualification"][0]["period"] == {
            "start": row["issued_on"],
            "end": row["expires_on"],
        }
