"""Compiled expressions: the fast form and the closures agree, on good data and on broken data."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.r4.fhirpath import Environment, EvaluationFailed, Names, compile_expression

BOTH = ("holds", "holds_carefully")
PERIOD = "start.hasValue().not() or end.hasValue().not() or (start <= end)"


def answers(expression: str, focus: Any, focus_type: str, **more: Any) -> list[bool | str | None]:
    """The answer of each form; an error by its class's name."""
    compiled, found = compile_expression(expression), []
    for form in BOTH:
        resource = focus if isinstance(focus, dict) and "resourceType" in focus else {"resourceType": "Basic"}
        try:
            found.append(getattr(compiled, form)(resource, focus, focus_type, **more))
        except EvaluationFailed as error:
            found.append(type(error).__name__)
    return found


@pytest.mark.parametrize(
    ("expression", "focus_type", "focus", "answer"),
    [
        (PERIOD, "Period", {"start": "2024-01-01", "end": "2024-01-02"}, True),
        (PERIOD, "Period", {"start": "2024-01-02", "end": "2024-01-01"}, False),
        (PERIOD, "Period", {"start": "2024-01", "end": "2024-01-15"}, None),
        (PERIOD, "Period", {"start": "2024-01-01T10:00:00-05:00", "end": "2024-01-01T14:59:59Z"}, False),
        (PERIOD, "Period", {"_start": {"extension": [{"url": "u"}]}, "end": "2024"}, True),
        ("name.exists() or telecom.exists()", "Patient.contact", {"telecom": [{"value": "1"}]}, True),
        ("name.exists() or telecom.exists()", "Patient.contact", {"gender": "male"}, False),
        ("extension.exists() != value.exists()", "Extension", {"url": "u", "valueString": "x"}, True),
        (
            "extension.exists() != value.exists()",
            "Extension",
            {"url": "u", "_valueString": {"id": "a"}},
            True,
        ),
        ("extension.exists() != value.exists()", "Extension", {"url": "u"}, False),
        ("value.ofType(Quantity).unit = 'mg'", "Observation", {"valueQuantity": {"unit": "mg"}}, True),
        ("value.ofType(Quantity).unit = 'mg'", "Observation", {"valueString": "mg"}, None),
        ("contained.ofType(Patient).exists()", "Basic", {"contained": [{"resourceType": "Patient"}]}, True),
        (
            "entry.first().resource is Claim",
            "Bundle",
            {"entry": [{"resource": {"resourceType": "Claim"}}]},
            True,
        ),
        (
            "entry.first().resource is Claim",
            "Bundle",
            {"entry": [{"resource": {"resourceType": "Task"}}]},
            False,
        ),
        ("entry.first().resource is Claim", "Bundle", {}, None),
        ("status in ('a' | 'b')", "Task", {"status": "b"}, True),
        ("status in ('a' | 'b')", "Task", {"status": "c"}, False),
        ("status in ('a' | 'b')", "Task", {}, None),
        ("(description.count() + note.count()) > 1", "Task", {"description": "x", "note": [{}]}, True),
        ("active", "Patient", {"active": False}, False),
        ("active", "Patient", {}, None),
        ("birthDate", "Patient", {"birthDate": "2000"}, True),
        ("name.all(family.exists())", "Patient", {"name": [{"family": "a"}, {"given": ["b"]}]}, False),
        (
            "name.where(use = 'usual').family.exists()",
            "Patient",
            {"name": [{"use": "usual", "family": "a"}]},
            True,
        ),
        ("extension('u').value = 'x'", "Patient", {"extension": [{"url": "u", "valueString": "x"}]}, True),
        ("Patient.active.exists()", "Patient", {"resourceType": "Patient", "active": True}, True),
        ("Observation.status.exists()", "Patient", {"resourceType": "Patient", "active": True}, False),
        (
            "%resource.status = 'final'",
            "Observation",
            {"resourceType": "Observation", "status": "final"},
            True,
        ),
        ("$this.length() > 2", "string", "abc", True),
        ("hasValue()", "string", None, False),
        ("hasValue()", "string", "abc", True),
        ("toInteger() >= 0", "string", "12", True),
    ],
)
def test_both_forms_give_the_answer(
    expression: str, focus_type: str, focus: Any, answer: bool | None
) -> None:
    assert answers(expression, focus, focus_type) == [answer, answer]


