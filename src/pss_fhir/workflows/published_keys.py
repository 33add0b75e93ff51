"""The app's public keys, as EHRs fetch them to check who asks for a token."""

from __future__ import annotations

from typing import Any

from pss_fhir.smart import PrivateKeyJwt, public_key_set
from pss_fhir.workflows.services import Services


def published_keys(services: Services) -> dict[str, Any]:
    """The JWK set of every key that a site of the agency uses; public halves only, each once.

    Raises:
        UsageError: a key cannot be used.
    """
    keys: dict[str, Any] = {}
    for site in services.agency.sites:
        if site.auth == "private-key":
            auth = PrivateKeyJwt(services.keys[site.name], key_id=site.key_id or "")
            keys |= {key["kid"]: key for key in public_key_set(auth)["keys"]}
    return {"keys": list(keys.values())}
