"""More of Riley's story: the records around the contact, each with every field set.

``WHOLE_RECORDS`` holds one of each by its name; keyword arguments of ``model_copy(update=...)`` change it.
"""

from __future__ import annotations

from datetime import date

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.record import Record
from pss_fhir.domain.recovery_capital import AssessmentStatus, RecoveryCapital
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan, WellnessPlan
from tests.builders import CLIENT_REF, SPECIALIST_REF, at

SAFETY_PLAN = SafetyPlan(
    ref="QuestionnaireResponse/safety",
    client_ref=CLIENT_REF,
    status=OwnPlanStatus.AMENDED,
    author_ref=SPECIALIST_REF,
    written_at=at(11),
    warning_signs=("Two nights without sleep", "I stop answering the phone"),
    coping=("Walk around the lake",),
    people_and_places=("The library",),
    people_to_ask=("My sister",),
    crisis_help=("988", "Mobile crisis"),
    safe_surroundings="My sister keeps the pills.",
    reasons="My dog and my daughter.",
    has_advance_directive=True,
    reviewed_on=date(2026, 11, 3),
)
WELLNESS_PLAN = WellnessPlan(
    ref="QuestionnaireResponse/wellness",
    client_ref=CLIENT_REF,
    status=OwnPlanStatus.IN_PROGRESS,
    written_at=at(11, 30),
    when_well="I laugh a lot.",
    every_day=("Walk before breakfast", "Call one person"),
    now_and_then=("Go to the dentist",),
    triggers=("Bills: I open them with Jo",),
    early_signs=("I eat at night",),
    breaking_down=("I see nobody for days",),
    crisis="Call my sister; no hospital in Raleigh.",
    after_crisis="One thing a day.",
)
RECOVERY_CAPITAL = RecoveryCapital(
    ref="Observation/barc",
    client_ref=CLIENT_REF,
    status=AssessmentStatus.AMENDED,
    answered_on=date(2026, 11, 3),
    asked_by_ref=SPECIALIST_REF,
    answers=(5, 4, 3, 4, 5, 4, 6, 5, 4, 5),
)
CHARACTERISTIC = Characteristic(
    ref="Observation/bicycles",
    client_ref=CLIENT_REF,
    kind=CharacteristicKind.STRENGTH,
    words="Repairs bicycles",
    status=AssessmentStatus.AMENDED,
    noted_on=date(2026, 11, 3),
    noted_by_ref=SPECIALIST_REF,
)

WHOLE_RECORDS: dict[str, Record] = {
    type(record).__name__: record for record in (SAFETY_PLAN, WELLNESS_PLAN, RECOVERY_CAPITAL, CHARACTERISTIC)
}
