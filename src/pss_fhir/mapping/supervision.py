"""Supervision <-> Basic: a contract, its review, or a session; it stays in the agency's own store."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pss_fhir.domain.record import Ref
from pss_fhir.domain.staff import StaffId, Supervision, SupervisionKind
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept, Loss
from pss_fhir.mapping.parts import Json, begin, extension_of_parts
from pss_fhir.mapping.staff_record import read_person, write_code, write_person
from pss_fhir.r4.canonicals import SUPERVISION, SUPERVISION_CONTRACT_PROFILE, SUPERVISION_SESSION_PROFILE
from pss_fhir.r4.dates import format_date

CODES = ("supervision-contract", "supervision-session")
_CONTRACTS = frozenset({SupervisionKind.CONTRACT, SupervisionKind.CONTRACT_REVIEW})
_KINDS = {kind.value: kind for kind in SupervisionKind}
_NOBODY: Mapping[StaffId, Ref] = MappingProxyType({})
CONCEPT = Concept(
    words="a supervision",
    record=Supervision,
    resource_types=("Basic",),
    profile=SUPERVISION_SESSION_PROFILE,
    reads=("extension", "code", "subject", "created", "author"),
    losses=(Loss("minutes", "it is 0", "a supervision of no minutes is written as one of unknown length"),),
)


def to_fhir(supervision: Supervision, *, people: Mapping[StaffId, Ref] = _NOBODY) -> models.Basic:
    """The supervision as a Basic; what was said stands nowhere.

    Args:
        supervision: one row of the staff folder.
        people: the Practitioner of each staff id, where the agency's server holds it.
    """
    return models.Basic.model_validate(write(supervision, people=people))


def write(supervision: Supervision, *, people: Mapping[StaffId, Ref] = _NOBODY) -> Json:
    """The supervision as Basic JSON, not checked by a model."""
    is_contract = supervision.kind in _CONTRACTS
    profile = SUPERVISION_CONTRACT_PROFILE if is_contract else SUPERVISION_SESSION_PROFILE
    is_whole = is_contract or bool(supervision.minutes)
    made = begin("Basic", None, (profile,) if is_whole else ())
    until = supervision.until_on
    made["extension"] = [
        extension_of_parts(
            SUPERVISION,
            (
                ("kind", "valueCode", supervision.kind.value),
                ("minutes", "valuePositiveInt", supervision.minutes or None),
                ("until", "valueDate", format_date(until) if until else None),
            ),
        )
    ]
    made["code"] = write_code(CODES[0] if is_contract else CODES[1])
    made["subject"] = write_person(supervision.staff_id, people)
    made["created"] = format_date(supervision.held_on)
    made["author"] = write_person(supervision.supervisor_id, people)
    return made


def read(basic: Element) -> Supervision:
    """The supervision that a Basic of this project's making holds.

    Raises:
        Unreadable: it does not say who supervised whom, how, or when; noted in the report.
    """
    words = CONCEPT.words
    parts = ExtensionParts(basic.require(basic.extension(SUPERVISION), "extension", words))
    minutes = parts.part("minutes")
    return basic.build(
        Supervision,
        staff_id=basic.require(read_person(basic, "subject"), "subject", words),
        supervisor_id=basic.require(read_person(basic, "author"), "author", words),
        kind=basic.require(parts.code("kind", _KINDS), "extension.kind", words),
        held_on=basic.require(basic.day("created"), "created", words),
        minutes=minutes.count("valuePositiveInt") if minutes else None,
        until_on=parts.day("until"),
    )
