"""The agency's own staff records, as last imported from its staff folder."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from pss_fhir.domain.staff import StaffRecords
from pss_fhir.store.database import Database
from pss_fhir.store.sealing import open_record
from pss_fhir.store.tables import staff_records

_PLACE = "staff_records"
_ONLY_ROW = 1


class StaffStore:
    """Keeps the whole staff folder sealed; it says who is in recovery since when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, records: StaffRecords) -> None:
        """Put these records in the place of all that were there."""
        db = self._database
        row = {
            "entry": _ONLY_ROW,
            "sealed_records": db.sealer.seal(records.model_dump_json(), _PLACE),
            "replaced_at": db.clock.now(),
        }
        with db.writing() as connection:
            db.one_at_a_time(connection, "pss-fhir staff records")
            connection.execute(delete(staff_records))
            connection.execute(insert(staff_records).values(row))

    def records(self) -> StaffRecords | None:
        """The records as last imported, None if the agency has imported none."""
        with self._database.reading() as connection:
            sealed = connection.execute(select(staff_records.c.sealed_records)).scalar_one_or_none()
        return None if sealed is None else open_record(self._database.sealer, StaffRecords, sealed, _PLACE)

    def replaced_at(self) -> datetime | None:
        """When they were imported, None if they never were."""
        with self._database.reading() as connection:
            return connection.execute(select(staff_records.c.replaced_at)).scalar_one_or_none()