@pytest.mark.parametrize(
    ("expression", "focus_type", "focus"),
    [
        ("name.family.exists()", "Patient", {"name": "not a list"}),
        ("name.where(use = 'usual').exists()", "Patient", {"name": {"use": "usual"}}),
        ("code.coding.exists(code = 'x')", "Observation", {"code": ["x"]}),
        ("code.coding.exists(code = 'x')", "Observation", {"code": {"coding": [None, 3, "x"]}}),
        ("status in ('a' | 'b')", "Task", {"status": {"a": 1}}),
        ("name.matches('x')", "ValueSet", {"name": 3}),
        (PERIOD, "Period", {"start": 3, "end": "2024"}),
        ("entry.first().resource is Claim", "Bundle", {"entry": ["x"]}),
        ("exists()", "Patient", ["x"]),
        ("extension('u').exists()", "Patient", {"extension": [True, {"url": "u"}]}),
        ("extension('u').value.exists()", "Patient", {"extension": ["u"]}),
    ],
)
def test_json_of_another_shape_never_crashes(expression: str, focus_type: str, focus: Any) -> None:
    first, second = answers(expression, focus, focus_type)
    assert first == second


PERIODS = "(start | end).all($this.toString().length() > 10)"
KINDS = "type.coding.where(system = 's').count() = 1"
SAME = "date = extension('u').extension('t').value"
LISTED = "extension('u').value.reference.all($this in %resource.context.related.reference)"
OTHERS = "author.reference.intersect(subject.reference).empty()"
SUM = "component.value.ofType(integer).aggregate($this + $total, 0) = value.ofType(integer)"
MARKED = "name.given.where(extension.exists()).exists()"
WHEN = [{"url": "u", "extension": [{"url": "t", "valueInstant": "2024-01-01T10:00:00Z"}]}]
SHARED = "category.where(coding.intersect(%resource.code.coding).exists()).empty()"
WHOLE = "item.quantity.value.all($this >= 1 and $this = $this.truncate())"
EITHER = "(code.coding | category.coding).exists(code = 'x')"
SAID = "extension('u').extension('t').value.where($this = 'x' or $this = 'y').exists()"
DUE = "target.due.ofType(date).where($this < %resource.start).empty()"
BORN = "deceased.ofType(dateTime).where($this < %resource.birthDate).empty()"
AMOUNT = "extension('u').value.ofType(Quantity).value.all($this >= 0 and $this = $this.truncate())"
XS, Z = {"code": "x", "system": "s"}, {"display": "x"}
X, Y, TWO, THREE = {"code": "x"}, {"code": "y"}, {"valueInteger": 2}, {"valueInteger": 3}
BARE = {"extension": [{"url": "u", "valueCode": "x"}]}


def _within(**value: Any) -> dict[str, Any]:
    return {"url": "u", "extension": [{"url": "t", **value}]}


def _goal(**start: Any) -> dict[str, Any]:
    return {"resourceType": "Goal", "target": [{"dueDate": "2024-01-31"}], **start}


def _patient(birth: str, **deceased: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "birthDate": birth, **deceased}


