"""Two charts in one browser, two browsers, forms of another chart, requests of another site."""

from __future__ import annotations

import pytest

from tests.app.conftest import APP, Clinic, Visitor, hidden_fields, whole_note


def test_two_charts_in_one_browser_stay_two(clinic: Clinic) -> None:
    """The second launch must not show through when the first page is loaded again."""
    visitor = clinic.visitor()
    first = visitor.launch("Patient/client-1")
    second = visitor.launch("Patient/client-2")

    one, two = visitor.get(f"/l/{first}/").text, visitor.get(f"/l/{second}/").text

    assert "Peer support with Riley" in one
    assert "Peer support with Riley" not in two
    assert "Peer support with Riley" in visitor.get(f"/l/{first}/").text


def test_launch_of_another_browser_is_not_found(clinic: Clinic, jo: Visitor) -> None:
    other = clinic.visitor()
    other.launch()

    assert other.get(f"/l/{jo.lid}/").status_code == 404


def test_launch_without_a_cookie_is_not_found(clinic: Clinic, jo: Visitor) -> None:
    assert clinic.visitor().get(f"/l/{jo.lid}/").status_code == 404


@pytest.mark.parametrize("action", ["", "/autosave", "/discard", "/sign"])
def test_form_of_another_chart_changes_nothing(clinic: Clinic, action: str) -> None:
    """A form made in chart A and sent to chart B is refused before anything is done with it."""
    visitor = clinic.visitor()
    visitor.launch("Patient/client-2")
    other = visitor.begin_note()[1]
    visitor.launch("Patient/client-1")
    address, own = visitor.begin_note()
    sent = {
        **whole_note(),
        "version": own["version"],
        **{name: other[name] for name in ("csrf_token", "lid", "chart")},
    }

    answer = visitor.post(address + action, sent)

    assert answer.status_code == 409
    assert "app.wrong-chart" in answer.text
    assert hidden_fields(visitor.get(address).text)["version"] == own["version"]


def test_form_with_the_right_launch_but_another_persons_stamp_is_refused(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    visitor.launch("Patient/client-2")
    stamp = visitor.begin_note()[1]["chart"]
    visitor.launch("Patient/client-1")
    address, own = visitor.begin_note()

    assert visitor.post(address, {**whole_note(), **own, "chart": stamp}).status_code == 409


def test_draft_of_one_chart_is_not_found_in_another(clinic: Clinic) -> None:
    visitor = clinic.visitor()
    visitor.launch("Patient/client-1")
    draft = visitor.begin_note()[0].rsplit("/", 1)[1]
    other = visitor.launch("Patient/client-2")

    assert visitor.get(f"/l/{other}/note/{draft}").status_code == 404


@pytest.mark.parametrize("action", ["", "/autosave"])
def test_form_without_its_token_is_refused(jo: Visitor, action: str) -> None:
    address, own = jo.begin_note()

    answer = jo.post(address + action, {**whole_note(), **own, "csrf_token": ""})

    assert answer.status_code == 400
    assert "app.form-expired" in answer.text


@pytest.mark.parametrize("sender", ["cross-site", "same-site"])
def test_form_that_another_site_sends_is_refused(jo: Visitor, sender: str) -> None:
    address, own = jo.begin_note()

    answer = jo.post(address, {**whole_note(), **own}, headers={"Sec-Fetch-Site": sender})

    assert answer.status_code == 403


def test_no_form_of_the_app_is_without_token_launch_and_stamp(jo: Visitor) -> None:
    """Every form but Lock says for which chart it is; Lock concerns the browser as a whole."""
    address, _ = jo.begin_note()
    for path in (f"/l/{jo.lid}/", address, f"{address}/discard"):
        for form in jo.get(path).text.split("<form")[1:]:
            body = form.split("</form>")[0]
            assert 'name="csrf_token"' in body, path
            if "/lock" not in body.split(">")[0]:
                assert 'name="lid"' in body, path
                assert 'name="chart"' in body, path


def test_addresses_name_nobody(jo: Visitor) -> None:
    address, _ = jo.begin_note()

    assert "client-1" not in address
    assert APP not in address
