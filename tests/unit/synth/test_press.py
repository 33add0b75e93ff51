"""Records written quickly are what the mapping writes."""

from __future__ import annotations

import json

import pytest

from pss_fhir.domain.people import Client
from pss_fhir.domain.record import Record
from pss_fhir.mapping import as_json, to_fhir
from pss_fhir.synth.agency import write_agency
from pss_fhir.synth.press import Press, mapped, tagged
from tests.builders import make_client, make_contact, make_note
from tests.builders_care import WHOLE_RECORDS
from tests.synth_agency import SEED, SIZE, STARTS_ON, SynthAgency


def test_every_line_of_an_agency_is_what_to_fhir_gives(
    synth_agency: SynthAgency, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same agency made again by the mapping alone has the same content, record by record."""

    def by_mapping(_: Press, record: Record, client: Client | None = None, *, alike: object = None) -> bytes:
        return json.dumps(tagged(as_json(to_fhir(record, client=client)))).encode() + b"\n"

    monkeypatch.setattr(Press, "line", by_mapping)
    folder = tmp_path_factory.mktemp("mapped")
    write_agency(SIZE, folder, seed=SEED, starts_on=STARTS_ON)

    slow = SynthAgency(folder)
    assert synth_agency.resources() == slow.resources()


@pytest.mark.parametrize("record", WHOLE_RECORDS.values(), ids=WHOLE_RECORDS)
def test_second_of_a_shape_is_filled_in_and_the_same(record: Record) -> None:
    press = Press()
    press.line(record)

    other = (
        record.model_copy(update={"ref": f"{str(record.ref).partition('/')[0]}/other"})
        if hasattr(record, "ref")
        else record
    )

    assert press.shapes == 1
    assert press.line(other) == mapped(other)
    assert press.shapes == 1


def test_note_is_filled_in_with_its_times_in_words_and_the_name() -> None:
    press, client = Press(), make_client()
    press.line(make_note(), client)
    winter = make_note(
        contact=make_contact(ref="Encounter/another"), purpose='We said "no" 100% of the time; so.'
    )

    assert press.line(winter, client) == mapped(winter, client)
    assert press.shapes == 1


def test_second_that_is_known_to_be_alike_is_the_same_too() -> None:
    press, client = Press(), make_client()
    for purpose in ("We met to plan the week.", "We met to plan the month.", "We met again."):
        note = make_note(
            purpose=purpose, note_identifier=f"urn:uuid:{len(purpose):08}-0000-4000-8000-000000000000"
        )
        assert press.line(note, client, alike="visit") == mapped(note, client)
        assert press.line(note.contact, alike="visit") == mapped(note.contact)