@pytest.mark.parametrize(
    ("expression", "focus_type", "focus", "answer"),
    [
        (PERIODS, "Period", {"start": "2024-01-01T10:00:00Z", "end": "2024-01-01"}, False),
        (PERIODS, "Period", {"start": "2024-01-01T10:00:00Z", "end": "2024-01-01T11:00:00Z"}, True),
        (PERIODS, "Period", {"_start": BARE, "end": "2024-01-01T11:00:00Z"}, False),
        (PERIODS, "Period", {}, True),
        (KINDS, "Encounter", {"type": [{"coding": [{"system": "s"}, {"system": "t"}]}, {"text": "x"}]}, True),
        (KINDS, "Encounter", {"type": [{"coding": [{"system": "s"}]}, {"coding": [{"system": "s"}]}]}, False),
        (KINDS, "Encounter", {}, False),
        (SAME, "DocumentReference", {"date": "2024-01-01T10:00:00Z", "extension": WHEN}, True),
        (SAME, "DocumentReference", {"date": "2024-01-01T05:00:00-05:00", "extension": WHEN}, True),
        (SAME, "DocumentReference", {"date": "2024-01-01T10:00:01Z", "extension": WHEN}, False),
        (SAME, "DocumentReference", {"date": "2024-01-01T10:00:00Z", "extension": WHEN * 2}, False),
        (SAME, "DocumentReference", {"date": "2024-01-01T10:00:00Z"}, None),
        (SAME, "DocumentReference", {"_date": BARE, "extension": WHEN}, False),
        (OTHERS, "Claim", {}, True),
        (OTHERS, "Basic", {"author": {"reference": "a"}, "subject": {"reference": "b"}}, True),
        (OTHERS, "Basic", {"author": {"reference": "a"}, "subject": {"reference": "a"}}, False),
        (OTHERS, "Basic", {"author": {"_reference": BARE}, "subject": {"reference": "a"}}, True),
        (SUM, "Observation", {"component": [TWO, THREE], "valueInteger": 5}, True),
        (SUM, "Observation", {"component": [TWO, {"valueString": "3"}], "valueInteger": 5}, False),
        (SUM, "Observation", {"component": [{"valueInteger": 2}]}, None),
        (MARKED, "Patient", {"name": [{"given": ["a", "b"], "_given": [None, BARE]}]}, True),
        (MARKED, "Patient", {"name": [{"given": ["a", "b"]}]}, False),
        ("value = 'x'", "Extension", {"url": "u", "valueCode": "x"}, True),
        ("value = 'x'", "Extension", {"url": "u", "valueCode": "y"}, False),
        ("value != 'x'", "Extension", {"url": "u", "valueCode": "y"}, True),
        ("value = 'x'", "Extension", {"url": "u", "valueInteger": 1}, False),
        ("value = 'x'", "Extension", {"url": "u"}, None),
        ("value = false", "Extension", {"url": "u", "valueBoolean": False}, True),
        ("value = true", "Extension", {"url": "u", "_valueBoolean": BARE}, False),
        ("name.given.isDistinct()", "Patient", {"name": [{"given": ["a"]}, {"given": ["b"]}]}, True),
        ("name.given.isDistinct()", "Patient", {"name": [{"given": ["a"]}, {"given": ["a"]}]}, False),
        ("name.given.all(matches('^a'))", "Patient", {"name": [{"given": ["a", None, "ab"]}]}, True),
        ("name.given.all(matches('^a'))", "Patient", {"name": [{"given": ["a", "b"]}]}, False),
        (EITHER, "Observation", {"category": [{"coding": [X]}]}, True),
        (EITHER, "Observation", {"code": {"coding": [Y]}}, False),
        ("quantity = member.count()", "Group", {"quantity": 1, "member": [{}, {}]}, False),
        ("quantity = member.count()", "Group", {"quantity": 2, "member": [{}, {}]}, True),
        ("subject = author", "Basic", {"subject": {"reference": "a"}, "author": {"reference": "a"}}, True),
        (WHOLE, "Claim", {"item": [{"quantity": {"value": 2}}, {"quantity": {"value": 3.0}}]}, True),
        (WHOLE, "Claim", {"item": [{"quantity": {"value": 2.5}}]}, False),
        ("subject = author", "Basic", {"subject": {"reference": "a"}, "author": {"display": "a"}}, False),
        (SAID, "Basic", {"extension": [_within(valueCode="y")]}, True),
        (SAID, "Basic", {"extension": [_within(valueCode="z"), _within(valueString="x")]}, True),
        (SAID, "Basic", {"extension": [_within(valueCode="z"), _within(valueInteger=1)]}, False),
        (SAID, "Basic", {"extension": [_within(_valueCode=BARE)]}, False),
        (SAID, "Basic", {"extension": [_within(valueCoding={"code": "x"})]}, False),
        (SAID, "Basic", {}, False),
        (DUE, "Goal", _goal(startDate="2024-02-01"), False),
        (DUE, "Goal", _goal(startDate="2024-01-31"), True),
        (DUE, "Goal", _goal(), True),
        (DUE, "Goal", _goal(_startDate=BARE), True),
        (DUE, "Goal", _goal(startCodeableConcept={"text": "now"}), "EvaluationFailed"),
        (DUE, "Goal", {"resourceType": "Goal", "startDate": "2024-02-01"}, True),
        (DUE, "Goal", {"target": [{"_dueDate": BARE}], "startDate": "2024-02-01"}, True),
        (BORN, "Patient", _patient("2024-02-01", deceasedDateTime="2024-01-30T23:59:59Z"), False),
        (BORN, "Patient", _patient("2024-02-01", deceasedDateTime="2024-02"), True),
        (BORN, "Patient", _patient("2024-02", deceasedDateTime="2024-01-31"), False),
        (BORN, "Patient", _patient("2024-02-01", deceasedBoolean=True), True),
        (AMOUNT, "Basic", {"extension": [{"url": "u", "valueAge": {"value": 2}}]}, True),
        (AMOUNT, "Basic", {"extension": [{"url": "u", "valueQuantity": {"value": 2.5}}]}, False),
        (AMOUNT, "Basic", {"extension": [{"url": "u", "valueDuration": {"value": -1}}]}, False),
        (AMOUNT, "Basic", {"extension": [{"url": "u", "valueMoney": {"value": 2.5}}]}, True),
    ],
)  # fmt: skip
def test_both_forms_agree_on_collections(
    expression: str, focus_type: str, focus: Any, answer: bool | str | None
) -> None:
    assert answers(expression, focus, focus_type) == [answer, answer]


