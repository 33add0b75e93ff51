"""What every workflow works with, made once when a process starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from pss_fhir.client import RetryPolicy, ServerCapabilities
from pss_fhir.clock import Clock
from pss_fhir.compliance import PolicySet
from pss_fhir.issues import Issue
from pss_fhir.outbox import Outbox, SiteProfile
from pss_fhir.smart import CdsTokens, LaunchAuthorizer, SigningKeys, SmartConfiguration
from pss_fhir.store import Store
from pss_fhir.wire import Transport
from pss_fhir.workflows.agency import Agency, Site
from pss_fhir.workflows.shelf import Shelf

if TYPE_CHECKING:
    from pss_fhir.workflows.chart_reading import ReadChart

_SERVER_FACTS_KEEP = timedelta(hours=1)
_LAUNCHES_LAST = timedelta(hours=12)
_CHARTS_KEEP = timedelta(minutes=5)


class Checker(Protocol):
    """What judges a resource against its profiles before it leaves."""

    def validate(self, resource: Any, profile: str | None = None) -> list[Issue]:
        """Every finding, in order; none for a resource that is as it should be."""
        ...


@dataclass(frozen=True)
class Services:
    """The parts that workflows combine.

    Attributes:
        agency: what ``agency.toml`` says.
        profiles: vendor facts by the name that a site's ``profile`` names.
        keys: private keys by site name, PEM, for sites that sign in with one.
        secrets: client secrets by site name.
        capabilities: what each site's server says it can do, asked at most once an hour.
        cds_tokens: checks who calls the CDS Hooks service.
        charts: charts just read, by launch id; a form that is being filled in checks against them.
    """

    agency: Agency
    store: Store
    transport: Transport
    clock: Clock
    policies: PolicySet
    outbox: Outbox
    validator: Checker
    profiles: Mapping[str, SiteProfile]
    keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    signing_keys: SigningKeys = field(init=False)
    cds_tokens: CdsTokens = field(init=False)
    configurations: Shelf[str, SmartConfiguration] = field(init=False)
    capabilities: Shelf[tuple[str, str], ServerCapabilities] = field(init=False)
    authorizers: Shelf[str, LaunchAuthorizer] = field(init=False)
    charts: Shelf[str, ReadChart] = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "signing_keys", SigningKeys(self.transport, clock=self.clock))
        put(self, "cds_tokens", CdsTokens(self.signing_keys, memory=self.store.used_tokens, clock=self.clock))
        put(self, "configurations", Shelf(self.clock, keeps=_SERVER_FACTS_KEEP, most=100))
        put(self, "capabilities", Shelf(self.clock, keeps=_SERVER_FACTS_KEEP, most=100))
        put(self, "authorizers", Shelf(self.clock, keeps=_LAUNCHES_LAST, most=1000))
        put(self, "charts", Shelf(self.clock, keeps=_CHARTS_KEEP, most=200))

    def profile_of(self, site: Site) -> SiteProfile:
        """The vendor facts that apply at a site."""
        return self.profiles[site.profile]
