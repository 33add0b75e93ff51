"""The rungs of the write ladder."""

from __future__ import annotations

from enum import StrEnum


class Rung(StrEnum):
    """One way of getting a note into the EHR, best first."""

    DOCUMENT_ENCOUNTER = "document-encounter"
    DOCUMENT_PERIOD = "document-period"
    QUESTIONNAIRE_RESPONSE = "questionnaire-response"
    COPY_PRINT = "copy-print"

    @property
    def resource_type(self) -> str | None:
        """The FHIR type that is created, None where a person copies."""
        return _TYPE_OF.get(self)

    def is_better_than(self, other: Rung) -> bool:
        """Whether it stands above another one."""
        order = list(Rung)
        return order.index(self) < order.index(other)

    @property
    def words(self) -> str:
        """The way in plain words, to go on after "The note goes into the EHR"."""
        return _WORDS_OF[self]


_TYPE_OF = {
    Rung.DOCUMENT_ENCOUNTER: "DocumentReference",
    Rung.DOCUMENT_PERIOD: "DocumentReference",
    Rung.QUESTIONNAIRE_RESPONSE: "QuestionnaireResponse",
}
_WORDS_OF = {
    Rung.DOCUMENT_ENCOUNTER: "as a document linked to the visit",
    Rung.DOCUMENT_PERIOD: "as a document with the time of the visit",
    Rung.QUESTIONNAIRE_RESPONSE: "as a filled-in form",
    Rung.COPY_PRINT: "by hand: you copy or print it, and confirm here",
}
