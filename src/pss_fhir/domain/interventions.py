"""What a peer support specialist does in a contact, each tied to a competency it shows.

The list gathers what the source documents name (requirements.md, row C6). The competency is one of
the twelve categories of SAMHSA's Core Competencies for Peer Workers (2015; rules.md CMP-001,
CMP-003). Clinical treatment is not on it: rules.md PSS-076.
"""

from __future__ import annotations

from enum import StrEnum


class Competency(StrEnum):
    """The twelve categories of SAMHSA's core competencies."""

    ENGAGE = "engages-peers"
    SUPPORT = "provides-support"
    LIVED_EXPERIENCE = "shares-lived-experience"
    PERSONALIZE = "personalizes-support"
    PLANNING = "supports-recovery-planning"
    LINK = "links-to-resources"
    SKILLS = "teaches-skills"
    CRISIS = "helps-manage-crises"
    COMMUNICATION = "values-communication"
    TEAMWORK = "supports-collaboration"
    ADVOCACY = "promotes-leadership-and-advocacy"
    GROWTH = "promotes-growth"


class Intervention(StrEnum):
    """One thing that was done."""

    SHARED_EXPERIENCE = "shared-lived-experience"
    ROLE_MODELING = "role-modeling"
    EMOTIONAL_SUPPORT = "emotional-support"
    COACHING = "recovery-coaching"
    GOAL_SETTING = "goal-setting"
    WELLNESS_PLANNING = "wellness-planning"
    ADVOCACY = "advocacy-and-rights"
    DAILY_LIVING = "daily-living-skills"
    EMPLOYMENT = "employment-support"
    HOUSING = "housing-support"
    BENEFITS = "benefits-support"
    SOCIAL_SKILLS = "social-skills"
    COPING_SKILLS = "coping-skills"
    PROBLEM_SOLVING = "problem-solving"
    ROLE_PLAY = "role-play"
    SELF_HELP_GROUPS = "self-help-groups"
    LINKAGE = "linkage-to-resources"
    CRISIS_SUPPORT = "crisis-support"


COMPETENCY_OF: dict[Intervention, Competency] = {
    Intervention.SHARED_EXPERIENCE: Competency.LIVED_EXPERIENCE,
    Intervention.ROLE_MODELING: Competency.LIVED_EXPERIENCE,
    Intervention.EMOTIONAL_SUPPORT: Competency.SUPPORT,
    Intervention.COACHING: Competency.PERSONALIZE,
    Intervention.GOAL_SETTING: Competency.PLANNING,
    Intervention.WELLNESS_PLANNING: Competency.PLANNING,
    Intervention.ADVOCACY: Competency.ADVOCACY,
    Intervention.DAILY_LIVING: Competency.SKILLS,
    Intervention.EMPLOYMENT: Competency.LINK,
    Intervention.HOUSING: Competency.LINK,
    Intervention.BENEFITS: Competency.LINK,
    Intervention.SOCIAL_SKILLS: Competency.SKILLS,
    Intervention.COPING_SKILLS: Competency.SKILLS,
    Intervention.PROBLEM_SOLVING: Competency.SKILLS,
    Intervention.ROLE_PLAY: Competency.SKILLS,
    Intervention.SELF_HELP_GROUPS: Competency.LINK,
    Intervention.LINKAGE: Competency.LINK,
    Intervention.CRISIS_SUPPORT: Competency.CRISIS,
}
"""Which competency each intervention shows; complete, as a test proves."""
