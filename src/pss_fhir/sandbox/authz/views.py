"""The authorization server over HTTP: sign-in page, token endpoint, discovery."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from flask import Blueprint, Response, jsonify, render_template, request

from pss_fhir.sandbox.authz.discovery import openid_configuration
from pss_fhir.sandbox.authz.scopes import read_scope
from pss_fhir.sandbox.authz.server import NamedIssuer, SmartServer
from pss_fhir.sandbox.authz.sessions import Session

if TYPE_CHECKING:
    from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant

People = Callable[[], list[dict[str, str]]]
"""Gives people to choose from: ``ref``, ``name`` and ``about``."""

_OURS = frozenset({"sandbox_user", "sandbox_patient", "sandbox_answer"})


def make_sign_in_blueprint(server: SmartServer, staff: People, clients: People) -> Blueprint:
    """The blueprint of the authorization server."""
    blueprint = Blueprint("sign_in", __name__)
    named = NamedIssuer(server.issuer)

    @blueprint.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Response:
        session = _launched(server)
        try:
            grant = server.get_consent_grant(end_user=session)
            if _is_unknown_launch(session):
                raise InvalidRequestError("The launch is not known here.", redirect_uri=grant.redirect_uri)
        except OAuth2Error as refused:
            refused.state = request.values.get("state")
            return _refuse(server, named, refused)
        if session is None:
            if "sandbox_answer" not in request.form:
                return _ask(grant, staff(), clients())
            session = _chosen(staff(), clients())
        response: Response = server.create_authorization_response(grant_user=session, grant=grant)
        named.add_issuer_parameter(server, response)
        return response

    @blueprint.post("/token")
    def token() -> Response:
        return _answer(server.create_token_response())

    @blueprint.post("/introspect")
    def introspect() -> Response:
        return _answer(server.create_endpoint_response("introspection"))

    @blueprint.post("/revoke")
    def revoke() -> Response:
        return _answer(server.create_endpoint_response("revocation"))

    @blueprint.get("/jwks")
    def jwks() -> Response:
        return jsonify(server.keys.public_set())

    @blueprint.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(openid_configuration(server.issuer()))

    return blueprint


def _answer(response: Any) -> Response:
    assert isinstance(response, Response)  # noqa: S101 - what Authlib's Flask server makes
    response.headers["Cache-Control"] = "no-store"
    return response


def _launched(server: SmartServer) -> Session | None:
    """The session of an EHR launch, None for a standalone one or a launch that is not known."""
    return server.launches.find(request.values.get("launch", ""), server.clock.now())


def _is_unknown_launch(session: Session | None) -> bool:
    return session is None and "launch" in request.values.get("scope", "").split()


def _chosen(staff: list[dict[str, str]], clients: list[dict[str, str]]) -> Session | None:
    """The session that was chosen on the page, None where the person said no or chose nobody we know."""
    user, patient = request.form.get("sandbox_user"), request.form.get("sandbox_patient")
    is_known = user in {each["ref"] for each in staff} and patient in {
        None,
        *(each["ref"] for each in clients),
    }
    if request.form["sandbox_answer"] != "allow" or not is_known:
        return None
    return Session(user_ref=user, patient_id=patient.removeprefix("Patient/") if patient else None)


def _ask(
    grant: AuthorizationCodeGrant, staff: list[dict[str, str]], clients: list[dict[str, str]]
) -> Response:
    scopes = grant.request.scope.split()
    data_scopes = [scope for text in scopes if (scope := read_scope(text))]
    page = render_template(
        "sign_in.html",
        app=grant.request.client,
        staff=staff,
        clients=clients,
        scopes=scopes,
        needs_patient="launch/patient" in scopes or any(scope.context == "patient" for scope in data_scopes),
        asked=[(name, value) for name, value in request.values.items(multi=True) if name not in _OURS],
    )
    return Response(page, mimetype="text/html")


def _refuse(server: SmartServer, named: NamedIssuer, refused: OAuth2Error) -> Response:
    """Tell the app, or a page when the redirect URI is not the app's (RFC 6749, 4.1.2.1)."""
    if refused.redirect_uri:
        response: Response = server.handle_error_response(None, refused)
        named.add_issuer_parameter(server, response)
        return response
    page = render_template("refused.html", error=refused.error, description=refused.description)
    return Response(page, status=400, mimetype="text/html")
