"""A specialist with a browser of her own, over real sockets, who remembers every answer she got."""

from __future__ import annotations

import html
import http.cookiejar
import io
import re
import urllib.request
import urllib.response
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPResponse
from typing import Any, Protocol
from urllib.parse import urlencode

from pss_fhir.cli.visitor import Form, Page, Visitor
from pss_fhir.clock import NEW_YORK, FixedClock
from pss_fhir.sandbox import Sandbox

SPECIALIST = "Practitioner/specialist-1"
RILEY = "Patient/client-1"

Fields = dict[str, str | list[str]]


class Place(Protocol):
    """Where an app and an EHR run."""

    @property
    def ehr(self) -> Sandbox: ...

    @property
    def app_url(self) -> str: ...

    @property
    def clock(self) -> FixedClock: ...


@dataclass(frozen=True)
class Hop:
    """One request of the browser and its answer, redirects included."""

    method: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


class _Memory(urllib.request.BaseHandler):
    """Writes down each hop, and hands the answer on as if nobody had read it."""

    handler_order = 100

    def __init__(self) -> None:
        self.hops: list[Hop] = []

    def http_response(self, request: urllib.request.Request, response: HTTPResponse) -> Any:
        body = response.read()
        shown = body.decode("utf-8", "replace")
        hop = Hop(
            request.get_method(), request.full_url, response.status, tuple(response.headers.items()), shown
        )
        self.hops.append(hop)
        again = urllib.response.addinfourl(
            io.BytesIO(body), response.headers, request.full_url, response.status
        )
        again.msg = response.reason  # type: ignore[attr-defined]  # what urllib's own handlers look at
        return again


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects as usual, but for one that leads where the person does not go yet."""

    stops_before: str | None = None

    def redirect_request(self, *asked: Any) -> urllib.request.Request | None:
        new_url = asked[-1]
        if self.stops_before and self.stops_before in new_url:
            return None
        return super().redirect_request(*asked)


class Person(Visitor):
    """Somebody who uses the app without JavaScript."""

    def __init__(self, stage: Place) -> None:
        super().__init__(timeout_seconds=100)  # a busy machine is no fault of the app
        self.stage = stage
        self._memory = _Memory()
        self._redirects = _Redirects()
        self.cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(self.cookies),
            self._memory,
            self._redirects,
        )

    @property
    def hops(self) -> list[Hop]:
        """Every answer so far."""
        return self._memory.hops

    @property
    def raw(self) -> str:
        """The last page as it came."""
        return self.hops[-1].body

    @property
    def shown_text(self) -> str:
        """The note as the last page shows it, letter for letter."""
        (found,) = re.findall(r'<pre class="filed"[^>]*>(.*?)</pre>', self.raw, re.DOTALL)[:1]
        return html.unescape(found)

    def launch(self, patient: str | None = RILEY, user: str = SPECIALIST, **context: Any) -> Page:
        """Open a chart from the EHR."""
        return self.open(self.launch_url(patient, user, **context))

    def launch_url(self, patient: str | None = RILEY, user: str = SPECIALIST, **context: Any) -> str:
        """Where the EHR's button leads."""
        iss, launch = self.stage.ehr.new_launch(patient, user, **context)
        return f"{self.stage.app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}"

    def sign_in_up_to_the_callback(self, url: str) -> str:
        """The address that leads back from the sign-in to the app, not yet opened."""
        self._redirects.stops_before = f"{self.stage.app_url}/callback"
        self.open(url)
        self._redirects.stops_before = None
        return dict(self.hops[-1].headers)["Location"]

    def begin(self, chart: Page) -> Page:
        """Press "Start a note"."""
        return self.submit(form_to(chart, "/note/"), {})

    def write(self, note: Page, fields: Fields | None = None, *, action: str = "review") -> Page:
        """Fill in the note and press a button: save, check or review."""
        form = note.form_with("intervention_text")
        values = whole_note(self.stage.clock.now()) | _goal(form) if fields is None else fields
        return self.submit(form, values, ("action", action))

    def submit_bytes(self, form: Form, fields: Fields, button: tuple[str, str]) -> Page:
        """Send a form whose texts stand for bytes, one letter each."""
        kept = [(name, value) for name, value in form.fields if name not in fields]
        sent = [
            (name, one)
            for name, value in fields.items()
            for one in ([value] if isinstance(value, str) else value)
        ]
        body = urlencode([*kept, *sent, button], encoding="latin-1").encode()
        return self._fetch(urllib.request.Request(form.action, data=body, method="POST"))

    def sign(self, reviewed: Page) -> Page:
        """Tick the box and press "Sign and file"."""
        return self.submit(reviewed.form_with("attested"), {"attested": "yes"})

    def review(self, chart: Page, **changes: str | list[str]) -> Page:
        """Begin and write a note, up to the page on which it is signed."""
        note = self.begin(chart)
        form = note.form_with("intervention_text")
        return self.write(note, whole_note(self.stage.clock.now()) | _goal(form) | changes)

    def file_a_note(self, chart: Page | None = None, **changes: str | list[str]) -> Page:
        """From the chart to the page that says where the note is."""
        return self.sign(self.review(chart or self.launch(), **changes))

    def try_again(self, result: Page) -> Page:
        """Press "Try again now"."""
        return self.submit(form_to(result, "/file"), {})

    def follow(self, page: Page, words: str) -> Page:
        """Follow the first link with those words."""
        return self.open(next(url for text, url in page.links if text.startswith(words)))


def form_to(page: Page, ending: str) -> Form:
    """The first form whose address ends so."""
    return next(form for form in page.forms if form.action.endswith(ending))


def has_form_to(page: Page, ending: str) -> bool:
    """Whether a form of the page goes there."""
    return any(form.action.endswith(ending) for form in page.forms)


def whole_note(now: datetime) -> Fields:
    """The fields of a note about a visit of 52 minutes that has just ended."""
    ended_at = now.astimezone(NEW_YORK) - timedelta(minutes=5)
    started_at = ended_at - timedelta(minutes=52)
    return {
        "service_on": f"{started_at:%Y-%m-%d}",
        "started_at": f"{started_at:%H:%M}",
        "ended_at": f"{ended_at:%H:%M}",
        "is_billed": "yes",
        "kind": "individual",
        "modality": "in-person",
        "place": "home",
        "purpose": "To get ready for the talk with the landlord.",
        "interventions": ["role-play", "goal-setting"],
        "intervention_text": "We made a list for the talk and practiced it twice.",
        "response": "Was clear by the second try, and will call on Thursday.",
        "next_step": "Look at how the call went.",
    }


def _goal(form: Form) -> Fields:
    first = form.choices["goals"][0]
    return {"goals": [first], f"progress-{first}": "progress"}
