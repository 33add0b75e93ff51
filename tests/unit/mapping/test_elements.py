"""Reading JSON that may hold anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pss_fhir.domain.plan import Goal
from pss_fhir.domain.record import Identifier
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.report import Report, Surroundings, Unreadable


def element(**raw: Any) -> Element:
    """An element of a Basic with these children."""
    return Element(raw, "Basic", Report(resource_type="Basic", resource="Basic/1"))


def codes(read: Element) -> list[str]:
    """What was noted while it was read."""
    return [issue.code.removeprefix("mapping.") for issue in read.report.issues]


@pytest.mark.parametrize(
    ("value", "count", "noted"),
    [
        (None, 0, []),
        ({}, 1, []),
        ([{}, None, {}], 2, []),
        ([{}, 7, "x"], 1, ["wrong-shape"] * 2),
        ("x", 0, ["wrong-shape"]),
        (True, 0, ["wrong-shape"]),
    ],
)
def test_several_takes_objects_and_notes_the_rest(value: Any, count: int, noted: list[str]) -> None:
    read = element(child=value)

    assert (len(read.several("child")), codes(read)) == (count, noted)


@pytest.mark.parametrize(
    ("value", "texts", "noted"),
    [
        (None, (), []),
        ("a", ("a",), []),
        (["a", None, " ", "b"], ("a", "b"), []),
        (["a", 7, {}], ("a",), ["wrong-shape"] * 2),
        (["a\x00"], ("a\N{REPLACEMENT CHARACTER}",), ["control-character"]),
    ],
)
def test_texts_are_those_a_record_may_hold(value: Any, texts: tuple[str, ...], noted: list[str]) -> None:
    read = element(child=value)

    assert (read.texts("child"), codes(read)) == (texts, noted)


def test_identifier_that_no_record_may_hold_is_cleaned_and_noted() -> None:
    """Half a surrogate pair can be written in JSON, and nowhere else."""
    read = element(identifier=[{"system": "urn:x", "value": "A\ud8001"}, {"value": " "}])

    assert read.identifiers() == (Identifier(system="urn:x", value="A\N{REPLACEMENT CHARACTER}1"),)
    assert codes(read) == ["control-character"]


@pytest.mark.parametrize(
    ("value", "text", "noted"),
    [(None, None, []), ("", None, []), (" ", None, []), (" a ", " a ", []), (7, None, ["wrong-shape"])],
)
def test_text_is_kept_as_it_is_or_left_out(value: Any, text: str | None, noted: list[str]) -> None:
    read = element(child=value)

    assert (read.text("child"), codes(read)) == (text, noted)


@pytest.mark.parametrize(
    ("value", "count", "noted"),
    [
        (None, None, []),
        (0, 0, []),
        (3.0, 3, []),
        (2.5, None, ["wrong-shape"]),
        (-1, None, ["wrong-shape"]),
        (1e300, None, ["wrong-shape"]),
        (True, None, ["wrong-shape"]),
        ("3", None, ["wrong-shape"]),
    ],
)
def test_count_is_a_whole_number_of_zero_or_more(value: Any, count: int | None, noted: list[str]) -> None:
    read = element(child=value)

    assert (read.count("child"), codes(read)) == (count, noted)


@pytest.mark.parametrize(("value", "fact", "noted"), [(False, False, []), (0, None, ["wrong-shape"])])
def test_fact_is_true_or_false(value: Any, fact: bool | None, noted: list[str]) -> None:
    read = element(child=value)

    assert (read.boolean("child"), codes(read)) == (fact, noted)


def test_one_of_several_is_noted() -> None:
    read = element(child=[{"id": "a"}, {"id": "b"}])

    found = read.one("child")

    assert found is not None
    assert (found.raw, found.path, codes(read)) == ({"id": "a"}, "Basic.child[0]", ["several"])


def test_identifiers_without_a_value_are_left_out() -> None:
    read = element(identifier=[{"system": "s"}, {"value": "v"}, {"_value": {"extension": []}}])

    assert (read.identifiers(), codes(read)) == ((Identifier(value="v"),), [])


@pytest.mark.parametrize(
    ("reference", "ref", "noted"),
    [
        ({"reference": "Patient/1"}, "Patient/1", []),
        ({"display": "somebody"}, None, []),
        ({"identifier": {"value": "7"}}, None, ["foreign-reference"]),
        ({"reference": "Patient?name=x"}, None, ["foreign-reference"]),
        ({"reference": 7}, None, ["wrong-shape"]),
        ("Patient/1", None, ["wrong-shape"]),
    ],
)
def test_reference_is_followed_or_noted(reference: Any, ref: str | None, noted: list[str]) -> None:
    read = element(subject=reference)

    assert (read.ref("subject"), codes(read)) == (ref, noted)


def test_references_come_in_order_and_those_that_point_nowhere_are_noted() -> None:
    urn = f"urn:uuid:{'0' * 8}-0000-0000-0000-{'0' * 12}"
    read = element(
        child=[{"reference": "Goal/2"}, {"reference": "#1"}, {"display": "x"}, {"reference": urn.upper()}, 7]
    )

    assert read.refs("child") == ("Goal/2", urn)
    assert [(issue.code, issue.path) for issue in read.report.issues] == [
        ("mapping.wrong-shape", "Basic.child[4]"),
        ("mapping.foreign-reference", "Basic.child[1]"),
    ]
    assert element(child={"reference": "Goal/1"}).refs("child") == ("Goal/1",)
    assert element().refs("child") == ()


def test_reference_without_words_has_no_target() -> None:
    read = element(subject={"display": "somebody"})
    subject = read.one("subject")

    assert subject is not None
    assert subject.target() is None


def test_record_that_refuses_its_fields_is_noted_without_the_values() -> None:
    read = element()

    with pytest.raises(Unreadable):
        read.build(Goal, ref="SENTINEL", client_ref="Patient/1", words="", status="SENTINEL")

    assert codes(read) == ["refused"] * 3
    assert "SENTINEL" not in repr(read.report.issues)


class _Asked:
    """Counts how often it is asked for the words of an element."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, read: Element) -> str | None:
        self.times += 1
        return read.string("words")


