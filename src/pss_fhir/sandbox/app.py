"""The Flask application: FHIR API, authorization server, pages and orders, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Request, Response, jsonify

from pss_fhir.sandbox.access import Access, OpenAccess
from pss_fhir.sandbox.authz.discovery import smart_configuration
from pss_fhir.sandbox.authz.scopes import ScopedAccess
from pss_fhir.sandbox.authz.server import SmartServer
from pss_fhir.sandbox.authz.views import make_sign_in_blueprint
from pss_fhir.sandbox.launcher.orders import make_orders_blueprint
from pss_fhir.sandbox.launcher.pages import make_launcher_blueprint
from pss_fhir.sandbox.launcher.people import list_clients, list_staff
from pss_fhir.sandbox.refusals import Refused
from pss_fhir.sandbox.rest.views import MOST_BYTES, make_fhir_blueprint

if TYPE_CHECKING:
    from pss_fhir.sandbox.sandbox import Sandbox

FHIR_PATH = "/fhir"
SIGN_IN_PATH = "/auth"
_OPEN_TO_ALL = (f"{FHIR_PATH}/metadata", f"{FHIR_PATH}/.well-known/smart-configuration")
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action *; frame-src *; "
    "frame-ancestors 'self'; base-uri 'none'"
)


def make_app(sandbox: Sandbox) -> Flask:
    """The application of a sandbox."""
    app = Flask("pss_fhir.sandbox", template_folder="templates", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    sandbox.sign_in.mount(app)

    @app.get(f"{FHIR_PATH}/.well-known/smart-configuration")
    def configuration() -> Response:
        return jsonify(smart_configuration(sandbox.issuer))

    def access_of(request: Request) -> Access:
        if not sandbox.asks_for_sign_in or request.path in _OPEN_TO_ALL:
            return OpenAccess()
        return _access_of(sandbox.sign_in, request)

    app.register_blueprint(
        make_fhir_blueprint(sandbox.api, lambda: sandbox.fhir_base, access_of), url_prefix=FHIR_PATH
    )
    app.register_blueprint(
        make_sign_in_blueprint(
            sandbox.sign_in,
            lambda: list_staff(sandbox.api.store),
            lambda: list_clients(sandbox.api.store, sandbox.stories),
        ),
        url_prefix=SIGN_IN_PATH,
    )
    app.register_blueprint(make_launcher_blueprint(sandbox))
    app.register_blueprint(make_orders_blueprint(sandbox), url_prefix="/_sandbox")
    app.context_processor(lambda: {"mode": sandbox.mode})
    app.after_request(_guard)
    return app


def _access_of(sign_in: SmartServer, request: Request) -> Access:
    """The rights of the bearer token of a request.

    Raises:
        Refused: 401; there is none, or it does not count.
    """
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        raise Refused(401, "login", "A bearer token is needed.", headers={"WWW-Authenticate": "Bearer"})
    token = sign_in.book.find_access(text.strip())
    if token is None or token.is_expired() or token.is_revoked():
        raise Refused(
            401,
            "login",
            "The token is not known, has expired or was taken back.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    session = token.session
    return ScopedAccess(token.scope.split(), user_ref=session.user_ref, patient_id=session.patient_id)


def _guard(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
    return response
