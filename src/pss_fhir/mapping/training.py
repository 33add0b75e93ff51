"""Training <-> Basic; it stays in the agency's own store."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pss_fhir.domain.record import Ref
from pss_fhir.domain.staff import StaffId, Training
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import TRAINING_TOPICS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.extension_parts import ExtensionParts
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import Json, begin, coding, concept, extension_of_parts, reference
from pss_fhir.mapping.staff_record import read_person, write_code, write_person
from pss_fhir.r4.canonicals import TRAINING, TRAINING_PROFILE, TRAINING_TOPIC_CODES
from pss_fhir.r4.dates import format_date

CODE = "staff-training"
_NOBODY: Mapping[StaffId, Ref] = MappingProxyType({})
CONCEPT = Concept(
    words="a training",
    record=Training,
    resource_types=("Basic",),
    profile=TRAINING_PROFILE,
    reads=("extension", "code", "subject", "created"),
)


def to_fhir(training: Training, *, people: Mapping[StaffId, Ref] = _NOBODY) -> models.Basic:
    """The training as a Basic.

    Args:
        training: one row of the staff folder.
        people: the Practitioner of each staff id, where the agency's server holds it.
    """
    return models.Basic.model_validate(write(training, people=people))


def write(training: Training, *, people: Mapping[StaffId, Ref] = _NOBODY) -> Json:
    """The training as Basic JSON, not checked by a model."""
    made = begin("Basic", None, (TRAINING_PROFILE,))
    made["extension"] = [
        extension_of_parts(
            TRAINING,
            (
                ("topic", "valueCodeableConcept", _topic(training.topic)),
                ("hours", "valueDecimal", training.hours),
                ("provider", "valueString", training.provider),
                ("client", "valueReference", reference(training.client_ref) if training.client_ref else None),
            ),
        )
    ]
    made["code"] = write_code(CODE)
    made["subject"] = write_person(training.staff_id, people)
    made["created"] = format_date(training.completed_on)
    return made


def _topic(topic: str) -> Json:
    shown = TRAINING_TOPICS.get(topic)
    return concept(coding(TRAINING_TOPIC_CODES, topic, shown)) if shown else concept(text=topic)


def read(basic: Element) -> Training:
    """The training that a Basic of this project's making holds.

    Raises:
        Unreadable: it does not say who completed what, or when; noted in the report.
    """
    held = basic.extension(TRAINING)
    parts = ExtensionParts(basic.require(held, "extension", CONCEPT.words))
    hours = parts.part("hours")
    return basic.build(
        Training,
        staff_id=basic.require(read_person(basic, "subject"), "subject", CONCEPT.words),
        topic=basic.require(_read_topic(parts), "extension.topic", CONCEPT.words),
        hours=hours.number("valueDecimal") if hours else None,
        completed_on=basic.require(basic.day("created"), "created", CONCEPT.words),
        client_ref=parts.ref("client"),
        provider=parts.text("provider"),
    )


def _read_topic(parts: ExtensionParts) -> str | None:
    topic = parts.part("topic")
    if topic is None:
        return None
    for system, code in topic.codings("valueCodeableConcept"):
        if system == TRAINING_TOPIC_CODES:
            return code
    held = topic.one("valueCodeableConcept")
    return held.string("text") if held else None
