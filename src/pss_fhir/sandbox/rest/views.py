"""The FHIR API over HTTP: content negotiation in, JSON out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

import orjson
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import InternalServerError, RequestEntityTooLarge

from pss_fhir.sandbox.access import Access
from pss_fhir.sandbox.refusals import Refused, make_outcome
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import JSON_PATCH, Call, Reply
from pss_fhir.sandbox.rest.routing import answer

FHIR_JSON = "application/fhir+json"
_JSON_TYPES = (FHIR_JSON, "application/json", "application/json+fhir")
_JSON_FORMATS = frozenset({"json", "text/json", *_JSON_TYPES})
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
MOST_BYTES = 16 * 1024 * 1024
"""Largest body taken; US Core 9 wants 5 MiB of attachment at least."""


def make_fhir_blueprint(
    api: Api, base: Callable[[], str], access_of: Callable[[Request], Access]
) -> Blueprint:
    """The blueprint of the FHIR API.

    Args:
        api: the state behind it.
        base: gives the FHIR base URL as clients see it.
        access_of: gives the caller's rights, or raises Refused with 401.
    """
    blueprint = Blueprint("fhir", __name__)

    @blueprint.route("/", defaults={"path": ""}, methods=_METHODS, strict_slashes=False)
    @blueprint.route("/<path:path>", methods=_METHODS)
    def serve(path: str) -> Response:
        try:
            return _respond(_serve(path))
        except Refused as refused:
            return _respond(Reply(refused.status, refused.outcome(), refused.headers))
        except RequestEntityTooLarge:
            text = f"A body may have {MOST_BYTES} bytes."
            return _respond(Reply(413, make_outcome("error", "too-long", text)))

    @blueprint.app_errorhandler(InternalServerError)
    def break_down(_: InternalServerError) -> Response:
        return _respond(Reply(500, make_outcome("fatal", "exception", "The sandbox has a fault of its own.")))

    def _serve(path: str) -> Reply:
        _demand_json_wanted()
        parts = tuple(part for part in path.split("/") if part)
        is_form = request.mimetype == "application/x-www-form-urlencoded" and parts[-1:] == ("_search",)
        call = Call(
            method=request.method,
            base=base(),
            path=parts,
            access=access_of(request),
            query=tuple(parse_qsl(request.query_string.decode(), keep_blank_values=True)),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=None if is_form else _body(),
            form=tuple(parse_qsl(request.get_data(as_text=True), keep_blank_values=True)) if is_form else (),
        )
        with api.store.together():
            return answer(api, call)

    return blueprint


def _demand_json_wanted() -> None:
    wanted = request.args.get("_format")
    if wanted is not None and wanted.replace(" ", "+").partition(";")[0] not in _JSON_FORMATS:
        raise Refused(406, "not-supported", "This server speaks JSON only.")
    if wanted is None and request.accept_mimetypes and not request.accept_mimetypes.best_match(_JSON_TYPES):
        raise Refused(406, "not-supported", "This server speaks JSON only.")


def _body() -> object:
    if request.method not in ("POST", "PUT", "PATCH"):
        return None
    text = request.get_data()
    allowed = (JSON_PATCH,) if request.method == "PATCH" else _JSON_TYPES
    if not text:
        return None
    if request.mimetype not in allowed:
        raise Refused(415, "not-supported", f"The body must be {allowed[0]}.")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as broken:
        raise Refused(400, "structure", "The body is not JSON.") from broken


def _respond(reply: Reply) -> Response:
    body = b"" if reply.body is None else orjson.dumps(reply.body)
    response = Response(body, status=reply.status, headers=dict(reply.headers))
    if reply.body is not None:
        response.headers["Content-Type"] = f"{FHIR_JSON};charset=utf-8"
    else:
        del response.headers["Content-Type"]
    response.headers.setdefault("Cache-Control", "no-store")
    return response
