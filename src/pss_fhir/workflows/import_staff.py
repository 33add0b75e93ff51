"""Taking the agency's staff folder into the store, where rules beside a note can ask it."""

from __future__ import annotations

from pathlib import Path

from pss_fhir.compliance.staff_folder import StaffFolder, read_staff_folder
from pss_fhir.store import Store


def import_staff(store: Store, folder: Path) -> StaffFolder:
    """What the folder held; its good rows are in the store in place of all that was there before.

    Raises:
        InputError: there is no such folder, or a file in it cannot be opened; nothing was replaced.
    """
    found = read_staff_folder(folder)
    store.staff.replace(found.records)
    return found
