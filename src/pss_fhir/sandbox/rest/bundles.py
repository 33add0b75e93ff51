"""transaction and batch (http.html 3.1.0.11)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pss_fhir.r4.references import references_in
from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.api import Api
from pss_fhir.sandbox.rest.call import JSON_PATCH, Call, Reply, expect_resource
from pss_fhir.sandbox.rest.conditions import find_one
from pss_fhir.sandbox.rest.references import map_references, replace_strings
from pss_fhir.sandbox.rest.writing import create
from pss_fhir.sandbox.search.paths import walk
from pss_fhir.sandbox.search.table import resource_types

Answer = Callable[[Api, Call], Reply]
_ORDER = {"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}
_HEADERS = {
    "ifMatch": "if-match",
    "ifNoneMatch": "if-none-match",
    "ifModifiedSince": "if-modified-since",
    "ifNoneExist": "if-none-exist",
}
_REASONS = {200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified"}


def run_bundle(api: Api, call: Call, answer: Answer) -> Reply:
    """Carry out a transaction (all or nothing) or a batch (each by itself), each entry by ``answer``."""
    bundle = expect_resource(call.body)
    kind = bundle.get("type")
    if bundle["resourceType"] != "Bundle" or kind not in ("transaction", "batch"):
        raise Refused(400, "invariant", "The base takes a Bundle of type transaction or batch.")
    if kind not in api.mode.bundles:
        raise Refused(405, "not-supported", f"This server does not support {kind}.")
    entries = [_Entry(call, number, each) for number, each in enumerate(walk(bundle, "entry"))]
    run = _run_transaction if kind == "transaction" else _run_batch
    run(api, entries, answer)
    return Reply(
        200,
        {
            "resourceType": "Bundle",
            "type": f"{kind}-response",
            "entry": [entry.shown(call) for entry in entries],
        },
    )


class _Entry:
    """One entry: the call that it asks for, and the answer it gets."""

    def __init__(self, outer: Call, number: int, content: Any) -> None:
        request = content.get("request", {}) if isinstance(content, dict) else {}
        self.where = f"Bundle.entry[{number}]"
        if not _is_request(request):
            raise Refused(
                400, "required", "Every entry needs request.method and request.url.", where=self.where
            )
        self.full_url: str | None = content.get("fullUrl")
        self.new_id: str | None = None
        url = urlsplit(request["url"].removeprefix(f"{outer.base}/"))
        headers = {header: request[name] for name, header in _HEADERS.items() if name in request}
        if "prefer" in outer.headers:
            headers["prefer"] = outer.headers["prefer"]
        self.call = Call(
            method=request["method"],
            base=outer.base,
            path=tuple(part for part in url.path.split("/") if part),
            access=outer.access,
            query=tuple(parse_qsl(url.query, keep_blank_values=True)),
            headers=headers,
            body=_patch_of(content.get("resource"))
            if request["method"] == "PATCH"
            else content.get("resource"),
        )
        self.reply = Reply(500)

    @property
    def order(self) -> int:
        return _ORDER[self.call.method]

    @property
    def is_create(self) -> bool:
        return (
            self.call.method == "POST" and len(self.call.path) == 1 and self.call.path[0] in resource_types()
        )

    def shown(self, outer: Call) -> dict[str, Any]:
        """The entry of the answer."""
        status = self.reply.status
        response: dict[str, Any] = {"status": f"{status} {_REASONS.get(status, 'Refused')}"}
        headers = self.reply.headers
        for name, header in (("location", "Location"), ("etag", "ETag")):
            if header in headers:
                response[name] = headers[header].removeprefix(f"{outer.base}/")
        body = self.reply.body
        entry: dict[str, Any] = {"response": response}
        if body is None:
            return entry
        if body["resourceType"] == "OperationOutcome":
            response["outcome"] = body
        else:
            if "lastUpdated" in body.get("meta", {}):
                response["lastModified"] = body["meta"]["lastUpdated"]
            if self.order == _ORDER["GET"] or outer.preferences.get("return") == "representation":
                entry["resource"] = body
        return entry


def _is_request(request: Any) -> bool:
    return (
        isinstance(request, dict)
        and all(isinstance(text, str) for text in request.values())
        and request.get("method") in _ORDER
        and "url" in request
    )


def _patch_of(resource: Any) -> Any:
    """JSON Patch travels in a Bundle as a Binary (http.html 3.1.0.8.1)."""
    if not isinstance(resource, dict) or resource.get("contentType") != JSON_PATCH:
        raise Refused(400, "structure", "A PATCH entry needs a Binary with a JSON Patch.")
    try:
        return json.loads(base64.b64decode(resource.get("data", ""), validate=True))
    except ValueError as unreadable:
        raise Refused(400, "structure", "The Binary of a PATCH entry holds no JSON.") from unreadable


def _run_batch(api: Api, entries: list[_Entry], answer: Answer) -> None:
    for entry in sorted(entries, key=lambda entry: entry.order):
        try:
            with api.store.together():
                entry.reply = answer(api, entry.call)
        except Refused as refused:
            entry.reply = Reply(refused.status, refused.outcome(), refused.headers)


def _run_transaction(api: Api, entries: list[_Entry], answer: Answer) -> None:
    with api.store.together():
        _demand_distinct(entries)
        known = _assign_ids(api, entries)
        for entry in sorted(entries, key=lambda entry: entry.order):
            try:
                _carry_out(api, entry, known, answer)
            except Refused as refused:
                raise Refused(
                    refused.status,
                    refused.issue_type,
                    f"{entry.where}: {refused.message} Nothing of the transaction was stored.",
                    details_code=refused.details_code,
                    where=entry.where,
                ) from refused


def _carry_out(api: Api, entry: _Entry, known: dict[str, str], answer: Answer) -> None:
    entry_call = entry.call
    if entry_call.method != "PATCH" and entry_call.body is not None:
        body = replace_strings(entry_call.body, known)
        entry_call = entry_call.with_(body=_resolve_conditional(api, body))
    if entry.is_create:
        entry.reply = create(api, entry_call, entry_call.path[0], new_id=entry.new_id)
    else:
        entry.reply = answer(api, entry_call)


def _assign_ids(api: Api, entries: list[_Entry]) -> dict[str, str]:
    """Give each new resource its id; fullUrl to ``Type/id`` for the references that name it."""
    known: dict[str, str] = {}
    for entry in entries:
        if not entry.is_create:
            if entry.call.method == "PUT" and len(entry.call.path) == 2 and entry.full_url:
                known[entry.full_url] = "/".join(entry.call.path)
            continue
        resource_type = entry.call.path[0]
        there = None
        if "if-none-exist" in entry.call.headers:
            there = find_one(api, resource_type, entry.call.condition("if-none-exist"))
        entry.new_id = there.id if there else api.store.new_id()
        if entry.full_url:
            known[entry.full_url] = f"{resource_type}/{entry.new_id}"
    return known


def _demand_distinct(entries: list[_Entry]) -> None:
    written = [
        "/".join(entry.call.path) for entry in entries if 0 <= entry.order <= 2 and len(entry.call.path) == 2
    ]
    urls = [entry.full_url for entry in entries if entry.full_url]
    if len(set(written)) < len(written) or len(set(urls)) < len(urls):
        raise Refused(400, "invariant", "A transaction can touch a resource, and use a fullUrl, once only.")


def _resolve_conditional(api: Api, body: Any) -> Any:
    """References such as ``Patient?identifier=...`` become ``Patient/id``."""
    resolved: dict[str, str] = {}
    for text in references_in(body):
        resource_type, mark, query = text.partition("?")
        if not mark or resource_type not in resource_types():
            continue
        target = find_one(api, resource_type, parse_qsl(query))
        if target is None:
            raise Refused(412, "not-found", f"No {resource_type} matches the conditional reference.")
        resolved[text] = target.ref
    return map_references(body, lambda text: resolved.get(text, text))
