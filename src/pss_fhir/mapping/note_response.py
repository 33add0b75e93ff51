"""ServiceNote <-> QuestionnaireResponse, for servers that take no other note.

The questionnaire is the project's own. Its linkIds are the names of the parts
(:mod:`~pss_fhir.mapping.note_parts`): ``text`` holds the whole note as people read it; ``contact.*``,
``goal.*`` (repeating), ``intervention`` (repeating), ``content.*``, ``signature.*`` and ``cosignature.*`` the
structured side;
``replaces`` the identifier of the note that this one replaces. Who signed is the author.
"""

from __future__ import annotations

from pss_fhir.domain.contact import Contact
from pss_fhir.domain.note import GoalProgress, NoteStatus, ServiceNote, Signature
from pss_fhir.domain.people import Client, Specialist
from pss_fhir.domain.units import UnitRule
from pss_fhir.mapping import models, note_fields, note_parts, note_record
from pss_fhir.mapping.elements import Element
from pss_fhir.mapping.interventions import intervention_codings, read_intervention
from pss_fhir.mapping.note import CONCEPT
from pss_fhir.mapping.note_text import note_text
from pss_fhir.mapping.parts import Json, begin, reference, uri_identifier
from pss_fhir.r4.canonicals import (
    NOTE_RESPONSE_PROFILE,
    SERVICE_NOTE_QUESTIONNAIRE,
    US_CORE_QUESTIONNAIRE_RESPONSE,
)
from pss_fhir.r4.dates import format_instant
from pss_fhir.r4.references import type_of_ref

_STARTED, _ENDED = "contact.startedAt", "contact.endedAt"
_COSIGNER = "cosignature.signer"
_STATUSES = {
    "completed": NoteStatus.CURRENT,
    "amended": NoteStatus.CURRENT,
    "entered-in-error": NoteStatus.RETRACTED,
}


def to_questionnaire_response(
    note: ServiceNote,
    *,
    client: Client | None = None,
    specialist: Specialist | None = None,
    rule: UnitRule | None = None,
    text: str | None = None,
) -> models.QuestionnaireResponse:
    """The note as answers to the project's questionnaire.

    Args:
        note: a signed note; a retracted one is the same answers, entered in error.
        client: whose name and numbers stand at the head of the text.
        specialist: who gave the service, for the text.
        rule: how minutes become units in the text.
        text: the note as it was read and signed, used word for word; made anew if None.
    """
    contact = note.contact
    made = begin(
        "QuestionnaireResponse",
        note.ref if note.ref and type_of_ref(note.ref) else None,
        (NOTE_RESPONSE_PROFILE, US_CORE_QUESTIONNAIRE_RESPONSE),
    )
    made["identifier"] = uri_identifier(note.note_identifier)
    made["questionnaire"] = SERVICE_NOTE_QUESTIONNAIRE
    made["status"] = "entered-in-error" if note.status is NoteStatus.RETRACTED else "completed"
    made["subject"] = reference(note.client_ref)
    if contact.ref and type_of_ref(contact.ref):
        made["encounter"] = reference(contact.ref)
    made["authored"] = format_instant(note.signature.signed_at)
    made["author"] = reference(note.signature.signer_ref, note.signature.signer_name)
    words = note_text(note, client=client, specialist=specialist, rule=rule) if text is None else text
    made["item"] = _items(note, words)
    return models.QuestionnaireResponse.model_validate(made)


def _items(note: ServiceNote, text: str) -> list[Json]:
    contact = note_parts.write_items(note_parts.CONTACT, note_record.values_of_contact(note))
    for link_id, label, moment in (
        (_STARTED, "Started", note.contact.started_at),
        (_ENDED, "Ended", note.contact.ended_at),
    ):
        if moment is not None:
            contact["item"].append(_item(link_id, label, {"valueDateTime": format_instant(moment)}))
    items = [_item("text", "Peer support service note", {"valueString": text}), contact]
    items += [
        note_parts.write_items(note_parts.GOAL, note_record.values_of_goal(goal)) for goal in note.goals
    ]
    if note.interventions:
        done = [{"valueCoding": intervention_codings(each)[0]} for each in note.interventions]
        items.append(_item("intervention", "Interventions", *done))
    items.append(note_parts.write_items(note_parts.CONTENT, note_record.values_of_content(note)))
    items.append(
        note_parts.write_items(note_parts.SIGNATURE, note_record.values_of_signature(note.signature))
    )
    if note.cosignature:
        items.append(_cosignature(note.cosignature))
    if note.replaces_identifier:
        items.append(_item("replaces", "Replaces note", {"valueString": note.replaces_identifier}))
    return items


