"""The pages of the simulated EHR."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from pss_fhir.clock import FixedClock
from pss_fhir.sandbox import Sandbox
from tests.wire.sandbox_talk import Answer, Talk, make_document


class Page(HTMLParser):
    """What a page holds, as far as the tests look."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def talk(clock: FixedClock) -> Iterator[Talk]:
    """A sandbox with its agency and one app."""
    sandbox = Sandbox(clock=clock)
    sandbox.register_app(
        "app", "https://app.example/callback", launch_url="https://app.example/launch?site=1", name="Notes"
    )
    yield Talk(sandbox)
    sandbox.stop()


def page(talk: Talk, path: str) -> Answer:
    """A page of the sandbox."""
    answer = talk.get(talk.sandbox.launcher_url + path)
    assert answer.status == 200, path
    return answer


PAGES = [
    "",
    "charts?patient=Patient/client-1&user=Practitioner/specialist-1&app=app",
    "documents/client-1",
    "documents/client-1/DocumentReference/note-client-1-1",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_a_whole_page_without_anything_from_elsewhere(talk: Talk, path: str) -> None:
    found = page(talk, path)
    parsed = Page(found.text)
    assert parsed.all("html")[0]["lang"] == "en"
    assert len(parsed.all("h1")) == len(parsed.all("main")) == len(parsed.all("title")) == 1
    assert parsed.all("a")[0] == {"class": "skip", "href": "#main"}
    assert parsed.all("script") == []
    assert [each["href"] for each in parsed.all("link")] == ["/static/icon.svg", "/static/ehr.css"]
    labelled = {each.get("for") for each in parsed.all("label")}
    for field in parsed.all("select") + [each for each in parsed.all("input") if each["type"] == "checkbox"]:
        assert field["id"] in labelled
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in found.headers["content-security-policy"]
    assert found.headers["referrer-policy"] == "same-origin", "forms then say which page they come from"


def test_style_sheet_is_there(talk: Talk) -> None:
    assert page(talk, "static/ehr.css").headers["content-type"].startswith("text/css")


def test_home_lists_clients_with_their_situation_staff_apps_and_modes(talk: Talk) -> None:
    text = unescape(page(talk, "").text)
    for person in talk.sandbox.agency.roster.clients:
        assert person.given in text
        assert person.story in text
    assert all(each in text for each in ("Jo HTEST", "Epic-like", "timeout-after-commit", "Notes"))


def test_home_without_an_app_says_how_to_get_one(clock: FixedClock) -> None:
    sandbox = Sandbox(clock=clock)
    text = page(Talk(sandbox), "").text
    assert "No app is registered yet" in text
    assert sandbox.fhir_base in text
    sandbox.stop()


def test_chart_frames_the_app_with_a_launch_of_its_own(talk: Talk) -> None:
    parsed = Page(page(talk, PAGES[1]).text)
    [frame] = parsed.all("iframe")
    asked = parse_qs(urlsplit(frame["src"]).query)
    assert frame["src"].startswith("https://app.example/launch?site=1&")
    assert frame["title"] == "Notes in the chart of Riley HTEST"
    assert asked["iss"] == [talk.sandbox.fhir_base]
    session = talk.sandbox.sign_in.launches.find(asked["launch"][0], talk.sandbox.clock.now())
    assert session is not None
    assert (session.patient_id, session.user_ref) == ("client-1", "Practitioner/specialist-1")


def test_two_charts_open_beside_each_other(talk: Talk) -> None:
    parsed = Page(page(talk, PAGES[1] + "&patient=Patient/client-2&patient=Patient/client-3").text)
    launches = [parse_qs(urlsplit(frame["src"]).query)["launch"][0] for frame in parsed.all("iframe")]
    assert len(set(launches)) == 2


@pytest.mark.parametrize(
    "path",
    [
        "charts?user=Practitioner/specialist-1&app=app",
        "charts?patient=Patient/none&user=Practitioner/specialist-1&app=app",
        "charts?patient=Patient/client-1&user=Practitioner/none&app=app",
        "charts?patient=Patient/client-1&user=Practitioner/specialist-1&app=none",
        "documents/none",
        "documents/client-1/Patient/client-1",
        "documents/client-1/DocumentReference/none",
    ],
)
def test_page_when_nobody_is_there_then_404(talk: Talk, path: str) -> None:
    assert talk.get(talk.sandbox.launcher_url + path).status == 404


def test_documents_show_what_was_filed(talk: Talk) -> None:
    store = talk.sandbox.api.store
    store.put(make_document(id="new"), method="PUT")
    store.put(
        {
            "resourceType": "QuestionnaireResponse",
            "id": "form",
            "status": "completed",
            "subject": {"reference": "Patient/client-1"},
            "authored": "2026-11-02T10:00:00-05:00",
            "item": [
                {
                    "text": "About",
                    "item": [
                        {
                            "linkId": "purpose",
                            "text": "Purpose",
                            "answer": [{"valueString": "HTEST purpose"}],
                        },
                        {"linkId": "goal", "answer": [{"valueCoding": {"display": "A garden"}}]},
                    ],
                }
            ],
        },
        method="PUT",
    )
    store.put(
        {
            "resourceType": "Communication",
            "id": "message",
            "status": "completed",
            "subject": {"reference": "Patient/client-1"},
            "payload": [{"contentString": "HTEST message"}],
        },
        method="PUT",
    )
    store.put(
        make_document(
            id="pdf", content=[{"attachment": {"contentType": "application/pdf", "data": "JVBERg=="}}]
        ),
        method="PUT",
    )
    store.put(
        make_document(id="broken", content=[{"attachment": {"contentType": "text/plain", "data": "?"}}]),
        method="PUT",
    )
    listed = page(talk, "documents/client-1").text
    assert "DocumentReference/new" in listed
    base = "documents/client-1/"
    assert "HTEST" in page(talk, f"{base}DocumentReference/new").text
    form = page(talk, f"{base}QuestionnaireResponse/form").text
    assert "Purpose: HTEST purpose" in form
    assert "goal: A garden" in form
    assert "HTEST message" in page(talk, f"{base}Communication/message").text
    assert "application/pdf: not shown here" in page(talk, f"{base}DocumentReference/pdf").text
    assert "cannot be read" in page(talk, f"{base}DocumentReference/broken").text


def test_mode_and_faults_can_be_chosen_on_the_page(talk: Talk) -> None:
    url = talk.sandbox.launcher_url
    assert talk.form(f"{url}mode", {"name": "oracle"}).status == 303
    assert talk.sandbox.mode.name == "oracle"
    assert talk.form(f"{url}faults", {"name": "500"}).status == 303
    assert "Ordered: 500 (1)." in page(talk, "").text
    assert talk.form(f"{url}faults", {"name": ""}).status == 303
    assert talk.sandbox.faults.open_orders() == []
    assert talk.form(f"{url}mode", {"name": "vista"}).status == 400
    assert talk.form(f"{url}faults", {"name": "flood"}).status == 400
    assert talk.form(f"{url}mode", {"name": "epic"}, Origin="https://evil.example").status == 403


def test_style_document_has_the_keys_of_smart(talk: Talk) -> None:
    style = talk.get(f"{talk.sandbox.origin}/smart-style.json").json
    assert len(style) == 11
    assert style["color_background"].startswith("#")
