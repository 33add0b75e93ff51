"""RecoveryCapital <-> Observation (US Core screening assessment), one component for each answer."""

from __future__ import annotations

from pss_fhir.domain.recovery_capital import ITEMS, RecoveryCapital
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import OBSERVATIONS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.observation import READS, read_day, read_observation, read_performer, write_observation
from pss_fhir.mapping.parts import Json, begin, coding, concept
from pss_fhir.r4.canonicals import OBSERVATION_CODES, RECOVERY_CAPITAL_PROFILE, US_CORE_SCREENING

BARC_10 = "barc-10"
_ITEM_CODES = [f"{BARC_10}-{number}" for number in range(1, ITEMS + 1)]
CONCEPT = Concept(
    words="a BARC-10",
    record=RecoveryCapital,
    resource_types=("Observation",),
    profile=RECOVERY_CAPITAL_PROFILE,
    reads=(*READS, "valueInteger", "valueQuantity", "component"),
)


def to_fhir(capital: RecoveryCapital) -> models.Observation:
    """The assessment as an Observation; its total stands there only where it has one."""
    made = begin("Observation", capital.ref, (RECOVERY_CAPITAL_PROFILE, US_CORE_SCREENING))
    made |= write_observation(
        status=capital.status,
        category="survey",
        code=_code(BARC_10),
        client_ref=capital.client_ref,
        day=capital.answered_on,
        performer_ref=capital.asked_by_ref,
    )
    if capital.total is not None:
        made["valueInteger"] = capital.total
    answers = zip(_ITEM_CODES, capital.answers, strict=True)
    components = [
        {"code": concept(_code(code)), "valueInteger": answer}
        for code, answer in answers
        if answer is not None
    ]
    if components:
        made["component"] = components
    return models.Observation.model_validate(made)


def _code(code: str) -> Json:
    return coding(OBSERVATION_CODES, code, OBSERVATIONS[code])


def is_recovery_capital(observation: Element) -> bool:
    """Whether an Observation is a BARC-10 by its code."""
    return any(
        system == OBSERVATION_CODES and code == BARC_10 for system, code in observation.codings("code")
    )


def read(observation: Element) -> RecoveryCapital:
    """The BARC-10 that an Observation holds.

    A total beside its answers is counted anew; one that is not their sum is noted.

    Raises:
        Unreadable: no id, status or person, or neither an answer nor a total; noted in the report.
    """
    items = _items(observation)
    answers = [_number(items[code], items[code].path) if code in items else None for code in _ITEM_CODES]
    stated = _number(observation, observation.path)
    has_answers = any(answer is not None for answer in answers)
    capital = observation.build(
        RecoveryCapital,
        answered_on=read_day(observation),
        asked_by_ref=read_performer(observation),
        answers=tuple(answers),
        stated_total=None if has_answers else stated,
        **read_observation(observation, CONCEPT.words),
    )
    if has_answers and stated is not None and stated != capital.total:
        observation.report.add("mapping.other-total", observation.path)
    return capital


def _items(observation: Element) -> dict[str, Element]:
    """The components by the codes of the form's items."""
    found: dict[str, Element] = {}
    for component in observation.several("component"):
        for system, code in component.codings("code"):
            if system == OBSERVATION_CODES:
                found.setdefault(code, component)
    return found


def _number(parent: Element, path: str) -> int | None:
    quantity = parent.one("valueQuantity")
    if quantity is None:
        return parent.count("valueInteger")
    value = quantity.number("value")
    if value is not None and value != int(value):
        parent.report.add(
            "mapping.wrong-shape", path, element=path, found="a part of a point", wanted="a whole number"
        )
        return None
    return None if value is None else int(value)
