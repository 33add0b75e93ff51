"""The note while it is written: the form, saving by hand and by itself, and what the rules say."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from pss_fhir.clock import local_date
from pss_fhir.domain.contact import ContactKind
from pss_fhir.errors import NotFoundInStore, RemoteError, SmartError, StaleRecord
from pss_fhir.issues import Issue
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.check_draft import check_draft
from pss_fhir.workflows.draft_note import discard_draft, load_draft, save_draft, start_draft
from pss_fhir.workflows.launch import OpenLaunch
from pss_fhir.workflows.read_chart import ChartView, read_chart
from smart_app.note_form import read_form, with_clock
from smart_app.opened import opened_launch, require_same_chart, services
from smart_app.present.note_page import NotePage, saved_words, show_note, visit_words
from smart_app.present.rules import from_findings, from_issue, show_rules
from smart_app.present.words import moment_words
from smart_app.surroundings import author_words, frame_of

bp = Blueprint("note", __name__, url_prefix="/l/<lid>/note")

_TO_SIGN = "Before this note can be signed"
_LONGEST_VERSION = 9
"""Digits; the database's integers hold no more than this many in full."""
_NOT_SAVED = "These could not be saved as typed"


@dataclass(frozen=True, slots=True)
class _Saved:
    """A draft after a form was read into it, and what could not be read."""

    stored: StoredDraft
    problems: tuple[Issue, ...]


@bp.post("/")
def start(lid: str) -> ResponseReturnValue:
    """Begin a note, prefilled from the chart."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    stored = start_draft(services(), opened, read_chart(services(), opened))
    return redirect(url_for("note.edit", lid=lid, draft_id=stored.draft_id), 303)


@bp.get("/<draft_id>")
def edit(lid: str, draft_id: str) -> ResponseReturnValue:
    """The form; ``?show=problems`` lists at the top what keeps the note from being signed."""
    opened = opened_launch(lid)
    stored = load_draft(services(), opened, draft_id)
    view = read_chart(services(), opened)
    page = _page(opened, view, stored, wants_problems=request.args.get("show") == "problems")
    return render_template("note/edit.html", page=page, frame=frame_of(opened, view))


@bp.post("/<draft_id>")
def save(lid: str, draft_id: str) -> ResponseReturnValue:
    """Save the form, and do what the pressed button says."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    action = request.form.get("action", "save")
    try:
        saved = _save(opened, draft_id, action)
    except StaleRecord:
        return _clash(opened, draft_id)
    if g.get("locks_after"):
        now = services().clock.now()
        words = f"What you had typed was saved, {moment_words(saved.stored.saved_at, now)}."
        return render_template("errors/locked.html", page={"saved_words": words})
    if saved.problems:
        view = read_chart(services(), opened)
        page = _page(opened, view, saved.stored, problems=saved.problems)
        return render_template("note/edit.html", page=page, frame=frame_of(opened, view)), 422
    if action == "review":
        return redirect(url_for("sign.review", lid=lid, draft_id=draft_id), 303)
    anchor = "rules" if action == "check" else None
    return redirect(url_for("note.edit", lid=lid, draft_id=draft_id, _anchor=anchor), 303)


