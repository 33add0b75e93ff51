"""The safety plan as its template shows it: six steps in order, large, every number one touch from a call."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from pss_fhir.clock import local_date
from pss_fhir.domain.wellness import OwnPlanStatus, SafetyPlan
from pss_fhir.workflows.show_plan import ShownPlan
from smart_app.present.words import date_words, moment_words

_STEPS = (
    ("warning_signs", "How I notice that a crisis may be coming"),
    ("coping", "What I can do by myself"),
    ("people_and_places", "People and places that take my mind off it"),
    ("people_to_ask", "Whom I can ask for help"),
    ("crisis_help", "Whom I call in a crisis"),
    ("safe_surroundings", "How my surroundings are made safer"),
)
_AREA_CODE_AND_NUMBER = r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"
_NUMBER = re.compile(rf"(?<![\w.+$-])(?:{_AREA_CODE_AND_NUMBER}|(?:\+?1)?\d{{10}}|988|911)(?![\w-]|\.\d)")


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step: what is written there, numbers as links; nothing where nobody wrote anything."""

    title: str
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """Everything the page shows.

    Attributes:
        notice: what the reader must know first: that it is a copy, that it is not whole, that there is none.
        steps: the six steps in order; none without a plan.
        facts: when it was written and looked at.
    """

    title: str
    notice: str | None
    steps: tuple[StepCard, ...]
    reasons: Markup | None
    facts: tuple[str, ...]


def show_safety_plan(shown: ShownPlan, now: datetime) -> SafetyPage:
    """The page of a safety plan, or what is so where there is none to show."""
    found = shown.found
    plan = found.plan if found else None
    name = found.client.name.given[0] if found and found.client.name.given else None
    return SafetyPage(
        title=f"{name}’s safety plan" if name else "Safety plan",
        notice=_notice(shown, plan, now),
        steps=_steps(plan) if plan else (),
        reasons=linked(plan.reasons) if plan and plan.reasons else None,
        facts=_facts(plan) if plan else (),
    )


def linked(text: str) -> Markup:
    """The text with its telephone numbers as links that call."""
    made, end = Markup(""), 0
    for found in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        made += escape(text[end : found.start()])
        made += Markup('<a href="tel:{}">{}</a>').format(digits, found.group())
        end = found.end()
    return made + escape(text[end:])


def _notice(shown: ShownPlan, plan: SafetyPlan | None, now: datetime) -> str | None:
    if shown.found is None:
        return "The app could not read the safety plan from the EHR. Look for it there."
    if plan is None:
        return "The record holds no safety plan."
    if shown.is_copy:
        when = moment_words(shown.found.read_at, now)
        return f"This is the copy that the app read at {when}. The EHR does not give it just now."
    return "This plan is begun and not finished." if plan.status is OwnPlanStatus.IN_PROGRESS else None


def _steps(plan: SafetyPlan) -> tuple[StepCard, ...]:
    cards = []
    for field, title in _STEPS:
        written = getattr(plan, field) or ()
        lines = (written,) if isinstance(written, str) else written
        cards.append(StepCard(title, tuple(linked(line) for line in lines)))
    return tuple(cards)


def _facts(plan: SafetyPlan) -> tuple[str, ...]:
    said = {True: "There is a psychiatric advance directive.", False: "There is no advance directive."}
    facts = (
        f"Written {date_words(local_date(plan.written_at))}" if plan.written_at else None,
        f"Last looked at together {date_words(plan.reviewed_on)}" if plan.reviewed_on else None,
        said.get(plan.has_advance_directive) if plan.has_advance_directive is not None else None,
    )
    return tuple(fact for fact in facts if fact)
