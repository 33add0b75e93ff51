"""What the staff records that are Basic share: whose they are, by the agency's own staff id."""

from __future__ import annotations

from collections.abc import Mapping

from pss_fhir.domain.record import Ref
from pss_fhir.domain.staff import StaffId
from pss_fhir.mapping.care_words import STAFF_RECORDS
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.parts import Json, coding, concept
from pss_fhir.r4.canonicals import STAFF_RECORD_CODES


def write_person(staff_id: StaffId, people: Mapping[StaffId, Ref]) -> Json:
    """A Reference to a member of staff: the staff id, and the Practitioner where it is known."""
    made: Json = {"type": "Practitioner", "identifier": {"value": staff_id}}
    return made | ({"reference": people[staff_id]} if staff_id in people else {})


def write_code(code: str) -> Json:
    """``Basic.code`` of a kind of staff record."""
    return concept(coding(STAFF_RECORD_CODES, code, STAFF_RECORDS[code]))


def read_code(basic: Element) -> str | None:
    """Which kind of staff record a Basic is, None where it is none."""
    for system, code in basic.codings("code"):
        if system == STAFF_RECORD_CODES and code in STAFF_RECORDS:
            return code
    return None


def read_person(basic: Element, name: str) -> StaffId | None:
    """The staff id that a child Reference names; without one, the id of the Practitioner."""
    held = basic.one(name)
    return None if held is None else read_own_person(held)


def read_own_person(held: Element) -> StaffId | None:
    """The staff id that this Reference names; see :func:`read_person`."""
    identifier = held.one("identifier")
    staff_id = identifier.string("value") if identifier else None
    if staff_id is not None:
        return staff_id
    ref = held.own_ref()
    return ref.rpartition("/")[2] if ref else None