@bp.post("/<draft_id>/autosave")
def autosave(lid: str, draft_id: str) -> ResponseReturnValue:
    """Save the form without leaving the page; says in words where the text now is."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    try:
        saved = _save(opened, draft_id, "save")
    except StaleRecord:
        return {
            "words": "Not saved: another window changed this note. Press Save to choose.",
            "is_final": True,
        }, 409
    except NotFoundInStore:
        return {"words": "Not saved: this draft was signed, deleted or has expired.", "is_final": True}, 404
    words = saved_words(saved.stored, services().clock.now())
    if saved.problems:
        words = f"{words}. Except: {saved.problems[0].message}"
    return {"version": saved.stored.version, "words": words}


@bp.get("/<draft_id>/rules")
def rules(lid: str, draft_id: str) -> ResponseReturnValue:
    """The rules panel for the draft as it was last saved, as a fragment of the page."""
    opened = opened_launch(lid)
    stored = load_draft(services(), opened, draft_id)
    view = read_chart(services(), opened)
    return render_template("note/rules.html", page=_page(opened, view, stored))


@bp.get("/<draft_id>/discard")
def ask_discard(lid: str, draft_id: str) -> ResponseReturnValue:
    """Ask before a draft is deleted."""
    opened = opened_launch(lid)
    stored = load_draft(services(), opened, draft_id)
    view = read_chart(services(), opened)
    page = {
        "draft_id": draft_id,
        "visit_words": visit_words(stored.draft),
        "saved_words": moment_words(stored.saved_at, services().clock.now()),
    }
    return render_template("note/discard.html", page=page, frame=frame_of(opened, view))


@bp.post("/<draft_id>/discard")
def discard(lid: str, draft_id: str) -> ResponseReturnValue:
    """Delete a draft."""
    opened = opened_launch(lid)
    require_same_chart(opened)
    discard_draft(services(), opened, draft_id)
    return redirect(url_for("chart.show", lid=lid), 303)


def _save(opened: OpenLaunch, draft_id: str, action: str) -> _Saved:
    before = load_draft(services(), opened, draft_id)
    read = read_form(request.form, before.draft, _goals_of(opened), today=local_date(services().clock.now()))
    draft = read.draft
    if action in {"start", "stop"}:
        draft = with_clock(draft, action, services().clock.now())
    return _Saved(save_draft(services(), opened, draft_id, draft, _version()), read.problems)


def _goals_of(opened: OpenLaunch) -> dict[str, str]:
    """The goals that may be chosen; those that the page showed while the EHR does not answer.

    Saving goes on when the sign-in has ended or the network to the EHR is down.
    """
    try:
        return {goal.ref: goal.words for goal in read_chart(services(), opened).chart.goals}
    except (RemoteError, SmartError):
        return {ref: request.form.get(f"words-{ref}", "") for ref in request.form.getlist("goals")}


def _version() -> int:
    sent = request.form["version"]
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= _LONGEST_VERSION):
        raise BadRequest
    return int(sent)


def _clash(opened: OpenLaunch, draft_id: str) -> ResponseReturnValue:
    """Another window saved later: show what was typed here, and let the person choose."""
    latest = load_draft(services(), opened, draft_id)
    view = read_chart(services(), opened)
    today = local_date(services().clock.now())
    typed = read_form(request.form, latest.draft, _goals_of(opened), today=today).draft
    here = StoredDraft(draft_id, typed, latest.version, latest.saved_at, latest.expires_at)
    words = f"It was saved there {moment_words(latest.saved_at, services().clock.now())}."
    page = _page(opened, view, here, clash_words=words)
    return render_template("note/edit.html", page=page, frame=frame_of(opened, view)), 409


def _page(
    opened: OpenLaunch,
    view: ChartView,
    stored: StoredDraft,
    *,
    problems: tuple[Issue, ...] = (),
    wants_problems: bool = False,
    clash_words: str | None = None,
) -> NotePage:
    checked = check_draft(services(), view, stored)
    items = tuple(from_issue(issue) for issue in problems)
    if wants_problems:
        items += (*(from_issue(issue) for issue in checked.incomplete), *from_findings(checked.blocking))
    return show_note(
        stored,
        view.chart,
        panel=show_rules(
            checked,
            view.burn_downs,
            is_billed=stored.draft.is_billed,
            is_group=stored.draft.kind is ContactKind.GROUP,
        ),
        units=checked.units,
        author_words=author_words(view),
        self_href=url_for("note.edit", lid=opened.lid, draft_id=stored.draft_id),
        now=services().clock.now(),
        problems=items,
        problems_title=_NOT_SAVED if problems else _TO_SIGN,
        typed={name: request.form.get(name, "") for name in ("service_on", "started_at", "ended_at")}
        if problems
        else {},
        clash_words=clash_words,
    )
