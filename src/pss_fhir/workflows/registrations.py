"""How the app proves who it is at a site, from the agency file and the secrets of the process."""

from __future__ import annotations

from pss_fhir.smart import PrivateKeyJwt, PublicClient, Registration, SecretBasic
from pss_fhir.workflows.agency import Site
from pss_fhir.workflows.scopes import scopes_for
from pss_fhir.workflows.services import Services

CALLBACK_PATH = "/callback"


def registration_at(services: Services, site: Site, *, is_ehr_launch: bool) -> Registration:
    """What the agency registered at a site, with the scopes that this sort of launch asks for."""
    return Registration(
        client_id=site.client_id,
        redirect_uri=services.agency.app_url + CALLBACK_PATH,
        scopes=scopes_for(site, services.profile_of(site), is_ehr_launch=is_ehr_launch),
        auth=_auth_at(services, site),
    )


def _auth_at(services: Services, site: Site) -> PublicClient | SecretBasic | PrivateKeyJwt:
    if site.auth == "client-secret":
        return SecretBasic(services.secrets[site.name])
    if site.auth == "private-key":
        return PrivateKeyJwt(services.keys[site.name], key_id=site.key_id or "")
    return PublicClient()
