"""What a server says it can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class ServerCapabilities:
    """A CapabilityStatement, compiled once into questions with quick answers.

    What is not declared is taken as not offered: EHRs were seen to refuse whatever they do not list.

    Attributes:
        software: name and version of the server's software as it states them, or None.
        fhir_version: ``4.0.1`` and the like, or None.
        raw: the CapabilityStatement itself.
    """

    software: str | None
    fhir_version: str | None
    raw: dict[str, Any]
    _resources: Mapping[str, Mapping[str, Any]]
    _system_interactions: frozenset[str]

    @classmethod
    def from_statement(cls, statement: dict[str, Any]) -> Self:
        """The capabilities of the ``server`` side of a CapabilityStatement; broken parts are passed over."""
        rests = [rest for rest in _objects(statement.get("rest")) if rest.get("mode", "server") == "server"]
        resources: dict[str, Mapping[str, Any]] = {}
        system: set[str] = set()
        for rest in rests:
            system |= _codes(rest.get("interaction"))
            for resource in _objects(rest.get("resource")):
                if isinstance(resource.get("type"), str):
                    resources[resource["type"]] = resource
        software = statement.get("software")
        stated = [software.get("name"), software.get("version")] if isinstance(software, dict) else []
        version = statement.get("fhirVersion")
        return cls(
            software=" ".join(text for text in stated if isinstance(text, str)) or None,
            fhir_version=version if isinstance(version, str) else None,
            raw=statement,
            _resources=resources,
            _system_interactions=frozenset(system),
        )

    @property
    def resource_types(self) -> frozenset[str]:
        """The resource types that the server lists."""
        return frozenset(self._resources)

    def can(self, resource_type: str, interaction: str) -> bool:
        """Whether the server declares an interaction (``read``, ``create``, ``search-type``) for a type."""
        return interaction in self.interactions(resource_type)

    def interactions(self, resource_type: str) -> frozenset[str]:
        """All interactions that the server declares for a type."""
        return frozenset(_codes(self._resources.get(resource_type, {}).get("interaction")))

    def can_system(self, interaction: str) -> bool:
        """Whether the server declares a whole-system interaction (``transaction``, ``batch``)."""
        return interaction in self._system_interactions

    def conditional_create(self, resource_type: str) -> bool:
        """Whether the server declares that it honours If-None-Exist for a type."""
        return self._resources.get(resource_type, {}).get("conditionalCreate") is True

    def search_params(self, resource_type: str) -> frozenset[str]:
        """Names of the search parameters declared for a type."""
        listed = _objects(self._resources.get(resource_type, {}).get("searchParam"))
        return frozenset(entry["name"] for entry in listed if isinstance(entry.get("name"), str))


def _objects(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _codes(value: object) -> set[str]:
    return {entry["code"] for entry in _objects(value) if isinstance(entry.get("code"), str)}
