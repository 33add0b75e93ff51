"""What the codes of the work around the service are called: at a distance, checks of staff, meetings."""

from __future__ import annotations

from collections.abc import Mapping

from pss_fhir.domain.contact import AudioOnlyReason
from pss_fhir.domain.meeting import MeetingKind
from pss_fhir.domain.staff import CheckKind
from pss_fhir.r4 import canonicals

AUDIO_ONLY_REASONS: Mapping[AudioOnlyReason, str] = {
    AudioOnlyReason.NO_VIDEO: "The person has no means for video",
    AudioOnlyReason.DECLINED_VIDEO: "The person does not want video",
    AudioOnlyReason.VIDEO_FAILED: "The video failed",
}

CHECKS: Mapping[CheckKind, str] = {
    CheckKind.CRIMINAL: "Criminal record check",
    CheckKind.REGISTRY: "Health Care Personnel Registry",
    CheckKind.EXCLUSION: "Exclusion from federal and state programs",
}

MEETINGS: Mapping[MeetingKind, str] = {
    MeetingKind.STAFF: "Staff meeting",
    MeetingKind.TREATMENT_TEAM: "Treatment team meeting",
    MeetingKind.SUPERVISION: "Supervision",
    MeetingKind.TRAINING: "Training",
}

STEP_TASK = ("plan-step", "Take a step toward a goal")

WORK_CODE_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    canonicals.AUDIO_ONLY_CODES: {code.value: shown for code, shown in AUDIO_ONLY_REASONS.items()},
    canonicals.CHECK_CODES: {code.value: shown for code, shown in CHECKS.items()},
    canonicals.MEETING_CODES: {code.value: shown for code, shown in MEETINGS.items()},
}
"""Every code of these systems with its display; the guide's CodeSystems are made of it."""
