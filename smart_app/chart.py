"""The chart of one person: goals, units, notes, drafts, and what could not be read."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from pss_fhir.workflows.read_chart import read_chart
from smart_app.note_address import note_path
from smart_app.opened import opened_launch, services
from smart_app.present.chart_page import show_chart
from smart_app.present.style import style_sheet
from smart_app.surroundings import frame_of

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


@bp.get("/style.css")
def style(lid: str) -> Response:
    """The EHR's own colors and sizes, as far as they are safe, as a stylesheet."""
    return Response(style_sheet(opened_launch(lid).style), mimetype="text/css")
