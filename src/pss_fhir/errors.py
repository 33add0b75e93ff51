"""What can stop work, as one tree.

Findings about data are :class:`pss_fhir.issues.Issue` values and are never raised. An exception
means that something asked for could not be done::

    PssFhirError                      exit 1
    ├── UsageError                    exit 2   the call itself is wrong
    ├── InputError                    exit 3   what was given cannot be read
    │   └── MappingError              exit 3   ... cannot be read as the concept asked for
    ├── DefinitionError               exit 5   a profile, value set or package is broken
    ├── RuleDataError                 exit 5   a rule file is broken
    ├── StoreError                    exit 4   the app's own database cannot be used
    │   ├── NotFoundInStore           exit 4   no such record, or not this person's
    │   └── StaleRecord               exit 4   the record changed since it was read
    ├── SmartError                    exit 4   launch or sign-in failed
    │   ├── IssuerNotAllowed
    │   ├── DiscoveryError
    │   ├── StateMismatch
    │   ├── AuthorizationRefused
    │   ├── TokenRefused
    │   ├── IdTokenInvalid
    │   ├── CdsTokenInvalid
    │   ├── ScopeMissing
    │   └── SignInNeeded              the token is gone and cannot be renewed without the person
    └── RemoteError                   exit 4   a server did not do what was asked
        ├── Unreachable               no answer: nothing is known about what the server did
        ├── NotFhir                   an answer, but not FHIR JSON
        └── FhirHttpError             the server answered with a failure status
            ├── BadRequest            400 and any other 4xx
            ├── AuthRequired          401
            ├── Forbidden             403
            ├── NotFound              404
            ├── NotAllowed            405
            ├── Conflict              409
            ├── Gone                  410
            ├── VersionConflict       412 after If-Match
            ├── MultipleMatches       412 after If-None-Exist
            ├── Unprocessable         422
            ├── RateLimited           429
            └── ServerFault           5xx

Every exception carries a ``code`` that ``pss-fhir explain`` knows and a ``where``. Messages never
hold a value that belongs to a person: ids, paths, counts and dates of service only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pss_fhir.issues import Issue


class PssFhirError(Exception):
    """Work that could not be done.

    Attributes:
        code: stable id of the message, known to ``pss-fhir explain``.
        where: what the message is about: a file, a URL without its query, a record's reference.
        exit_code: what a command ends with when this stops it.
    """

    exit_code: ClassVar[int] = 1
    default_code: ClassVar[str] = "internal.failure"

    def __init__(self, message: str, *, code: str | None = None, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.where = where

    def __str__(self) -> str:
        """``where: message [code]``, the one form in which errors are shown."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} [{self.code}]"


class UsageError(PssFhirError):
    """The call itself is wrong."""

    exit_code = 2
    default_code = "usage.invalid"


class InputError(PssFhirError):
    """What was given cannot be read."""

    exit_code = 3
    default_code = "input.unreadable"


class MappingError(InputError):
    """A resource that cannot be read as the concept asked for; ``issues`` names every reason."""

    default_code = "mapping.unreadable"

    def __init__(
        self, message: str, *, issues: Sequence[Issue] = (), code: str | None = None, where: str | None = None
    ) -> None:
        super().__init__(message, code=code, where=where)
        self.issues = tuple(issues)


class DefinitionError(PssFhirError):
    """A profile, value set or package is broken."""

    exit_code = 5
    default_code = "definitions.broken"


class RuleDataError(PssFhirError):
    """A rule file is broken; none of its rules were loaded. ``issues`` names everything wrong with it."""

    exit_code = 5
    default_code = "rules.broken"

    def __init__(
        self, message: str, *, issues: Sequence[Issue] = (), code: str | None = None, where: str | None = None
    ) -> None:
        super().__init__(message, code=code, where=where)
        self.issues = tuple(issues)


class StoreError(PssFhirError):
    """The app's own database cannot be used."""

    exit_code = 4
    default_code = "store.unusable"


class NotFoundInStore(StoreError):
    """No such record, or it belongs to another person or another chart."""

    default_code = "store.not-found"


class StaleRecord(StoreError):
    """The record changed since it was read; nothing was overwritten."""

    default_code = "store.stale"


