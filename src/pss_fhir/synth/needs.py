"""What a synthetic person's plan builds on: diagnoses, strengths, needs, abilities and preferences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisStatus
from pss_fhir.synth.chance import one_of, some_of
from pss_fhir.synth.person import Person
from pss_fhir.synth.surroundings import CLINICIAN_REF

_MENTAL_HEALTH = (
    ("F32.9", "Major depressive disorder, single episode, unspecified"),
    ("F33.1", "Major depressive disorder, recurrent, moderate"),
    ("F31.81", "Bipolar II disorder"),
    ("F25.0", "Schizoaffective disorder, bipolar type"),
    ("F43.10", "Post-traumatic stress disorder, unspecified"),
)
_SUBSTANCE_USE = (
    ("F10.20", "Alcohol dependence, uncomplicated"),
    ("F11.20", "Opioid dependence, uncomplicated"),
    ("F14.20", "Cocaine dependence, uncomplicated"),
)
_SAID = {
    CharacteristicKind.STRENGTH: (
        "Repairs bicycles for the whole street",
        "Has kept a diary for ten years",
        "Knows every bus line of the county",
        "Makes other people laugh",
    ),
    CharacteristicKind.NEED: (
        "Help with letters from the county",
        "A ride to the dentist",
        "Somebody to practice job interviews with",
        "A quiet place to sleep",
    ),
    CharacteristicKind.ABILITY: (
        "Cooks for six people",
        "Reads and writes Spanish",
        "Drives a forklift",
        "Sings in a choir",
    ),
    CharacteristicKind.PREFERENCE: (
        "Mornings, not in the office",
        "Texts rather than calls",
        "To walk while we talk",
        "To be called by the first name",
    ),
}
_NOTED = (
    CharacteristicKind.STRENGTH,
    CharacteristicKind.STRENGTH,
    CharacteristicKind.NEED,
    CharacteristicKind.NEED,
    CharacteristicKind.ABILITY,
    CharacteristicKind.PREFERENCE,
)


def diagnoses_of(person: Person) -> Iterator[Diagnosis]:
    """A mental health diagnosis, and one of substance use where the person is served for it too."""
    draws = person.draws("diagnoses")
    found = [one_of(draws, _MENTAL_HEALTH)]
    if person.uses_substances:
        found.append(one_of(draws, _SUBSTANCE_USE))
    for number, (icd_10, words) in enumerate(found, 1):
        yield Diagnosis(
            ref=f"Condition/{person.key}-{number}",
            client_ref=person.ref,
            status=DiagnosisStatus.ACTIVE,
            icd_10=icd_10,
            words=words,
            noted_on=person.enrolled_on - timedelta(days=20),
        )


def characteristics_of(person: Person) -> Iterator[Characteristic]:
    """Strengths, needs, abilities and preferences, as the person said them when the plan was made."""
    draws = person.draws("characteristics")
    said = {kind: some_of(draws, words, 2) for kind, words in _SAID.items()}
    for number, kind in enumerate(_NOTED, 1):
        yield Characteristic(
            ref=f"Observation/{person.key}-said-{number}",
            client_ref=person.ref,
            kind=kind,
            words=said[kind][number % 2],
            noted_on=person.enrolled_on,
            noted_by_ref=CLINICIAN_REF,
        )
