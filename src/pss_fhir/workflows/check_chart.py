"""What the rules say of one person's chart, asked by the EHR while somebody works in it (CDS Hooks).

The question behind each hook is whether a visit of today could be billed as things stand; for an order
that is about to be signed, whether one could be billed with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID

from pss_fhir.clock import NEW_YORK, local_date
from pss_fhir.compliance import Answer, Finding, check_note
from pss_fhir.domain.chart import Chart, ChartPart
from pss_fhir.domain.note import NoteDraft
from pss_fhir.domain.payer import PEER_SUPPORT, OrderStatus, ServiceOrder
from pss_fhir.domain.staff import StaffRecords, StaffRole
from pss_fhir.issues import Severity
from pss_fhir.mapping import read_all
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.fetch_prefetch import fetch_missing
from pss_fhir.workflows.prefetch import Prefetched, chart_in, prefetch_queries
from pss_fhir.workflows.services import Services

Hook = Literal["patient-view", "encounter-start", "order-sign"]

_NOT_WRITTEN = f"urn:uuid:{UUID(int=0)}"
"""Stands for the note of a visit that nobody has made."""
_ONE_UNIT = timedelta(minutes=15)
_OPENING = time(9, 0)
_STILL_TO_WRITE = frozenset(
    {
        "kind",
        "is_billed",
        "modality",
        "place",
        "place_name",
        "interventions",
        "purpose",
        "intervention_text",
        "response",
        "next_step",
    }
)
"""Fields of a note that only the visit itself can fill."""
_SHOW_THE_SERVICE = (ChartPart.ORDERS, ChartPart.AUTHORIZATIONS, ChartPart.CONTACTS)


@dataclass(frozen=True)
class HookCall:
    """One call, its token checked.

    Attributes:
        user_ref: who is signed in at the EHR.
        client_ref: whose chart is open.
        encounter_ref: the encounter in whose context the EHR is, None where it names none.
        prefetch: the records that came with the call.
        draft_orders: ServiceRequests about to be signed.
        access_token: lets the service ask the site's FHIR server for what did not come; None where the
            call brought none.
    """

    hook: Hook
    user_ref: str
    client_ref: str
    encounter_ref: str | None = None
    prefetch: dict[str, Any] = field(default_factory=dict, repr=False)
    draft_orders: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    access_token: str | None = field(default=None, repr=False)


def check_chart(services: Services, site: Site, call: HookCall) -> tuple[Finding, ...]:
    """What somebody should do about the chart, the most pressing first.

    Nothing for a person who gets no peer support here, and nothing for orders of other services. An
    answer "cannot tell" is among them only where records that were not sent would settle it, or where a
    record itself lacks something; what the user's own staff records lack is no matter for the chart.

    Raises:
        InputError: the person's own record did not come, or is another person's; nothing was judged.
    """
    now = services.clock.now()
    found = chart_in(
        _records_of(services, site, call, today=local_date(now)),
        client_ref=call.client_ref,
        user_ref=call.user_ref,
        iss=site.iss,
        staff=_staff_of(services, call.user_ref),
        read_at=now,
    )
    visit_at = now
    if call.hook == "order-sign":
        orders = _as_signed(call, site.iss, today=local_date(now))
        found = Prefetched(_with_orders(found.chart, orders), found.not_sent)
        visit_at = max(now, _first_morning(orders))
        findings = _findings(services, call, found, visit_at) if orders else ()
    else:
        findings = _findings(services, call, found, visit_at) if _may_get_peer_support(found) else ()
    services.store.audit.append(
        iss=site.iss,
        user_ref=call.user_ref,
        action=f"cds-{call.hook}",
        subject_ref=call.client_ref,
        outcome="answered",
    )
    return findings


def _records_of(services: Services, site: Site, call: HookCall, *, today: date) -> Mapping[str, Any]:
    """What came with the call and, where it brought a token, what else could be had in time."""
    if call.access_token is None:
        return call.prefetch
    return fetch_missing(
        services,
        call.prefetch,
        prefetch_queries(today, client_ref=call.client_ref, user_ref=call.user_ref),
        base_url=site.iss,
        access_token=call.access_token,
    )


def _findings(
    services: Services, call: HookCall, found: Prefetched, visit_at: datetime
) -> tuple[Finding, ...]:
    draft = NoteDraft(
        note_identifier=_NOT_WRITTEN,
        client_ref=call.client_ref,
        author_ref=call.user_ref,
        started_at=visit_at,
        ended_at=visit_at + _ONE_UNIT,
        encounter_ref=call.encounter_ref,
    )

    def ask(chart: Chart) -> list[Finding]:
        answers = check_note(chart, draft, services.policies, as_of=visit_at)
        return [one for one in answers if _STILL_TO_WRITE.isdisjoint(one.fields)]

    findings = ask(found.chart)
    if_sent = found.chart.model_copy(update={"unread": found.chart.unread - found.not_sent})
    unsettled = {one.rule for one in ask(if_sent) if one.answer is Answer.CANNOT_TELL}
    return tuple(one for one in findings if _matters(one, unsettled, call.user_ref))


def _matters(finding: Finding, unsettled: Collection[str], user_ref: str) -> bool:
    """Whether somebody at the EHR can do something about a finding.

    Args:
        finding: broken or cannot-tell.
        unsettled: rules that could not be told even if everything asked for had come.
        user_ref: whose own record is no part of the chart.
    """
    if finding.answer is Answer.BROKEN:
        return True
    if finding.severity is Severity.INFORMATION:
        return False
    return finding.rule not in unsettled or any(ref != user_ref for ref in finding.evidence.records)


def _may_get_peer_support(found: Prefetched) -> bool:
    """Whether something in the chart speaks of the service, or what would speak of it did not come."""
    chart = found.chart
    if any(part in found.not_sent for part in _SHOW_THE_SERVICE):
        return True
    codes = [order.service_code for order in chart.orders]
    codes += [authorization.service_code for authorization in chart.authorizations]
    codes += [contact.service_code for contact in chart.contacts if contact.service_code]
    return bool(chart.notes) or PEER_SUPPORT in codes


def _staff_of(services: Services, user_ref: str) -> StaffRecords | None:
    """The agency's records of the user, where they say that the user gives peer support."""
    staff = services.store.staff.records()
    member = staff.member_at(user_ref) if staff else None
    if staff is None or member is None or member.role is not StaffRole.CPSS:
        return None
    return staff.concerning(user_ref)


