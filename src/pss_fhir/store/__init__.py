"""What no EHR holds: launches, drafts, signatures, the outbox's rows, staff records and the audit trail."""

from pss_fhir.store.audit import AuditEntry, AuditTrail
from pss_fhir.store.drafts import Drafts, StoredDraft
from pss_fhir.store.launches import Launches, StoredLaunch, TakenLaunch
from pss_fhir.store.notes import RecordKind, SignedNotes, SignedRecord, StoredNote
from pss_fhir.store.outbox_rows import HistoryEntry, OutboxRow, OutboxRows
from pss_fhir.store.sealing import fingerprint
from pss_fhir.store.staff import StaffStore
from pss_fhir.store.store import Purged, Store

__all__ = [
    "AuditEntry",
    "AuditTrail",
    "Drafts",
    "HistoryEntry",
    "Launches",
    "OutboxRow",
    "OutboxRows",
    "Purged",
    "RecordKind",
    "SignedNotes",
    "SignedRecord",
    "StaffStore",
    "Store",
    "StoredDraft",
    "StoredLaunch",
    "StoredNote",
    "TakenLaunch",
    "fingerprint",
]
