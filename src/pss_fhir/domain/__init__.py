"""Peer support in the words of the work: frozen records, no FHIR.

Records are pydantic models that cannot change and accept no unknown field. Moments (``_at``) are
aware; days (``_on``) are North Carolina calendar days; a ``_ref`` is where the agency's FHIR server
holds the record, as ``Type/id``; an ``_identifier`` is a business identifier that survives moving.
"""
