"""Whatever is typed reaches the EHR letter for letter, or is refused in plain words with the draft kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pss_fhir.cli.visitor import Page
from tests.demo.person import Person, whole_note
from tests.demo.stage import Stage, staged, text_in


def batched(names: Iterable[str], size: int) -> list[list[str]]:
    """The names in lists of a size."""
    listed = list(names)
    return [listed[at : at + size] for at in range(0, len(listed), size)]


SURVIVES = {
    "markup": "<script>alert('x')</script> & <b>bold</b> &amp; \"quoted\" {{ 7 * 7 }} ${7*7} %s %(x)s",
    "right-to-left": "שלום, هذا نص من اليمين إلى اليسار, then left again.",
    "emoji": "🙂👩🏽‍🦽🏳️‍🌈 and e\u0301 beside é, \u200d joined and \u200b parted",
    "beyond": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010fffd \ufffd \u2028 \u2029 \u00a0 \ufeff",
    "quotes": "'; DROP TABLE notes; -- \\ \\n \\u0000 %00 %0d%0aSet-Cookie: x=1",
    "lines": "one\n\n\n   two   \n\tthree, after a tab",
    "long line": "word " * 4000 + "end",
    "long word": "x" * 20000,
}


FIELDS = ("purpose", "intervention_text", "response", "next_step")


@pytest.mark.parametrize("mode", ["open", "athena"])
@pytest.mark.parametrize("names", batched(SURVIVES, len(FIELDS)), ids=", ".join)
def test_text_reaches_the_ehr_letter_for_letter(tmp_path: Path, mode: str, names: list[str]) -> None:
    typed = {field: SURVIVES[name] for field, name in zip(FIELDS, names, strict=True)}
    with staged(tmp_path, mode=mode) as stage:
        jo = Person(stage)
        reviewed = jo.review(jo.launch(), **typed)
        signed = jo.shown_text

        result = jo.sign(reviewed)

        (note,) = stage.notes()
        assert [text for text in typed.values() if text.strip() not in text_in(note)] == []
        assert text_in(note) == signed == jo.shown_text
        assert result.heading == "Filed, 4:00 PM"


def test_markup_is_never_part_of_a_page(stage: Stage, jo: Person) -> None:
    jo.file_a_note(intervention_text=SURVIVES["markup"], purpose=SURVIVES["markup"])
    jo.launch()

    for hop in jo.hops:
        assert "<script>alert" not in hop.body
        assert "<b>bold" not in hop.body
        assert "{{ 7 * 7 }}" in hop.body or "7 * 7" not in hop.body


def test_control_characters_are_shown_as_they_will_be_filed(stage: Stage, jo: Person) -> None:
    """FHIR holds none (R4, string); the person reads what stands in their place before she signs."""
    reviewed = jo.review(jo.launch(), intervention_text="bell\x07, null\x00, escape\x1b[31m, delete\x7f, end")
    signed = jo.shown_text
    assert "bell , null , escape [31m, delete , end" in signed

    jo.sign(reviewed)

    (note,) = stage.notes()
    assert text_in(note) == signed


def test_broken_letters_are_shown_as_they_will_be_filed(stage: Stage, jo: Person) -> None:
    """A lone surrogate has no form in UTF-8; the bytes that a broken sender makes of it stay visible."""
    form = jo.begin(jo.launch()).form_with("intervention_text")
    goal = form.choices["goals"][0]
    fields = whole_note(stage.clock.now()) | {"goals": [goal]}
    text = "before \ud83d after".encode("utf-8", "surrogatepass").decode("latin-1")

    reviewed = jo.submit_bytes(form, fields | {"intervention_text": text}, ("action", "review"))

    signed = jo.shown_text
    assert "before %ED%A0%BD after" in signed
    jo.sign(reviewed)
    (note,) = stage.notes()
    assert text_in(note) == signed


def test_note_of_megabytes_is_refused_and_the_draft_is_kept(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    kept = jo.write(note, action="save")

    page = jo.write(kept, {"intervention_text": "x" * 5_000_000}, action="save")

    assert (page.status, page.heading) == (413, "That is too much text")
    assert "Nothing was saved of this attempt." in page.text
    assert typed_in(jo.open(note.url)) == whole_note(stage.clock.now())["intervention_text"]
    assert len(jo.raw) < 200_000


def test_note_longer_than_a_note_may_be_is_kept_and_said_to_be_too_long(stage: Stage, jo: Person) -> None:
    note = jo.begin(jo.launch())
    text = "sixteen letters " * 7000

    page = jo.write(note, whole_note(stage.clock.now()) | {"intervention_text": text})

    assert page.heading == "Note for this visit"
    assert "Before this note can be signed" in page.text
    assert "100000" in page.text or "100,000" in page.text
    assert typed_in(page) == text
    assert stage.notes() == []


@pytest.mark.parametrize("letter", ["x", "م", "🙂"])
def test_longest_note_is_filed_in_any_script(stage: Stage, jo: Person, letter: str) -> None:
    """What the rules allow fits into the form, however many bytes a letter takes on its way."""
    text = letter * 99_000

    result = jo.file_a_note(intervention_text=text)

    assert result.heading == "Filed, 4:00 PM"
    (held,) = stage.notes()
    assert text in text_in(held)


@pytest.mark.parametrize(
    "fields",
    [
        {"version": "not a number"},
        {"version": "99999999999999999999"},
        {"modality": "telepathy"},
        {"place": "<script>"},
        {"service_on": "2026-13-45"},
        {"service_on": "0001-01-01", "started_at": "00:00", "ended_at": "00:01"},
        {"service_on": "9999-12-31", "ends_next_day": "yes"},
        {"started_at": "99:99"},
        {"goals": ["Goal/of-somebody-else", "../../etc/passwd"]},
        {"interventions": ["anything"]},
        {"kind": "unheard-of"},
    ],
)
def test_field_that_no_form_of_ours_sends_is_refused_or_left_out(
    stage: Stage, jo: Person, fields: dict[str, str | list[str]]
) -> None:
    note = jo.begin(jo.launch())

    page = jo.write(note, whole_note(stage.clock.now()) | fields, action="save")

    assert page.status in {200, 400, 409, 422}
    assert "Goal/of-somebody-else" not in jo.raw
    assert jo.open(note.url).status == 200


def typed_in(note: Page) -> str:
    """What the note's form holds."""
    return dict(note.form_with("intervention_text").fields)["intervention_text"].replace("\r\n", "\n")
