"""Staff records as the CSV files of a staff folder (architecture.md, "Files an agency writes")."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from pss_fhir.domain.incident import Incident, IncidentStep
from pss_fhir.domain.record import Record
from pss_fhir.domain.staff import StaffRecords
from pss_fhir.ndjson import replacing

Cells = Callable[[Any], tuple[object, ...]]
_YES_NO = {True: "yes", False: "no", None: None}
_TABLES: Mapping[str, tuple[str, tuple[str, ...], Cells]] = {
    "staff.csv": (
        "members",
        (
            *("staff_id", "family", "given", "role", "hired_on", "left_on", "npi", "supervisor_id", "fte"),
            *("recovery_since", "fhir_practitioner"),
        ),
        lambda row: (
            *(row.staff_id, row.family, row.given, row.role.value, row.hired_on, row.left_on, row.npi),
            *(row.supervisor_id, row.fte, row.recovery_since, row.practitioner_ref),
        ),
    ),
    "credentials.csv": (
        "credentials",
        ("staff_id", "kind", "identifier", "issued_on", "expires_on", "hours", "issuer"),
        lambda row: (
            *(row.staff_id, row.credential.kind.value, row.credential.identifier, row.credential.issued_on),
            *(row.credential.expires_on, row.credential.hours, row.credential.issuer),
        ),
    ),
    "trainings.csv": (
        "trainings",
        ("staff_id", "topic", "hours", "completed_on", "client_id"),
        lambda row: (row.staff_id, row.topic, row.hours, row.completed_on, row.client_ref),
    ),
    "supervision.csv": (
        "supervision",
        ("staff_id", "supervisor_id", "kind", "held_on", "minutes"),
        lambda row: (row.staff_id, row.supervisor_id, row.kind.value, row.held_on, row.minutes),
    ),
    "assignments.csv": (
        "assignments",
        ("staff_id", "client_id", "from", "to", "approved_hours_per_week", "family_member"),
        lambda row: (
            *(row.staff_id, row.client_ref, row.days.start_on, row.days.end_on),
            *(row.approved_hours_per_week, _YES_NO[row.is_family_member]),
        ),
    ),
    "checks.csv": (
        "checks",
        ("staff_id", "kind", "requested_on", "completed_on", "result"),
        lambda row: (row.staff_id, row.kind.value, row.requested_on, row.completed_on, row.result),
    ),
}
"""File -> field of the records, header, and the cells of a row."""


_INCIDENTS = "incidents.csv"
_INCIDENT_HEADER = (
    *("incident_id", "client_id", "level", "occurred_at", "aware_at", "is_death", "during_service"),
    *("last_service_on", "local_plan", "asked_at"),
    *(f"{step.value.replace('-', '_')}_at" for step in IncidentStep),
)


class StaffTables:
    """The CSV files of a staff folder while they are written; they appear whole when all files are closed.

    Args:
        folder: made if it is not there.
        files: closes them.

    Raises:
        InputError: the folder cannot be written.
    """

    def __init__(self, folder: Path, files: ExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        names = (*_TABLES, _INCIDENTS)
        self._streams = {name: files.enter_context(replacing(folder / name)) for name in names}
        for name, (_, header, _) in _TABLES.items():
            self._streams[name].write(_line(header))
        self._streams[_INCIDENTS].write(_line(_INCIDENT_HEADER))

    def add(self, held: StaffRecords) -> None:
        """Write the rows of some people."""
        for name, (part, _, cells) in _TABLES.items():
            rows: tuple[Record, ...] = getattr(held, part)
            self._streams[name].writelines(_line(cells(row)) for row in rows)

    def add_incident(self, incident: Incident) -> None:
        """Write the row of an incident."""
        self._streams[_INCIDENTS].write(
            _line(
                (
                    *(
                        incident.incident_id,
                        incident.client_ref,
                        incident.level.value if incident.level else None,
                    ),
                    *(incident.occurred_at, incident.aware_at, _YES_NO[incident.is_death]),
                    *(
                        _YES_NO[incident.during_service],
                        incident.last_service_on,
                        incident.local_plan,
                        incident.asked_at,
                    ),
                    *(incident.taken_at(step) for step in IncidentStep),
                )
            )
        )


def _line(cells: Iterable[object]) -> bytes:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow([_text(cell) for cell in cells])
    return held.getvalue().encode()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
