"""What the interactions work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pss_fhir.clock import Clock
from pss_fhir.issues import Issue
from pss_fhir.sandbox.modes.mode import Mode
from pss_fhir.sandbox.rest.pages import Pages
from pss_fhir.sandbox.store.resources import ResourceStore

Validate = Callable[[dict[str, Any], str | None], list[Issue]]
"""Resource and profile (canonical, or None) to the findings: what ``$validate`` asks."""


@dataclass
class Api:
    """The state behind the FHIR API; ``mode`` may be changed while it runs.

    Attributes:
        validate: None where no validator was given; ``$validate`` is not offered then.
    """

    store: ResourceStore
    clock: Clock
    mode: Mode
    validate: Validate | None = None
    pages: Pages = field(default_factory=Pages)
