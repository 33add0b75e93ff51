"""A failure status as the exception that says what it means."""

from __future__ import annotations

from datetime import datetime

from pss_fhir.client.answers import resource_or_none
from pss_fhir.client.outcomes import codes_in, in_words, issues_in
from pss_fhir.client.retry import retry_after_seconds
from pss_fhir.errors import (
    AuthRequired,
    BadRequest,
    Conflict,
    FhirHttpError,
    Forbidden,
    Gone,
    MultipleMatches,
    NotAllowed,
    NotFhir,
    NotFound,
    RateLimited,
    RemoteError,
    ServerFault,
    Unprocessable,
    VersionConflict,
)
from pss_fhir.issues import message_for
from pss_fhir.wire import Request, Response, shown_url

_KINDS: dict[int, type[FhirHttpError]] = {
    401: AuthRequired,
    403: Forbidden,
    404: NotFound,
    405: NotAllowed,
    409: Conflict,
    410: Gone,
    422: Unprocessable,
    429: RateLimited,
}


def failure_of(request: Request, response: Response, now: datetime) -> RemoteError:
    """The exception for an answer outside 2xx.

    412 has two meanings, told apart by what was sent: after If-None-Exist several records carry the
    identifier, after If-Match the record has moved on (FHIR R4 "http.html#ccreate", "#concurrency"). The
    latter is 409 on servers that keep STU3's rule (STU3 "http.html#concurrency"), HAPI FHIR among them.
    """
    where = f"{request.method} {shown_url(request.url)}"
    if response.status < 400:
        code = "client.redirected"
        return NotFhir(message_for(code, status=response.status), code=code, where=where)
    kind = _kind(request, response.status)
    outcome = resource_or_none(response)
    issues = issues_in(outcome)
    code = kind.default_code
    return kind(
        message_for(code, status=response.status, said=in_words(issues)),
        status=response.status,
        issues=issues,
        said=codes_in(outcome),
        retry_after_seconds=retry_after_seconds(response.headers.get("retry-after"), now),
        code=code,
        where=where,
    )


def _kind(request: Request, status: int) -> type[FhirHttpError]:
    if status >= 500:
        return ServerFault
    sent = {name.lower() for name in request.headers}
    if status == 412 and "if-none-exist" in sent:
        return MultipleMatches
    if status in (409, 412) and "if-match" in sent:
        return VersionConflict
    return _KINDS.get(status, BadRequest)
