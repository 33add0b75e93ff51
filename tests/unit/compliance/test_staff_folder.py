"""The staff folder: good rows kept, bad ones named by file, line and column."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from pss_fhir.compliance import read_staff_folder
from pss_fhir.compliance.staff_folder import TABLES
from pss_fhir.domain.incident import IncidentLevel, IncidentStep
from pss_fhir.domain.people import CredentialKind
from pss_fhir.domain.record import Days
from pss_fhir.domain.staff import RefusedRow, StaffRole
from pss_fhir.errors import InputError
from pss_fhir.issues import Issue

HEADER = "staff_id,family,given,role,hired_on\n"
JO = "S-1,HTEST,Jo,cpss,2026-01-05\n"


def make_folder(tmp_path: Path, **files: str | bytes) -> Path:
    """A folder with every file, empty but for its header unless its content is given (without ``.csv``)."""
    for table in TABLES:
        name = table.file.removesuffix(".csv")
        header = ",".join(column.name for column in table.columns) + "\n"
        content = files.get(name, header)
        (tmp_path / table.file).write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def issues_of(tmp_path: Path, **files: str | bytes) -> list[tuple[str, str, int | None, int | None]]:
    """Code, file, line and column of each finding."""
    return [
        (issue.code, Path(issue.file or "").name, issue.line, issue.column)
        for issue in read_staff_folder(make_folder(tmp_path, **files)).issues
    ]


def only_issue(tmp_path: Path, **files: str | bytes) -> Issue:
    [issue] = read_staff_folder(make_folder(tmp_path, **files)).issues
    return issue


def test_read_staff_folder_every_column_of_every_file_is_read(tmp_path: Path) -> None:
    folder = read_staff_folder(
        make_folder(
            tmp_path,
            staff="staff_id,family,given,role,hired_on,left_on,npi,supervisor_id,fte,recovery_since,fhir_practitioner\n"
            "S-1,HTEST,Jo,CPSS,2026-01-05,,1234567893,S-9,0.5,2020-05-01,Practitioner/jo\n"
            "S-9,HTEST,Sam,qp,,,,,,,\n",
            credentials="staff_id,kind,identifier,issued_on,expires_on,hours,issuer\n"
            "S-1,nc-cpss,12345,2025-11-01,2027-10-31,,NCCPSS\nS-1,other,1,,,,\n",
            trainings="staff_id,topic,hours,completed_on,client_id\nS-1,Client-Specific,1.5,2026-05-29,riley\n",
            supervision="staff_id,supervisor_id,kind,held_on,minutes\nS-1,S-9,contract,2026-01-09,60\n",
            assignments="staff_id,client_id,from,to,approved_hours_per_week,family_member\n"
            "S-1,Patient/riley,2026-06-01,,5,no\n",
            checks="staff_id,kind,requested_on,completed_on,result\nS-1,hcpr,2025-12-20,2025-12-29,clear\n",
            incidents="incident_id,client_id,level,occurred_at,aware_at,is_death,during_service,local_plan,state_system_at\n"
            "I-1,riley,2,2026-10-27 09:00,2026-10-27T10:00:00-04:00,no,yes,trillium,2026-10-28 10:00\n",
        )
    )

    assert folder.issues == ()
    jo, sam = folder.records.members
    assert (jo.role, jo.fte, jo.practitioner_ref) == (StaffRole.CPSS, 0.5, "Practitioner/jo")
    assert (sam.hired_on, sam.role) == (None, StaffRole.QUALIFIED_PROFESSIONAL)
    assert [one.credential.kind for one in folder.records.credentials] == [
        CredentialKind.NC_CPSS,
        CredentialKind.OTHER,
    ]
    [training] = folder.records.trainings
    assert (training.topic, training.client_ref) == ("client-specific", "Patient/riley")
    [assignment] = folder.records.assignments
    assert (assignment.days, assignment.is_family_member) == (Days(start_on=date(2026, 6, 1)), False)
    assert folder.records.supervision[0].minutes == 60
    assert folder.records.checks[0].completed_on == date(2025, 12, 29)
    [incident] = folder.incidents
    assert incident.level is IncidentLevel.TWO
    assert incident.occurred_at is not None
    assert incident.aware_at is not None
    assert incident.aware_at - incident.occurred_at == timedelta(hours=1)
    assert incident.taken_at(IncidentStep.STATE_SYSTEM) is not None


def test_read_staff_folder_bad_row_is_named_and_the_good_one_kept(tmp_path: Path) -> None:
    folder = make_folder(
        tmp_path, staff=HEADER + JO + "S-2,HTEST,Kim,boss,2026-13-05\n" + "S-3,HTEST,Lee,qp,\n"
    )
    read = read_staff_folder(folder)

    assert [member.staff_id for member in read.records.members] == ["S-1", "S-3"]
    assert [(issue.code, issue.line, issue.column) for issue in read.issues] == [
        ("staff.value-invalid", 3, 4),
        ("staff.value-invalid", 3, 5),
    ]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("1/5/2026", "slashes"),
        ("05.01.26", "slashes"),
        ("46027", "serial number"),
        ("2026-02-29", "no such day"),
        ("soon", "YYYY-MM-DD"),
        ("20260105", "YYYY-MM-DD"),
    ],
)
def test_read_staff_folder_day_of_a_spreadsheet_gets_a_clear_finding(
    tmp_path: Path, cell: str, words: str
) -> None:
    issue = only_issue(tmp_path, staff=HEADER + JO.replace("2026-01-05", cell))
    assert words in issue.message
    assert cell not in issue.message


def test_read_staff_folder_leap_day_is_a_day(tmp_path: Path) -> None:
    read = read_staff_folder(make_folder(tmp_path, staff=HEADER + JO.replace("2026-01-05", "2024-02-29")))
    assert read.records.members[0].hired_on == date(2024, 2, 29)


def test_read_staff_folder_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    read = read_staff_folder(make_folder(tmp_path, staff=b"\xef\xbb\xbf" + (HEADER + JO).encode()))
    assert (len(read.records.members), read.issues) == (1, ())


def test_read_staff_folder_quoted_line_break_keeps_line_numbers_right(tmp_path: Path) -> None:
    staff = HEADER + '"S-1","HTEST, Sr.","Jo\nAnn",cpss,2026-01-05\n' + "S-2,HTEST,Kim,boss,\n"
    read = read_staff_folder(make_folder(tmp_path, staff=staff))
    assert read.records.members[0].given == "Jo\nAnn"
    assert [issue.line for issue in read.issues] == [4]


def test_read_staff_folder_windows_line_ends_and_blank_lines_are_fine(tmp_path: Path) -> None:
    staff = (HEADER + "\n" + JO + ",,,,\n").replace("\n", "\r\n")
    read = read_staff_folder(make_folder(tmp_path, staff=staff))
    assert (len(read.records.members), read.issues) == (1, ())


@pytest.mark.parametrize(
    ("staff", "expected"),
    [
        ("", ("staff.header-missing", 1, None)),
        ("staff_id,family,given\n", ("staff.column-missing", 1, None)),
        ("staff_id,family,given,role,role\n", ("staff.column-twice", 1, None)),
        ("staff_id,family,given,role,shoe_size\n", ("staff.column-unknown", 1, 5)),
        (HEADER + "S-1,HTEST,Jo,cpss\n", ("staff.row-length", 2, None)),
        (HEADER + "S-1,HTEST, Jo, Ann,cpss,2026-01-05\n", ("staff.row-length", 2, None)),
        (HEADER + "S-1,,Jo,cpss,2026-01-05\n", ("staff.value-missing", 2, 2)),
        (HEADER + JO + JO, ("staff.staff-twice", 3, 1)),
        ("staff_id,family,given,role,npi\nS-1,HTEST,Jo,cpss,12\n", ("staff.row-invalid", 2, None)),
        ("staff_id,family,given,role,fte\nS-1,HTEST,Jo,cpss,full\n", ("staff.value-invalid", 2, 5)),
        (
            "staff_id,family,given,role,supervisor_id\nS-1,HTEST,Jo,cpss,S-9\n",
            ("staff.staff-unknown", 2, None),
        ),
        ((HEADER + JO).encode() + b"S-2,\xe9,Kim,cpss,\n", ("staff.not-utf8", 3, None)),
        (HEADER + '"' + "x" * 200_000, ("staff.cell-too-long", 2, None)),
    ],
)
def test_read_staff_folder_fault_is_named_with_its_place(
    tmp_path: Path, staff: str | bytes, expected: tuple[str, int, int | None]
) -> None:
    code, line, column = expected
    assert issues_of(tmp_path, staff=staff) == [(code, "staff.csv", line, column)]


@pytest.mark.parametrize(
    ("file", "header", "row", "words"),
    [
        ("assignments", "staff_id,client_id,family_member", "S-1,riley,maybe", "yes or no"),
        (
            "assignments",
            "staff_id,client_id,from,to",
            "S-1,riley,2026-02-01,2026-01-01",
            "before the first day",
        ),
        ("assignments", "staff_id,client_id", "S-1,Patient/ riley", "Patient/id"),
        (
            "supervision",
            "staff_id,supervisor_id,kind,held_on,minutes",
            "S-1,S-1,group,2026-01-01,1h",
            "whole number",
        ),
        ("incidents", "incident_id,aware_at", "I-1,2026-01-01", "HH:MM"),
        (
            "incidents",
            "incident_id,occurred_at,aware_at",
            "I-1,2026-01-02 09:00,2026-01-01 09:00",
            "before it happened",
        ),
    ],
)
def test_read_staff_folder_cell_that_cannot_be_says_why(
    tmp_path: Path, file: str, header: str, row: str, words: str
) -> None:
    issue = only_issue(tmp_path, staff=HEADER + JO, **{file: f"{header}\n{row}\n"})
    assert words in issue.message
    assert issue.line == 2


def test_read_staff_folder_incident_that_stands_twice_counts_by_its_first_row(tmp_path: Path) -> None:
    incidents = "incident_id,level\nI-1,2\nI-2,1\nI-1,3\n"
    read = read_staff_folder(make_folder(tmp_path, incidents=incidents))
    assert [(one.incident_id, one.level) for one in read.incidents] == [
        ("I-1", IncidentLevel.TWO),
        ("I-2", IncidentLevel.ONE),
    ]
    [issue] = read.issues
    assert (issue.code, issue.line, issue.column) == ("staff.incident-twice", 4, 1)


def test_read_staff_folder_missing_file_is_a_warning(tmp_path: Path) -> None:
    make_folder(tmp_path)
    (tmp_path / "checks.csv").unlink()
    (tmp_path / "incidents.csv").unlink()
    assert [(issue.code, Path(issue.file or "").name) for issue in read_staff_folder(tmp_path).issues] == [
        ("staff.file-missing", "checks.csv")
    ]


def test_read_staff_folder_no_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_staff_folder(tmp_path / "nothing")


def test_read_staff_folder_findings_repeat_no_value(tmp_path: Path) -> None:
    """What stands in a cell may belong to a person."""
    secret = "SENTINEL"
    files = {
        table.file.removesuffix(".csv"): ",".join(column.name for column in table.columns)
        + "\n"
        + ",".join([secret] * len(table.columns))
        + "\n"
        for table in TABLES
    }
    read = read_staff_folder(make_folder(tmp_path, **files))
    assert len(read.issues) > 10
    assert not [issue for issue in read.issues if secret in issue.message]


@pytest.mark.parametrize(
    "content",
    [None, b"", b"S\xe4ge", b"staff;kind\nS-1;hcpr\n"],
    ids=["missing", "empty", "encoding", "columns"],
)
def test_read_staff_folder_file_without_readable_rows_is_not_read(
    tmp_path: Path, content: bytes | None
) -> None:
    folder = make_folder(tmp_path, checks=content or b"")
    if content is None:
        (folder / "checks.csv").unlink()
    assert read_staff_folder(folder).records.unread == ("checks",)


def test_read_staff_folder_file_with_a_header_alone_is_read(tmp_path: Path) -> None:
    assert read_staff_folder(make_folder(tmp_path)).records.unread == ()


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_read_staff_folder_other_mark_between_cells_is_one_clear_finding(
    tmp_path: Path, mark: str, name: str
) -> None:
    issue = only_issue(tmp_path, staff=(HEADER + JO).replace(",", mark))
    assert (issue.code, issue.line) == ("staff.separator", 1)
    assert name in issue.message
    assert "commas" in issue.message


@pytest.mark.parametrize(
    ("row", "staff_id"),
    [
        ("S-1,hcpr,12/20/2025,,", "S-1"),
        ("S-1,hcpr", "S-1"),
        (",hcpr,2025-12-20,,", None),
    ],
    ids=["bad-day", "too-short", "nobody-named"],
)
def test_read_staff_folder_refused_row_is_kept_by_the_person_it_names(
    tmp_path: Path, row: str, staff_id: str | None
) -> None:
    checks = f"staff_id,kind,requested_on,completed_on,result\n{row}\n"
    records = read_staff_folder(make_folder(tmp_path, staff=HEADER + JO, checks=checks)).records
    assert records.refused == (RefusedRow(of="checks", staff_id=staff_id),)
    assert records.unread_of("S-1") == {"checks"}
    assert records.unread_of("S-2") == (set() if staff_id else {"checks"})
    assert records.unread_of(None) == {"checks"}


def test_read_staff_folder_short_row_whose_id_is_not_first_names_nobody_for_certain(tmp_path: Path) -> None:
    checks = "kind,staff_id,requested_on\nhcpr,S-1\n"
    [refused] = read_staff_folder(make_folder(tmp_path, checks=checks)).records.refused
    assert refused.staff_id is None


def test_read_staff_folder_cell_too_long_leaves_the_rest_unread_for_everybody(tmp_path: Path) -> None:
    checks = "staff_id,kind,result\nS-1,hcpr," + "x" * 200_000 + "\nS-2,hcpr,clear\n"
    records = read_staff_folder(make_folder(tmp_path, checks=checks)).records
    assert records.unread_of("S-2") == {"checks"}


def test_read_staff_folder_person_whose_row_was_refused_is_no_stranger(tmp_path: Path) -> None:
    files = {
        "staff": HEADER + JO.replace("2026-01-05", "1/5/2026"),
        "checks": "staff_id,kind,requested_on\nS-1,hcpr,2025-12-20\n",
    }
    assert [code for code, *_ in issues_of(tmp_path, **files)] == ["staff.value-invalid"]


def test_read_staff_folder_refused_incident_is_known_to_be_missing(tmp_path: Path) -> None:
    incidents = "incident_id,level,aware_at\nI-1,2,yesterday\n"
    assert read_staff_folder(make_folder(tmp_path, incidents=incidents)).records.unread_of(None) == {
        "incidents"
    }
