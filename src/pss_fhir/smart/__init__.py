"""SMART App Launch 2.2 as a client: EHR launch, standalone launch, backend services.

The way of a launch: ``check_issuer``, ``discover``, ``begin``, the person signs in at the EHR,
``finish``; from then on a ``LaunchAuthorizer`` keeps the token alive. Nothing is held in globals:
what must be remembered between the steps is a ``PendingLaunch``, a ``TokenSet`` and a
``LaunchContext``, all plain data.
"""

from __future__ import annotations

from pss_fhir.smart.assertion import public_key_set
from pss_fhir.smart.authorize import begin
from pss_fhir.smart.backend import BackendAuthorizer
from pss_fhir.smart.cds_token import CdsTokens
from pss_fhir.smart.configuration import SmartConfiguration, discover
from pss_fhir.smart.context import FhirContextItem, LaunchContext
from pss_fhir.smart.issuers import check_issuer, normal_issuer
from pss_fhir.smart.keys import SigningKeys
from pss_fhir.smart.pending import PendingLaunch
from pss_fhir.smart.registration import (
    ClientAuth,
    PrivateKeyJwt,
    PublicClient,
    Registration,
    SecretBasic,
)
from pss_fhir.smart.renewal import LaunchAuthorizer, refresh
from pss_fhir.smart.scopes import ResourceScope, grants, missing_scopes
from pss_fhir.smart.sign_in import SignedIn, finish
from pss_fhir.smart.style import css_variables, fetch_style
from pss_fhir.smart.tokens import TokenSet

__all__ = [
    "BackendAuthorizer",
    "CdsTokens",
    "ClientAuth",
    "FhirContextItem",
    "LaunchAuthorizer",
    "LaunchContext",
    "PendingLaunch",
    "PrivateKeyJwt",
    "PublicClient",
    "Registration",
    "ResourceScope",
    "SecretBasic",
    "SignedIn",
    "SigningKeys",
    "SmartConfiguration",
    "TokenSet",
    "begin",
    "check_issuer",
    "css_variables",
    "discover",
    "fetch_style",
    "finish",
    "grants",
    "missing_scopes",
    "normal_issuer",
    "public_key_set",
    "refresh",
]
