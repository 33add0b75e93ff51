"""Review and sign: what will be filed, who signs, and one signature per press however often it is pressed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from pss_fhir.errors import NotFoundInStore, StaleRecord
from pss_fhir.issues import message_for
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.draft_note import load_draft
from pss_fhir.workflows.file_note import file_note, filing_of
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import read_chart
from pss_fhir.workflows.sign_note import prepare_to_sign, sign_note
from smart_app.note_address import note_identifier, note_path
from smart_app.opened import opened_launch, require_same_chart, services
from smart_app.present.review_page import show_review
from smart_app.surroundings import frame_of

bp = Blueprint("sign", __name__, url_prefix="/l/<lid>/note")


@bp.get("/<draft_id>/review")
def review(lid: str, draft_id: str) -> ResponseReturnValue:
    """The note as it will be filed, ready to be signed; back to the form if it is not complete."""
    opened = opened_launch(lid)
    return _review(opened, load_draft(services(), opened, draft_id))


@bp.post("/<draft_id>/sign")
def sign(lid: str, draft_id: str) -> ResponseReturnValue:
    """Sign, try to file at once, and show where the note stands."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    identifier = _sent_identifier()
    shown = redirect(url_for("result.show", lid=lid, note_id=note_path(identifier)), 303)
    if _is_signed(opened, identifier):
        return shown  # a second press of the button: what the first one did is the truth to show
    stored = _reviewed_draft(opened, draft_id)
    if "attested" not in request.form:
        return make_response(_review(opened, stored, attest_error=message_for("note.not-attested")), 422)
    view = read_chart(services(), opened)
    nonce = request.form.get("nonce", "")
    try:
        sign_note(services(), opened, view, stored, nonce=nonce, attested=True)
    except StaleRecord:
        if not _is_signed(opened, identifier):
            raise
    else:
        file_note(services(), opened, identifier)
    return shown


def _reviewed_draft(opened: OpenLaunch, draft_id: str) -> StoredDraft:
    """The draft, if it still is what the person has read on the signing page."""
    stored = load_draft(services(), opened, draft_id)
    if stored.version != _sent_version():
        code = "app.changed-since-review"
        raise StaleRecord(message_for(code), code=code)
    return stored


def _review(
    opened: OpenLaunch, stored: StoredDraft, *, attest_error: str | None = None
) -> ResponseReturnValue:
    view = read_chart(services(), opened)
    ready = prepare_to_sign(services(), opened, view, stored)
    if not ready.checked.can_be_signed:
        return redirect(url_for("note.edit", lid=opened.lid, draft_id=stored.draft_id, show="problems"), 303)
    page = show_review(stored, view, ready, now=services().clock.now(), attest_error=attest_error)
    return render_template("note/review.html", page=page, frame=frame_of(opened, view))


def _is_signed(opened: OpenLaunch, identifier: str) -> bool:
    try:
        filing_of(services(), opened, identifier)
    except NotFoundInStore:
        return False
    return True


def _sent_identifier() -> str:
    try:
        return note_identifier(UUID(request.form.get("note", "")))
    except ValueError as unreadable:
        raise BadRequest from unreadable


def _sent_version() -> int:
    try:
        return int(request.form.get("version", ""))
    except ValueError as unreadable:
        raise BadRequest from unreadable
