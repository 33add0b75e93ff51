"""The way back from the EHR's sign-in page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pss_fhir.clock import Clock
from pss_fhir.errors import AuthorizationRefused, StateMismatch
from pss_fhir.smart.code_flow import CodeFlow
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.context import LaunchContext, context_in
from pss_fhir.smart.documents import text_in
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.id_token import user_ref_in, verified_claims
from pss_fhir.smart.issuers import normal_issuer
from pss_fhir.smart.keys import SigningKeys
from pss_fhir.smart.pending import PendingLaunch
from pss_fhir.smart.registration import Registration
from pss_fhir.smart.token_endpoint import TokenEndpoint
from pss_fhir.smart.tokens import TokenSet, tokens_in
from pss_fhir.wire import Transport, shown_url

_CODES = {
    "access_denied": "smart.access-denied",
    "invalid_request": "smart.invalid-authorization-request",
    "invalid_scope": "smart.invalid-scope",
    "server_error": "smart.authorization-server-fault",
    "temporarily_unavailable": "smart.authorization-server-busy",
    "unauthorized_client": "smart.unauthorized-client",
    "unsupported_response_type": "smart.unsupported-response-type",
    "consent_required": "smart.interaction-required",
    "interaction_required": "smart.interaction-required",
    "login_required": "smart.interaction-required",
}
"""OAuth error (RFC 6749 section 4.1.2.1, OpenID Connect Core 3.1.2.6) -> code."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A launch that came to its end: what it is about, and the tokens for it."""

    context: LaunchContext
    tokens: TokenSet


def finish(
    pending: PendingLaunch,
    params: Mapping[str, str],
    registration: Registration,
    configuration: SmartConfiguration,
    transport: Transport,
    *,
    clock: Clock,
    keys: SigningKeys | None = None,
    entropy: Callable[[int], str] = secrets.token_urlsafe,
) -> SignedIn:
    """The sign-in that an answer at the redirect URI completes.

    Args:
        pending: what ``begin`` gave; the caller has made sure that it is used once, by the browser that
            began.
        params: the query of the answer.
        registration: the same as at the beginning.
        configuration: the same.
        transport: carries the code exchange and the fetching of keys.
        clock: for the ten minutes, the tokens' life and the id_token.
        keys: kept signing keys; without them the EHR's keys are fetched each time.
        entropy: for the id of a signed assertion.

    Raises:
        StateMismatch: the answer does not belong to this launch, came too late, or speaks for another
            server.
        AuthorizationRefused: the EHR or the person said no.
        TokenRefused: the code was not exchanged for a token that can be used.
        IdTokenInvalid: the id_token does not prove who signed in.
        DiscoveryError: the keys to prove it with cannot be had.
        Unreachable: no complete answer came.

    Source:
        SMART App Launch 2.2.0, "Obtain access token"; RFC 9207.
    """
    now = clock.now()
    _check_state(pending, params, now_is_over=pending.is_over(now))
    _check_issuer(params, configuration)
    _check_answer(params, configuration)
    flow = CodeFlow(
        registration,
        configuration,
        aud=pending.iss,
        state=pending.state,
        nonce=pending.nonce,
        code_verifier=pending.code_verifier,
    )
    endpoint = TokenEndpoint(registration, transport, clock=clock, entropy=entropy)
    callback = urlencode({"state": pending.state, "code": params["code"]})
    answer = flow.handle_callback(f"{pending.redirect_uri.partition('?')[0]}?{callback}", endpoint)
    tokens = tokens_in(answer, now=now, asked=pending.scopes)
    user_ref = None
    id_token = text_in(answer, "id_token")
    if id_token is not None and "openid" in pending.scopes:
        claims = verified_claims(
            id_token,
            configuration=configuration,
            client_id=registration.client_id,
            nonce=pending.nonce,
            keys=keys or SigningKeys(transport, clock=clock),
            now=clock.now(),
        )
        user_ref = user_ref_in(claims, pending.iss)
    return SignedIn(context_in(answer, pending, tokens, user_ref), tokens)


def _check_state(pending: PendingLaunch, params: Mapping[str, str], *, now_is_over: bool) -> None:
    state = params.get("state", "").encode("utf-8", "replace")
    if not hmac.compare_digest(state, pending.state.encode()):
        raise refusal(StateMismatch, code="smart.state-mismatch", where=shown_url(pending.iss))
    if now_is_over:
        raise refusal(StateMismatch, code="smart.launch-expired", where=shown_url(pending.iss))


def _check_issuer(params: Mapping[str, str], configuration: SmartConfiguration) -> None:
    """RFC 9207: the answer must come from the server that was asked, wherever it tells."""
    named = params.get("iss")
    if named is None:
        is_right = not configuration.names_issuer_in_callback
    else:
        is_right = configuration.issuer is None or normal_issuer(named) == normal_issuer(configuration.issuer)
    if not is_right:
        raise refusal(StateMismatch, code="smart.answer-elsewhere", where=shown_url(configuration.iss))


def _check_answer(params: Mapping[str, str], configuration: SmartConfiguration) -> None:
    where = shown_url(configuration.iss)
    if "error" in params:
        code = _CODES.get(params["error"], "smart.authorization-refused")
        raise refusal(AuthorizationRefused, code=code, where=where)
    if not params.get("code"):
        raise refusal(AuthorizationRefused, code="smart.code-missing", where=where)
