"""The bridge between the domain and FHIR R4, one module per concept.

:func:`to_fhir` and :func:`from_fhir` take one record or resource, :func:`read_all` takes whatever a
server sends. Notes have more ways to be written: :mod:`~pss_fhir.mapping.note` in a site's shape,
:mod:`~pss_fhir.mapping.note_response` as a QuestionnaireResponse.
"""

from __future__ import annotations

from pss_fhir.mapping.conversion import Reading, from_fhir, read_all, to_fhir
from pss_fhir.mapping.resource_json import as_json

__all__ = ["Reading", "as_json", "from_fhir", "read_all", "to_fhir"]
