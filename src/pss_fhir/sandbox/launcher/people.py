"""The people of the sandbox, as lists to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pss_fhir.sandbox.store.resources import ResourceStore


def list_staff(store: ResourceStore) -> list[dict[str, str]]:
    """Every practitioner: ``ref``, ``name`` and ``about`` (the first qualification)."""
    return [
        {
            "ref": version.ref,
            "name": shown_name(version.resource),
            "about": next(
                (held.get("code", {}).get("text", "") for held in version.resource.get("qualification", [])),
                "",
            ),
        }
        for version in store.all_of("Practitioner")
    ]


def list_clients(store: ResourceStore, stories: Mapping[str, str]) -> list[dict[str, str]]:
    """Every patient: ``ref``, ``name``, ``born``, ``sex``, ``record`` (number) and ``about`` (the story)."""
    return [describe_client(version.resource, stories) for version in store.all_of("Patient")]


def describe_client(patient: dict[str, Any], stories: Mapping[str, str]) -> dict[str, str]:
    """One patient as :func:`list_clients` gives it."""
    ref = f"Patient/{patient['id']}"
    return {
        "ref": ref,
        "name": shown_name(patient),
        "born": patient.get("birthDate", ""),
        "sex": patient.get("gender", ""),
        "record": next((held.get("value", "") for held in patient.get("identifier", [])), ""),
        "about": stories.get(ref, ""),
    }


def shown_name(person: dict[str, Any]) -> str:
    """The first name of a person on one line; the id where there is none."""
    for name in person.get("name", []):
        parts = [*name.get("given", []), name.get("family", "")]
        return str(name.get("text") or " ".join(part for part in parts if part))
    return str(person["id"])
