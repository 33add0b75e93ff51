"""``pss-fhir probe BASE``: what a server lets us write, and by which rung."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pss_fhir.client import ServerCapabilities
    from pss_fhir.outbox import SiteProfile
    from pss_fhir.wire import Transport

_TYPES = (
    *("Patient", "Practitioner", "Encounter", "DocumentReference", "QuestionnaireResponse", "CarePlan"),
    *("Goal", "ServiceRequest", "Coverage", "ClaimResponse", "ExplanationOfBenefit"),
)
"""What the app reads and writes."""


@dataclass(frozen=True)
class _SignIn:
    """What the SMART configuration says, or why there is none."""

    found: bool
    capabilities: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Way:
    """How a note goes in, with a visit in the EHR to link it to or without."""

    has_encounter: bool
    rung: str
    plan: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Offer:
    """What the server declares for one resource type."""

    type: str
    interactions: tuple[str, ...]
    conditional_create: bool


@dataclass(frozen=True)
class _Findings:
    """All that a probe found out."""

    base: str
    software: str | None
    fhir_version: str | None
    profile: str
    sign_in: _SignIn
    ways: tuple[_Way, ...]
    scopes: tuple[str, ...]
    offers: tuple[_Offer, ...]


@click.command(name="probe")
@click.argument("base")
@click.option("--profile", default="open", show_default=True, help="What the vendor was seen to take.")
@click.option("--scope", "scopes", multiple=True, help="A scope that the sign-in grants; may be repeated.")
@click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "--ca-bundle", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Certificates."
)
@click.option("--proxy", help="Address of an HTTP proxy.")
def command(
    base: str,
    profile: str,
    scopes: tuple[str, ...],
    output_format: str,
    ca_bundle: Path | None,
    proxy: str | None,
) -> None:
    """Ask the FHIR server at BASE what it offers, and say how notes would be filed there.

    Two requests are made, without a token, and nothing is written: /metadata and
    /.well-known/smart-configuration. Without --scope every scope is taken as granted.
    """
    from pss_fhir.client import FhirClient, RequestsTransport
    from pss_fhir.outbox import load_profile
    from pss_fhir.workflows.scopes import (
        CONTEXT_SCOPES,
        IDENTITY_SCOPES,
        RENEWAL_SCOPE,
        resource_scopes,
    )

    site = load_profile(profile)
    transport = RequestsTransport(
        ca_bundle=ca_bundle, proxies={"http": proxy, "https": proxy} if proxy else None
    )
    client = FhirClient(base, transport)
    capabilities = client.capabilities()
    findings = _Findings(
        base=client.base_url,
        software=capabilities.software,
        fhir_version=capabilities.fhir_version,
        profile=site.title,
        sign_in=_sign_in_at(client.base_url, transport),
        ways=tuple(_way(capabilities, scopes, site, has_encounter=has) for has in (True, False)),
        scopes=(*CONTEXT_SCOPES, *IDENTITY_SCOPES, RENEWAL_SCOPE, *resource_scopes("patient", site)),
        offers=tuple(_offer(capabilities, name) for name in _TYPES),
    )
    if output_format == "json":
        click.echo(json.dumps(asdict(findings), indent=2))
    else:
        click.echo("\n".join(_lines(findings)))


def _sign_in_at(base: str, transport: Transport) -> _SignIn:
    """A server without SMART can still be probed; why it has none is said."""
    from pss_fhir.errors import RemoteError, SmartError
    from pss_fhir.smart import discover

    try:
        configuration = discover(base, transport)
    except (SmartError, RemoteError) as failed:
        return _SignIn(found=False, capabilities=(), remarks=(f"{failed.message} [{failed.code}]",))
    remarks = tuple(f"{issue.message} [{issue.code}]" for issue in configuration.issues)
    return _SignIn(found=True, capabilities=tuple(sorted(configuration.capabilities)), remarks=remarks)


def _way(
    capabilities: ServerCapabilities, scopes: tuple[str, ...], site: SiteProfile, *, has_encounter: bool
) -> _Way:
    from pss_fhir.outbox import choose_rung

    choice = choose_rung(capabilities, scopes or None, site, has_encounter=has_encounter)
    plan = tuple(rung.value for rung in choice.plan)
    return _Way(has_encounter=has_encounter, rung=choice.rung.value, plan=plan, reasons=choice.reasons)


def _offer(capabilities: ServerCapabilities, name: str) -> _Offer:
    return _Offer(
        type=name,
        interactions=tuple(sorted(capabilities.interactions(name))),
        conditional_create=capabilities.conditional_create(name),
    )


def _lines(found: _Findings) -> list[str]:
    """The findings for a reader; the first thing asked comes first: how notes go in."""
    software, version = found.software or "software not named", found.fhir_version or "version not named"
    lines = [f"{found.base}: {software}, FHIR {version}", ""]
    for way in found.ways:
        lines.append(f"Note {'with' if way.has_encounter else 'without'} a visit in the EHR: {way.rung}")
        lines += [f"  {reason}" for reason in way.reasons]
    lines += ["", "Sign-in: SMART App Launch" if found.sign_in.found else "Sign-in: none that can be used"]
    if found.sign_in.capabilities:
        lines.append(f"  {', '.join(found.sign_in.capabilities)}")
    lines += [f"  {remark}" for remark in found.sign_in.remarks]
    lines += ["", "Scopes to register, and the only ones that are asked for:", f"  {' '.join(found.scopes)}"]
    lines += ["", f"Declared for what the app reads and writes (vendor facts: {found.profile}):"]
    width = max(len(offer.type) for offer in found.offers)
    for offer in found.offers:
        said = ", ".join(offer.interactions) or "nothing"
        lines.append(
            f"  {offer.type:<{width}}  {said}{', If-None-Exist' if offer.conditional_create else ''}"
        )
    return lines