def _cosignature(signature: Signature) -> Json:
    group = note_parts.write_items(note_parts.COSIGNATURE, note_record.values_of_signature(signature))
    signer = reference(signature.signer_ref, signature.signer_name)
    group["item"].append(_item(_COSIGNER, "Supervisor", {"valueReference": signer}))
    return group


def _item(link_id: str, label: str, *answers: Json) -> Json:
    return {"linkId": link_id, "text": label, "answer": list(answers)}


def read(response: Element) -> ServiceNote:
    """The note that answers to the project's questionnaire hold.

    Raises:
        Unreadable: they answer another questionnaire, or their structured side is damaged; noted.
    """
    items = _by_link_id(response)
    identifier = response.urn_identifier()
    asked = (response.string("questionnaire") or "").partition("|")[0]
    groups = (note_parts.CONTENT, note_parts.CONTACT, note_parts.SIGNATURE)
    is_own = asked == SERVICE_NOTE_QUESTIONNAIRE and identifier is not None
    if not is_own or any(group.name not in items for group in groups):
        raise response.report.refuse(
            "mapping.foreign-note", response.path, resource_type="QuestionnaireResponse"
        )
    content, contact, signature = (note_fields.answers_in(group, items[group.name][0]) for group in groups)
    times = _by_link_id(items[note_parts.CONTACT.name][0])
    started, ended = (_answers(times, link_id) for link_id in (_STARTED, _ENDED))
    replaced = _answers(items, "replaces")
    return response.build(
        ServiceNote,
        note_identifier=identifier,
        ref=response.report.ref,
        status=response.require(response.code("status", _STATUSES), "status", CONCEPT.words),
        contact=response.build(
            Contact,
            ref=response.ref("encounter"),
            client_ref=response.require(response.ref("subject"), "subject", CONCEPT.words),
            started_at=started[0].moment("valueDateTime") if started else None,
            ended_at=ended[0].moment("valueDateTime") if ended else None,
            **note_fields.with_remote(note_fields.CONTACT.of_answers(contact)),
        ),
        goals=tuple(
            item.build(
                GoalProgress, **note_fields.GOAL.of_answers(note_fields.answers_in(note_parts.GOAL, item))
            )
            for item in items.get(note_parts.GOAL.name, ())
        ),
        interventions=tuple(
            done
            for answer in _answers(items, "intervention")
            if (done := read_intervention(answer, "valueCoding")) is not None
        ),
        signature=response.build(
            Signature,
            signer_ref=response.ref("author"),
            **note_fields.SIGNATURE.of_answers(signature),
        ),
        cosignature=_read_cosignature(items.get(note_parts.COSIGNATURE.name)),
        replaces_identifier=replaced[0].string("valueString") if replaced else None,
        **note_fields.CONTENT.of_answers(content),
    )


def _read_cosignature(found: list[Element] | None) -> Signature | None:
    if not found:
        return None
    group = found[0]
    signer = _answers(_by_link_id(group), _COSIGNER)
    return group.build(
        Signature,
        signer_ref=signer[0].ref("valueReference") if signer else None,
        **note_fields.SIGNATURE.of_answers(note_fields.answers_in(note_parts.COSIGNATURE, group)),
    )


def _by_link_id(parent: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for item in parent.several("item"):
        if link_id := item.string("linkId"):
            found.setdefault(link_id, []).append(item)
    return found


def _answers(items: dict[str, list[Element]], link_id: str) -> list[Element]:
    return [answer for item in items.get(link_id, ()) for answer in item.several("answer")]
