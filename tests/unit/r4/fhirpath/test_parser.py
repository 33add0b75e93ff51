"""What the parser takes apart, and what it refuses, naming the place."""

from __future__ import annotations

import pytest

from pss_fhir.r4.fhirpath import NotCompilable, compile_expression
from pss_fhir.r4.fhirpath.parser import MAX_DEPTH, parse
from pss_fhir.r4.fhirpath.syntax import Call, Literal, Member, Operation, Path, Sign, TypeOperation


def test_operators_bind_as_the_precedence_table_says() -> None:
    a, b, c = Member("a"), Member("b"), Member("c")
    assert parse("a or b and c") == Operation("or", a, Operation("and", b, c))
    assert parse("a implies b or c") == Operation("implies", a, Operation("or", b, c))
    assert parse("a = b | c") == Operation("=", a, Operation("|", b, c))
    assert parse("a in b | c") == Operation("in", a, Operation("|", b, c))
    assert parse("a + b * c") == Operation("+", a, Operation("*", b, c))
    assert parse("a - b - c") == Operation("-", Operation("-", a, b), c)
    assert parse("a is Patient and b") == Operation("and", TypeOperation("is", a, "Patient"), b)
    assert parse("-a.b") == Sign("-", Path(a, Member("b")))


def test_words_that_are_operators_are_names_where_a_name_stands() -> None:
    assert parse("is(Patient)") == Call("is", (Member("Patient"),))
    assert parse("contains.code") == Path(Member("contains"), Member("code"))
    assert parse("a.div") == Path(Member("a"), Member("div"))
    assert parse("a contains b") == Operation("contains", Member("a"), Member("b"))


def test_backticks_and_escapes_name_what_words_cannot() -> None:
    assert parse("`a b`") == Member("a b")
    assert parse(r"'it\'s \u00e9\n'") == Literal("String", "it's é\n")


def test_comments_are_space() -> None:
    assert parse("a // to the end\n /* and\nacross */ or b") == Operation("or", Member("a"), Member("b"))


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("a..b", 2),
        ("a +", 3),
        ("(a", 2),
        ("a)", 1),
        ("a b", 2),
        ("", 0),
        ("#", 0),
        ("a.where(b,)", 10),
        ("a is", 4),
        ("a[1", 3),
        ("{a}", 1),
        ("'open", 0),
        (r"'\q'", 0),
        ("1.5.6", 4),
        ("and", 0),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(expression: str, position: int) -> None:
    with pytest.raises(NotCompilable, match=f"character {position}:") as caught:
        parse(expression)
    assert caught.value.code == "fhirpath.syntax"
    assert caught.value.where == expression


def test_nesting_without_end_is_refused_and_not_a_crash() -> None:
    with pytest.raises(NotCompilable, match=str(MAX_DEPTH)):
        parse("(" * 5000 + "1" + ")" * 5000)


def test_a_chain_may_be_long_but_not_endless() -> None:
    assert compile_expression(" or ".join(["true"] * 90)).evaluate({"resourceType": "Basic"}) == [True]
    with pytest.raises(NotCompilable, match=str(MAX_DEPTH)):
        compile_expression(" or ".join(["true"] * 5000))


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("name.elementDefinition()", "fhirpath.unknown-function"),
        ("name.frobnicate()", "fhirpath.unknown-function"),
        ("name.where()", "fhirpath.arguments"),
        ("name.exists(a, b)", "fhirpath.arguments"),
        ("name is Pateint", "fhirpath.unknown-type"),
        ("name.ofType(System.Patient)", "fhirpath.unknown-type"),
        ("name.ofType('Patient')", "fhirpath.syntax"),
        ("name.matches('(')", "fhirpath.broken-pattern"),
        ("@2023-02-29", "fhirpath.syntax"),
    ],
)
def test_what_cannot_be_compiled_is_said_when_compiling(expression: str, code: str) -> None:
    with pytest.raises(NotCompilable) as caught:
        compile_expression(expression)
    assert caught.value.code == code


def test_resource_types_of_later_versions_are_known_and_never_met() -> None:
    assert compile_expression("$this is Citation").evaluate({"resourceType": "Patient"}) == [False]
