from __future__ import annotations

import pytest

from pss_fhir.smart import ResourceScope, grants, missing_scopes
from pss_fhir.smart.scopes import scopes_to_ask

V2, V1 = {"permission-v2"}, {"permission-v1"}


@pytest.mark.parametrize(
    ("text", "level", "resource_type", "letters"),
    [
        ("patient/Goal.rs", "patient", "Goal", "rs"),
        ("user/*.cruds", "user", "*", "cruds"),
        ("system/Goal.read", "system", "Goal", "rs"),
        ("user/Goal.write", "user", "Goal", "cud"),
        ("user/Goal.*", "user", "Goal", "cruds"),
    ],
)
def test_parse_reads_both_spellings(text: str, level: str, resource_type: str, letters: str) -> None:
    assert ResourceScope.parse(text) == ResourceScope(level, resource_type, letters)


@pytest.mark.parametrize(
    "text", ["openid", "launch/patient", "user/Goal.", "user/Goal.sr", "user/Goal.reads", "all/Goal.rs", ""]
)
def test_parse_when_it_is_no_resource_scope_then_none(text: str) -> None:
    assert ResourceScope.parse(text) is None


@pytest.mark.requirement("SMART App Launch 2.2.0", "granted scopes may differ from those asked")
@pytest.mark.parametrize(
    ("asked", "granted", "missing"),
    [
        ("user/Goal.rs", "user/Goal.rs", ()),
        ("user/Goal.rs", "user/Goal.read", ()),
        ("user/Goal.cud", "user/Goal.write", ()),
        ("user/Goal.cruds", "user/Goal.*", ()),
        ("user/Goal.read", "user/Goal.rs", ()),
        ("user/Goal.rs", "user/*.rs", ()),
        ("user/Goal.crus", "user/Goal.rs user/Goal.cud", ()),
        ("user/Goal.crus", "user/Goal.rs", ("user/Goal.cu",)),
        ("user/Goal.rs", "user/Goal.r", ("user/Goal.s",)),
        ("user/Goal.rs", "patient/Goal.rs", ("user/Goal.rs",)),
        ("patient/Goal.rs", "user/Goal.rs", ("patient/Goal.rs",)),
        ("user/Goal.rs", "user/Encounter.rs", ("user/Goal.rs",)),
        ("user/Goal.rs", "user/Goal.sr", ("user/Goal.rs",)),
        ("user/*.rs", "user/Goal.rs", ("user/*.rs",)),
        ("user/Goal.rs?a=b", "user/Goal.rs", ()),
        ("user/Goal.rs?a=b&c=d", "user/Goal.rs?c=d&a=b", ()),
        ("user/Goal.rs", "user/Goal.rs?a=b", ("user/Goal.rs",)),
        ("user/Goal.rs?a=b", "user/Goal.r?a=b", ("user/Goal.s?a=b",)),
        ("openid user/Goal.rs", "", ("openid", "user/Goal.rs")),
        ("launch launch/patient", "", ()),
        ("openid openid", "", ("openid",)),
    ],
)
def test_missing_scopes_names_what_lacks(asked: str, granted: str, missing: tuple[str, ...]) -> None:
    assert missing_scopes(asked.split(), granted.split()) == missing


def test_grants_says_whether_a_scope_is_covered() -> None:
    assert grants(["user/*.read"], "user/Goal.rs")
    assert not grants(["user/*.read"], "user/Goal.c")


def test_scopes_to_ask_launch_goes_with_the_kind_of_launch() -> None:
    registered = ("launch", "launch/patient", "openid")
    assert scopes_to_ask(registered, is_ehr_launch=True, capabilities=V2, supported=()) == registered
    assert scopes_to_ask(registered, is_ehr_launch=False, capabilities=V2, supported=()) == registered[1:]
    assert scopes_to_ask(("openid",), is_ehr_launch=True, capabilities=V2, supported=()) == (
        "launch",
        "openid",
    )


@pytest.mark.requirement("SMART App Launch 2.2.0", "permission-v1, permission-v2")
@pytest.mark.parametrize(
    ("capabilities", "supported", "is_v1"),
    [
        (V2, (), False),
        (V1, (), True),
        (V1 | V2, (), False),
        (set(), (), False),
        (set(), ("openid", "patient/*.read"), True),
        (set(), ("patient/*.*",), True),
        (set(), ("patient/*.read", "patient/*.rs"), False),
        (set(), ("openid",), False),
    ],
)
def test_scopes_to_ask_speaks_the_spelling_that_the_server_knows(
    capabilities: set[str], supported: tuple[str, ...], is_v1: bool
) -> None:
    asked = scopes_to_ask(
        ("user/Goal.rs",), is_ehr_launch=False, capabilities=capabilities, supported=supported
    )
    assert asked == (("user/Goal.read",) if is_v1 else ("user/Goal.rs",))


def test_scopes_to_ask_in_v1_writes_both_words_and_no_query() -> None:
    registered = ("openid", "user/DocumentReference.crus?category=x", "user/DocumentReference.rs")
    asked = scopes_to_ask(registered, is_ehr_launch=False, capabilities=V1, supported=())
    assert asked == ("openid", "user/DocumentReference.read", "user/DocumentReference.write")
