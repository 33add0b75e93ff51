"""The way to the EHR's sign-in page."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from pss_fhir.clock import Clock
from pss_fhir.errors import DiscoveryError
from pss_fhir.smart.code_flow import CodeFlow
from pss_fhir.smart.configuration import SmartConfiguration
from pss_fhir.smart.failures import refusal
from pss_fhir.smart.pending import PendingLaunch
from pss_fhir.smart.registration import Registration
from pss_fhir.smart.scopes import scopes_to_ask
from pss_fhir.wire import shown_url

_VERIFIER_BYTES = 48
"""64 characters; RFC 7636 asks for 43 to 128."""


def begin(
    iss: str,
    launch: str | None,
    registration: Registration,
    configuration: SmartConfiguration,
    *,
    clock: Clock,
    entropy: Callable[[int], str] = secrets.token_urlsafe,
) -> tuple[PendingLaunch, str]:
    """What to remember of a launch, and the URL to send the browser to.

    Every server takes the request by GET. It is not posted as a form where a server offers that: browsers
    hold ``form-action`` of the page's policy against every redirect that follows, and which places an
    EHR's sign-in leads through is known to nobody beforehand. What stands in the address is of no use to
    who reads it there: the answer comes to the registered address, and without the verifier and the
    browser's own secret it opens nothing.

    Args:
        iss: the FHIR base exactly as the launch named it; it becomes ``aud``.
        launch: the EHR's launch handle; None for a standalone launch.
        registration: who the app is at this EHR.
        configuration: of this EHR.
        clock: for the launch's ten minutes.
        entropy: gives URL-safe random text from that many bytes.

    Raises:
        DiscoveryError: the server offers no authorization endpoint.

    Source:
        SMART App Launch 2.2.0, "Obtain authorization code".
    """
    if configuration.authorization_endpoint is None:
        where = shown_url(configuration.iss)
        raise refusal(DiscoveryError, code="smart.discovery-lacks", where=where, key="authorization_endpoint")
    scopes = scopes_to_ask(
        registration.scopes,
        is_ehr_launch=launch is not None,
        capabilities=configuration.capabilities,
        supported=configuration.scopes_supported,
    )
    pending = PendingLaunch(
        iss=iss,
        state=entropy(32),
        nonce=entropy(32),
        code_verifier=entropy(_VERIFIER_BYTES),
        redirect_uri=registration.redirect_uri,
        scopes=scopes,
        begun_at=clock.now(),
    )
    flow = CodeFlow(
        registration,
        configuration,
        aud=iss,
        state=pending.state,
        nonce=pending.nonce,
        code_verifier=pending.code_verifier,
    )
    return pending, str(flow.authorize_uri(_Asked(" ".join(scopes), launch)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What fhirclient asks its server object for on the way to the sign-in page."""

    desired_scope: str
    launch_token: str | None
