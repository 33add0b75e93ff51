"""Each intervention shows a competency."""

from __future__ import annotations

from pss_fhir.domain.interventions import COMPETENCY_OF, Competency, Intervention


def test_every_intervention_shows_one_of_samhsas_competencies() -> None:
    assert set(COMPETENCY_OF) == set(Intervention)
    assert set(COMPETENCY_OF.values()) <= set(Competency)


def test_samhsa_has_twelve_categories() -> None:
    assert len(Competency) == 12
