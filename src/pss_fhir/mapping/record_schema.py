"""The JSON Schema (2020-12) of domain records: what ``to-fhir`` takes and ``from-fhir`` gives.

A schema cannot say everything that a record asks for: that an end comes after its start, or that what is
completed says when. Such a record fits the schema and is refused with its reason when it is read.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from pss_fhir.domain.record import Record
from pss_fhir.mapping.records import RECORD_NAMES, record_kind

BASE = "https://pss-fhir.org/schema"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_RECORD = "Record"
_NAMED = re.compile(r"^(\w+(?:, \w+)*): (.*)$")
_SAID_ONCE = {
    "ref": "Where the server holds it (Type/id), or urn:uuid:... before any does.",
    "client_ref": "The person served.",
    "identifiers": "Its business identifiers.",
    "days": "Over which days.",
    "status": "Where it stands.",
    "name": "What it is called.",
    "title": "What it is called.",
    "words": "It in words.",
    "text": "The text.",
    "what": "What happened, in words.",
    "comment": "More about it, in words.",
    "place_name": "The place in words, where the place alone does not say enough.",
    "help_words": "Who was called, in words.",
    "role_words": "What the member does, in words.",
    "relationship_words": "What they are to each other, in words.",
    "is_active": "Whether it is in use.",
    "is_retracted": "Whether it never was so.",
    "start_on": "The first day.",
    "end_on": "The last day; it counts.",
    "occurred_at": "When it happened.",
    "taken_at": "When it was taken.",
    "written_at": "When the text was finished.",
    "signed_at": "When it was signed.",
    "signed_on": "The day of the signature.",
    "held_on": "The day on which it was held.",
    "completed_on": "The day on which it was completed.",
    "discharged_on": "The day of discharge.",
    "minutes": "How long it took, in minutes.",
    "hours": "How long it took, in hours.",
    "topic": "What was trained, in the words of the staff folder.",
    "staff_id": "The agency's own id of the member of staff.",
    "supervisor_id": "The agency's own id of the supervisor.",
    "specialist_ref": "The specialist.",
    "signer_ref": "Who signed.",
    "orderer_ref": "The clinician who ordered.",
    "recorder_ref": "Who wrote it down.",
    "payer_ref": "The payer, as the server knows it.",
    "payer_name": "The payer in words.",
    "to_name": "Where to, in words.",
    "member_identifier": "The person's number with the payer.",
    "goal_ref": "The goal.",
    "replaces_ref": "The one that it takes the place of.",
    "service_code": "HCPCS or CPT code of the service.",
    "modifiers": "HCPCS modifiers, in order.",
    "interventions": "What was done, from the list.",
    "members": "Who belongs to it.",
    "goals": "The goals that were worked on.",
    "system": "Who gave it, as a URI.",
    "value": "What it says.",
    "family": "Family name.",
    "given": "Given names, in order.",
}
"""What the fields mean that most records have and no docstring says again."""
_MARKUP = re.compile(r":\w+:`~?(?:[\w.]+\.)?(\w+)`|``([^`]*)``")


def schema_of(name: str | None = None) -> dict[str, Any]:
    """The schema of one kind of record, or of any record, told apart by ``type``.

    Args:
        name: the ``type`` of the record.

    Raises:
        KeyError: there is no such record.
    """
    kinds = [record_kind(each) for each in ((name,) if name else RECORD_NAMES)]
    _, made = models_json_schema([(kind, "validation") for kind in kinds], ref_template="#/$defs/{model}")
    definitions = made["$defs"]
    for model in _models(kinds):
        _describe(definitions[model.__name__], model)
    for kind in kinds:
        definitions[kind.__name__ + _RECORD] = _with_type(definitions[kind.__name__], kind.__name__)
    nested = _named_in(definitions)
    wanted = {each: held for each, held in definitions.items() if each in nested or each.endswith(_RECORD)}
    choices = [{"$ref": f"#/$defs/{kind.__name__}{_RECORD}"} for kind in kinds]
    return {
        "$schema": _DRAFT,
        "$id": f"{BASE}/{name or 'records'}.json",
        "title": name or "A record of peer support",
        "description": "One record as pss-fhir to-fhir takes it and pss-fhir from-fhir gives it.",
        **(choices[0] if name else {"oneOf": choices}),
        "$defs": dict(sorted(wanted.items())),
    }


def _with_type(fields: dict[str, Any], name: str) -> dict[str, Any]:
    told = {"const": name, "description": "What kind of record it is."}
    return fields | {
        "properties": {"type": told, **fields["properties"]},
        "required": ["type", *fields.get("required", ())],
    }


def _models(kinds: Iterable[type[Record]]) -> set[type[Record]]:
    """The records, and every record that they are made of."""
    found: set[type[Record]] = set()
    waiting = list(kinds)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [part for field in model.model_fields.values() for part in _parts(field.annotation)]
    return found


def _parts(annotation: Any) -> Iterable[type[Record]]:
    if inspect.isclass(annotation) and issubclass(annotation, Record):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _parts(inner)


def _describe(definition: dict[str, Any], model: type[Record]) -> None:
    """Put the words of the model's docstring where they belong: on the record and on each field."""
    about, _, fields = inspect.cleandoc(model.__doc__ or "").partition("\nAttributes:\n")
    definition["description"] = _plain(about)
    for names, said in _entries(fields):
        for each in names:
            definition["properties"].get(each, {})["description"] = said
    for each, held in definition["properties"].items():
        held.pop("title", None)
        if "description" not in held and each in _SAID_ONCE:
            held["description"] = _SAID_ONCE[each]


def _entries(fields: str) -> Iterable[tuple[list[str], str]]:
    entries: list[str] = []
    for line in inspect.cleandoc(fields).splitlines():
        if line.startswith(" ") and entries:
            entries[-1] += f" {line.strip()}"
        elif line:
            entries.append(line)
    for entry in entries:
        if found := _NAMED.match(entry):
            yield found[1].split(", "), _plain(found[2])


def _plain(words: str) -> str:
    """The words without the marks of the documentation."""
    joined = _MARKUP.sub(lambda found: found[1] or found[2], " ".join(words.split()))
    joined = joined.replace("None", "null")
    return joined[:1].upper() + joined[1:]


def _named_in(node: Any) -> set[str]:
    """The definitions that something refers to."""
    if isinstance(node, dict):
        own = {str(node["$ref"]).rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*(_named_in(inner) for inner in node.values()))
    return set().union(*(_named_in(inner) for inner in node)) if isinstance(node, list) else set()
