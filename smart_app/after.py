"""After a note is signed: an addition beside it, or taking it back when it is about the wrong person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


@dataclass(frozen=True, slots=True)
class Errand:
    """What is signed after a note.

    Attributes:
        template: of its form.
        attestation: what ticking the box means.
        needed: the fields that must be written in, each with what to say where it is empty.
        sign: signs it, for a note.
    """

    template: str
    attestation: str
    needed: Mapping[str, str]
    sign: Callable[[OpenLaunch, str], None]


def _add(opened: OpenLaunch, note: str) -> None:
    """Sign an addition and try to file it at once."""
    nonce = request.form.get("nonce", "")
    identifier = add_addendum(
        services(), opened, note, text=_typed("text"), reason=_typed("reason"), nonce=nonce
    )
    file_note(services(), opened, identifier)


def _take_back(opened: OpenLaunch, note: str) -> None:
    """Mark a note as entered in error."""
    nonce = request.form.get("nonce", "")
    retract_note(services(), opened, note, reason=_typed("reason"), nonce=nonce)


_ADDITION = Errand(
    template="result/addendum.html",
    attestation=(
        "I wrote this addition myself, and it is true. "
        "Ticking this box and pressing the button is my signature."
    ),
    needed={"text": "Write what you want to add.", "reason": "Say why it is added now."},
    sign=_add,
)
_TAKING_BACK = Errand(
    template="result/wrong_client.html",
    attestation="I checked both names. This note is in the wrong person's chart.",
    needed={"reason": "Say what happened."},
    sign=_take_back,
)


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


@bp.get("/addendum", endpoint="addendum", defaults={"errand": _ADDITION})
@bp.get("/wrong-person", endpoint="wrong_client", defaults={"errand": _TAKING_BACK})
def ask(lid: str, note_id: UUID, errand: Errand) -> ResponseReturnValue:
    """The form of an addition, or of taking back."""
    return _page(opened_launch(lid), note_id, errand)


@bp.post("/addendum", endpoint="add", defaults={"errand": _ADDITION})
@bp.post("/wrong-person", endpoint="take_back", defaults={"errand": _TAKING_BACK})
def sign(lid: str, note_id: UUID, errand: Errand) -> ResponseReturnValue:
    """Sign it, or say what is missing."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    problems = _missing(errand)
    if problems:
        return _page(opened, note_id, errand, problems), 422
    errand.sign(opened, note_identifier(note_id))
    return redirect(url_for("result.show", lid=lid, note_id=note_id), 303)


def _missing(errand: Errand) -> tuple[FieldProblem, ...]:
    found = [FieldProblem(words, f"#f-{name}") for name, words in errand.needed.items() if not _typed(name)]
    if "attested" not in request.form:
        found.append(FieldProblem("Tick the box: it is your signature.", "#f-attested"))
    return tuple(found)


def _typed(name: str) -> str:
    return cleaned(request.form.get(name, "")).strip()


def _page(opened: OpenLaunch, note_id: UUID, errand: Errand, problems: tuple[FieldProblem, ...] = ()) -> str:
    identifier = note_identifier(note_id)
    filed = filing_of(services(), opened, identifier)
    view = read_chart(services(), opened)
    page = AfterPage(
        note_id=note_id,
        text=filed.text,
        nonce=prepare_to_addend(services(), opened, identifier),
        signer_words=author_words(view),
        attestation=errand.attestation,
        added_text=cleaned(request.form.get("text", "")),
        reason=cleaned(request.form.get("reason", "")),
        problems=problems,
    )
    return render_template(errand.template, page=page, frame=frame_of(opened, view))
