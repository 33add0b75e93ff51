"""Credential <-> Practitioner.qualification.

What is written carries the project's own code, FaCeT's ``CPSS`` for the NC certificate and HL7's ``HS``
for a diploma. What others write is read by any of these, by its identifier system, or by its words.
"""

from __future__ import annotations

import re

from pss_fhir.domain.people import Credential, CredentialKind
from pss_fhir.domain.record import Days
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept, extension, period_of_days
from pss_fhir.mapping.report import Unreadable
from pss_fhir.mapping.words import CREDENTIALS
from pss_fhir.r4 import systems
from pss_fhir.r4.canonicals import (
    COURSE_HOURS,
    CREDENTIAL_CODES,
    NC_CPSS_CERTIFICATE,
    NDH_QUALIFICATION_SCOPE,
    PLAN_NET_QUALIFICATION,
)

_OWN = {kind.value: kind for kind in CredentialKind}
_OTHERS = {
    (systems.FACET_CREDENTIAL, "CPSS"): CredentialKind.NC_CPSS,
    (systems.DEGREE, "HS"): CredentialKind.HIGH_SCHOOL,
    **{
        (systems.DEGREE, code): CredentialKind.BACHELOR
        for code in ("BA", "BBA", "BE", "BFA", "BN", "BS", "BSN")
    },
    **{
        (systems.DEGREE, code): CredentialKind.MASTER
        for code in ("MA", "MBA", "MDI", "MED", "MFA", "MS", "MSN")
    },
}
_EXTRA = {
    CredentialKind.NC_CPSS: coding(systems.FACET_CREDENTIAL, "CPSS", "CPSS"),
    CredentialKind.HIGH_SCHOOL: coding(systems.DEGREE, "HS", "High School Graduate"),
}
_IN_WORDS = (
    (
        re.compile(r"\bcpss\b|certified peer support specialist", re.IGNORECASE),
        CredentialKind.NC_CPSS,
    ),
    (re.compile(r"\bhigh school\b|\bged\b", re.IGNORECASE), CredentialKind.HIGH_SCHOOL),
    (re.compile(r"\bcpr\b", re.IGNORECASE), CredentialKind.CPR),
    (re.compile(r"\bfirst aid\b", re.IGNORECASE), CredentialKind.FIRST_AID),
    (re.compile(r"\bcpi\b|crisis prevention", re.IGNORECASE), CredentialKind.CPI),
    (re.compile(r"\bwrap\b", re.IGNORECASE), CredentialKind.WRAP),
    (re.compile(r"\bwham\b", re.IGNORECASE), CredentialKind.WHAM),
    (re.compile(r"\bbachelor", re.IGNORECASE), CredentialKind.BACHELOR),
    (re.compile(r"\bmaster", re.IGNORECASE), CredentialKind.MASTER),
)
_SCOPES = (NDH_QUALIFICATION_SCOPE, PLAN_NET_QUALIFICATION)
_COUNTS = frozenset({"active"})


def write(held: Credential) -> Json:
    """The credential as a qualification."""
    codings = [coding(CREDENTIAL_CODES, held.kind.value, CREDENTIALS[held.kind])]
    if extra := _EXTRA.get(held.kind):
        codings.append(extra)
    made: Json = {"code": concept(*codings, text=held.title)}
    if held.hours is not None:
        made["extension"] = [extension(COURSE_HOURS, "valueDecimal", held.hours)]
    if held.identifier:
        system = {"system": NC_CPSS_CERTIFICATE} if held.kind is CredentialKind.NC_CPSS else {}
        made["identifier"] = [system | {"value": held.identifier}]
    if period := period_of_days(Days(start_on=held.issued_on, end_on=held.expires_on)):
        made["period"] = period
    if held.issuer:
        made["issuer"] = {"display": held.issuer}
    return made


def read(element: Element) -> Credential | None:
    """The credential that a qualification describes, None where it does not count or says nothing.

    Both are noted: one that its status extension calls anything but active, and one without a name.
    """
    if status := _status(element):
        element.report.add(
            "mapping.qualification-not-active", element.path, element=element.path, status=status
        )
        return None
    code = element.one("code")
    title = code.text("text") if code else None
    kind = _kind(element, code, title)
    if kind is CredentialKind.NC_CPSS and _is_of_another_state(element):
        kind = CredentialKind.OTHER
    if kind is CredentialKind.OTHER:
        title = title or next(
            (text for held in (code.coded() if code else ()) if (text := held.text("display"))), None
        )
    if kind is CredentialKind.OTHER and title is None:
        element.report.add("mapping.qualification-unnamed", element.path, element=element.path)
        return None
    days = element.days("period")
    hours = element.extension(COURSE_HOURS)
    identifier = next(
        (value for item in element.several("identifier") if (value := item.string("value"))), None
    )
    try:
        return element.build(
            Credential,
            kind=kind,
            title=title,
            identifier=identifier,
            issued_on=days.start_on,
            expires_on=days.end_on,
            hours=hours.number("valueDecimal") if hours else None,
            issuer=_issuer(element),
        )
    except Unreadable:
        return None


def _status(element: Element) -> str | None:
    for url in _SCOPES:
        for scope in element.extensions(url):
            for status in scope.extensions("status"):
                said = [
                    status.string("valueCode"),
                    *(code for _, code in status.codings("valueCodeableConcept")),
                ]
                if any(code not in _COUNTS for code in said if code):
                    return "not active"
    return None


def _is_of_another_state(element: Element) -> bool:
    states = [
        code
        for scope in element.extensions(NDH_QUALIFICATION_SCOPE)
        for where in scope.extensions("whereValid")
        for _, code in where.codings("valueCodeableConcept")
    ]
    return bool(states) and "NC" not in states


def _kind(element: Element, code: Element | None, title: str | None) -> CredentialKind:
    if code is not None:
        for system, value in code.codings():
            if system == CREDENTIAL_CODES and value in _OWN:
                return _OWN[value]
        for system, value in code.codings():
            for (known, known_code), kind in _OTHERS.items():
                if systems.same_system(system, known) and value == known_code:
                    return kind
    if any(item.string("system") == NC_CPSS_CERTIFICATE for item in element.several("identifier")):
        return CredentialKind.NC_CPSS
    shown = [text for held in (code.coded() if code else ()) if (text := held.text("display"))]
    for words in [*([title] if title else []), *shown]:
        for pattern, kind in _IN_WORDS:
            if pattern.search(words):
                return kind
    return CredentialKind.OTHER


def _issuer(element: Element) -> str | None:
    issuer = element.one("issuer")
    if issuer is None:
        return None
    if shown := issuer.text("display"):
        return shown
    organization = issuer.target()
    return organization.text("name") if organization else None
