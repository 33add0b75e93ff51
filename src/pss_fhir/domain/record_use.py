"""What somebody did with a person's record through the app: one line of its trail, never the content."""

from __future__ import annotations

from pydantic import Field

from pss_fhir.domain.record import Moment, Record, Ref, Text

READ_CHART = "read-chart"
FILE_RECORD = "file-record"


class RecordUse(Record):
    """One line of the app's trail: who used whose record, when, and how it ended.

    Attributes:
        entry: its number in the trail, from 1.
        used_at: when.
        site: FHIR base of the server, or the name under which the app knows it.
        user: who did it, as the server names the user: a reference where it is one.
        action: a short fixed word such as ``read-chart`` or ``file-record``.
        client_ref: whose record it was; None where no person's record was touched.
        outcome: short fixed words such as ``read``, ``filed`` or the code of a finding.
    """

    entry: int = Field(ge=1)
    used_at: Moment
    site: Text
    user: Text
    action: str = Field(pattern=r"^[a-z0-9][a-z0-9.\-]{0,63}$")
    client_ref: Ref | None = None
    outcome: Text
