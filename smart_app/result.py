"""A signed note: where it is, filing it again, copying it by hand."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pss_fhir.workflows.file_note import confirm_hand_filed, file_note, filing_of
from smart_app.note_address import note_identifier
from smart_app.opened import opened_launch, require_same_chart, services
from smart_app.present.filings import state_words
from smart_app.present.result_page import show_result
from smart_app.surroundings import chart_if_readable, frame_of

bp = Blueprint("result", __name__, url_prefix="/l/<lid>/notes/<uuid:note_id>")


@bp.get("")
def show(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The note and the truth about where it is."""
    opened = opened_launch(lid)
    filed = filing_of(services(), opened, note_identifier(note_id))
    view = chart_if_readable(opened)
    page = show_result(
        filed,
        view,
        sign_in_href=url_for("launch.standalone", iss=opened.iss),
        now=services().clock.now(),
    )
    return render_template("result/show.html", page=page, frame=frame_of(opened, view))


@bp.get("/state")
def state(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The state alone, for a page that watches it."""
    return {"state": filing_of(services(), opened_launch(lid), note_identifier(note_id)).filing.state.value}


@bp.post("/file")
def file(lid: str, note_id: UUID) -> ResponseReturnValue:
    """Try once more, now."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    file_note(services(), opened, note_identifier(note_id))
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


@bp.get("/copy")
def copy(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The text to copy or print, in large type on paper."""
    opened = opened_launch(lid)
    filed = filing_of(services(), opened, note_identifier(note_id))
    view = chart_if_readable(opened)
    page = {
        "note_id": note_id,
        "text": filed.text,
        "must_be_copied": state_words(filed.filing.state).must_be_copied,
    }
    return render_template("result/copy.html", page=page, frame=frame_of(opened, view))


@bp.post("/copied")
def confirm(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The person says that the note now stands in the chart."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    confirm_hand_filed(services(), opened, note_identifier(note_id))
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


@bp.post("/records/<uuid:record_id>/file")
def file_sequel(lid: str, note_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """Try an addition, or a taking back, once more, now."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    file_note(services(), opened, note_identifier(record_id))
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


@bp.post("/records/<uuid:record_id>/copied")
def confirm_sequel(lid: str, note_id: UUID, record_id: UUID) -> ResponseReturnValue:
    """The person says that an addition, or a taking back, now stands in the chart."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    confirm_hand_filed(services(), opened, note_identifier(record_id))
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)
