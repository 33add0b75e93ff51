"""The CDS Hooks 2.0 service: what the rules say of a chart, shown by the EHR where people work.

Who calls is checked before anything of a call is read; the answer names what to do, never whom it is
about. The routes carry no cookie and no form, so they stand outside the app's CSRF protection.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from pss_fhir.clock import local_date
from pss_fhir.errors import CdsTokenInvalid, InputError, PssFhirError, RemoteError, SmartError
from pss_fhir.issues import message_for
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.check_chart import Hook, check_chart
from pss_fhir.workflows.prefetch import prefetch_templates
from pss_fhir.workflows.take_feedback import take_feedback
from smart_app.cds_call import read_call, read_feedback
from smart_app.opened import services
from smart_app.present.cards import show_cards

bp = Blueprint("cds", __name__, url_prefix="/cds-services")
log = logging.getLogger(__name__)

MAX_CALL_BYTES = 16 * 1024 * 1024
"""The largest call that is read: a chart of a year travels in it."""
_ONE_DAY = 86_400
_STATUSES = {
    "cds.service-unknown": 404,
    "cds.patient-missing": 412,
    "cds.server-not-allowed": 403,
}


@dataclass(frozen=True, slots=True)
class CdsService:
    """One service as discovery names it."""

    hook: Hook
    title: str
    description: str


SERVICES: Mapping[str, CdsService] = {
    "pss-patient-view": CdsService(
        "patient-view",
        "Peer support: what this chart needs",
        "Says what keeps a peer support visit of today from being billed: plan, order, authorization, units.",
    ),
    "pss-encounter-start": CdsService(
        "encounter-start",
        "Peer support: before this visit",
        "Says, as a peer support visit begins, what keeps it from being billed.",
    ),
    "pss-order-sign": CdsService(
        "order-sign",
        "Peer support: what this order needs",
        "Says, before an order for peer support is signed, what would still keep visits from being billed.",
    ),
}


@bp.get("")
def discover() -> dict[str, Any]:
    """The services, with the records that each call should bring."""
    templates = prefetch_templates(local_date(services().clock.now()))
    return {
        "services": [
            {
                "hook": service.hook,
                "id": name,
                "title": service.title,
                "description": service.description,
                "prefetch": templates,
                "usageRequirements": "Calls need a token by a system that the agency has allowed.",
            }
            for name, service in SERVICES.items()
        ]
    }


@bp.post("/<name>")
def call(name: str) -> dict[str, Any]:
    """The cards about one chart."""
    service = _service(name)
    _, site = _caller(name)
    instance, made = read_call(_body(), hook=service.hook, site=site)
    findings = check_chart(services(), site, made)
    return {"cards": show_cards(findings, app_url=services().agency.app_url, hook_instance=instance)}


@bp.post("/<name>/feedback")
def feedback(name: str) -> ResponseReturnValue:
    """What people did with the cards."""
    _service(name)
    caller, site = _caller(name, "/feedback")
    take_feedback(services(), site, caller, read_feedback(_body()))
    return {}, 200


@bp.after_request
def allow_origins(response: Response) -> Response:
    """Let the pages of allowed EHRs call from a browser (CORS), and no others."""
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    clients = [client for site in services().agency.sites for client in site.cds_clients]
    if origin and any(origin in client.origins for client in clients):
        response.headers["Access-Control-Allow-Origin"] = origin
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            response.headers["Access-Control-Max-Age"] = str(_ONE_DAY)
    return response


@bp.errorhandler(PssFhirError)
def refuse(failure: PssFhirError) -> ResponseReturnValue:
    """A refusal as JSON: its code and its words."""
    log.warning("%s at %s", failure.code, request.endpoint)
    answer = {"code": failure.code, "message": failure.message}
    if isinstance(failure, CdsTokenInvalid):
        return answer, 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    if isinstance(failure, RemoteError | SmartError):
        return answer, 503
    return answer, _STATUSES.get(failure.code, 400 if isinstance(failure, InputError) else 500)


@bp.errorhandler(HTTPException)
def refuse_http(failure: HTTPException) -> ResponseReturnValue:
    """A refusal of the web server's own as JSON."""
    return {"code": f"http.{failure.code}", "message": failure.name}, failure.code or 500


def _service(name: str) -> CdsService:
    service = SERVICES.get(name)
    if service is None:
        code = "cds.service-unknown"
        raise InputError(message_for(code), code=code)
    return service


def _caller(name: str, *also: str) -> tuple[str, Site]:
    """Who calls, and for which EHR; the token may name the service or the very address."""
    here = services()
    address = f"{here.agency.app_url}{bp.url_prefix}/{name}"
    keys = {client.iss: client.jwks_url for site in here.agency.sites for client in site.cds_clients}
    iss = here.cds_tokens.caller(
        request.headers.get("Authorization"),
        callers=keys,
        audiences=[address, *(address + path for path in also)],
    )
    site = here.agency.site_of_cds_client(iss)
    assert site is not None  # noqa: S101 - only callers of a site are let through
    return iss, site


def _body() -> object:
    """The JSON of the request, read only now that the caller is known; None for what is none."""
    request.max_content_length = MAX_CALL_BYTES
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:
        return None
