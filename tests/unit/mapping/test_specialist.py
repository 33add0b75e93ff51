"""Specialist <-> Practitioner, credentials <-> qualifications."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pss_fhir.domain.people import Credential, CredentialKind, PersonName, Specialist
from pss_fhir.mapping import as_json, from_fhir, read_all, to_fhir
from pss_fhir.mapping.specialist import to_practitioner_role
from pss_fhir.r4 import canonicals, systems
from tests.builders import make_credential, make_specialist

PRACTITIONER: dict[str, Any] = {"resourceType": "Practitioner", "id": "jo", "name": [{"family": "HTEST"}]}


def credentials_of(*qualifications: Any) -> tuple[Credential, ...]:
    """The credentials that a Practitioner with these qualifications has."""
    specialist = from_fhir(PRACTITIONER | {"qualification": list(qualifications)})
    assert isinstance(specialist, Specialist)
    return specialist.credentials


def test_certificate_is_written_with_facets_code() -> None:
    (written,) = as_json(to_fhir(make_specialist()))["qualification"]

    assert written == {
        "identifier": [{"system": canonicals.NC_CPSS_CERTIFICATE, "value": "12345"}],
        "code": {
            "coding": [
                {
                    "system": canonicals.CREDENTIAL_CODES,
                    "code": "nc-cpss",
                    "display": "NC Certified Peer Support Specialist",
                },
                {
                    "system": systems.FACET_CREDENTIAL,
                    "code": "CPSS",
                    "display": "CPSS",
                },
            ]
        },
        "period": {"start": "2025-11-01", "end": "2027-10-31"},
    }


@pytest.mark.parametrize(
    "qualification",
    [
        {"code": {"text": "NC CPSS"}},
        {"code": {"text": "Certified Peer Support Specialist (North Carolina)"}},
        {"code": {"coding": [{"system": systems.FACET_CREDENTIAL, "code": "CPSS"}]}},
        {"code": {"coding": [{"system": "urn:x", "code": "1", "display": "CPSS"}]}},
        {"code": {"text": "Certificate"}, "identifier": [{"system": canonicals.NC_CPSS_CERTIFICATE}]},
        {"code": {"coding": [{"system": canonicals.CREDENTIAL_CODES, "code": "nc-cpss"}]}},
    ],
)
def test_certificate_is_read_in_every_shape_that_servers_send(qualification: dict[str, Any]) -> None:
    (credential,) = credentials_of(qualification)

    assert credential.kind is CredentialKind.NC_CPSS


@pytest.mark.parametrize(
    ("qualification", "kind"),
    [
        ({"code": {"coding": [{"system": systems.DEGREE, "code": "HS"}]}}, CredentialKind.HIGH_SCHOOL),
        ({"code": {"coding": [{"system": systems.DEGREE, "code": "BS"}]}}, CredentialKind.BACHELOR),
        ({"code": {"text": "CPR/First Aid"}}, CredentialKind.CPR),
        ({"code": {"text": "Licensed Clinical Social Worker"}}, CredentialKind.OTHER),
        ({"code": {"coding": [{"system": "urn:x", "code": "1", "display": "Barber"}]}}, CredentialKind.OTHER),
    ],
)
def test_other_qualifications_keep_their_words(qualification: Any, kind: CredentialKind) -> None:
    (credential,) = credentials_of(qualification)

    assert credential.kind is kind
    assert kind is not CredentialKind.OTHER or credential.title


def test_period_of_months_counts_from_its_first_to_its_last_day() -> None:
    (credential,) = credentials_of({"code": {"text": "CPSS"}, "period": {"start": "2025", "end": "2027-02"}})

    assert (credential.issued_on, credential.expires_on) == (date(2025, 1, 1), date(2027, 2, 28))


@pytest.mark.parametrize("url", [canonicals.NDH_QUALIFICATION_SCOPE, canonicals.PLAN_NET_QUALIFICATION])
def test_revoked_certificate_does_not_count_and_is_noted(url: str) -> None:
    status = {"url": "status", "valueCode": "revoked"}
    revoked = {"code": {"text": "CPSS"}, "extension": [{"url": url, "extension": [status]}]}

    reading = read_all([PRACTITIONER | {"qualification": [revoked]}])

    assert [(issue.code, issue.path) for issue in reading.issues] == [
        ("mapping.qualification-not-active", "Practitioner.qualification[0]")
    ]
    assert isinstance(reading.records[0], Specialist)
    assert reading.records[0].credentials == ()


def test_active_certificate_counts() -> None:
    scope = {
        "url": canonicals.NDH_QUALIFICATION_SCOPE,
        "extension": [{"url": "status", "valueCode": "active"}],
    }

    assert credentials_of({"code": {"text": "CPSS"}, "extension": [scope]})


@pytest.mark.parametrize(("state", "kind"), [("NC", CredentialKind.NC_CPSS), ("VA", CredentialKind.OTHER)])
def test_certificate_of_another_state_is_not_north_carolinas(state: str, kind: CredentialKind) -> None:
    where = {"coding": [{"system": "https://www.usps.com/", "code": state}]}
    scope = {
        "url": canonicals.NDH_QUALIFICATION_SCOPE,
        "extension": [
            {"url": "status", "valueCode": "active"},
            {"url": "whereValid", "valueCodeableConcept": where},
        ],
    }

    (credential,) = credentials_of({"code": {"text": "CPSS"}, "extension": [scope]})

    assert (credential.kind, credential.title) == (kind, "CPSS")


def test_qualification_that_says_nothing_is_noted() -> None:
    reading = read_all([PRACTITIONER | {"qualification": [{"code": {}}]}])

    assert [issue.code for issue in reading.issues] == ["mapping.qualification-unnamed"]


def test_one_damaged_qualification_leaves_the_others() -> None:
    reversed_period = {"code": {"text": "CPR"}, "period": {"start": "2027-01-02", "end": "2027-01-01"}}

    found = credentials_of(reversed_period, {"code": {"text": "CPSS"}}, "CPI")

    assert [held.kind for held in found] == [CredentialKind.CPR, CredentialKind.NC_CPSS]
    assert found[0].expires_on is None


def test_issuer_at_hand_is_named() -> None:
    specialist = from_fhir(
        PRACTITIONER
        | {"qualification": [{"code": {"text": "CPSS"}, "issuer": {"reference": "Organization/unc"}}]},
        around=[{"resourceType": "Organization", "id": "unc", "name": "UNC-CH School of Social Work"}],
    )

    assert isinstance(specialist, Specialist)
    assert specialist.credentials[0].issuer == "UNC-CH School of Social Work"


def test_without_npi_the_certificate_number_is_the_identifier() -> None:
    without = make_specialist(npi=None)

    written = as_json(to_fhir(without))

    assert [held["value"] for held in written["identifier"]] == ["12345"]
    assert from_fhir(written) == without


def test_without_any_number_the_identifier_is_absent() -> None:
    bare = make_specialist(npi=None, credentials=(), name=PersonName(given=("Jo",)))

    written = as_json(to_fhir(bare))

    assert list(written["identifier"][0]) == ["_system", "_value"]
    assert "_family" in written["name"][0]
    assert from_fhir(written) == bare


def test_npi_that_is_none_stays_an_identifier() -> None:
    specialist = from_fhir(PRACTITIONER | {"identifier": [{"system": systems.NPI, "value": "12-34"}]})

    assert isinstance(specialist, Specialist)
    assert (specialist.npi, specialist.identifiers[0].value) == (None, "12-34")


def test_role_says_peer_specialist() -> None:
    role = as_json(
        to_practitioner_role(make_specialist(), organization_ref="Organization/agency", phone="555-0100")
    )

    assert role["specialty"][0]["coding"][0]["code"] == "175T00000X"
    assert role["practitioner"]["reference"] == "Practitioner/jo"


def test_course_hours_survive() -> None:
    course = make_credential(CredentialKind.PEER_COURSE, hours=50.5)

    assert from_fhir(to_fhir(make_specialist(credentials=(course,)))) == make_specialist(
        credentials=(course,)
    )


def test_qualification_that_cannot_be_is_noted_and_left_out() -> None:
    hours = {"url": canonicals.COURSE_HOURS, "valueDecimal": -1}

    reading = read_all([PRACTITIONER | {"qualification": [{"code": {"text": "CPSS"}, "extension": [hours]}]}])

    assert [issue.code for issue in reading.issues] == ["mapping.refused"]


def test_issuer_that_cannot_be_followed_is_not_named() -> None:
    qualification = {"code": {"text": "CPSS"}, "issuer": {"reference": "Organization/away"}}

    assert credentials_of(qualification)[0].issuer is None
