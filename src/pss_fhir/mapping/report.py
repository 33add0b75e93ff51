"""What was found while one resource was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from pss_fhir.issues import Issue, make_issue


class Unreadable(Exception):
    """The resource gives no record; the reasons are in the report. Never leaves the mapping."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The resources that were read together.

    Attributes:
        by_ref: each by ``Type/id`` and, where it has one, by its ``urn:uuid:...``.
        signings: Provenances that hold a signature, by the reference of each of their targets.
        aliases: ``Type/id`` by other words that references use for it: its ``urn:uuid:...`` in a Bundle,
            and ``Practitioner?identifier=system|value``.
        read_once: what was read of parts that resources have alike; see ``Element.read_once``.
    """

    by_ref: Mapping[str, Mapping[str, Any]]
    signings: Mapping[str, Sequence[Mapping[str, Any]]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    read_once: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Report:
    """What was found while one resource was read, and what its references can be followed to.

    Attributes:
        resource_type: of the resource that is read.
        resource: ``Type/id``, or the type where it has no id.
        base_url: FHIR base of the server that it came from, None if not known.
        around: other resources that references can be followed to.
        contained: the resource's own contained resources by ``#id``.
    """

    resource_type: str
    resource: str
    base_url: str | None = None
    around: Surroundings = field(default_factory=lambda: Surroundings({}, {}))
    contained: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    @property
    def ref(self) -> str | None:
        """``Type/id`` of the resource, None where it has no id."""
        return self.resource if self.resource != self.resource_type else None

    def add(self, code: str, path: str, **fields: Any) -> None:
        """Note a finding at a path."""
        self.issues.append(make_issue(code, path=path, resource=self.resource, **fields))

    def refuse(self, code: str, path: str, **fields: Any) -> Unreadable:
        """Note a finding at a path, and give the exception that ends the reading."""
        self.add(code, path, **fields)
        return Unreadable(code)


def reasons_of(refused: ValidationError) -> list[tuple[str, str]]:
    """Field and reason of everything that a record refused, without any value."""
    return [
        (
            ".".join(str(part) for part in error["loc"]) or "record",
            error["msg"].removeprefix("Value error, "),
        )
        for error in refused.errors(include_input=False, include_context=False, include_url=False)
    ]
