"""The EHR's colors and type, as far as they are safe and can be read.

``smart_style_url`` is experimental, and an address that another party names: it is fetched by the
server, without a token, from the EHR's own site only, in small size; of its content only the eleven
defined properties with plain values become CSS variables.

Source:
    SMART App Launch 2.2.0, "SMART App Styling".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from pss_fhir.errors import RemoteError
from pss_fhir.smart.colors import contrast_ratio, is_color
from pss_fhir.smart.documents import object_in
from pss_fhir.smart.sites import same_site
from pss_fhir.wire import Request, Transport, is_loopback_host, is_protected, same_origin

_MOST_BYTES = 16 * 1024
_TIMEOUT_SECONDS = (2.0, 3.0)

DEFAULT_TEXT, DEFAULT_BACKGROUND = "#1b1b1b", "#ffffff"
"""What the app paints with where the EHR says nothing."""

_LEAST_CONTRAST = {"color_error": 4.5, "color_success": 4.5, "color_highlight": 3.0}
"""Errors and successes are told in words, so they need the contrast of text."""

_FAMILY = r"(?:[A-Za-z][A-Za-z0-9 \-]{0,48}|'[A-Za-z][A-Za-z0-9 \-]{0,48}')"
_FAMILIES = re.compile(rf"{_FAMILY}(?:\s*,\s*{_FAMILY}){{0,9}}")
_PIXELS = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)px")


def _pixels(least: float, most: float) -> Callable[[str], bool]:
    def is_fit(value: str) -> bool:
        found = _PIXELS.fullmatch(value)
        return found is not None and least <= float(found[1]) <= most

    return is_fit


def _is_family_list(value: str) -> bool:
    return _FAMILIES.fullmatch(value) is not None


_PROPERTIES: Mapping[str, Callable[[str], bool]] = {
    "color_background": is_color,
    "color_error": is_color,
    "color_highlight": is_color,
    "color_modal_backdrop": is_color,
    "color_success": is_color,
    "color_text": is_color,
    "dim_border_radius": _pixels(0, 24),
    "dim_font_size": _pixels(12, 24),
    "dim_spacing_size": _pixels(2, 40),
    "font_family_body": _is_family_list,
    "font_family_heading": _is_family_list,
}
"""Each defined property with the test its value must pass; smaller type than 12px cannot be read."""


def fetch_style(
    url: str | None, iss: str, transport: Transport, *, allowed_origins: Collection[str] = ()
) -> dict[str, str]:
    """CSS variables (``--ehr-color-text``) for an EHR's style; {} where there is none or it is not safe.

    The URL is its own version key: the answer may be kept by URL as long as one likes.

    Args:
        url: ``smart_style_url`` of the launch, or None.
        iss: the FHIR base of the launch.
        transport: carries the one GET, without any token.
        allowed_origins: origins beyond the EHR's own site whose style the agency trusts,
            ``https://assets.ehr.example``.
    """
    if url is None or not _is_safe(url, iss, allowed_origins):
        return {}
    request = Request("GET", url, {"Accept": "application/json"}, timeout_seconds=_TIMEOUT_SECONDS)
    try:
        response = transport.send(request)
    except RemoteError:
        return {}
    if response.status != 200 or len(response.body) > _MOST_BYTES:
        return {}
    return css_variables(object_in(response) or {})


def css_variables(style: Mapping[str, Any]) -> dict[str, str]:
    """The properties of a SMART style that are defined, plain and readable, as CSS variables."""
    kept = {}
    for name, is_fit in _PROPERTIES.items():
        value = style.get(name)
        # The specification's own example ends a font list with a semicolon.
        plain = value.strip().removesuffix(";") if isinstance(value, str) else ""
        if is_fit(plain):
            kept[name] = plain
    _drop_unreadable(kept)
    return {f"--ehr-{name.replace('_', '-')}": value for name, value in kept.items()}


def _drop_unreadable(kept: dict[str, str]) -> None:
    """Text and background are dropped together when they cannot be read on each other."""
    background = kept.get("color_background", DEFAULT_BACKGROUND)
    if contrast_ratio(kept.get("color_text", DEFAULT_TEXT), background) < 4.5:
        kept.pop("color_text", None)
        kept.pop("color_background", None)
        background = DEFAULT_BACKGROUND
    for name, least in _LEAST_CONTRAST.items():
        if name in kept and contrast_ratio(kept[name], background) < least:
            del kept[name]


def _is_safe(url: str, iss: str, allowed_origins: Collection[str]) -> bool:
    """Whether the address is encrypted and the EHR's own; this machine only where the EHR is on it too."""
    try:
        parts, issuer = urlsplit(url), urlsplit(iss)
        host, issuer_host = parts.hostname or "", issuer.hostname or ""
        if not is_protected(url) or "@" in parts.netloc or any(letter <= " " for letter in url):
            return False
        if is_loopback_host(host):
            return is_loopback_host(issuer_host)
        if any(same_origin(url, origin) for origin in allowed_origins):
            return True
        return parts.port in (None, 443, issuer.port) and same_site(host, issuer_host)
    except ValueError:
        return False