def _as_signed(call: HookCall, iss: str, *, today: date) -> tuple[ServiceOrder, ...]:
    """The orders for peer support among those to be signed, as they stand once that is done."""
    named = [{"id": f"to-sign-{count}", **order} for count, order in enumerate(call.draft_orders, start=1)]
    read = read_all(named, base_url=iss).records
    orders = (one for one in read if isinstance(one, ServiceOrder) and one.client_ref == call.client_ref)
    return tuple(
        order.model_copy(update={"status": OrderStatus.ACTIVE, "signed_on": order.signed_on or today})
        for order in orders
        if order.service_code == PEER_SUPPORT
    )


def _with_orders(chart: Chart, orders: tuple[ServiceOrder, ...]) -> Chart:
    """The chart with these orders in the place of the drafts that they were."""
    refs = {order.ref for order in orders}
    others = tuple(order for order in chart.orders if order.ref not in refs)
    return chart.model_copy(
        update={"orders": (*others, *orders), "unread": chart.unread - {ChartPart.ORDERS}}
    )


def _first_morning(orders: tuple[ServiceOrder, ...]) -> datetime:
    """The morning from which the first of the orders counts; long ago where none says."""
    first = min((order.days.start_on for order in orders if order.days.start_on), default=date(1900, 1, 1))
    return datetime.combine(first, _OPENING, NEW_YORK)
