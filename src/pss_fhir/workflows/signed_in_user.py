"""Who may sign: the practitioner behind the role that some EHRs name in ``fhirUser``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from pss_fhir.client import FhirClient
from pss_fhir.errors import RemoteError, ScopeMissing
from pss_fhir.issues import message_for
from pss_fhir.r4.references import local_ref
from pss_fhir.smart import SignedIn
from pss_fhir.wire import shown_url
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.given_token import GivenToken
from pss_fhir.workflows.services import Services

_ROLE, _PRACTITIONER = "PractitionerRole/", "Practitioner/"


def signing_user(services: Services, site: Site, signed_in: SignedIn) -> str | None:
    """The practitioner who signed in, ``Practitioner/id``, or whatever else the EHR named; None for nobody.

    A role is looked up, once, while the server is asked what it offers, which the chart needs next.

    Raises:
        ScopeMissing: the role cannot be read, or names no practitioner of this EHR.

    Source:
        SMART App Launch 2.2.0, "Scopes for requesting identity data": ``fhirUser`` may be a
        PractitionerRole, and lets the app read the record of who signed in.
    """
    user_ref = signed_in.context.user_ref
    if user_ref is None or not user_ref.startswith(_ROLE):
        return user_ref
    fhir = FhirClient(
        site.iss,
        services.transport,
        authorizer=GivenToken(signed_in.tokens.access_token),
        retry=services.retry,
        clock=services.clock,
        kept_capabilities=lambda ask: services.capabilities.get((site.iss, site.profile), ask),
    )
    with ThreadPoolExecutor(max_workers=2, thread_name_prefix="user") as pool:
        asked = pool.submit(fhir.read, user_ref)
        offers = pool.submit(fhir.capabilities)
        try:
            role = asked.result()
        except RemoteError as failed:
            raise _unknown(site, failed.code) from failed
        finally:
            with suppress(RemoteError):  # the chart asks again, and says so
                offers.result()
    named = role.get("practitioner")
    reference = named.get("reference") if isinstance(named, dict) else None
    found = local_ref(reference, base_url=site.iss) if isinstance(reference, str) else None
    if found is None or not found.startswith(_PRACTITIONER):
        raise _unknown(site, "it names no practitioner of this EHR")
    return found


def _unknown(site: Site, reason: str) -> ScopeMissing:
    code = "smart.role-unknown"
    return ScopeMissing(message_for(code, reason=reason), code=code, where=shown_url(site.iss))
