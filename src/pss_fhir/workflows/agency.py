"""What an agency tells the app about itself and its EHRs: ``agency.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pss_fhir.errors import InputError

_LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK_HOSTS):
        raise ValueError("an https address is needed (http only on this machine)")
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("an address without user, query or fragment is needed")
    return url.rstrip("/")


def _origin(url: str) -> str:
    address = _web_address(url)
    if urlsplit(address).path:
        raise ValueError("an origin is needed: scheme, host and port, nothing after them")
    return address


WebAddress = Annotated[str, AfterValidator(_web_address)]
Origin = Annotated[str, AfterValidator(_origin)]


class _Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class CdsClient(_Setting):
    """A system that may call the app's CDS Hooks service for a site.

    Attributes:
        iss: as its tokens name it.
        jwks_url: where its keys are; they are fetched from there alone.
        origins: web pages that may call from a browser (CORS); none for calls from a server.
    """

    iss: str = Field(min_length=1)
    jwks_url: WebAddress
    origins: tuple[Origin, ...] = ()


class Site(_Setting):
    """One EHR the agency works with, and how the app is registered there.

    Attributes:
        iss: FHIR base URL; a launch from any other issuer is refused.
        auth: how the app proves who it is at the token endpoint.
        secret_env: environment variable that holds the client secret, for ``client-secret``.
        private_key_file: PEM file, for ``private-key``; ``key_id`` as published in the app's JWKS.
        profile: which vendor's facts apply (open, epic, oracle, athena, ecw, read-only).
        scope_level: ``patient`` asks only for the chart that was launched; ``user`` for EHRs that
            give provider apps nothing else.
        frame_ancestors: origins that may show the app in a frame.
        style_origins: further origins from which the EHR's style may be taken.
        note_type: LOINC code of the note type the EHR files peer support notes under.
        cds_clients: systems that may call the CDS Hooks service about people of this EHR.
    """

    name: str = Field(min_length=1)
    iss: WebAddress
    client_id: str = Field(min_length=1)
    auth: Literal["public", "client-secret", "private-key"] = "public"
    secret_env: str | None = None
    private_key_file: Path | None = None
    key_id: str | None = None
    profile: str = "open"
    scope_level: Literal["patient", "user"] = "patient"
    frame_ancestors: tuple[Origin, ...] = ()
    style_origins: tuple[Origin, ...] = ()
    note_type: str | None = Field(default=None, pattern=r"^\d{1,7}-\d$")
    cds_clients: tuple[CdsClient, ...] = ()

    @model_validator(mode="after")
    def _auth_complete(self) -> Site:
        if self.auth == "client-secret" and not self.secret_env:
            raise ValueError("auth 'client-secret' needs secret_env")
        if self.auth == "private-key" and not (self.private_key_file and self.key_id):
            raise ValueError("auth 'private-key' needs private_key_file and key_id")
        return self


class Agency(_Setting):
    """An agency and how it wants the app to work.

    Attributes:
        app_url: where people's browsers reach the app.
        support: whom to ask when something does not work, as shown to people.
        emergency: what to do when someone is in danger, as shown to people.
        draft_days: days after the last change until a draft is deleted.
        idle_minutes: minutes without a sign of life until the app locks.
        staff_folder: folder of the agency's own staff records (CSV).
        policies: further rule files, applied over those that ship.
        is_part2_program: whether the agency's records are subject to 42 CFR Part 2.
    """

    name: str = Field(min_length=1)
    app_url: WebAddress
    sites: tuple[Site, ...] = Field(min_length=1)
    support: str = "your agency's EHR administrator"
    emergency: str = "Call 911. For a suicidal crisis call or text 988."
    draft_days: int = Field(default=14, ge=1, le=90)
    idle_minutes: int = Field(default=15, ge=2, le=120)
    staff_folder: Path | None = None
    policies: tuple[Path, ...] = ()
    is_part2_program: bool = False

    @model_validator(mode="after")
    def _each_issuer_once(self) -> Agency:
        issuers = [site.iss for site in self.sites]
        if len(set(issuers)) != len(issuers):
            raise ValueError("two sites have the same iss")
        callers = [client.iss for site in self.sites for client in site.cds_clients]
        if len(set(callers)) != len(callers):
            raise ValueError("two cds_clients have the same iss")
        return self

    def site_of(self, iss: str) -> Site | None:
        """The site with that issuer, a trailing slash aside; None if the agency has not allowed it."""
        return next((site for site in self.sites if site.iss == iss.rstrip("/")), None)

    def site_of_cds_client(self, iss: str) -> Site | None:
        """The site for which a CDS client with that issuer calls; None if the agency has not allowed it."""
        calls = (site for site in self.sites for client in site.cds_clients if client.iss == iss)
        return next(calls, None)


def load_agency(file: Path) -> Agency:
    """The agency described by a TOML file; relative paths in it are taken from the file's folder.

    Raises:
        InputError: the file cannot be read, or a setting is wrong; every wrong setting is named.
    """
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failed:
        reason = failed.strerror or str(failed) if isinstance(failed, OSError) else str(failed)
        raise InputError(
            f"it cannot be read: {reason}. Check the path and the line.",
            code="agency.file-unreadable",
            where=str(file),
        ) from failed
    try:
        return Agency.model_validate(_with_full_paths(raw, file.resolve().parent))
    except ValidationError as failed:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc']) or 'file'}: {fault['msg']}"
            for fault in failed.errors(include_input=False, include_context=False, include_url=False)
        )
        raise InputError(
            f"{faults}. docs/agency.md lists every setting.", code="agency.field-invalid", where=str(file)
        ) from None


def _with_full_paths(raw: dict[str, Any], folder: Path) -> dict[str, Any]:
    def full(value: Any) -> Any:
        return str(folder / value) if isinstance(value, str) else value

    changed = dict(raw)
    if "staff_folder" in changed:
        changed["staff_folder"] = full(changed["staff_folder"])
    if isinstance(changed.get("policies"), list):
        changed["policies"] = [full(path) for path in changed["policies"]]
    if isinstance(changed.get("sites"), list):
        changed["sites"] = [
            {**site, "private_key_file": full(site["private_key_file"])}
            if isinstance(site, dict) and "private_key_file" in site
            else site
            for site in changed["sites"]
        ]
    return changed
