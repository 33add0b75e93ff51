"""Hypothesis strategies for the plans in the person's hand and for what is observed about the person."""

from __future__ import annotations

from hypothesis import strategies as st

from pss_fhir.domain.characteristic import Characteristic, CharacteristicKind
from pss_fhir.domain.diagnosis import Diagnosis, DiagnosisStatus
from pss_fhir.domain.goal_progress import ProgressSeen
from pss_fhir.domain.note import Progress
from pss_fhir.domain.recovery_capital import ITEMS, NO_ANSWERS, AssessmentStatus, RecoveryCapital
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan, WellnessPlan
from tests.strategies import days, maybe, moments, refs, refs_or_urns, several_identifiers, texts

several_texts = st.lists(texts, max_size=3).map(tuple)
_WHOLE = (OwnPlanStatus.COMPLETED, OwnPlanStatus.AMENDED)
some_texts = st.lists(texts, min_size=1, max_size=3).map(tuple)


@st.composite
def safety_plans(draw: st.DrawFn) -> SafetyPlan:
    """A safety plan; a completed one has its first and its fifth step."""
    status = draw(st.sampled_from(OwnPlanStatus))
    needed = some_texts if status in _WHOLE else several_texts
    return SafetyPlan(
        ref=draw(refs_or_urns("QuestionnaireResponse")),
        client_ref=draw(refs_or_urns("Patient")),
        status=status,
        author_ref=draw(maybe(refs("Practitioner") | refs("Patient"))),
        written_at=draw(maybe(moments)),
        warning_signs=draw(needed),
        coping=draw(several_texts),
        people_and_places=draw(several_texts),
        people_to_ask=draw(several_texts),
        crisis_help=draw(needed),
        safe_surroundings=draw(maybe(texts)),
        reasons=draw(maybe(texts)),
        has_advance_directive=draw(maybe(st.booleans())),
        reviewed_on=draw(maybe(days)),
    )


@st.composite
def wellness_plans(draw: st.DrawFn) -> WellnessPlan:
    """A wellness plan; a completed one has something for each day."""
    status = draw(st.sampled_from(OwnPlanStatus))
    return WellnessPlan(
        ref=draw(refs_or_urns("QuestionnaireResponse")),
        client_ref=draw(refs_or_urns("Patient")),
        status=status,
        written_at=draw(maybe(moments)),
        when_well=draw(maybe(texts)),
        every_day=draw(some_texts if status in _WHOLE else several_texts),
        now_and_then=draw(several_texts),
        triggers=draw(several_texts),
        early_signs=draw(several_texts),
        breaking_down=draw(several_texts),
        crisis=draw(maybe(texts)),
        after_crisis=draw(maybe(texts)),
    )


@st.composite
def recovery_capitals(draw: st.DrawFn) -> RecoveryCapital:
    """A BARC-10 with all answers, some, or a total alone."""
    answers = tuple(draw(st.lists(maybe(st.integers(1, 6)), min_size=ITEMS, max_size=ITEMS)))
    return RecoveryCapital(
        ref=draw(refs_or_urns("Observation")),
        client_ref=draw(refs_or_urns("Patient")),
        status=draw(st.sampled_from(AssessmentStatus)),
        answered_on=draw(maybe(days)),
        asked_by_ref=draw(maybe(refs("Practitioner"))),
        answers=answers,
        stated_total=draw(st.integers(10, 60)) if answers == NO_ANSWERS else None,
    )


characteristics = st.builds(
    Characteristic,
    ref=refs_or_urns("Observation"),
    client_ref=refs_or_urns("Patient"),
    kind=st.sampled_from(CharacteristicKind),
    words=texts,
    status=st.sampled_from(AssessmentStatus),
    noted_on=maybe(days),
    noted_by_ref=maybe(refs("Practitioner") | refs("Patient")),
)
progress_seen = st.builds(
    ProgressSeen,
    ref=refs_or_urns("Observation"),
    client_ref=refs_or_urns("Patient"),
    goal_ref=refs_or_urns("Goal"),
    progress=st.sampled_from(Progress),
    status=st.sampled_from(AssessmentStatus),
    seen_at=moments,
    contact_ref=maybe(refs("Encounter")),
    seen_by_ref=maybe(refs("Practitioner")),
    comment=maybe(texts),
)


@st.composite
def diagnoses(draw: st.DrawFn) -> Diagnosis:
    """A diagnosis by code, in words, or both."""
    code = draw(maybe(st.from_regex(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", fullmatch=True)))
    return Diagnosis(
        ref=draw(refs_or_urns("Condition")),
        client_ref=draw(refs_or_urns("Patient")),
        status=draw(st.sampled_from(DiagnosisStatus)),
        icd_10=code,
        words=draw(maybe(texts) if code else texts),
        identifiers=draw(several_identifiers),
        noted_on=draw(maybe(days)),
    )
