"""The sandbox as one object: start it, register apps, open charts, order failures."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pss_fhir.clock import Clock, SystemClock, local_date
from pss_fhir.errors import UsageError
from pss_fhir.sandbox.agency.folder import FolderAgency
from pss_fhir.sandbox.agency.seed import Agency, make_agency
from pss_fhir.sandbox.app import FHIR_PATH, SIGN_IN_PATH, make_app
from pss_fhir.sandbox.authz.clients import RegisteredApp
from pss_fhir.sandbox.authz.key_sets import fetch_key_set
from pss_fhir.sandbox.authz.server import SmartServer
from pss_fhir.sandbox.authz.sessions import Session
from pss_fhir.sandbox.faults.middleware import FaultLayer
from pss_fhir.sandbox.faults.orders import FaultBook, FaultOrder
from pss_fhir.sandbox.inprocess import InProcessTransport
from pss_fhir.sandbox.modes.mode import Mode, load_mode
from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.api import Api, Validate
from pss_fhir.sandbox.server import LoopbackServer
from pss_fhir.sandbox.store.resources import ResourceStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_IN_PROCESS_ORIGIN = "https://ehr.example"


class Sandbox:
    """An embedded EHR. It is a WSGI application itself; :meth:`start` puts it on a loopback port.

    Args:
        mode: name of a vendor mode.
        data: an SQLite file, or ``:memory:``. An empty one is filled with the synthetic agency.
        as_of: the day around which the agency's dates lie; today in North Carolina if None.
        seed: makes another agency of the same shape.
        clock: tells the time.
        validate: what ``$validate`` asks; the operation is not offered without it.
        asks_for_sign_in: whether the FHIR API needs a token.
        has_agency: whether an empty store is filled.
        agency_folder: a folder that ``pss-fhir synth`` wrote, in place of the made one.
        new_secret: makes codes, tokens and launch handles.
        new_id: makes logical ids.
        sleep: waits, for the slow faults.
    """

    def __init__(
        self,
        *,
        mode: str = "open",
        data: str = ":memory:",
        as_of: date | None = None,
        seed: int = 0,
        clock: Clock | None = None,
        validate: Validate | None = None,
        asks_for_sign_in: bool = True,
        has_agency: bool = True,
        agency_folder: Path | None = None,
        new_secret: Callable[[], str] = lambda: secrets.token_urlsafe(32),
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.asks_for_sign_in = asks_for_sign_in
        self._token_seconds: int | None = None
        self.faults = FaultBook()
        self.api = Api(ResourceStore(data, self.clock, new_id), self.clock, load_mode(mode), validate)
        self.agency: Agency | FolderAgency = (
            FolderAgency(agency_folder)
            if agency_folder
            else make_agency(as_of or local_date(self.clock.now()), seed=seed)
        )
        self._origin = _IN_PROCESS_ORIGIN
        self._server: LoopbackServer | None = None
        self.sign_in = SmartServer(
            clock=self.clock,
            new_secret=new_secret,
            fhir_base=lambda: self.fhir_base,
            issuer=lambda: self.issuer,
            access_seconds=lambda: self.token_seconds,
            fetch_keys=fetch_key_set,
        )
        if has_agency and self.api.store.is_empty():
            with self.api.store.together():
                for resource in self.agency.resources:
                    self.api.store.put(resource, method="PUT")
        self._wsgi = FaultLayer(
            make_app(self).wsgi_app, self.faults, fhir_base=lambda: self.fhir_base, sleep=sleep
        )

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one WSGI request."""
        return self._wsgi(environ, start_response)

    @property
    def origin(self) -> str:
        """Scheme, host and port at which it stands."""
        return self._origin

    @property
    def fhir_base(self) -> str:
        """The FHIR base URL; also the ``iss`` of a launch."""
        return self._origin + FHIR_PATH

    @property
    def issuer(self) -> str:
        """The issuer of its id_tokens."""
        return self._origin + SIGN_IN_PATH

    @property
    def launcher_url(self) -> str:
        """The page with the clients and the staff."""
        return f"{self._origin}/"

    @property
    def mode(self) -> Mode:
        """The vendor mode that is on."""
        return self.api.mode

    @property
    def stories(self) -> Mapping[str, str]:
        """``Patient/id`` to the situation that the synthetic client is in."""
        return self.agency.stories

    def switch_mode(self, name: str) -> None:
        """Turn a vendor mode on for every request from now.

        Raises:
            UsageError: there is no such mode.
        """
        self.api.mode = load_mode(name)

    def set_token_life(self, seconds: int | None = None) -> None:
        """How long access tokens count from now on; None for what the vendor mode gives.

        Raises:
            UsageError: less than a second.
        """
        if seconds is not None and (not isinstance(seconds, int) or seconds < 1):
            raise UsageError("a token counts for a second or more", code="sandbox.bad-order")
        self._token_seconds = seconds

    @property
    def token_seconds(self) -> int:
        """How long an access token counts."""
        return self._token_seconds or self.mode.access_token_seconds

    def transport(self) -> InProcessTransport:
        """A Transport onto this sandbox without sockets."""
        return InProcessTransport(self, self._origin)

    def register_app(
        self,
        client_id: str,
        redirect_uri: str | Iterable[str] = (),
        *,
        launch_url: str | None = None,
        name: str = "",
        scopes: Iterable[str] | None = None,
        secret: str | None = None,
        jwks: Mapping[str, Any] | None = None,
        jwks_url: str | None = None,
        is_backend: bool = False,
        introspects: bool = False,
        id_token_algorithm: str = "RS256",  # noqa: S107 - the name of an algorithm
    ) -> RegisteredApp:
        """Register an app; how it proves itself follows from what is given.

        A secret makes it ``client_secret_basic``, keys ``private_key_jwt``, neither a public client.
        """
        auth = "client_secret_basic" if secret else "private_key_jwt" if jwks or jwks_url else "none"
        app = RegisteredApp(
            client_id=client_id,
            redirect_uris=(redirect_uri,) if isinstance(redirect_uri, str) else tuple(redirect_uri),
            name=name,
            launch_url=launch_url,
            scopes=None if scopes is None else tuple(scopes),
            auth=auth,
            secret=secret,
            jwks=jwks,
            jwks_url=jwks_url,
            is_backend=is_backend,
            introspects=introspects,
            id_token_signed_response_alg=id_token_algorithm,
        )
        self.sign_in.apps.add(app)
        return app

    def new_launch(
        self,
        patient: str | None,
        user: str,
        encounter: str | None = None,
        *,
        need_patient_banner: bool | None = False,
        sends_style: bool = True,
        intent: str | None = None,
        tenant: str | None = None,
        fhir_context: Iterable[Mapping[str, Any]] = (),
    ) -> tuple[str, str]:
        """Open a chart (or none) as somebody; ``iss`` and ``launch`` for the app's launch page.

        Args:
            patient: ``Patient/id``, None for a launch outside any chart.
            user: ``Practitioner/id`` of who is signed in.
            encounter: ``Encounter/id`` of the visit that is open.
            need_patient_banner: False when the EHR shows the patient itself; None leaves it out.
            sends_style: whether ``smart_style_url`` is sent.
            intent: what the app is opened for.
            tenant: the agency's handle.
            fhir_context: further references.

        Raises:
            UsageError: the sandbox has no such person or visit.
        """
        for ref in (patient, user, encounter):
            if ref is not None:
                self._demand_there(ref)
        session = Session(
            user_ref=user,
            patient_id=patient.removeprefix("Patient/") if patient else None,
            encounter_id=encounter.removeprefix("Encounter/") if encounter else None,
            need_patient_banner=need_patient_banner,
            smart_style_url=f"{self._origin}/smart-style.json" if sends_style else None,
            intent=intent,
            tenant=tenant,
            fhir_context=tuple(fhir_context),
        )
        return self.fhir_base, self.sign_in.launches.add(session, self.clock.now())

    def order_fault(
        self,
        name: str,
        *,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
        seconds: float = 1.0,
        stalls: bool = False,
    ) -> None:
        """Make the next matching requests fail; docs/sandbox.md lists the faults.

        Args:
            name: the fault.
            times: for how many requests.
            method: only this HTTP method; by default those that the fault is made for.
            path: only paths in which this regular expression is found.
            seconds: length of a wait, and Retry-After.
            stalls: keep the connection open for ``seconds`` before it is dropped.

        Raises:
            UsageError: there is no such fault.
        """
        self.faults.add(FaultOrder(name, times, method, path, seconds, stalls))

    def write_staff_folder(self, folder: Path) -> None:
        """Write the agency's staff records, which no EHR holds, as CSV files into a folder."""
        self.agency.write_staff_folder(folder)

    def start(self, port: int = 0) -> Sandbox:
        """Serve on 127.0.0.1 in the background; port 0 takes a free one.

        Raises:
            UsageError: the port cannot be used.
        """
        self._server = LoopbackServer(self, port)
        self._origin = self._server.origin
        self._server.start()
        return self

    def stop(self) -> None:
        """End serving and close the store."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        self.api.store.close()

    def wait(self) -> None:
        """Come back when the sandbox was stopped."""
        if self._server is not None:
            self._server.join()

    def __enter__(self) -> Sandbox:
        """Start on a free port."""
        return self if self._server else self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def _demand_there(self, ref: str) -> None:
        resource_type, _, resource_id = ref.partition("/")
        try:
            self.api.store.read(resource_type, resource_id)
        except Refused as missing:
            raise UsageError(f"the sandbox has no {ref}", code="sandbox.unknown-person") from missing


def create_sandbox(**settings: Any) -> Sandbox:
    """A sandbox, which is a WSGI application; the settings are those of :class:`Sandbox`."""
    return Sandbox(**settings)
