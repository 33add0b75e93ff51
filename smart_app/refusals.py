"""What the app itself refuses, as errors of the common tree."""

from __future__ import annotations

from pss_fhir.errors import PssFhirError


class Locked(PssFhirError):
    """Nobody has used the app for a while, or it was locked by hand."""

    default_code = "app.locked"


class WrongChart(PssFhirError):
    """A form that was made for another chart or another launch; nothing was saved."""

    default_code = "app.wrong-chart"


class CookieRefused(PssFhirError):
    """The browser does not keep the app's cookie, most often inside a frame."""

    default_code = "app.cookie-refused"
