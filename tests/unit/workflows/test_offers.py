"""One rule for every way into the EHR: what the server can do is known, or it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from pss_fhir.errors import DiscoveryError, PssFhirError, SignInNeeded, Unreachable
from pss_fhir.outbox import Rung
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.write_ladder import retraction_choice, rung_choice
from tests.ward import Ward, opened_at, services_at


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return services_at(Ward([]), tmp_path_factory.mktemp("app"))


def unknown(failure: PssFhirError) -> OpenLaunch:
    """A launch whose server cannot be asked."""

    def refuse() -> NoReturn:
        raise failure

    return replace(opened_at(Ward([]), "Patient/ana", scopes=("user/*.cruds",)), connect=refuse)


@pytest.mark.parametrize("failure", [Unreachable("x"), DiscoveryError("x"), SignInNeeded("x")])
def test_server_that_cannot_be_asked_is_judged_by_its_profile_for_filing_and_for_taking_back(
    services: Services, failure: PssFhirError
) -> None:
    opened = unknown(failure)

    assert opened.offers() is None
    assert rung_choice(services, opened, None).rung is Rung.DOCUMENT_PERIOD
    assert retraction_choice(services, opened, Rung.DOCUMENT_PERIOD).rung is Rung.DOCUMENT_PERIOD


def test_server_that_says_what_it_can_do_is_taken_at_its_word(services: Services) -> None:
    opened = opened_at(Ward([]), "Patient/ana", scopes=("user/*.cruds",))

    offers = opened.offers()

    assert offers is not None
    assert offers.can("Goal", "search-type")
    assert rung_choice(services, opened, None).rung is Rung.COPY_PRINT
