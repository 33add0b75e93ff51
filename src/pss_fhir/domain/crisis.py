"""A call for help in a crisis.

Peer support is no first responder (rules.md PSS-034): in a crisis the specialist stays with the person and
calls those who are.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import model_validator

from pss_fhir.domain.record import Identifier, Moment, Record, Ref, Text


class CrisisHelp(StrEnum):
    """Who was called."""

    EMERGENCY_911 = "911"
    LIFELINE_988 = "988"
    MOBILE_CRISIS = "mobile-crisis"
    SUPERVISOR = "supervisor"
    TREATMENT_TEAM = "treatment-team"
    NATURAL_SUPPORT = "natural-support"
    OTHER = "other"


class CrisisCall(Record):
    """One call for help for a person in a crisis.

    Attributes:
        help: who was called; ``help_words`` names it, and is needed for another.
        called_at: when.
        caller_ref: who called.
        called_ref: the one called, where the server knows it.
        contact_ref: the contact during which it happened.
        about_refs: what it rests on: the safety plan, the incident.
        said: what was told, and what came of it.
        was_reached: whether somebody answered; None where that is not said.
    """

    ref: Ref
    client_ref: Ref
    help: CrisisHelp
    help_words: Text | None = None
    called_at: Moment
    caller_ref: Ref | None = None
    called_ref: Ref | None = None
    contact_ref: Ref | None = None
    about_refs: tuple[Ref, ...] = ()
    said: Text | None = None
    was_reached: bool | None = None
    identifiers: tuple[Identifier, ...] = ()
    is_retracted: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> CrisisCall:
        if self.help is CrisisHelp.OTHER and not self.help_words:
            raise ValueError("another help needs words")
        if self.is_retracted and self.was_reached is not None:
            raise ValueError("a call that never was reached nobody")
        return self
