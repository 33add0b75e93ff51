"""The plain words that stand for each value of the domain."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.domain.chart import ChartPart
from pss_fhir.domain.contact import AudioOnlyReason, ContactKind, Modality, Place
from pss_fhir.domain.interventions import Intervention
from pss_fhir.domain.note import Progress
from pss_fhir.domain.payer import AuthorizationStatus
from pss_fhir.domain.plan import Achievement

KINDS = {
    ContactKind.INDIVIDUAL: "One on one",
    ContactKind.GROUP: "In a group",
    ContactKind.COLLATERAL: "With someone in their life",
    ContactKind.ADMINISTRATIVE: "Paperwork or travel",
}

MODALITIES = {
    Modality.IN_PERSON: "In person",
    Modality.TELEHEALTH: "Video call",
    Modality.TELEPHONE: "Phone",
    Modality.TEXT_MESSAGE: "Text message",
    Modality.EMAIL: "Email",
}

AUDIO_ONLY_REASONS = {
    AudioOnlyReason.NO_VIDEO: "No video was at hand",
    AudioOnlyReason.DECLINED_VIDEO: "The person did not want video",
    AudioOnlyReason.VIDEO_FAILED: "The video failed",
}

PLACES = {
    Place.HOME: "Their home",
    Place.COMMUNITY: "Out in the community",
    Place.OFFICE: "Our office",
    Place.EMERGENCY_DEPARTMENT: "Emergency department",
    Place.SHELTER: "Shelter",
    Place.COURT: "Court",
    Place.STREET: "On the street",
    Place.WORK_SITE: "Their work",
    Place.GROUP_HOME: "Group home",
    Place.TEMPORARY_LODGING: "Motel or other short stay",
    Place.INPATIENT: "Hospital, admitted",
    Place.JAIL: "Jail or prison",
    Place.STAFF_RESIDENCE: "My own home",
    Place.OTHER: "Somewhere else",
}

INTERVENTIONS = {
    Intervention.SHARED_EXPERIENCE: "Shared my own story",
    Intervention.ROLE_MODELING: "Showed by example",
    Intervention.EMOTIONAL_SUPPORT: "Listened and gave support",
    Intervention.CRISIS_SUPPORT: "Support in a crisis",
    Intervention.COACHING: "Recovery coaching",
    Intervention.GOAL_SETTING: "Set or looked at goals",
    Intervention.WELLNESS_PLANNING: "Wellness plan (WRAP)",
    Intervention.PROBLEM_SOLVING: "Solved a problem together",
    Intervention.DAILY_LIVING: "Daily living skills",
    Intervention.SOCIAL_SKILLS: "Getting on with people",
    Intervention.COPING_SKILLS: "Coping and self-talk",
    Intervention.ROLE_PLAY: "Practiced by role play",
    Intervention.HOUSING: "Housing",
    Intervention.EMPLOYMENT: "Work and school",
    Intervention.BENEFITS: "Benefits and money",
    Intervention.SELF_HELP_GROUPS: "Self-help groups",
    Intervention.LINKAGE: "Linked to other help",
    Intervention.ADVOCACY: "Spoke up for rights",
}

INTERVENTION_GROUPS = (
    (
        "Being there",
        (
            Intervention.EMOTIONAL_SUPPORT,
            Intervention.SHARED_EXPERIENCE,
            Intervention.ROLE_MODELING,
            Intervention.CRISIS_SUPPORT,
        ),
    ),
    (
        "Planning",
        (
            Intervention.GOAL_SETTING,
            Intervention.COACHING,
            Intervention.WELLNESS_PLANNING,
            Intervention.PROBLEM_SOLVING,
        ),
    ),
    (
        "Learning skills",
        (
            Intervention.COPING_SKILLS,
            Intervention.DAILY_LIVING,
            Intervention.SOCIAL_SKILLS,
            Intervention.ROLE_PLAY,
        ),
    ),
    (
        "Finding help",
        (
            Intervention.HOUSING,
            Intervention.EMPLOYMENT,
            Intervention.BENEFITS,
            Intervention.SELF_HELP_GROUPS,
            Intervention.LINKAGE,
            Intervention.ADVOCACY,
        ),
    ),
)
"""How the form groups them; every intervention stands in exactly one group, as a test proves."""

PROGRESS = {
    Progress.PROGRESS: "Moved forward",
    Progress.NO_CHANGE: "About the same",
    Progress.SETBACK: "A harder spell",
    Progress.ACHIEVED: "Got there",
}

ACHIEVEMENTS = {
    Achievement.IN_PROGRESS: "Under way",
    Achievement.IMPROVING: "Moving forward",
    Achievement.WORSENING: "Getting harder",
    Achievement.NO_CHANGE: "About the same",
    Achievement.ACHIEVED: "Reached",
    Achievement.SUSTAINING: "Holding on to it",
    Achievement.NOT_ACHIEVED: "Not reached",
    Achievement.NO_PROGRESS: "Not moving yet",
    Achievement.NOT_ATTAINABLE: "Cannot be reached",
}

AUTHORIZATION_STATUSES = {
    AuthorizationStatus.APPROVED: "Approved",
    AuthorizationStatus.PARTIAL: "Approved in part",
    AuthorizationStatus.DENIED: "Denied",
    AuthorizationStatus.PENDED: "Waiting for a decision",
    AuthorizationStatus.CANCELLED: "Cancelled",
    AuthorizationStatus.UNKNOWN: "Status not given",
}

CHART_PARTS = {
    ChartPart.SPECIALIST: "who you are",
    ChartPart.PLANS: "the plan",
    ChartPart.GOALS: "the goals",
    ChartPart.ORDERS: "the service order",
    ChartPart.AUTHORIZATIONS: "the authorizations",
    ChartPart.COVERAGES: "the coverage",
    ChartPart.CONTACTS: "the visits",
    ChartPart.NOTES: "the earlier notes",
    ChartPart.SAFETY_PLANS: "the safety plan",
    ChartPart.STAFF: "your agency's staff records",
}


def day_words(day: date) -> str:
    """A day as people write it: ``Tue, Nov 3, 2026``."""
    return f"{day:%a, %b} {day.day}, {day.year}"


def date_words(day: date) -> str:
    """A day whose weekday says nothing: ``Nov 3, 2026``."""
    return f"{day:%b} {day.day}, {day.year}"


def short_day(day: date) -> str:
    """A day without its year: ``Nov 3``."""
    return f"{day:%b} {day.day}"


def clock_words(moment: datetime) -> str:
    """The New York time of a moment: ``2:05 PM``."""
    local = moment.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment as people say it: ``2:05 PM`` today, else with its day."""
    day, today = local_date(moment), local_date(now)
    if day == today:
        return clock_words(moment)
    if day == today - timedelta(days=1):
        return f"yesterday, {clock_words(moment)}"
    return f"{day_words(day)}, {clock_words(moment)}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 unit``, ``3 units``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
