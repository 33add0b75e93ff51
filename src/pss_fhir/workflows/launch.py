"""From a launch in the EHR to an open chart."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pss_fhir.client import FhirClient, ServerCapabilities
from pss_fhir.errors import (
    IssuerNotAllowed,
    NotFoundInStore,
    RemoteError,
    ScopeMissing,
    SmartError,
    StateMismatch,
)
from pss_fhir.issues import message_for
from pss_fhir.outbox import signed_in as signed_in_again
from pss_fhir.smart import (
    LaunchAuthorizer,
    LaunchContext,
    PendingLaunch,
    SmartConfiguration,
    TokenSet,
    begin,
    check_issuer,
    discover,
    fetch_style,
    finish,
    grants,
)
from pss_fhir.store import StoredLaunch, fingerprint
from pss_fhir.wire import shown_url
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.registrations import registration_at
from pss_fhir.workflows.services import Services
from pss_fhir.workflows.signed_in_user import signing_user

_HANDLE_BYTES = 16


@dataclass(frozen=True)
class OpenLaunch:
    """A launch that is signed in: whose chart, by whom, and the way to its server.

    Attributes:
        lid: launch id, as it stands in the app's addresses; opens nothing without its browser.
        client_ref: the person whose chart was launched.
        user_ref: the specialist who is signed in.
        style: the EHR's colors and sizes as far as they are safe, CSS variable -> value.
        remembered: what the app keeps beside this launch, None before it kept anything.
    """

    lid: str
    iss: str
    site: Site
    context: LaunchContext
    client_ref: str
    user_ref: str
    style: Mapping[str, str]
    connect: Callable[[], FhirClient] = field(repr=False, compare=False)
    remembered: str | None = field(default=None, repr=False)

    @cached_property
    def fhir(self) -> FhirClient:
        """The site's FHIR server, signed in; made on first use, for a draft is saved without it.

        Raises:
            DiscoveryError: the server does not say how to sign in.
        """
        return self.connect()

    def offers(self) -> ServerCapabilities | None:
        """What the server says it can do; None where that is not known.

        It is not known where the server does not say it, does not say how to sign in, or says it only to
        people who are signed in and the sign-in has ended.
        """
        try:
            return self.fhir.capabilities()
        except (RemoteError, SmartError):
            return None


@dataclass(frozen=True)
class BegunLaunch:
    """A launch on its way to the sign-in page.

    Attributes:
        url: where the browser goes.
        handle: names the launch in the browser until it comes back; says nothing by itself.
    """

    url: str
    handle: str


def handle_of(state: str) -> str:
    """The handle of the launch that an answer with this ``state`` belongs to."""
    return fingerprint(state)[:16]


def begin_launch(services: Services, *, iss: str, launch: str | None, way_back: str) -> BegunLaunch:
    """Where the browser goes to sign in.

    Args:
        services: the parts.
        iss: FHIR base that the EHR named, or that the person chose.
        launch: the EHR's launch handle; None for a standalone launch.
        way_back: a secret of this one launch that the browser keeps until it comes back; each launch
            has its own, so that launches begun at the same moment do not get in each other's way.

    Raises:
        IssuerNotAllowed: the agency does not work with that server.
        DiscoveryError: the server does not say how to sign in, or cannot do it safely.
    """
    site = _allowed_site(services, iss)
    configuration = _configuration_of(services, site)
    registration = registration_at(services, site, is_ehr_launch=launch is not None)
    # `aud` is the issuer exactly as the launch wrote it: strict servers compare it letter by letter.
    pending, url = begin(iss, launch, registration, configuration, clock=services.clock)
    services.store.launches.add_pending(
        secrets.token_urlsafe(_HANDLE_BYTES),
        site.iss,
        fingerprint(way_back),
        fingerprint(pending.state),
        json.dumps({"pending": pending.to_json(), "is_ehr_launch": launch is not None}),
    )
    return BegunLaunch(url, handle_of(pending.state))


def finish_launch(services: Services, *, params: Mapping[str, str], way_back: str, browser: str) -> str:
    """The id of the launch that is now open.

    Args:
        services: the parts.
        params: what the authorization server sent back in the address.
        way_back: the secret that the browser kept for this launch; empty if it kept none.
        browser: the browser's id, to which the open launch is bound.

    Raises:
        StateMismatch: this browser began no such launch, or it was used, or it is too old.
        AuthorizationRefused, TokenRefused, IdTokenInvalid: the server's word, or what it lacks.
        ScopeMissing: no person's chart, or nobody who can sign, came with the launch, or the person's own
            record may not be read.
    """
    try:
        taken = services.store.launches.take_pending(params.get("state", ""), fingerprint(way_back))
    except NotFoundInStore as unknown:
        code = "smart.state-mismatch"
        raise StateMismatch(message_for(code), code=code) from unknown
    site = _allowed_site(services, taken.iss)
    kept = json.loads(taken.payload)
    signed_in = finish(
        PendingLaunch.from_json(kept["pending"]),
        params,
        registration_at(services, site, is_ehr_launch=kept["is_ehr_launch"]),
        _configuration_of(services, site),
        services.transport,
        clock=services.clock,
        keys=services.signing_keys,
    )
    context = replace(signed_in.context, user_ref=signing_user(services, site, signed_in))
    user_ref = context.user_ref
    _require_person_and_specialist(context, site)
    services.store.launches.open(
        taken.lid,
        iss=site.iss,
        browser_hash=fingerprint(browser),
        user_ref=user_ref or "",
        context=json.dumps({**context.to_json(), "style": _style_of(services, context, site)}),
        tokens=json.dumps(signed_in.tokens.to_json()),
    )
    signed_in_again(services.store, site.iss, user_ref or "", now=services.clock.now())
    services.store.audit.append(
        iss=site.iss,
        user_ref=user_ref or "",
        action="launch",
        subject_ref=context.patient_ref,
        outcome="opened",
    )
    return taken.lid


def open_launch(services: Services, *, lid: str, browser: str) -> OpenLaunch:
    """The launch behind an address, for the browser that opened it.

    Raises:
        NotFoundInStore: there is none, or another browser opened it, or it has ended.
    """
    return opened_from(services, services.store.launches.get(lid, fingerprint(browser)))


def opened_from(services: Services, stored: StoredLaunch) -> OpenLaunch:
    """A stored launch with its way to the server.

    Raises:
        NotFoundInStore: the agency no longer works with that server.
    """
    site = services.agency.site_of(stored.iss)
    if site is None:
        raise NotFoundInStore("the agency no longer works with this EHR. Launch again from the chart.")
    raw = json.loads(stored.context)
    style = raw.pop("style")
    context = LaunchContext.from_json(raw)
    return OpenLaunch(
        lid=stored.lid,
        iss=stored.iss,
        site=site,
        context=context,
        client_ref=context.patient_ref or "",
        user_ref=stored.user_ref,
        style=style,
        connect=lambda: _signed_in_client(services, site, stored),
        remembered=stored.remembered,
    )


def _signed_in_client(services: Services, site: Site, stored: StoredLaunch) -> FhirClient:
    authorizer = services.authorizers.get(stored.lid, lambda: _authorizer(services, site, stored))
    return FhirClient(
        site.iss,
        services.transport,
        authorizer=authorizer,
        retry=services.retry,
        clock=services.clock,
        kept_capabilities=lambda ask: services.capabilities.get((site.iss, site.profile), ask),
    )


def _authorizer(services: Services, site: Site, stored: StoredLaunch) -> LaunchAuthorizer:
    # One for all requests of a launch: a refresh token works once, so two must not use it side by side.
    launches = services.store.launches
    return LaunchAuthorizer(
        TokenSet.from_json(json.loads(stored.tokens)),
        registration_at(services, site, is_ehr_launch=True),
        lambda: _configuration_of(services, site),
        services.transport,
        save=lambda renewed: launches.save_tokens(stored.lid, json.dumps(renewed.to_json())),
        load=lambda: TokenSet.from_json(json.loads(launches.tokens_of(stored.lid))),
        clock=services.clock,
    )


def _allowed_site(services: Services, iss: str) -> Site:
    site = services.agency.site_of(check_issuer(iss, [site.iss for site in services.agency.sites]))
    if site is None:
        raise IssuerNotAllowed(message_for("smart.issuer-not-allowed"))
    return site


def _configuration_of(services: Services, site: Site) -> SmartConfiguration:
    return services.configurations.get(site.iss, lambda: discover(site.iss, services.transport))


def _require_person_and_specialist(context: LaunchContext, site: Site) -> None:
    missing, where = None, shown_url(site.iss)
    if context.patient_ref is None:
        missing = "smart.no-patient"
    elif context.user_ref is None or not context.user_ref.startswith("Practitioner/"):
        missing = "smart.no-user"
    elif not grants(context.granted_scopes, f"{site.scope_level}/Patient.r"):
        missing, where = "smart.scope-missing", f"{where}, not granted {', '.join(context.missing_scopes)}"
    if missing:
        raise ScopeMissing(message_for(missing), code=missing, where=where)


def _style_of(services: Services, context: LaunchContext, site: Site) -> dict[str, str]:
    if context.smart_style_url is None:
        return {}
    return fetch_style(
        context.smart_style_url, site.iss, services.transport, allowed_origins=site.style_origins
    )
