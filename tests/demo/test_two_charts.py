"""Two charts in one browser, and two browsers: nobody sees or writes into what is not open to him."""

from __future__ import annotations

from http.client import HTTPConnection
from urllib.parse import urlencode, urljoin, urlsplit

import pytest

from pss_fhir.cli.visitor import Form, Page
from tests.demo.person import RILEY, SPECIALIST, Person, form_to
from tests.demo.stage import Stage

SAM = "Patient/client-2"


def given_name(stage: Stage, patient: str) -> str:
    """How the person's chart is headed."""
    return str(stage.ehr.api.store.read(*patient.split("/")).resource["name"][0]["given"][0])


def aimed_at(form: Form, other: Page) -> Form:
    """A form that was made in one chart, sent to the address of another."""
    return Form(other.url, "POST", form.fields, form.choices, form.buttons)


def test_each_of_two_charts_in_one_browser_files_into_its_own(stage: Stage, jo: Person) -> None:
    """Opened side by side, written in turns, the older one loaded again in between."""
    riley, sam = jo.launch(), jo.launch(SAM)
    assert jo.open(riley.url).heading == "Peer support with Riley"
    riley_review = jo.review(riley)
    assert jo.open(sam.url).heading == f"Peer support with {given_name(stage, SAM)}"
    assert jo.open(riley_review.url).heading == "Review and sign"

    jo.sign(riley_review)

    assert [note["subject"]["reference"] for note in stage.notes()] == ["Patient/client-1"]
    assert "Recent notes" in jo.open(sam.url).text
    assert stage.services.store.outbox.list(client_ref=SAM) == ()


def test_form_of_one_chart_sent_to_another_is_refused(stage: Stage, jo: Person) -> None:
    riley_note, sam_note = jo.begin(jo.launch()), jo.begin(jo.launch(SAM))
    form = aimed_at(riley_note.form_with("intervention_text"), sam_note)

    page = jo.submit(form, {"intervention_text": "Meant for the other chart."}, ("action", "save"))

    assert (page.status, page.heading) == (409, "This page is about another chart")
    assert "Nothing was saved, signed or filed." in page.text
    assert "Meant for the other chart." not in jo.raw
    jo.open(sam_note.url)
    assert "Meant for the other chart." not in jo.raw


@pytest.mark.parametrize("button", ["", "attested"])
def test_signing_form_of_one_chart_sent_to_another_signs_nothing(
    stage: Stage, jo: Person, button: str
) -> None:
    riley, sam = jo.review(jo.launch()), jo.begin(jo.launch(SAM))
    form = riley.form_with("attested")
    form.action = f"{sam.url}/sign"

    page = jo.submit(form, {"attested": "yes"} if button else {})

    assert page.status == 409
    assert stage.notes() == []
    assert stage.services.store.outbox.list() == ()


def test_addresses_of_one_browser_are_not_found_in_another(stage: Stage, jo: Person) -> None:
    chart = jo.launch()
    reviewed = jo.review(chart)
    result = jo.sign(reviewed)
    addresses = [chart.url, reviewed.url, reviewed.url.removesuffix("/review"), result.url]
    addresses += [
        f"{result.url}/copy",
        f"{result.url}/state",
        f"{result.url}/addendum",
        f"{chart.url}style.css",
    ]
    other = Person(stage)

    assert {other.open(url).status for url in addresses} == {404}
    other.launch()
    for url in addresses:
        page = other.open(url)
        assert (page.status, "Riley" in page.text) == (404, False)


def test_form_of_another_browser_is_refused(stage: Stage, jo: Person) -> None:
    form = form_to(jo.launch(), "/note/")
    other = Person(stage)
    other.launch()

    page = other.submit(form, {})

    assert page.status in {400, 404}
    assert stage.services.store.drafts.open_for(stage.ehr.fhir_base, "Patient/client-1", "x") == ()


def test_colleague_neither_sees_nor_opens_the_draft(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    colleague = Person(stage)
    chart = colleague.launch(user="Practitioner/specialist-2")

    assert "A draft is waiting" not in chart.text
    draft_id = note.url.rpartition("/")[2]
    assert colleague.open(f"{chart.url}note/{draft_id}").status == 404


def test_locked_browser_opens_nothing_until_a_new_launch(stage: Stage, jo: Person) -> None:
    chart = jo.launch()
    jo.submit(form_to(chart, "/lock"), {})

    assert jo.open(chart.url).status == 403
    assert "Riley" not in jo.raw
    assert jo.launch().heading == "Peer support with Riley"
    assert jo.open(chart.url).status == 404


class RawBrowser:
    """A browser whose answers may arrive in any order: requests carry the cookies of their moment."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def send(self, url: str) -> tuple[int, str, list[str]]:
        """Status, where it leads, and the cookies that the answer sets; none of them is kept yet."""
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": held} if held else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        target = urljoin(url, answer.getheader("Location") or "")
        return answer.status, target, answer.headers.get_all("Set-Cookie") or []

    def keep(self, set_cookies: list[str]) -> None:
        """Take an answer's cookies; a later one of the same name replaces the earlier."""
        for line in set_cookies:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value

    def follow(self, url: str) -> tuple[int, str]:
        """Status and address of where a chain of redirects ends."""
        status, target, set_cookies = self.send(url)
        self.keep(set_cookies)
        return (status, url) if status not in (302, 303) else self.follow(target)


def test_two_charts_opened_at_once_in_a_fresh_browser_both_open(stage: Stage) -> None:
    """Two frames of one page launch before either has a cookie; the answers cross each other."""
    browser = RawBrowser()
    first, second = (
        f"{stage.app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}"
        for iss, launch in (stage.ehr.new_launch(patient, SPECIALIST) for patient in (RILEY, SAM))
    )
    _, first_go, first_cookies = browser.send(first)
    _, second_go, second_cookies = browser.send(second)
    browser.keep(first_cookies)
    _, first_sign_in, more_cookies = browser.send(first_go)
    browser.keep(more_cookies)
    browser.keep(second_cookies)

    endings = [browser.follow(first_sign_in), browser.follow(second_go)]

    assert [status for status, _ in endings] == [200, 200]
    assert len({address for _, address in endings}) == 2
