"""One demand that an EHR makes on a resource before it takes it, as a line of data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.search.paths import walk


@dataclass(frozen=True, slots=True)
class Demand:
    """What must hold for the values at a path.

    Attributes:
        on: the resource type.
        interactions: ``create`` and ``update``, or one of them.
        path: where to look (see :mod:`pss_fhir.sandbox.search.paths`).
        least, most: how many values there may be.
        one_of: each value must be one of these.
        starts_with: each value must start with one of these.
        contains: each value must contain this.
        is_user: each value must be the person who is signed in.
        alone: when a value equals this one, there may be no different value beside it.
        unchanged: the values must be those of the version before.
        message: what the OperationOutcome says.
        number: the vendor's error number, where known.
    """

    on: str
    interactions: tuple[str, ...]
    path: str
    message: str
    least: int = 0
    most: int | None = None
    one_of: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    contains: str | None = None
    is_user: bool = False
    alone: str | None = None
    unchanged: bool = False
    number: str | None = None

    def check(
        self, interaction: str, resource: dict[str, Any], before: dict[str, Any] | None, user_ref: str | None
    ) -> None:
        """Let a resource pass that meets the demand; ``before`` is its last version, None for a new one.

        Raises:
            Refused: 422.
        """
        if resource["resourceType"] != self.on or interaction not in self.interactions:
            return
        values = list(walk(resource, self.path))
        has_changed = self.unchanged and before is not None and values != list(walk(before, self.path))
        if has_changed or not self._is_met(values, user_ref):
            path = f"{self.on}.{self.path.replace(' ', '.')}"
            raise Refused(422, "business-rule", self.message, details_code=self.number, where=path)

    def _is_met(self, values: list[Any], user_ref: str | None) -> bool:
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            return False
        if self.alone in values and any(value != self.alone for value in values):
            return False
        if self.one_of and any(value not in self.one_of for value in values):
            return False
        if self.starts_with and not all(str(value).startswith(self.starts_with) for value in values):
            return False
        if self.contains and not all(self.contains in str(value) for value in values):
            return False
        return not (self.is_user and user_ref is not None and any(value != user_ref for value in values))


def read_demand(data: dict[str, Any]) -> Demand:
    """A demand from its TOML table."""
    listed: dict[str, Any] = {
        name: tuple(data[name]) for name in ("interactions", "one_of", "starts_with") if name in data
    }
    return Demand(**({"interactions": ("create", "update")} | data | listed))
