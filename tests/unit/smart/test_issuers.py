from __future__ import annotations

import pytest

from pss_fhir.errors import IssuerNotAllowed
from pss_fhir.smart import check_issuer

ALLOWED = ["https://ehr.example/fhir", "https://other.example/r4/"]


@pytest.mark.parametrize(
    ("iss", "normal"),
    [
        ("https://ehr.example/fhir", "https://ehr.example/fhir"),
        ("https://ehr.example/fhir/", "https://ehr.example/fhir"),
        ("https://other.example/r4", "https://other.example/r4"),
    ],
)
def test_check_issuer_when_allowed_then_normal_form(iss: str, normal: str) -> None:
    assert check_issuer(iss, ALLOWED) == normal


@pytest.mark.parametrize(
    "iss",
    [
        "https://evil.example/fhir",
        "https://ehr.example",
        "https://ehr.example/fhir2",
        "https://ehr.example/FHIR",
        "http://ehr.example/fhir",
        "https://ehr.example/fhir?x",
        "https://ehr.example@evil.example/fhir",
        " https://ehr.example/fhir",
        "/",
        "",
    ],
)
def test_check_issuer_when_not_allowed_then_refused_without_repeating_it(iss: str) -> None:
    with pytest.raises(IssuerNotAllowed) as refused:
        check_issuer(iss, [*ALLOWED, ""])
    assert "evil" not in str(refused.value)
