"""Plan <-> CarePlan (US Core CarePlan, in eLTSS's way: no activity.detail)."""

from __future__ import annotations

from html import escape

from pss_fhir.domain.plan import Plan, PlanStatus
from pss_fhir.mapping import models
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, extension, period_of_days, reference
from pss_fhir.mapping.plan_signatures import read_signatures, write_signature
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import PLAN_PROFILE, PLAN_UNSIGNED, US_CORE_CARE_PLAN
from pss_fhir.r4.references import parse_reference

_WRITTEN = {
    PlanStatus.DRAFT: "draft",
    PlanStatus.ACTIVE: "active",
    PlanStatus.ON_HOLD: "on-hold",
    PlanStatus.ENDED: "completed",
    PlanStatus.RETRACTED: "entered-in-error",
    PlanStatus.UNKNOWN: "unknown",
}
_READ = {code: status for status, code in _WRITTEN.items()} | {"revoked": PlanStatus.ENDED}
_CATEGORIES = (
    concept(coding(systems.US_CORE_CAREPLAN_CATEGORY, "assess-plan")),
    concept(coding(systems.LOINC, "80742-0", "Mental health Plan of care note")),
)
_XHTML = "http://www.w3.org/1999/xhtml"
CONCEPT = Concept(
    words="a plan",
    record=Plan,
    resource_types=("CarePlan",),
    profile=PLAN_PROFILE,
    reads=(
        "id",
        "identifier",
        "extension",
        "status",
        "title",
        "subject",
        "period",
        "author",
        "goal",
        "replaces",
        "supportingInfo",
        "activity",
        "partOf",
    ),
)


def to_fhir(plan: Plan) -> models.CarePlan:
    """The plan as a US Core CarePlan; the project's profile (eLTSS's shape) asks for a first day."""
    own = (PLAN_PROFILE,) if plan.days.start_on else ()
    made = begin("CarePlan", plan.ref, (*own, US_CORE_CARE_PLAN), plan.identifiers)
    made["text"] = _narrative(plan)
    if plan.signatures:
        made["extension"] = [write_signature(signature) for signature in plan.signatures]
    elif plan.signatures is not None:
        made["extension"] = [extension(PLAN_UNSIGNED, "valueBoolean", value=True)]
    if plan.replaces_ref:
        made["replaces"] = [reference(plan.replaces_ref)]
    if plan.part_of_ref:
        made["partOf"] = [reference(plan.part_of_ref)]
    made["status"] = _WRITTEN[plan.status]
    made["intent"] = "plan"
    made["category"] = list(_CATEGORIES)
    if plan.title:
        made["title"] = plan.title
    made["subject"] = reference(plan.client_ref)
    if period := period_of_days(plan.days):
        made["period"] = period
    if plan.author_ref:
        made["author"] = reference(plan.author_ref)
    if plan.supporting_refs:
        made["supportingInfo"] = [reference(ref) for ref in plan.supporting_refs]
    if plan.goal_refs:
        made["goal"] = [reference(ref) for ref in plan.goal_refs]
    if plan.step_refs:
        made["activity"] = [{"reference": reference(ref)} for ref in plan.step_refs]
    return models.CarePlan.model_validate(made)


def _narrative(plan: Plan) -> dict[str, str]:
    days = [day.isoformat() for day in (plan.days.start_on, plan.days.end_on) if day]
    lines = [plan.title or "Person-Centered Plan", *([" to ".join(days)] if days else [])]
    return {
        "status": "generated",
        "div": f'<div xmlns="{_XHTML}">{"".join(f"<p>{escape(line)}</p>" for line in lines)}</div>',
    }


def read(plan: Element) -> Plan:
    """The plan that a CarePlan describes.

    Signatures are the plan's own, or those of a Contract or a Provenance at hand that belongs to it; None
    where there is neither, since a CarePlan alone cannot show that nobody signed. A Contract among the
    supporting information gives its signatures and is not among what the plan builds on.

    Raises:
        Unreadable: no id, status or person; noted in the report.
    """
    ref, identifiers = plan.known_as()
    replaced, whole = plan.first("replaces"), plan.first("partOf")
    return plan.build(
        Plan,
        ref=ref,
        client_ref=plan.require(plan.ref("subject"), "subject", CONCEPT.words),
        status=plan.require(plan.code("status", _READ), "status", CONCEPT.words),
        title=plan.text("title"),
        identifiers=identifiers,
        days=plan.days("period"),
        signatures=read_signatures(plan, ref),
        goal_refs=plan.refs("goal"),
        author_ref=plan.ref("author"),
        replaces_ref=replaced.own_ref() if replaced else None,
        supporting_refs=tuple(
            held
            for info in plan.several("supportingInfo")
            if not _is_contract(info) and (held := info.own_ref()) is not None
        ),
        step_refs=tuple(step for item in plan.several("activity") if (step := item.ref("reference"))),
        part_of_ref=whole.own_ref() if whole else None,
    )


def _is_contract(info: Element) -> bool:
    """Whether supporting information is the signed Contract, which may be contained or elsewhere."""
    target = info.target()
    held = target.string("resourceType") if target else parse_reference(info.string("reference") or "").ref
    return (held or "").partition("/")[0] == "Contract"
