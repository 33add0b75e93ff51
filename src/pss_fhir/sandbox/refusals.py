"""A request that the sandbox will not carry out, and the OperationOutcome that says so."""

from __future__ import annotations

from typing import Any

from pss_fhir.errors import PssFhirError


class Refused(PssFhirError):
    """The answer to one request is a failure status with an OperationOutcome.

    Attributes:
        status: the HTTP status.
        issue_type: a code of FHIR's IssueType.
        details_code: an error number that the vendor mode puts into ``details.coding``.
        headers: headers that go with the answer.
    """

    exit_code = 4
    default_code = "sandbox.refused"

    def __init__(
        self,
        status: int,
        issue_type: str,
        message: str,
        *,
        details_code: str | None = None,
        headers: dict[str, str] | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(message, where=where)
        self.status = status
        self.issue_type = issue_type
        self.details_code = details_code
        self.headers = headers or {}

    def outcome(self) -> dict[str, Any]:
        """The refusal as an OperationOutcome with one issue."""
        return make_outcome("error", self.issue_type, self.message, path=self.where, number=self.details_code)


def make_outcome(
    severity: str, issue_type: str, text: str, *, path: str | None = None, number: str | None = None
) -> dict[str, Any]:
    """An OperationOutcome with one issue; ``path`` is FHIRPath, ``number`` a vendor's error code."""
    details: dict[str, Any] = {"text": text}
    if number:
        details["coding"] = [{"code": number}]
    issue: dict[str, Any] = {"severity": severity, "code": issue_type, "details": details}
    if path:
        issue["expression"] = [path]
    return {"resourceType": "OperationOutcome", "issue": [issue]}
