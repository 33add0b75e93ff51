"""A walk through the app as a person without JavaScript: from the launch to the note read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from pss_fhir.cli.visitor import Page, Visitor
from pss_fhir.clock import NEW_YORK
from pss_fhir.errors import RemoteError
from pss_fhir.issues import message_for
from pss_fhir.wire import shown_url

VISIT = timedelta(minutes=52)
_SINCE_VISIT = timedelta(minutes=5)

Say = Callable[[str], None]


@dataclass(frozen=True)
class Filed:
    """What the app said in the end.

    Attributes:
        heading: the heading of the result page.
        text: the whole text of that page.
        refs: references of records in the EHR that the page names.
    """

    heading: str
    text: str
    refs: tuple[str, ...]

    @property
    def is_filed(self) -> bool:
        """Whether the page says that the note was read back from the EHR."""
        return self.heading.startswith("Filed, ")

    @property
    def is_to_be_copied(self) -> bool:
        """Whether the page says that a person has to bring the note into the EHR."""
        return self.heading == "Signed. Now copy it into the chart."


def walk(app_url: str, iss: str, launch: str, *, now: datetime, say: Say) -> Filed:
    """Launch, write a note about a visit that has just ended, sign it, and see where it went.

    Args:
        app_url: where the app is.
        iss: FHIR base of the EHR.
        launch: the EHR's launch handle.
        now: the present moment.
        say: is given a line after each step.

    Raises:
        RemoteError: a page is not what the next step needs.
        Unreachable: nothing answers.
    """
    visitor = Visitor()
    chart = _expect(visitor.open(f"{app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}"))
    say(f"launched    {chart.heading}")
    start = next(form for form in chart.forms if form.action.endswith("/note/"))
    note = _expect(visitor.submit(start, {}))
    say(f"draft       {note.heading}")

    form = note.form_with("intervention_text")
    reviewed = _expect(
        visitor.submit(form, visit(now) | words(form.choices.get("goals", [])), ("action", "review"))
    )
    say(f"checked     {reviewed.heading}")

    filed = _expect(visitor.submit(reviewed.form_with("attested"), {"attested": "yes"}))
    say(f"signed      {filed.heading}")
    refs = sorted(
        {word.strip(".,;") for word in filed.text.split() if word.startswith(_FILED_AS) and len(word) > 20}
    )
    return Filed(filed.heading, filed.text, tuple(refs))


_FILED_AS = ("DocumentReference/", "QuestionnaireResponse/")


def visit(now: datetime) -> dict[str, str | list[str]]:
    """Form fields of a visit at the person's home that ended five minutes ago."""
    ended_at = (now - _SINCE_VISIT).astimezone(NEW_YORK)
    started_at = (now - _SINCE_VISIT - VISIT).astimezone(NEW_YORK)
    times: dict[str, str | list[str]] = {
        "service_on": started_at.date().isoformat(),
        "started_at": f"{started_at:%H:%M}",
        "ended_at": f"{ended_at:%H:%M}",
        "modality": "in-person",
        "place": "home",
    }
    if ended_at.date() != started_at.date():
        times["ends_next_day"] = "yes"
    return times


def words(goals: list[str]) -> dict[str, str | list[str]]:
    """Form fields of the note's text, about the first of the goals that may be chosen."""
    typed: dict[str, str | list[str]] = {
        "purpose": "To plan the week and get ready for the talk with the landlord.",
        "interventions": ["goal-setting", "role-play", "shared-lived-experience"],
        "intervention_text": "We made a list for the talk and practiced it twice. "
        "I shared how I had prepared for a talk like it.",
        "response": "Was nervous at first and clear by the second try. Will make the call on Thursday.",
        "next_step": "Meet on Friday and look at how the call went.",
    }
    if goals:
        typed["goals"] = goals[:1]
        typed[f"progress-{goals[0]}"] = "progress"
    return typed


def _expect(page: Page) -> Page:
    if page.status != 200:
        code = "demo.page-unexpected"
        words = message_for(code, heading=page.heading)
        raise RemoteError(f"{words} It says: {page.text[:400]}", code=code, where=shown_url(page.url))
    return page
