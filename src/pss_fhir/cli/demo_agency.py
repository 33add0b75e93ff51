"""The agency of the demo: its EHR takes after another vendor whenever the launcher says so."""

from __future__ import annotations

from pathlib import Path

from pydantic import PrivateAttr

from pss_fhir.sandbox import Sandbox
from pss_fhir.workflows.agency import Agency, Site

CLIENT_ID = "pss-fhir-demo"


class DemoAgency(Agency):
    """An agency with one site whose profile is the vendor mode that is on in the sandbox."""

    _sandbox: Sandbox = PrivateAttr()

    def site_of(self, iss: str) -> Site | None:
        """The site with that issuer, as it is now."""
        site = super().site_of(iss)
        return site and site.model_copy(update={"profile": self._sandbox.mode.name})


def make_agency(sandbox: Sandbox, app_url: str, staff_folder: Path) -> Agency:
    """The agency of a running sandbox; writes its staff records into the folder."""
    staff_folder.mkdir()
    sandbox.write_staff_folder(staff_folder)
    site = Site(
        name="HTEST EHR",
        iss=sandbox.fhir_base,
        client_id=CLIENT_ID,
        profile=sandbox.mode.name,
        frame_ancestors=(sandbox.origin,),
    )
    agency = DemoAgency(
        name="HTEST Recovery Services", app_url=app_url, staff_folder=staff_folder, sites=(site,)
    )
    agency._sandbox = sandbox  # noqa: SLF001 - its own private part, which pydantic takes no other way
    return agency
