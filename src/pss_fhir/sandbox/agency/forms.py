"""The forms that the EHR knows: a note can go in as an answer to one where no document can."""

from __future__ import annotations

import orjson

from pss_fhir.definitions.bundled import OWN_GUIDE
from pss_fhir.sandbox.agency.coding import Json, resource

_SERVICE_NOTE = OWN_GUIDE / "Questionnaire-pss-service-note.json"


def make_forms() -> list[Json]:
    """The service note's Questionnaire from the project's guide; none in a checkout that has not built it."""
    if not _SERVICE_NOTE.is_file():
        return []
    form: Json = orjson.loads(_SERVICE_NOTE.read_bytes())
    mark = resource("Questionnaire", form["id"])["meta"]
    return [{**form, "meta": {**form.get("meta", {}), **mark}}]
