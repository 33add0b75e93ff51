"""Which rung, and why not a better one."""

from __future__ import annotations

import pytest

from pss_fhir.client import ServerCapabilities
from pss_fhir.outbox import Rung, choose_retraction, choose_rung, load_profile

ALL_SCOPES = ("user/*.cruds",)
DOCUMENT = (Rung.DOCUMENT_ENCOUNTER, Rung.DOCUMENT_PERIOD)


def capabilities(**interactions: str) -> ServerCapabilities:
    """A server that declares the interactions given, ``Type="create read"``."""
    resources = [
        {"type": name, "interaction": [{"code": code} for code in codes.split()]}
        for name, codes in interactions.items()
    ]
    statement = {"resourceType": "CapabilityStatement", "rest": [{"mode": "server", "resource": resources}]}
    return ServerCapabilities.from_statement(statement)


FULL = capabilities(
    DocumentReference="create read update search-type", QuestionnaireResponse="create read search-type"
)
NOTHING = capabilities(Patient="read")


def test_server_that_takes_everything_gets_document_with_visit() -> None:
    choice = choose_rung(FULL, ALL_SCOPES, load_profile("open"), has_encounter=True)
    assert choice.plan == tuple(Rung)
    assert choice.reasons == ("The note goes into the EHR as a document linked to the visit.",)


def test_without_visit_document_carries_the_time_and_says_why() -> None:
    choice = choose_rung(FULL, ALL_SCOPES, load_profile("open"), has_encounter=False)
    assert choice.rung is Rung.DOCUMENT_PERIOD
    assert choice.reasons[1:] == (
        "Not as a document linked to the visit: the EHR has no visit that the note could be linked to.",
    )


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("open", (*DOCUMENT, Rung.QUESTIONNAIRE_RESPONSE, Rung.COPY_PRINT)),
        ("epic", (*DOCUMENT, Rung.QUESTIONNAIRE_RESPONSE, Rung.COPY_PRINT)),
        ("oracle", (*DOCUMENT, Rung.COPY_PRINT)),
        ("athena", (Rung.QUESTIONNAIRE_RESPONSE, Rung.COPY_PRINT)),
        ("ecw", (Rung.QUESTIONNAIRE_RESPONSE, Rung.COPY_PRINT)),
        ("read-only", (Rung.COPY_PRINT,)),
    ],
)
def test_profile_bounds_the_ladder_even_where_the_server_declares_more(
    profile: str, expected: tuple[Rung, ...]
) -> None:
    assert choose_rung(FULL, ALL_SCOPES, load_profile(profile), has_encounter=True).plan == expected


@pytest.mark.parametrize("profile", ["open", "epic", "oracle", "athena", "ecw", "read-only"])
def test_server_that_declares_no_create_leaves_copy_and_print(profile: str) -> None:
    choice = choose_rung(NOTHING, ALL_SCOPES, load_profile(profile), has_encounter=True)
    assert choice.plan == (Rung.COPY_PRINT,)
    assert len(choice.reasons) == 4
    assert choice.reasons[0].startswith("The note goes into the EHR by hand")


def test_missing_scope_is_named_with_what_to_do() -> None:
    scopes = ("user/DocumentReference.rs", "user/QuestionnaireResponse.crs")
    choice = choose_rung(FULL, scopes, load_profile("open"), has_encounter=True)
    assert choice.rung is Rung.QUESTIONNAIRE_RESPONSE
    assert "neither DocumentReference.c nor DocumentReference.write is granted" in choice.reasons[1]
    assert "administrator" in choice.reasons[1]


def test_server_without_sign_in_needs_no_scopes() -> None:
    assert choose_rung(FULL, None, load_profile("open"), has_encounter=True).rung is Rung.DOCUMENT_ENCOUNTER
    assert choose_rung(FULL, (), load_profile("open"), has_encounter=True).rung is Rung.COPY_PRINT


def test_server_that_cannot_be_asked_is_tried_as_its_vendor_is_known() -> None:
    choice = choose_rung(None, ALL_SCOPES, load_profile("athena"), has_encounter=True)
    assert choice.rung is Rung.QUESTIONNAIRE_RESPONSE
    assert "could not be asked" in choice.reasons[0]
    assert "athenaOne CapabilityStatement" in choice.reasons[1]


@pytest.mark.parametrize(
    ("declared", "scopes"),
    [("create", ALL_SCOPES), ("create read", ("user/DocumentReference.c",))],
    ids=["not declared", "not granted"],
)
def test_rung_that_cannot_be_proven_says_that_it_is_never_filed(
    declared: str, scopes: tuple[str, ...]
) -> None:
    server = capabilities(DocumentReference=declared)
    choice = choose_rung(server, scopes, load_profile("open"), has_encounter=True)
    assert choice.rung is Rung.DOCUMENT_ENCOUNTER
    assert "never as filed" in choice.reasons[0]


def test_retraction_goes_where_the_note_went() -> None:
    choice = choose_retraction(Rung.DOCUMENT_PERIOD, FULL, ALL_SCOPES, load_profile("oracle"))
    assert choice.plan == (Rung.DOCUMENT_PERIOD, Rung.COPY_PRINT)


@pytest.mark.parametrize(
    ("filed_as", "profile", "scopes", "server", "reason"),
    [
        (Rung.COPY_PRINT, "open", ALL_SCOPES, FULL, "copied by hand"),
        (Rung.QUESTIONNAIRE_RESPONSE, "athena", ALL_SCOPES, FULL, "athenaOne"),
        (Rung.DOCUMENT_PERIOD, "open", ALL_SCOPES, NOTHING, "changes of a DocumentReference"),
        (Rung.DOCUMENT_PERIOD, "open", ("user/*.c",), FULL, "DocumentReference.u"),
    ],
)
def test_retraction_that_the_ehr_does_not_take_is_done_by_hand(
    filed_as: Rung, profile: str, scopes: tuple[str, ...], server: ServerCapabilities, reason: str
) -> None:
    choice = choose_retraction(filed_as, server, scopes, load_profile(profile))
    assert choice.plan == (Rung.COPY_PRINT,)
    assert reason in choice.reasons[0]