@pytest.mark.parametrize(
    ("code", "others", "answer"), [(X, [Y], True), (X, [Y, X], False), (X, [XS], True), (Z, [Z], False)]
)
def test_codings_are_shared_only_where_they_are_the_same(
    code: dict[str, str], others: list[dict[str, str]], answer: bool
) -> None:
    seen = {"resourceType": "Observation", "code": {"coding": [code]}, "category": [{"coding": others}]}
    assert answers(SHARED, seen, "Observation") == [answer, answer]


@pytest.mark.parametrize(("related", "answer"), [("Goal/a", True), ("Goal/b", False)])
def test_references_are_looked_up_among_those_of_the_resource(related: str, answer: bool) -> None:
    note = {
        "resourceType": "DocumentReference",
        "extension": [
            {"url": "u", "valueReference": {"reference": "Goal/a"}},
            {"url": "u", "valueCode": "x"},
        ],
        "context": {"related": [{"reference": related}]},
    }
    assert answers(LISTED, note, "DocumentReference") == [answer, answer]


@pytest.mark.parametrize(
    ("expression", "focus_type"),
    [
        (PERIODS, "Period"),
        (KINDS, "Encounter"),
        (LISTED, "DocumentReference"),
        (OTHERS, "Basic"),
        (SUM, "Observation"),
        (EITHER, "Observation"),
        (WHOLE, "Claim"),
        (SAID, "Basic"),
        (DUE, "Goal"),
        (BORN, "Patient"),
        (AMOUNT, "Basic"),
    ],
)
def test_collections_need_no_closures_where_the_types_settle_them(expression: str, focus_type: str) -> None:
    assert "careful" not in compile_expression(expression).source(focus_type)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["coding", "code", "system", "start", "end", "extension", "url"]), inner
        )
    ),
    max_leaves=12,
)