class SmartError(PssFhirError):
    """Launch or sign-in failed."""

    exit_code = 4
    default_code = "smart.failed"


class IssuerNotAllowed(SmartError):
    """The launch names an issuer that the agency has not allowed."""

    default_code = "smart.issuer-not-allowed"


class DiscoveryError(SmartError):
    """The server's SMART configuration is missing or lacks what a launch needs."""

    default_code = "smart.discovery"


class StateMismatch(SmartError):
    """The answer does not belong to a launch that this browser began, or that one is used up."""

    default_code = "smart.state-mismatch"


class AuthorizationRefused(SmartError):
    """The authorization server said no; ``code`` tells which of the OAuth errors it gave."""

    default_code = "smart.authorization-refused"


class TokenRefused(SmartError):
    """The token endpoint gave no token that can be used."""

    default_code = "smart.token-refused"


class IdTokenInvalid(SmartError):
    """The id_token does not prove who signed in."""

    default_code = "smart.id-token-invalid"


class CdsTokenInvalid(SmartError):
    """The token of a CDS Hooks call does not prove who calls."""

    default_code = "cds.token-claim"


class ScopeMissing(SmartError):
    """A scope that the work cannot go on without was not granted."""

    default_code = "smart.scope-missing"


class SignInNeeded(SmartError):
    """The access token is gone and cannot be renewed without the person."""

    default_code = "smart.sign-in-needed"


class RemoteError(PssFhirError):
    """A server did not do what was asked."""

    exit_code = 4
    default_code = "client.failed"


class Unreachable(RemoteError):
    """No answer came. Of a write it is not known whether the server carried it out."""

    default_code = "client.unreachable"


class NotFhir(RemoteError):
    """An answer came, but not the FHIR JSON that was needed."""

    default_code = "client.not-fhir"


class FhirHttpError(RemoteError):
    """The server answered with a failure status.

    Attributes:
        status: the HTTP status.
        issues: the server's OperationOutcome as Issues, without its diagnostics text.
        said: the codes of that OperationOutcome: FHIR issue types and the vendor's own numbers.
        retry_after_seconds: what the server asked for, when it did.
    """

    default_code = "client.failed"

    def __init__(
        self,
        message: str,
        *,
        status: int,
        issues: Sequence[Issue] = (),
        said: Iterable[str] = (),
        retry_after_seconds: float | None = None,
        code: str | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(message, code=code, where=where)
        self.status = status
        self.issues = tuple(issues)
        self.said = frozenset(said)
        self.retry_after_seconds = retry_after_seconds


class BadRequest(FhirHttpError):
    """400, and any other 4xx that has no class of its own."""

    default_code = "client.bad-request"


class AuthRequired(FhirHttpError):
    """401: the token is missing, expired or not accepted."""

    default_code = "client.auth-required"


class Forbidden(FhirHttpError):
    """403: signed in, but not allowed."""

    default_code = "client.forbidden"


class NotFound(FhirHttpError):
    """404: the server does not have it, or does not offer it."""

    default_code = "client.not-found"


class NotAllowed(FhirHttpError):
    """405: the server does not do this with this resource type."""

    default_code = "client.not-allowed"


class Conflict(FhirHttpError):
    """409: the server refuses because of another record or version."""

    default_code = "client.conflict"


class Gone(FhirHttpError):
    """410: it was deleted."""

    default_code = "client.gone"


class VersionConflict(FhirHttpError):
    """412 (or 409) after If-Match: the record has moved on; nothing was overwritten."""

    default_code = "client.version-conflict"


class MultipleMatches(FhirHttpError):
    """412 after If-None-Exist: several records carry the identifier; nothing was created."""

    default_code = "client.multiple-matches"


class Unprocessable(FhirHttpError):
    """422: understood, and refused by the server's own rules."""

    default_code = "client.unprocessable"


class RateLimited(FhirHttpError):
    """429: too many calls; ``retry_after_seconds`` says when to come back, if the server did."""

    default_code = "client.rate-limited"


class ServerFault(FhirHttpError):
    """5xx. Of a write it is not known whether the server carried it out."""

    default_code = "client.server-fault"
