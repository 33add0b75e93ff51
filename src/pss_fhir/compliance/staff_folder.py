"""The staff folder: what no EHR holds, as agencies keep it in spreadsheets (architecture.md)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pss_fhir.compliance.staff_cells import (
    one_of,
    read_day,
    read_moment,
    read_number,
    read_whole,
    read_yes_no,
    reference_to,
)
from pss_fhir.compliance.staff_table import Column, Row, Table, read_table
from pss_fhir.domain.incident import Incident, IncidentLevel, IncidentStep, StepTaken
from pss_fhir.domain.people import Credential, CredentialKind
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import (
    Assignment,
    BackgroundCheck,
    CheckKind,
    RefusedRow,
    StaffCredential,
    StaffMember,
    StaffRecords,
    StaffRole,
    Supervision,
    SupervisionKind,
    Training,
)
from pss_fhir.errors import InputError
from pss_fhir.issues import Issue, make_issue, message_for

R = TypeVar("R")

_STAFF_ID = Column("staff_id", is_needed=True)
_CLIENT = reference_to("Patient")
_LISTS = {
    "staff.csv": "members",
    "credentials.csv": "credentials",
    "trainings.csv": "trainings",
    "supervision.csv": "supervision",
    "assignments.csv": "assignments",
    "checks.csv": "checks",
    "incidents.csv": "incidents",
}
"""The list that each file fills: of the staff records, or the incidents."""


@dataclass(frozen=True)
class StaffFolder:
    """What a folder holds.

    Attributes:
        records: every good row.
        incidents: every good row of incidents.csv.
        issues: every bad row and cell, by file, line and column, and what else was noticed.
    """

    records: StaffRecords
    incidents: tuple[Incident, ...]
    issues: tuple[Issue, ...]


def read_staff_folder(folder: Path) -> StaffFolder:
    """The staff folder, good rows kept and bad ones named.

    Raises:
        InputError: there is no such folder, or a file in it cannot be opened.
    """
    if not folder.is_dir():
        raise InputError(message_for("staff.folder-missing"), code="staff.folder-missing", where=str(folder))
    rows: dict[str, list[Row]] = {}
    issues: list[Issue] = []
    unread: list[str] = []
    refused: list[RefusedRow] = []
    for table in TABLES:
        path = folder / table.file
        rows[table.file] = []
        if not path.exists():
            if not table.is_optional:
                issues.append(make_issue("staff.file-missing", file=table.file).at(file=str(path)))
                unread.append(_LISTS[table.file])
            continue
        try:
            content = path.read_bytes()
        except OSError as failed:
            raise InputError(
                message_for("staff.folder-missing"), code="staff.folder-missing", where=str(path)
            ) from failed
        read = read_table(table, content, str(path))
        issues += read.issues
        rows[table.file] = read.rows
        if not read.is_read:
            unread.append(_LISTS[table.file])
        refused += [RefusedRow(of=_LISTS[table.file], staff_id=named) for named in read.refused]
    members, twice = _each_once(
        rows["staff.csv"],
        StaffMember,
        lambda one: one.staff_id,
        "staff.staff-twice",
        str(folder / "staff.csv"),
    )
    incidents, again = _each_once(
        rows["incidents.csv"],
        Incident,
        lambda one: one.incident_id,
        "staff.incident-twice",
        str(folder / "incidents.csv"),
    )
    issues += [*twice, *again]
    known = {member.staff_id for member in members}
    known |= {row.staff_id for row in refused if row.of == "members" and row.staff_id is not None}
    issues += _strangers(known, rows, folder)
    records = StaffRecords(
        members=tuple(members),
        credentials=_records(rows["credentials.csv"], StaffCredential),
        trainings=_records(rows["trainings.csv"], Training),
        supervision=_records(rows["supervision.csv"], Supervision),
        assignments=_records(rows["assignments.csv"], Assignment),
        checks=_records(rows["checks.csv"], BackgroundCheck),
        unread=tuple(unread),
        refused=tuple(dict.fromkeys(refused)),
    )
    issues.sort(key=lambda issue: (issue.file or "", issue.line or 0, issue.column or 0))
    return StaffFolder(records, tuple(incidents), tuple(issues))


def _records(rows: Iterable[Row], kind: type[R]) -> tuple[R, ...]:
    return tuple(row.record for row in rows if isinstance(row.record, kind))


def _each_once(
    rows: Iterable[Row], kind: type[R], named: Callable[[R], str], code: str, file: str
) -> tuple[list[R], list[Issue]]:
    """Records that have one row each, by their first."""
    found: dict[str, R] = {}
    issues = []
    for row in rows:
        record = row.record
        assert isinstance(record, kind)  # noqa: S101 - a file builds nothing else
        if named(record) in found:
            issues.append(make_issue(code).at(file=file, line=row.line, column=1))
        else:
            found[named(record)] = record
    return list(found.values()), issues


def _strangers(known: Collection[str], rows: dict[str, list[Row]], folder: Path) -> list[Issue]:
    """Rows that name somebody who is not in staff.csv."""
    found = []
    for file, entries in rows.items():
        for row in entries:
            for column in ("staff_id", "supervisor_id"):
                named = getattr(row.record, column, None)
                if named is not None and named not in known:
                    found.append(
                        make_issue("staff.staff-unknown", column=column).at(
                            file=str(folder / file), line=row.line
                        )
                    )
    return found


def _days(values: dict[str, Any], first: str, last: str) -> Days:
    return Days(start_on=values[first], end_on=values[last])


def _member(values: dict[str, Any]) -> StaffMember:
    return StaffMember(practitioner_ref=values.pop("fhir_practitioner"), **values)


def _credential(values: dict[str, Any]) -> StaffCredential:
    staff_id = values.pop("staff_id")
    title = values["kind"].value if values["kind"] is CredentialKind.OTHER else None
    return StaffCredential(staff_id=staff_id, credential=Credential(title=title, **values))


def _training(values: dict[str, Any]) -> Training:
    return Training(
        staff_id=values["staff_id"],
        topic=values["topic"].lower(),
        hours=values["hours"],
        completed_on=values["completed_on"],
        client_ref=values["client_id"],
    )


def _assignment(values: dict[str, Any]) -> Assignment:
    return Assignment(
        staff_id=values["staff_id"],
        client_ref=values["client_id"],
        days=_days(values, "from", "to"),
        approved_hours_per_week=values["approved_hours_per_week"],
        is_family_member=values["family_member"],
    )


def _incident(values: dict[str, Any]) -> Incident:
    steps = [(step, values.pop(_step_column(step))) for step in IncidentStep]
    return Incident(
        client_ref=values.pop("client_id"),
        is_death=values.pop("is_death") or False,
        is_offense_witnessed=values.pop("is_offense_witnessed") or False,
        is_staff_accused=values.pop("is_staff_accused") or False,
        steps=tuple(StepTaken(step=step, taken_at=moment) for step, moment in steps if moment),
        **values,
    )


def _step_column(step: IncidentStep) -> str:
    """``supervisor_told_at`` for the step ``supervisor-told``."""
    return f"{step.value.replace('-', '_')}_at"


TABLES: tuple[Table, ...] = (
    Table(
        "staff.csv",
        (
            _STAFF_ID,
            Column("family", is_needed=True),
            Column("given", is_needed=True),
            Column("role", one_of(StaffRole), is_needed=True),
            Column("hired_on", read_day),
            Column("left_on", read_day),
            Column("npi"),
            Column("supervisor_id"),
            Column("fte", read_number),
            Column("recovery_since", read_day),
            Column("fhir_practitioner", reference_to("Practitioner")),
        ),
        _member,
    ),
    Table(
        "credentials.csv",
        (
            _STAFF_ID,
            Column("kind", one_of(CredentialKind), is_needed=True),
            Column("identifier"),
            Column("issued_on", read_day),
            Column("expires_on", read_day),
            Column("hours", read_number),
            Column("issuer"),
        ),
        _credential,
    ),
    Table(
        "trainings.csv",
        (
            _STAFF_ID,
            Column("topic", is_needed=True),
            Column("hours", read_number),
            Column("completed_on", read_day, is_needed=True),
            Column("client_id", _CLIENT),
        ),
        _training,
    ),
    Table(
        "supervision.csv",
        (
            _STAFF_ID,
            Column("supervisor_id", is_needed=True),
            Column("kind", one_of(SupervisionKind), is_needed=True),
            Column("held_on", read_day, is_needed=True),
            Column("minutes", read_whole),
        ),
        lambda values: Supervision(**values),
    ),
    Table(
        "assignments.csv",
        (
            _STAFF_ID,
            Column("client_id", _CLIENT, is_needed=True),
            Column("from", read_day),
            Column("to", read_day),
            Column("approved_hours_per_week", read_number),
            Column("family_member", read_yes_no),
        ),
        _assignment,
    ),
    Table(
        "checks.csv",
        (
            _STAFF_ID,
            Column("kind", one_of(CheckKind), is_needed=True),
            Column("requested_on", read_day),
            Column("completed_on", read_day),
            Column("result"),
        ),
        lambda values: BackgroundCheck(**values),
    ),
    Table(
        "incidents.csv",
        (
            Column("incident_id", is_needed=True),
            Column("client_id", _CLIENT),
            Column("level", one_of(IncidentLevel)),
            Column("occurred_at", read_moment),
            Column("aware_at", read_moment),
            Column("is_death", read_yes_no),
            Column("during_service", read_yes_no),
            Column("last_service_on", read_day),
            Column("local_plan"),
            Column("asked_at", read_moment),
            Column("is_offense_witnessed", read_yes_no),
            Column("is_staff_accused", read_yes_no),
            *(Column(_step_column(step), read_moment) for step in IncidentStep),
        ),
        _incident,
        is_optional=True,
    ),
)
"""Every file of a folder, with its columns."""
