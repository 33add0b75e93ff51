"""A vendor mode: what a kind of EHR lets an app do, read from ``<name>.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from pss_fhir.errors import UsageError
from pss_fhir.sandbox.modes.demands import Demand, read_demand
from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.table import resource_types

MODE_NAMES = ("open", "epic", "oracle", "athena", "ecw", "read-only")
_READING = ("read", "vread", "history-instance", "history-type", "search-type")


@dataclass(frozen=True, slots=True)
class Mode:
    """How one kind of EHR answers.

    Attributes:
        title: what the launcher shows.
        software: name in the CapabilityStatement.
        reading: interactions that only read, for every type.
        writing: resource type (``*`` for all others) to the interactions that write.
        conditional: of ``create``, ``update``, ``delete``: which may be conditional.
        update_creates: whether PUT to a new id makes the resource.
        bundles: of ``transaction``, ``batch``: what the base takes.
        created_body: ``representation``, or ``empty`` for a 201 with nothing but headers.
        update_needs_if_match: whether PUT without If-Match is refused.
        search_post_ignores_query: whether ``POST _search`` reads only its body.
        duplicate_status: status for a second resource with an identifier that is taken, None to allow it.
        duplicate_number: the vendor's error number that goes with it.
        access_token_seconds: how long an access token counts.
        demands: what a resource must be like to be taken.
    """

    name: str
    title: str
    software: str
    note: str
    reading: tuple[str, ...] = _READING
    writing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditional: tuple[str, ...] = ()
    update_creates: bool = False
    bundles: tuple[str, ...] = ()
    created_body: str = "representation"
    update_needs_if_match: bool = False
    search_post_ignores_query: bool = False
    duplicate_status: int | None = None
    duplicate_number: str | None = None
    access_token_seconds: int = 3600
    demands: tuple[Demand, ...] = ()

    def interactions(self, resource_type: str) -> tuple[str, ...]:
        """What can be done with a type, reading first."""
        writing = self.writing.get(resource_type, self.writing.get("*", ()))
        return (*self.reading, *writing)

    def demand(self, resource_type: str, interaction: str) -> None:
        """Let an interaction pass.

        Raises:
            Refused: 404 for a type that is not R4's, 405 for what this kind of EHR does not do.
        """
        if resource_type not in resource_types():
            raise Refused(404, "not-supported", "There is no resource type of this name in FHIR R4.")
        if interaction not in self.interactions(resource_type):
            raise Refused(
                405, "not-supported", f"This server does not support {interaction} on {resource_type}."
            )

    def demand_conditional(self, interaction: str) -> None:
        """Let a conditional interaction pass.

        Raises:
            Refused: 405; this kind of EHR has none.
        """
        if interaction not in self.conditional:
            raise Refused(405, "not-supported", f"This server does not support conditional {interaction}.")

    def check(
        self, interaction: str, resource: dict[str, Any], before: dict[str, Any] | None, user_ref: str | None
    ) -> None:
        """Take a resource that meets every demand of this kind of EHR; ``before`` is its last version.

        Raises:
            Refused: 422 with the first demand that is not met.
        """
        for demand in self.demands:
            demand.check(interaction, resource, before, user_ref)


@cache
def load_mode(name: str) -> Mode:
    """The vendor mode of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in MODE_NAMES:
        raise UsageError(
            f"there is no sandbox mode {name!r}; use one of {', '.join(MODE_NAMES)}",
            code="sandbox.unknown-mode",
        )
    file = resources.files("pss_fhir.sandbox.modes").joinpath(f"{name}.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    writing = {resource_type: tuple(kinds) for resource_type, kinds in data.pop("writing", {}).items()}
    demands = tuple(read_demand(each) for each in data.pop("demand", []))
    for listed in ("reading", "conditional", "bundles"):
        if listed in data:
            data[listed] = tuple(data[listed])
    return Mode(name=name, writing=writing, demands=demands, **data)
