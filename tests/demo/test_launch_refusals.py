"""A launch that may not be: a page with plain words for the person and a code for the administrator."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from pss_fhir.cli.visitor import Page
from tests.demo.person import RILEY, SPECIALIST, Person
from tests.demo.stage import CLIENT_ID, Stage, staged

REFUSED = range(400, 500)


def require_refusal(jo: Person, page: Page, code: str, heading: str) -> None:
    """The page says what happened and names the code; nothing of the sign-in or of the person is in it."""
    assert page.status in REFUSED
    assert page.heading == heading
    assert f"Code {code} Time" in page.text
    assert "You can pass this on: it holds no name and nothing out of a record" in page.text
    secrets = [value for url in (hop.url for hop in jo.hops) for value in _secrets_in(url)]
    assert [secret for secret in secrets if secret in jo.raw] == []
    assert "Riley" not in page.text


def _secrets_in(url: str) -> list[str]:
    named = dict(parse_qsl(urlsplit(url).query))
    return [named[name] for name in ("code", "state", "code_challenge", "nonce") if named.get(name)]


def answer_of(jo: Person) -> dict[str, str]:
    """What the sign-in server sent back for a launch that has come as far as that."""
    return dict(parse_qsl(urlsplit(jo.sign_in_up_to_the_callback(jo.launch_url())).query))


def come_back(stage: Stage, jo: Person, answer: dict[str, str], **changes: str | None) -> Page:
    """Open the callback with an answer that somebody has changed; None leaves a parameter out."""
    sent = {name: value for name, value in {**answer, **changes}.items() if value is not None}
    return jo.open(f"{stage.app_url}/callback?{urlencode(sent)}")


def launched_from(stage: Stage, jo: Person, iss: str, launch: str) -> Page:
    return jo.open(f"{stage.app_url}/launch?{urlencode({'iss': iss, 'launch': launch})}")


NOT_BEGUN = ("smart.state-mismatch", "This sign-in was not begun here")


def test_wrong_issuer_is_asked_nothing(stage: Stage, jo: Person) -> None:
    page = launched_from(stage, jo, "https://evil.example/fhir", "x")

    require_refusal(jo, page, "smart.issuer-not-allowed", "This EHR is not known to the app")


def test_launch_that_the_ehr_does_not_know_is_refused_by_the_ehr(stage: Stage, jo: Person) -> None:
    page = launched_from(stage, jo, stage.ehr.fhir_base, "no-such-launch")

    require_refusal(jo, page, "smart.invalid-authorization-request", "The EHR did not let you in")


def test_audience_that_the_ehr_does_not_take_is_refused_by_the_ehr(stage: Stage, jo: Person) -> None:
    """The issuer is compared without its trailing slash, but sent on as it came."""
    _, launch = stage.ehr.new_launch(RILEY, SPECIALIST)
    asked = jo.sign_in_up_to_the_callback(
        f"{stage.app_url}/launch?{urlencode({'iss': stage.ehr.fhir_base, 'launch': launch})}"
    )
    to_the_ehr = next(hop.url for hop in jo.hops if "/authorize" in hop.url)
    changed = dict(parse_qsl(urlsplit(to_the_ehr).query)) | {"aud": "https://other.example/fhir"}

    page = jo.open(f"{to_the_ehr.partition('?')[0]}?{urlencode(changed)}")

    assert asked
    require_refusal(jo, page, "smart.invalid-authorization-request", "The EHR did not let you in")


def test_redirect_to_another_address_is_refused_by_the_ehr_itself(stage: Stage, jo: Person) -> None:
    stage.ehr.register_app(CLIENT_ID, "https://other.example/callback")

    page = jo.launch()

    assert page.status == 400
    assert page.url.startswith(stage.ehr.origin)


@pytest.mark.parametrize("state", [None, "", "guessed"])
def test_answer_with_a_bad_state_opens_nothing(stage: Stage, jo: Person, state: str | None) -> None:
    page = come_back(stage, jo, answer_of(jo), state=state)

    require_refusal(jo, page, *NOT_BEGUN)


def test_answer_with_the_state_of_somebody_else_opens_nothing(stage: Stage, jo: Person) -> None:
    foreign = answer_of(Person(stage))["state"]

    page = come_back(stage, jo, answer_of(jo), state=foreign)

    require_refusal(jo, page, *NOT_BEGUN)


def test_answer_in_another_browser_opens_nothing_and_uses_nothing_up(stage: Stage, jo: Person) -> None:
    answer, thief = answer_of(jo), Person(stage)
    thief.launch()

    require_refusal(thief, come_back(stage, thief, answer), *NOT_BEGUN)
    assert come_back(stage, jo, answer).heading == "Peer support with Riley"


def test_answer_in_a_browser_without_a_cookie_opens_nothing(stage: Stage, jo: Person) -> None:
    answer, thief = answer_of(jo), Person(stage)

    page = come_back(stage, thief, answer)

    require_refusal(thief, page, "app.cookie-refused", "The app cannot work inside this window")


def test_answer_that_comes_twice_opens_one_chart(stage: Stage, jo: Person) -> None:
    answer = answer_of(jo)
    come_back(stage, jo, answer)

    require_refusal(jo, come_back(stage, jo, answer), *NOT_BEGUN)


def test_code_that_was_used_before_opens_nothing(stage: Stage, jo: Person) -> None:
    used = answer_of(jo)
    come_back(stage, jo, used)

    page = come_back(stage, jo, answer_of(jo), code=used["code"])

    require_refusal(jo, page, "smart.invalid-grant", "This sign-in cannot be used any more")


def test_answer_of_another_server_is_not_used(stage: Stage, jo: Person) -> None:
    page = come_back(stage, jo, answer_of(jo), iss="https://evil.example")

    require_refusal(jo, page, "smart.answer-elsewhere", "This sign-in was not begun here")


def test_answer_after_ten_minutes_is_too_late(stage: Stage, jo: Person) -> None:
    answer = answer_of(jo)
    stage.clock.advance(timedelta(minutes=10, seconds=1))

    require_refusal(jo, come_back(stage, jo, answer), *NOT_BEGUN)


def test_person_who_does_not_allow_it_is_told_so(stage: Stage, jo: Person) -> None:
    page = jo.open(f"{stage.app_url}/launch/standalone?{urlencode({'iss': stage.ehr.fhir_base})}")

    page = jo.submit(page.form_with("sandbox_user"), {}, ("sandbox_answer", "deny"))

    require_refusal(jo, page, "smart.access-denied", "The EHR did not let you in")


def test_launch_outside_any_chart_opens_nothing(stage: Stage, jo: Person) -> None:
    page = jo.launch(patient=None)

    require_refusal(jo, page, "smart.no-patient", "The EHR did not allow enough")


@pytest.mark.parametrize(
    ("scopes", "code", "heading"),
    [
        ((), "smart.invalid-scope", "The EHR did not let you in"),
        (("launch", "patient/Patient.rs"), "smart.no-user", "The EHR did not allow enough"),
        (("launch", "openid", "patient/Patient.rs"), "smart.no-user", "The EHR did not allow enough"),
        (("launch", "openid", "fhirUser"), "smart.scope-missing", "The EHR did not allow enough"),
    ],
)
def test_launch_without_the_scopes_that_nothing_goes_without_is_refused(
    tmp_path: Path, scopes: tuple[str, ...], code: str, heading: str
) -> None:
    with staged(tmp_path, scopes=scopes) as stage:
        jo = Person(stage)

        require_refusal(jo, jo.launch(), code, heading)


def test_each_missing_scope_is_named_where_the_chart_cannot_be_opened(tmp_path: Path) -> None:
    with staged(tmp_path, scopes=("launch", "openid", "fhirUser")) as stage:
        page = Person(stage).launch()

        assert "patient/Patient.rs" in page.text
        assert "patient/DocumentReference.crus" in page.text


def test_each_missing_scope_is_named_on_a_chart_that_can_be_opened_without_it(tmp_path: Path) -> None:
    scopes = ("launch", "openid", "fhirUser", "patient/Patient.rs", "user/Practitioner.rs")
    with staged(tmp_path, scopes=scopes) as stage:
        page = Person(stage).launch()

        assert page.heading == "Peer support with Riley"
        for part in ("CarePlan", "Goal", "ServiceRequest", "Coverage", "Encounter", "DocumentReference"):
            assert f"the EHR did not grant patient/{part}.rs" in page.text
