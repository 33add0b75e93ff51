"""Scopes, styles and launch contexts under whatever a server may say."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.errors import TokenRefused
from pss_fhir.smart import LaunchContext, ResourceScope, css_variables, missing_scopes
from pss_fhir.smart.colors import contrast_ratio
from pss_fhir.smart.context import context_in
from pss_fhir.smart.pending import PendingLaunch
from pss_fhir.smart.scopes import scopes_to_ask
from pss_fhir.smart.style import DEFAULT_BACKGROUND, DEFAULT_TEXT
from pss_fhir.smart.tokens import tokens_in
from tests.wire.fake_ehr import token_answer

NOW = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
PENDING = PendingLaunch("https://ehr.example/fhir", "s", "n", "v", "https://app.example/cb", ("openid",), NOW)

LEVELS = st.sampled_from(["patient", "user", "system"])
TYPES = st.sampled_from(["*", "Goal", "Patient", "Encounter"])
LETTERS = st.sets(st.sampled_from("cruds"), min_size=1).map(
    lambda found: "".join(letter for letter in "cruds" if letter in found)
)
RESOURCE_SCOPES = st.builds(
    "{}/{}.{}".format, LEVELS, TYPES, LETTERS | st.sampled_from(["read", "write", "*"])
)
SCOPES = RESOURCE_SCOPES | st.sampled_from(["openid", "launch", "fhirUser"]) | st.text(max_size=12)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(SCOPES))
def test_what_was_granted_as_asked_lacks_nothing(asked: list[str]) -> None:
    assert missing_scopes(asked, asked) == ()


@given(st.lists(RESOURCE_SCOPES), st.lists(RESOURCE_SCOPES))
def test_granting_what_lacks_makes_it_whole(asked: list[str], granted: list[str]) -> None:
    assert missing_scopes(asked, [*granted, *missing_scopes(asked, granted)]) == ()


@given(st.lists(RESOURCE_SCOPES), st.lists(RESOURCE_SCOPES), RESOURCE_SCOPES)
def test_granting_more_never_makes_more_lack(asked: list[str], granted: list[str], more: str) -> None:
    def letters(missing: tuple[str, ...]) -> int:
        return sum(len(scope.letters) for text in missing if (scope := ResourceScope.parse(text)))

    assert letters(missing_scopes(asked, [*granted, more])) <= letters(missing_scopes(asked, granted))


@given(st.lists(RESOURCE_SCOPES))
def test_v1_spelling_covers_what_v2_asks(registered: list[str]) -> None:
    asked = scopes_to_ask(registered, is_ehr_launch=False, capabilities={"permission-v1"}, supported=())
    assert missing_scopes(registered, asked) == ()
    assert all(re.fullmatch(r"[a-z]+/(\*|[A-Za-z]+)\.(read|write)", scope) for scope in asked)


NAMES = st.sampled_from(
    [
        "color_text",
        "color_background",
        "color_error",
        "color_highlight",
        "dim_font_size",
        "font_family_body",
        "x",
    ]
)
COLORS = st.from_regex(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", fullmatch=True)


@given(st.dictionaries(NAMES, COLORS | st.text(max_size=30) | JSON))
def test_css_variables_never_holds_what_ends_a_declaration(style: dict[str, object]) -> None:
    for name, value in css_variables(style).items():
        assert re.fullmatch(r"--ehr-[a-z-]+", name)
        assert re.fullmatch(r"[#A-Za-z0-9 ,'.\-]+", value)


@given(st.dictionaries(st.sampled_from(["color_text", "color_background", "color_error"]), COLORS))
def test_css_variables_can_always_be_read(style: dict[str, str]) -> None:
    kept = css_variables(style)
    background = kept.get("--ehr-color-background", DEFAULT_BACKGROUND)
    assert contrast_ratio(kept.get("--ehr-color-text", DEFAULT_TEXT), background) >= 4.5
    assert contrast_ratio(kept.get("--ehr-color-error", "#b50909"), background) >= 4.5 or (
        "--ehr-color-error" not in kept
    )


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "patient",
                "encounter",
                "need_patient_banner",
                "intent",
                "tenant",
                "smart_style_url",
                "fhirContext",
            ]
        ),
        JSON,
    )
)
def test_context_in_survives_whatever_is_said(said: dict[str, object]) -> None:
    answer = {**token_answer(patient=None, encounter=None), **said}
    tokens = tokens_in(answer, now=NOW, asked=())
    try:
        found = context_in(answer, PENDING, tokens, None)
    except TokenRefused:
        return
    assert LaunchContext.from_json(found.to_json()) == found
    for ref in (found.patient_ref, found.encounter_ref):
        assert ref is None or re.fullmatch(r"(Patient|Encounter)/[A-Za-z0-9\-._]+", ref)


@given(JSON, JSON, JSON)
def test_tokens_in_survives_whatever_is_said(expires_in: object, refresh: object, scope: object) -> None:
    answer = {**token_answer(), "expires_in": expires_in, "refresh_token": refresh, "scope": scope}
    found = tokens_in(answer, now=NOW, asked=())
    assert found.expires_at is None or found.expires_at >= NOW
