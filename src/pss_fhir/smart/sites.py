"""Whether two hosts belong to the same organization, as far as names can tell."""

from __future__ import annotations

from ipaddress import ip_address

_SHARED = (
    "amazonaws.com",
    "appspot.com",
    "azurefd.net",
    "azurewebsites.net",
    "cloudapp.net",
    "cloudfront.net",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "netlify.app",
    "ngrok.io",
    "onrender.com",
    "pages.dev",
    "run.app",
    "trafficmanager.net",
    "vercel.app",
    "windows.net",
    "workers.dev",
)
"""Domains below which strangers live next to each other."""


def same_site(one: str, other: str) -> bool:
    """Whether two host names are equal, or share the domain that somebody registered.

    Without the public suffix list this errs on the narrow side: below a country's domain three labels
    must be equal, below a hosting company's domain all of them. A wider circle is the agency's to allow.
    """
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    if one == other:
        return bool(one)
    domain = _registered_domain(one)
    return domain is not None and domain == _registered_domain(other)


def _registered_domain(host: str) -> str | None:
    """The last two labels, three below a two-letter country; None where nobody's domain can be told."""
    if _is_address(host) or host.endswith(tuple(f".{shared}" for shared in _SHARED)):
        return None
    labels = host.split(".")
    needed = 3 if len(labels[-1]) == 2 else 2
    return ".".join(labels[-needed:]) if len(labels) >= needed and all(labels) else None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
