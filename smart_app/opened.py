"""The launch that a page belongs to, and the proof that a form belongs to its chart."""

from __future__ import annotations

import hashlib
import hmac
from typing import cast

from flask import current_app, g, request

from pss_fhir.errors import NotFoundInStore
from pss_fhir.workflows.launch import OpenLaunch, open_launch
from pss_fhir.workflows.services import Services
from smart_app import browser
from smart_app.refusals import Locked, WrongChart
from smart_app.settings import AppSettings

_EXTENSION = "pss-fhir"


def attach(extensions: dict[str, object], services: Services, settings: AppSettings) -> None:
    """Keep the services and settings with the app."""
    extensions[_EXTENSION] = (services, settings)


def services() -> Services:
    """The services of the running app."""
    return cast("tuple[Services, AppSettings]", current_app.extensions[_EXTENSION])[0]


def settings() -> AppSettings:
    """The settings of the running app."""
    return cast("tuple[Services, AppSettings]", current_app.extensions[_EXTENSION])[1]


def opened_launch(lid: str) -> OpenLaunch:
    """The launch behind a page's address, if this browser opened it.

    Raises:
        Locked: the app has locked.
        NotFoundInStore: there is no such launch, or another browser opened it.
    """
    known = browser.browser_id()
    if known is None:
        if browser.is_locked():
            raise Locked("Nothing was done here for a while, so the app locked.")
        raise NotFoundInStore("This browser has opened no chart here.", code="app.not-found")
    opened = open_launch(services(), lid=lid, browser=known)
    g.opened = opened
    return opened


def frame_ancestors() -> tuple[str, ...]:
    """Who may frame the present answer: the launch's own EHR; before a launch, any of the agency's."""
    opened = cast("OpenLaunch | None", g.get("opened"))
    if opened is not None:
        return opened.site.frame_ancestors
    agency = services().agency
    site = agency.site_of(request.args.get("iss", ""))
    if site is not None:
        return site.frame_ancestors
    return tuple(origin for each in agency.sites for origin in each.frame_ancestors)


def chart_stamp(opened: OpenLaunch) -> str:
    """What a form carries to prove for whom and in which launch it was made; says nothing by itself."""
    about = "\n".join((opened.lid, opened.iss, opened.client_ref or ""))
    return hmac.new(settings().secret_key.encode(), about.encode(), hashlib.sha256).hexdigest()


def require_same_chart(opened: OpenLaunch) -> None:
    """Check that the form now sent was made for this launch and this person.

    Raises:
        WrongChart: it was made for another; nothing was done.
    """
    sent_lid, sent_stamp = request.form.get("lid", ""), request.form.get("chart", "")
    if not (
        hmac.compare_digest(sent_lid.encode(), opened.lid.encode())
        and hmac.compare_digest(sent_stamp.encode(), chart_stamp(opened).encode())
    ):
        raise WrongChart("This page was made for another chart. Nothing was saved, signed or filed.")