def _around(around: Surroundings, **raw: Any) -> Element:
    return Element(raw, "Basic", Report(resource_type="Basic", resource="Basic/1", around=around))


def test_read_once_when_elements_are_alike_then_the_first_is_read() -> None:
    around, asked = Surroundings({}, {}), _Asked()

    found = [
        _around(around, id=number, words=words).read_once(asked, of=["words"])
        for number, words in enumerate(["one", "two", "one", "one"])
    ]

    assert (found, asked.times) == (["one", "two", "one", "one"], 2)


def test_read_once_when_other_children_are_given_or_others_are_around_then_read_anew() -> None:
    asked = _Asked()
    for around in (Surroundings({}, {}), Surroundings({}, {})):
        for number in (1, 2):
            assert _around(around, id=number, words="one").read_once(asked) == "one"

    assert asked.times == 4


def test_read_once_gives_only_the_children_named() -> None:
    assert element(id="1", words="one").read_once(lambda read: dict(read.raw), of=["words", "size"]) == {
        "words": "one"
    }


def test_read_once_when_something_was_noted_then_noted_each_time() -> None:
    around = Surroundings({}, {})
    for read in (_around(around, words=["one"]), _around(around, words=["one"])):
        assert read.read_once(_Asked()) is None
        assert codes(read) == ["wrong-shape"]


def test_read_once_when_the_reading_ends_then_it_ends_each_time() -> None:
    around = Surroundings({}, {})

    def refuse(read: Element) -> str:
        return read.require(read.string("words"), "words", "a test")

    for read in (_around(around), _around(around)):
        with pytest.raises(Unreadable):
            read.read_once(refuse)
        assert codes(read) == ["missing"]


def test_read_once_when_values_are_not_json_then_read() -> None:
    assert element(words="one", size=Decimal("1.5")).read_once(_Asked()) == "one"


def test_read_once_keeps_no_more_than_so_much() -> None:
    around, asked = Surroundings({}, {}), _Asked()
    for number in range(3000):
        assert _around(around, words=str(number)).read_once(asked) == str(number)

    assert len(around.read_once) <= 1024
