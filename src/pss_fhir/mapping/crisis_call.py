"""CrisisCall <-> Communication: who called whom for help, when, and whether somebody answered."""

from __future__ import annotations

from pss_fhir.domain.crisis import CrisisCall, CrisisHelp
from pss_fhir.domain.record import Ref
from pss_fhir.mapping import models
from pss_fhir.mapping.care_words import CRISIS_HELP
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.loss import Concept
from pss_fhir.mapping.parts import begin, coding, concept, reference
from pss_fhir.r4.canonicals import CRISIS_CALL_PROFILE, CRISIS_HELP_CODES
from pss_fhir.r4.dates import format_instant

_STATUSES = {None: "unknown", True: "completed", False: "not-done"}
_READ = {"completed": True, "not-done": False}
_HELP = {each.value: each for each in CrisisHelp}
CONCEPT = Concept(
    words="a call in a crisis",
    record=CrisisCall,
    resource_types=("Communication",),
    profile=CRISIS_CALL_PROFILE,
    reads=(
        "id",
        "identifier",
        "status",
        "topic",
        "subject",
        "about",
        "encounter",
        "sent",
        "recipient",
        "sender",
        "payload",
    ),
)


def to_fhir(call: CrisisCall) -> models.Communication:
    """The call as a Communication."""
    made = begin("Communication", call.ref, (CRISIS_CALL_PROFILE,), call.identifiers)
    made["status"] = "entered-in-error" if call.is_retracted else _STATUSES[call.was_reached]
    made["topic"] = concept(
        coding(CRISIS_HELP_CODES, call.help.value, CRISIS_HELP[call.help]), text=call.help_words
    )
    made["subject"] = reference(call.client_ref)
    if call.about_refs:
        made["about"] = [reference(ref) for ref in call.about_refs]
    if call.contact_ref:
        made["encounter"] = reference(call.contact_ref)
    made["sent"] = format_instant(call.called_at)
    if call.called_ref:
        made["recipient"] = [reference(call.called_ref)]
    if call.caller_ref:
        made["sender"] = reference(call.caller_ref)
    if call.said:
        made["payload"] = [{"contentString": call.said}]
    return models.Communication.model_validate(made)


def is_crisis_call(communication: Element) -> bool:
    """Whether a Communication is a call in a crisis: by the project's own code."""
    return _help(communication) is not None


def _help(communication: Element) -> CrisisHelp | None:
    for system, code in communication.codings("topic"):
        if system == CRISIS_HELP_CODES and code in _HELP:
            return _HELP[code]
    return None


def read(communication: Element) -> CrisisCall:
    """The call that a Communication of this project's making describes.

    Raises:
        Unreadable: no id, person, help or moment; noted in the report.
    """
    ref, identifiers = communication.known_as()
    status = communication.string("status") or ""
    topic = communication.one("topic")
    payload = communication.first("payload")
    recipient = communication.first("recipient")
    return communication.build(
        CrisisCall,
        ref=ref,
        client_ref=communication.require(communication.ref("subject"), "subject", CONCEPT.words),
        help=communication.require(_help(communication), "topic", CONCEPT.words),
        help_words=topic.text("text") if topic else None,
        called_at=communication.require(communication.moment("sent"), "sent", CONCEPT.words),
        caller_ref=communication.ref("sender"),
        called_ref=recipient.own_ref() if recipient else None,
        contact_ref=communication.ref("encounter"),
        about_refs=_about(communication),
        said=payload.text("contentString") if payload else None,
        was_reached=_READ.get(status),
        identifiers=identifiers,
        is_retracted=status == "entered-in-error",
    )


def _about(communication: Element) -> tuple[Ref, ...]:
    return communication.refs("about")
