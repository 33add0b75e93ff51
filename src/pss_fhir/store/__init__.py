"""What no EHR holds: launches, drafts, signatures, the outbox's rows, staff records and the audit trail."""
