"""After a note is signed: an addition beside it, or taking it back when it is about the wrong person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from pss_fhir.workflows.addend_note import add_addendum, prepare_to_addend, retract_note
from pss_fhir.workflows.file_note import file_note, filing_of
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import read_chart
from smart_app.note_address import note_identifier
from smart_app.note_form import cleaned
from smart_app.opened import opened_launch, require_same_chart, services
from smart_app.present.rules import FieldProblem
from smart_app.surroundings import author_words, frame_of

bp = Blueprint("after", __name__, url_prefix="/l/<lid>/notes/<uuid:note_id>")

_ADDING = (
    "I wrote this addition myself, and it is true. Ticking this box and pressing the button is my signature."
)
_TAKING_BACK = "I checked both names. This note is in the wrong person's chart."


@dataclass(frozen=True, slots=True)
class AfterPage:
    """The page of an addition or of taking back, as typed so far."""

    note_id: UUID
    text: str
    nonce: str
    signer_words: str
    attestation: str
    added_text: str
    reason: str
    problems: tuple[FieldProblem, ...]

    def invalid(self, name: str) -> Markup:
        """The attribute of a field that still needs something."""
        is_bad = any(problem.href == f"#f-{name}" for problem in self.problems)
        return Markup(' aria-invalid="true"') if is_bad else Markup("")


@bp.get("/addendum")
def addendum(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The form for an addition."""
    return _page(opened_launch(lid), note_id, "result/addendum.html", _ADDING)


@bp.post("/addendum")
def add(lid: str, note_id: UUID) -> ResponseReturnValue:
    """Sign an addition and try to file it at once."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    problems = _missing(text="Write what you want to add.", reason="Say why it is added now.")
    if problems:
        return _page(opened, note_id, "result/addendum.html", _ADDING, problems), 422
    identifier = add_addendum(
        services(),
        opened,
        note_identifier(note_id),
        text=_typed("text"),
        reason=_typed("reason"),
        nonce=request.form.get("nonce", ""),
    )
    file_note(services(), opened, identifier)
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


@bp.get("/wrong-person")
def wrong_client(lid: str, note_id: UUID) -> ResponseReturnValue:
    """The form for taking a note back."""
    return _page(opened_launch(lid), note_id, "result/wrong_client.html", _TAKING_BACK)


@bp.post("/wrong-person")
def take_back(lid: str, note_id: UUID) -> ResponseReturnValue:
    """Mark a note as entered in error."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    problems = _missing(reason="Say what happened.")
    if problems:
        return _page(opened, note_id, "result/wrong_client.html", _TAKING_BACK, problems), 422
    retract_note(
        services(),
        opened,
        note_identifier(note_id),
        reason=_typed("reason"),
        nonce=request.form.get("nonce", ""),
    )
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


def _missing(**needed: str) -> tuple[FieldProblem, ...]:
    found = [FieldProblem(words, f"#f-{name}") for name, words in needed.items() if not _typed(name)]
    if "attested" not in request.form:
        found.append(FieldProblem("Tick the box: it is your signature.", "#f-attested"))
    return tuple(found)


def _typed(name: str) -> str:
    return cleaned(request.form.get(name, "")).strip()


def _page(
    opened: OpenLaunch,
    note_id: UUID,
    template: str,
    attestation: str,
    problems: tuple[FieldProblem, ...] = (),
) -> str:
    identifier = note_identifier(note_id)
    filed = filing_of(services(), opened, identifier)
    view = read_chart(services(), opened)
    page = AfterPage(
        note_id=note_id,
        text=filed.text,
        nonce=prepare_to_addend(services(), opened, identifier),
        signer_words=author_words(view),
        attestation=attestation,
        added_text=cleaned(request.form.get("text", "")),
        reason=cleaned(request.form.get("reason", "")),
        problems=problems,
    )
    return render_template(template, page=page, frame=frame_of(opened, view))
