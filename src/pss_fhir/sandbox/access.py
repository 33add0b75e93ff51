"""What the caller of the FHIR API may do; sign-in decides it, the API asks it."""

from __future__ import annotations

from typing import Any, Protocol


class Access(Protocol):
    """The rights of one caller.

    Permissions are SMART's letters: ``c`` create, ``r`` read, ``u`` update, ``d`` delete, ``s`` search.
    """

    @property
    def user_ref(self) -> str | None:
        """``Type/id`` of the person who is signed in, None where there is none."""
        ...

    def demand(self, permission: str, resource_type: str) -> None:
        """Let the call pass when some resource of the type may be touched so.

        Raises:
            pss_fhir.sandbox.refusals.Refused: 403.
        """
        ...

    def may(self, permission: str, resource: dict[str, Any]) -> bool:
        """Whether this very resource may be touched so."""
        ...


class OpenAccess:
    """The rights of a sandbox without sign-in: everything."""

    user_ref: str | None = None

    def demand(self, permission: str, resource_type: str) -> None:
        """Let every call pass."""

    def may(self, permission: str, resource: dict[str, Any]) -> bool:  # noqa: ARG002 - the protocol's form
        """Always True."""
        return True