@given(
    JSON,
    st.sampled_from([PERIOD, "code.coding.exists(code = 'x')", "extension.url.exists()", "code.exists()"]),
)
def test_any_json_gets_an_answer_or_a_stated_error(focus: Any, expression: str) -> None:
    for answer in answers(expression, focus, "Observation"):
        assert answer in (True, False, None, "EvaluationFailed")


@pytest.mark.parametrize(
    "hostile",
    [
        "'); import os; os.abort() #",
        '"""',
        "\\'\\' + __import__(\\'os\\').abort() + \\'",
        "\\u0027 + 1 + \\u0027",
        "\\n\\treturn True\\n",
        "{0}{name}%s\\\\",
    ],
)
def test_text_of_an_expression_never_becomes_code(hostile: str) -> None:
    """Each place where a literal enters the generated source takes it as a plain string."""
    quoted = (
        "'" + hostile.replace("'", "\\'").replace("\\\\'", "\\'") + "'"
        if "\\'" not in hostile
        else f"'{hostile}'"
    )
    for expression in (
        f"gender = {quoted}",
        f"gender.startsWith({quoted})",
        f"gender in ({quoted} | 'x')",
        f"extension({quoted}).exists()",
        f"name.where(use = {quoted}).exists()",
    ):
        compiled = compile_expression(expression)
        tree = compile(compiled.source("Patient"), "generated", "exec")
        assert set(tree.co_names) <= {"holds"}
        assert compiled.holds({"resourceType": "Patient"}, {"gender": "male"}, "Patient") in (False, None)


@pytest.mark.parametrize("name", ["`__class__`", "`a'b`", '`x"); y(`', "`\\n`"])
def test_a_member_name_outside_the_model_never_enters_the_source(name: str) -> None:
    source = compile_expression(f"{name}.exists()").source("Patient")
    assert "False" in source
    assert "class" not in source
    assert "y(" not in source


def test_the_source_can_be_read() -> None:
    source = compile_expression("name.exists() or telecom.exists()").source("Patient.contact")
    assert "focus.get('name')" in source
    assert source.startswith("def holds(focus, extra, resource, environment):")


def test_inline_source_uses_the_names_it_is_given() -> None:
    inline = compile_expression("code.matches('^a')").inline(
        "Coding", Names(focus="value7", extra="more", resource="res", environment="env", prefix="k3_")
    )
    space: dict[str, Any] = {**inline.constants, "value7": {"code": "abc"}, "res": {}, "env": Environment()}
    assert all(name.startswith("k3_") for name in inline.constants)
    assert eval(inline.when_true, space)  # noqa: S307 - generated above, from a literal
    assert not eval(inline.when_false, space)  # noqa: S307 - the same


def test_a_compiled_expression_travels_by_its_text() -> None:
    compiled = compile_expression(PERIOD)
    compiled.holds({}, {"start": "2024", "end": "2025"}, "Period")
    again = pickle.loads(pickle.dumps(compiled))  # noqa: S301 - made on the line itself
    assert again.text == PERIOD
    assert again.holds({}, {"start": "2024", "end": "2025"}, "Period") is True


def test_threads_share_one_expression() -> None:
    compiled = compile_expression("name.where(use = 'official').family.exists()")
    patient = {"resourceType": "Patient", "name": [{"use": "official", "family": "Htest"}]}
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: compiled.holds(patient, patient, "Patient"), range(200))
    assert all(found)


def test_the_same_text_is_compiled_once() -> None:
    assert compile_expression("a.b") is compile_expression("a.b")


def test_an_error_on_one_side_does_not_hide_a_side_that_decides() -> None:
    patient = {"resourceType": "Patient", "name": [{"family": "a"}, {"family": "b"}], "active": True}
    assert answers("name.family = 'a' or active", patient, "Patient") == [True, True]
    assert answers("name.family.length() = 1 or active", patient, "Patient") == [True, True]
    assert (
        answers("name.family.length() = 1 or gender.exists()", patient, "Patient") == ["EvaluationFailed"] * 2
    )
