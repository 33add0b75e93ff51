"""The chart of one person: goals, units, notes, drafts, the safety plan, and what could not be read."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pss_fhir.workflows.read_chart import read_chart
from pss_fhir.workflows.show_plan import show_plan
from smart_app.note_address import note_path
from smart_app.opened import opened_launch, services
from smart_app.present.chart_page import show_chart
from smart_app.present.safety_page import show_safety_plan
from smart_app.present.style import style_sheet
from smart_app.surroundings import frame_around, frame_of

bp = Blueprint("chart", __name__, url_prefix="/l/<lid>")


@bp.get("/")
def show(lid: str) -> str | AnyResponse:
    """The chart; ``?fresh=1`` asks the EHR again and comes back without it."""
    opened = opened_launch(lid)
    is_fresh = request.args.get("fresh") == "1"
    view = read_chart(services(), opened, fresh=is_fresh)
    if is_fresh:
        return redirect(url_for("chart.show", lid=lid), 303)
    page = show_chart(
        view,
        site_name=opened.site.name,
        now=services().clock.now(),
        note_href=lambda identifier: url_for("result.show", lid=lid, note_id=note_path(identifier)),
    )
    return render_template("chart/show.html", page=page, frame=frame_of(opened, view, here="chart"))


@bp.get("/safety-plan")
def safety_plan(lid: str) -> str:
    """The person's safety plan, there even while the EHR is not."""
    opened = opened_launch(lid)
    shown = show_plan(services(), opened)
    client = shown.found.client if shown.found else None
    return render_template(
        "chart/safety_plan.html",
        page=show_safety_plan(shown, services().clock.now()),
        frame=frame_around(opened, client),
    )


@bp.get("/style.css")
def style(lid: str) -> Response:
    """The EHR's own colors and sizes, as far as they are safe, as a stylesheet."""
    return Response(style_sheet(opened_launch(lid).style), mimetype="text/css")
