"""A CDS Hooks call or feedback as it comes over the wire, read into what the workflows take.

Source:
    CDS Hooks 2.0, "Calling a CDS Service" and "Feedback"; hook specifications patient-view 1.0,
    encounter-start 1.0 and order-sign 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pss_fhir.errors import InputError
from pss_fhir.issues import message_for
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.check_chart import Hook, HookCall
from pss_fhir.workflows.prefetch import resources_of
from pss_fhir.workflows.take_feedback import CardFeedback

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_USER = re.compile(r"(Practitioner|PractitionerRole|Patient|RelatedPerson)/[A-Za-z0-9\-.]{1,64}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BEARER = re.compile(r"bearer", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]{1,8192}=*")
"""A bearer token as RFC 6750 writes it; nothing else may reach a header."""
_OUTCOMES = ("accepted", "overridden")
_MOST_FEEDBACK = 100


def read_call(body: object, *, hook: Hook, site: Site) -> tuple[str, HookCall]:
    """The call's ``hookInstance``, and the call.

    Raises:
        InputError: a part is missing or wrong, or it is about another FHIR server; never quotes a value.
    """
    call = _object(body, "body")
    if call.get("hook") != hook:
        raise _unreadable("hook")
    instance = _text(call, "hookInstance", _UUID)
    server = call.get("fhirServer")
    if server is not None and (not isinstance(server, str) or server.rstrip("/") != site.iss):
        code = "cds.server-not-allowed"
        raise InputError(message_for(code), code=code)
    context = _object(call.get("context"), "context")
    encounter = None
    if hook == "encounter-start" or context.get("encounterId"):
        encounter = f"Encounter/{_text(context, 'encounterId', _ID)}"
    orders: tuple[dict[str, Any], ...] = ()
    if hook == "order-sign":
        bundle = _object(context.get("draftOrders"), "context.draftOrders")
        orders = tuple(one for one in resources_of(bundle) if one.get("resourceType") == "ServiceRequest")
    return instance, HookCall(
        hook=hook,
        user_ref=_text(context, "userId", _USER),
        client_ref=f"Patient/{_text(context, 'patientId', _ID)}",
        encounter_ref=encounter,
        prefetch=dict(_object(call.get("prefetch") or {}, "prefetch")),
        draft_orders=orders,
        access_token=_access_token(call) if server is not None else None,
    )


def _access_token(call: Mapping[str, Any]) -> str | None:
    """The token with which the EHR lets this call read from its FHIR server, where it gives one."""
    if call.get("fhirAuthorization") is None:
        return None
    given = _object(call["fhirAuthorization"], "fhirAuthorization")
    _text(given, "token_type", _BEARER)
    return _text(given, "access_token", _TOKEN)


def read_feedback(body: object) -> tuple[CardFeedback, ...]:
    """What became of cards; a comment that somebody wrote is passed over.

    Raises:
        InputError: a part is missing or wrong; never quotes a value.
    """
    entries = _object(body, "body").get("feedback")
    if not isinstance(entries, list) or not 1 <= len(entries) <= _MOST_FEEDBACK:
        raise _unreadable("feedback")
    return tuple(_feedback(_object(entry, "feedback")) for entry in entries)


def _feedback(entry: Mapping[str, Any]) -> CardFeedback:
    outcome = entry.get("outcome")
    if outcome not in _OUTCOMES:
        raise _unreadable("feedback.outcome")
    override = entry.get("overrideReason")
    reason = override.get("reason") if isinstance(override, dict) else None
    code = reason.get("code") if isinstance(reason, dict) else None
    return CardFeedback(
        card=_text(entry, "card", _UUID).lower(),
        outcome=outcome,
        reason=code if isinstance(code, str) else None,
    )


def _object(value: object, part: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _unreadable(part)
    return value


def _text(holder: Mapping[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = holder.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise _unreadable(name)
    return value


def _unreadable(part: str) -> InputError:
    code = "cds.body-unreadable"
    return InputError(message_for(code, part=part), code=code)
