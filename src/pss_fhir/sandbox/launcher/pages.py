"""The pages of the simulated EHR: the list of charts, a chart with the app in it, vendor mode and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for

from pss_fhir.errors import UsageError
from pss_fhir.sandbox.faults.kinds import KINDS
from pss_fhir.sandbox.launcher.chart import list_documents, show_document
from pss_fhir.sandbox.launcher.loopback import demand_loopback
from pss_fhir.sandbox.launcher.people import describe_client, list_clients, list_staff
from pss_fhir.sandbox.modes.mode import MODE_NAMES, load_mode
from pss_fhir.sandbox.refusals import Refused

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from pss_fhir.sandbox.sandbox import Sandbox

STYLE = {
    "color_background": "#f6f4ef",
    "color_error": "#9b1c1c",
    "color_highlight": "#12545a",
    "color_modal_backdrop": "#1c2b2d",
    "color_success": "#1d6b3a",
    "color_text": "#1c2b2d",
    "dim_border_radius": "6px",
    "dim_font_size": "16px",
    "dim_spacing_size": "16px",
    "font_family_body": "system-ui, sans-serif",
    "font_family_heading": "system-ui, sans-serif",
}
"""The EHR's look as SMART style (SMART App Launch 2.2, "Styling"; experimental there)."""


def make_launcher_blueprint(sandbox: Sandbox) -> Blueprint:
    """The blueprint of the pages; those that change something answer only on loopback."""
    blueprint = Blueprint("launcher", __name__)

    @blueprint.get("/")
    def home() -> str:
        return render_template(
            "home.html",
            clients=list_clients(sandbox.api.store, sandbox.stories),
            staff=list_staff(sandbox.api.store),
            apps=sandbox.sign_in.apps.launchable(),
            modes=[load_mode(name) for name in MODE_NAMES],
            fhir_base=sandbox.fhir_base,
            faults=KINDS,
            ordered=sandbox.faults.open_orders(),
        )

    @blueprint.get("/charts")
    def charts() -> str:
        """One chart, or two beside each other."""
        user = request.args.get("user", "")
        patients = request.args.getlist("patient")[:2] or abort(404)
        app = sandbox.sign_in.apps.find(request.args.get("app", "")) or abort(404)
        opened = [_open(sandbox, patient, user, app.launch_url or "") for patient in patients]
        return render_template("charts.html", charts=opened, app=app, user=_name_of(sandbox, user))

    @blueprint.get("/documents/<patient_id>")
    def documents(patient_id: str) -> str:
        """What is filed in a chart, newest first; how a demonstration shows that a note arrived."""
        return render_template(
            "documents.html",
            client=_client(sandbox, f"Patient/{patient_id}"),
            documents=list_documents(sandbox.api.store, f"Patient/{patient_id}"),
        )

    @blueprint.get("/documents/<patient_id>/<resource_type>/<resource_id>")
    def document(patient_id: str, resource_type: str, resource_id: str) -> str:
        shown = show_document(sandbox.api.store, resource_type, resource_id) or abort(404)
        return render_template(
            "document.html", client=_client(sandbox, f"Patient/{patient_id}"), document=shown
        )

    @blueprint.post("/mode")
    def switch_mode() -> AnyResponse:
        demand_loopback(request, sandbox.origin)
        try:
            sandbox.switch_mode(request.form.get("name", ""))
        except UsageError:
            abort(400)
        return redirect(url_for("launcher.home"), 303)

    @blueprint.post("/faults")
    def order_fault() -> AnyResponse:
        demand_loopback(request, sandbox.origin)
        if request.form.get("name"):
            try:
                sandbox.order_fault(request.form["name"])
            except UsageError:
                abort(400)
        else:
            sandbox.faults.clear()
        return redirect(url_for("launcher.home"), 303)

    @blueprint.get("/smart-style.json")
    def style() -> Response:
        answer = jsonify(STYLE)
        answer.headers["Cache-Control"] = "max-age=3600"
        return answer

    return blueprint


def _open(sandbox: Sandbox, patient: str, user: str, launch_url: str) -> dict[str, object]:
    try:
        iss, launch = sandbox.new_launch(patient, user)
    except UsageError:
        abort(404)
    mark = "&" if "?" in launch_url else "?"
    return {
        "client": _client(sandbox, patient),
        "src": f"{launch_url}{mark}{urlencode({'iss': iss, 'launch': launch})}",
        "id": patient.removeprefix("Patient/"),
    }


def _client(sandbox: Sandbox, ref: str) -> dict[str, str]:
    try:
        return describe_client(sandbox.api.store.read(*ref.split("/", 1)).resource, sandbox.stories)
    except Refused:
        abort(404)


def _name_of(sandbox: Sandbox, ref: str) -> str:
    return next((person["name"] for person in list_staff(sandbox.api.store) if person["ref"] == ref), ref)
