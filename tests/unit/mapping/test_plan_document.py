"""A plan as the document that goes with a request for units."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime

from pss_fhir.domain.plan import GoalStatus
from pss_fhir.mapping import as_json
from pss_fhir.mapping.plan_document import plan_document, plan_text
from pss_fhir.validation import Validator
from tests.builders import CLIENT_REF, CLINICIAN_REF, make_goal, make_plan

URN = "urn:uuid:0b0f9f36-7f0e-4a53-9d42-64a4b4f1c0ab"
MADE_AT = datetime(2026, 9, 20, 15, tzinfo=UTC)


def test_document_when_made_then_it_holds_the_plan_and_is_clean() -> None:
    document = as_json(plan_document(make_plan(), [make_goal()], identifier=URN, made_at=MADE_AT))

    assert Validator().validate(document) == []
    (content,) = document["content"]
    assert b64decode(content["attachment"]["data"]).decode() == plan_text(make_plan(), [make_goal()])
    assert document["subject"]["reference"] == CLIENT_REF
    assert document["author"] == [{"reference": CLINICIAN_REF}]
    assert document["identifier"][0]["value"] == URN


def test_text_when_the_plan_is_whole_then_days_goals_and_signatures_are_told() -> None:
    text = plan_text(make_plan(), [make_goal()])

    assert text == (
        "PERSON-CENTERED PLAN\n\n"
        "Status: active\nFrom: 2026-06-01\nTo: 2027-05-31\n\n"
        "GOALS\n- I want to keep my own apartment. (active, by 2027-02-28)\n\n"
        "SIGNED BY\n- client, 2026-06-01\n- author, 2026-06-01\n- orderer, 2026-06-01\n"
    )


def test_text_when_goals_are_not_the_plans_or_were_given_up_then_not_told() -> None:
    given_up = make_goal(status=GoalStatus.CANCELLED)
    other = make_goal(ref="Goal/of-another-plan")

    assert "GOALS\nNone.\n" in plan_text(make_plan(), [given_up, other])


def test_text_when_nobody_signed_or_the_record_cannot_tell_then_said() -> None:
    assert plan_text(make_plan(signatures=()), []).endswith("SIGNED BY\nNobody.\n")
    assert plan_text(make_plan(signatures=None), []).endswith("SIGNED BY\nNot known from the record.\n")


def test_document_when_author_title_and_days_are_not_known_then_made_without() -> None:
    plan = make_plan(author_ref=None, title=None, days={})

    document = as_json(plan_document(plan, [], identifier=URN, made_at=MADE_AT))

    assert "author" not in document
    assert document["content"][0]["attachment"]["title"] == "Person-Centered Plan"
    assert "From: not recorded" in plan_text(plan, [])
