"""The page on which a note is read once more and signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pss_fhir.clock import local_date
from pss_fhir.domain.note import NoteDraft
from pss_fhir.store import StoredDraft
from pss_fhir.workflows.read_chart import ChartView
from pss_fhir.workflows.sign_note import ReadyToSign
from smart_app.note_address import note_path
from smart_app.present.frame import show_person
from smart_app.present.note_page import sum_words
from smart_app.present.rules import RuleItem, from_findings
from smart_app.present.words import KINDS, MODALITIES, PLACES, PROGRESS, day_words

ATTESTATION = (
    "I gave this service to this person, I wrote this note myself, and it is true. "
    "Ticking this box and pressing the button is my signature."
)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the signing page shows.

    Attributes:
        facts: name and value of what must be right: who, when, where, how long, which goals.
        items: what the rules ask to look at; nothing of it blocks.
    """

    draft_id: str
    version: int
    nonce: str
    note_id: UUID
    facts: tuple[tuple[str, str], ...]
    text: str
    items_title: str
    items: tuple[RuleItem, ...]
    signer_words: str
    credential_words: str | None
    rung_words: str
    rung_reasons: tuple[str, ...]
    attestation: str
    attest_error: str | None


def show_review(
    stored: StoredDraft, view: ChartView, ready: ReadyToSign, *, now: datetime, attest_error: str | None
) -> ReviewPage:
    """The page for a draft that can be signed."""
    signer = f"{ready.signer_name}, {ready.credential}" if ready.credential else ready.signer_name
    items = from_findings(ready.checked.findings)
    weights = {item.weight for item in items}
    return ReviewPage(
        draft_id=stored.draft_id,
        version=stored.version,
        nonce=ready.nonce,
        note_id=note_path(stored.draft.note_identifier),
        facts=_facts(stored.draft, view, ready, now),
        text=ready.text,
        items_title="Please look at these first" if "warn" in weights else "Good to know",
        items=items,
        signer_words=signer,
        credential_words=None
        if ready.credential
        else "The record shows no current certificate to print beside your name.",
        rung_words=ready.rung.words,
        rung_reasons=ready.rung_reasons[1:],
        attestation=ATTESTATION,
        attest_error=attest_error,
    )


def _facts(
    draft: NoteDraft, view: ChartView, ready: ReadyToSign, now: datetime
) -> tuple[tuple[str, str], ...]:
    person = show_person(view.chart.client, is_shown=True, today=local_date(now))
    place = PLACES[draft.place] if draft.place else ""
    how = [KINDS[draft.kind], MODALITIES[draft.modality].lower() if draft.modality else ""]
    goals = [
        f"{goal.words} ({PROGRESS[goal.progress]})" if goal.progress else goal.words for goal in draft.goals
    ]
    facts = [
        ("Person", person.name),
        ("Born", person.born.removeprefix("born ")),
        ("Day", _day(draft, now)),
        ("Time", sum_words(draft, ready.checked.units)),
        ("Place", f"{place}, {draft.place_name}" if draft.place_name.strip() else place),
        ("How", ", ".join(part for part in how if part)),
        ("Goals", "; ".join(goals) or "None chosen"),
    ]
    if ready.is_late_entry:
        facts.append(("Marked", "Late entry: it is signed later than the rules ask"))
    return tuple(facts)


def _day(draft: NoteDraft, now: datetime) -> str:
    if draft.service_on is None:
        return ""
    days = (local_date(now) - draft.service_on).days
    ago = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    return f"{day_words(draft.service_on)} ({ago})"
