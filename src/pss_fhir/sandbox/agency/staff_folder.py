"""The agency's staff records, which no EHR holds, as the CSV files of a staff folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pss_fhir.sandbox.agency.calendar import Calendar
from pss_fhir.sandbox.agency.roster import Roster

_HEADERS = {
    "staff.csv": (
        "staff_id",
        "family",
        "given",
        "role",
        "hired_on",
        "left_on",
        "npi",
        "supervisor_id",
        "fte",
        "recovery_since",
        "fhir_practitioner",
    ),
    "credentials.csv": ("staff_id", "kind", "identifier", "issued_on", "expires_on", "hours", "issuer"),
    "trainings.csv": ("staff_id", "topic", "hours", "completed_on", "client_id"),
    "supervision.csv": ("staff_id", "supervisor_id", "kind", "held_on", "minutes"),
    "assignments.csv": ("staff_id", "client_id", "from", "to", "approved_hours_per_week", "family_member"),
    "checks.csv": ("staff_id", "kind", "requested_on", "completed_on", "result"),
}
_SUPERVISOR = "supervisor-1"
_START_UP = {
    "orientation": "4",
    "client-rights": "2",
    "confidentiality": "2",
    "bloodborne": "1",
    "pss-policy": "3",
    "documentation": "1",
}
_COURSES = {2: ("continuing-education", "4.5"), 6: ("continuing-education", "4"), 10: ("ethics", "1.5")}
_YEAR = 360
_UNENDING = ("high-school", "bachelor", "license")
Row = dict[str, str]


def write_staff_folder(calendar: Calendar, roster: Roster, folder: Path) -> None:
    """Write the six files into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "staff.csv": _staff(calendar, roster),
        "credentials.csv": _credentials(calendar, roster),
        "trainings.csv": _trainings(calendar, roster),
        "supervision.csv": _supervision(calendar, roster),
        "assignments.csv": _assignments(calendar, roster),
        "checks.csv": _checks(calendar, roster),
    }
    for name, header in _HEADERS.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name])


def _staff(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for member in roster.staff:
        row = {
            "staff_id": member.id,
            "family": "HTEST",
            "given": member.given,
            "role": member.role,
            "hired_on": calendar.iso(member.hired),
            "fte": str(member.fte),
            "fhir_practitioner": f"Practitioner/{member.id}",
        }
        if member.recovery is not None:
            row["recovery_since"] = calendar.iso(member.recovery)
        if member.role == "cpss":
            row["supervisor_id"] = _SUPERVISOR
        yield row


def _credentials(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for member in roster.staff:
        if member.certificate:
            yield {
                "staff_id": member.id,
                "kind": "nc-cpss",
                "identifier": member.certificate["number"],
                "issued_on": calendar.iso(member.certificate["issued"]),
                "expires_on": calendar.iso(member.certificate["expires"]),
                "issuer": "NC Certified Peer Support Specialist Program",
            }
            yield {
                "staff_id": member.id,
                "kind": "peer-course",
                "issued_on": calendar.iso(member.certificate["issued"] - 60),
                "hours": "50",
            }
        for kind in member.held:
            row = {"staff_id": member.id, "kind": kind, "issued_on": calendar.iso(max(member.hired, -200))}
            if kind not in _UNENDING:
                row["expires_on"] = calendar.iso(max(member.hired, -200) + 365)
            yield row


def _trainings(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for member in roster.staff:
        if member.role != "cpss":
            continue
        for step, (topic, hours) in enumerate(_START_UP.items()):
            yield {
                "staff_id": member.id,
                "topic": topic,
                "hours": hours,
                "completed_on": calendar.iso(member.hired + 2 + step),
            }
        for day in calendar.months(member.hired, 12):
            if day.month in _COURSES:
                topic, hours = _COURSES[day.month]
                row = {"staff_id": member.id, "topic": topic, "hours": hours, "completed_on": day.isoformat()}
                yield row
    for person in roster.clients:
        yield {
            "staff_id": person.specialist,
            "topic": "client-specific",
            "hours": "1",
            "completed_on": calendar.iso(person.contacts["from"] - 1),
            "client_id": person.ref,
        }


def _supervision(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for member in roster.staff:
        if member.role != "cpss":
            continue
        both = {"staff_id": member.id, "supervisor_id": _SUPERVISOR}
        yield both | {"kind": "contract", "held_on": calendar.iso(member.hired + 7), "minutes": "45"}
        for offset in range(member.hired + 7 + _YEAR, 0, _YEAR):
            yield both | {"kind": "contract-review", "held_on": calendar.iso(offset), "minutes": "45"}
        for day in calendar.months(member.hired, 8):
            yield both | {"kind": "individual", "held_on": day.isoformat(), "minutes": "60"}


def _assignments(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for person in roster.clients:
        yield {
            "staff_id": person.specialist,
            "client_id": person.ref,
            "from": calendar.iso(person.contacts["from"] - 2),
            "approved_hours_per_week": "5",
            "family_member": "no",
        }


def _checks(calendar: Calendar, roster: Roster) -> Iterator[Row]:
    for member in roster.staff:
        for kind in ("criminal", "hcpr", "exclusion"):
            yield {
                "staff_id": member.id,
                "kind": kind,
                "requested_on": calendar.iso(member.hired - 10),
                "completed_on": calendar.iso(member.hired - 4),
                "result": "clear",
            }
        for day in calendar.months(member.hired, 3):
            yield {
                "staff_id": member.id,
                "kind": "exclusion",
                "requested_on": day.isoformat(),
                "completed_on": day.isoformat(),
                "result": "clear",
            }
