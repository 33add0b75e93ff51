"""The tables of docs/mapping.md, made from the code.

Run: ``python docs/generate_mapping.py`` writes them between their markers; ``--check`` fails (exit 1) when
they differ.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pss_fhir.mapping import note_parts
from pss_fhir.mapping.conversion import MODULES, concept_module
from pss_fhir.mapping.note_parts import PartKind
from pss_fhir.r4.extension_shapes import EXTENSIONS

PAGE = Path(__file__).with_name("mapping.md")
_ANSWERS = {
    PartKind.TEXT: "string",
    PartKind.CODE: "Coding",
    PartKind.MOMENT: "dateTime",
    PartKind.URI: "uri",
    PartKind.COUNT: "integer",
    PartKind.FACT: "boolean",
    PartKind.REFERENCE: "Reference",
}


GROUPS = {
    "Who receives it": ("Client", "Diagnosis", "NaturalSupport", "CareTeam", "Episode", "Coverage"),
    "The plan, and the way the person goes": (
        *("Plan", "Goal", "PlanStep", "ProgressSeen", "Characteristic", "RecoveryCapital"),
        *("SafetyPlan", "WellnessPlan", "AdvanceDirective"),
    ),
    "What allows it and pays for it": ("ServiceOrder", "AuthorizationRequest", "Authorization"),
    "The work, and its record": (
        *("Contact", "GroupRoster", "GroupSession", "ServiceNote", "Addendum", "Retraction"),
        *("Referral", "Linkage", "CrisisCall", "Incident", "Deadline", "DischargeSummary"),
    ),
    "Who gives it": (
        *("Specialist", "CredentialVerification", "BackgroundCheck", "Training", "Supervision"),
        "StaffMeeting",
    ),
    "Rights, and who did what": ("Consent", "Disclosure", "Authorship", "RecordUse"),
}
"""Every record under the question it answers, for people who do the work."""


def concepts() -> Iterator[str]:
    """One table for each group of records.

    Raises:
        ValueError: a record stands in no group, or in two.
    """
    if sorted(name for names in GROUPS.values() for name in names) != sorted(MODULES):
        raise ValueError("every record belongs to exactly one group of the page")
    for title, names in GROUPS.items():
        yield f"### {title}"
        yield ""
        yield "| what | in words | FHIR resource | profile |"
        yield "| --- | --- | --- | --- |"
        for name in names:
            concept = concept_module(MODULES[name]).CONCEPT
            told = (concept.record.__doc__ or "").partition("\n\n")[0].replace("``", "`")
            resources = " or ".join(concept.resource_types)
            profile = concept.profile.rpartition("/")[2]
            yield f"| {name} | {' '.join(told.split())} | {resources} | `{profile}` |"
        yield ""


def elements() -> Iterator[str]:
    """One row for each record."""
    yield "| record | elements read |"
    yield "| --- | --- |"
    for name, module in MODULES.items():
        yield f"| {name} | {', '.join(concept_module(module).CONCEPT.reads)} |"


def losses() -> Iterator[str]:
    """One row for each field that is not carried."""
    yield "| record | field | when | why |"
    yield "| --- | --- | --- | --- |"
    for name, module in MODULES.items():
        for loss in concept_module(module).CONCEPT.losses:
            yield f"| {name} | {loss.field} | {loss.when} | {loss.why} |"


def extensions() -> Iterator[str]:
    """One row for each extension."""
    yield "| extension | on | how often | holds | says |"
    yield "| --- | --- | --- | --- | --- |"
    for shape in EXTENSIONS:
        holds = shape.value or ", ".join(f"`{part}` {kind}" for part, kind in shape.parts.items())
        holds = holds.replace("|", "\\|")
        name = shape.url.rpartition("/")[2]
        yield f"| `{name}` | {', '.join(shape.contexts)} | {shape.cardinality} | {holds} | {shape.about} |"


def link_ids() -> Iterator[str]:
    """One row for each item of the questionnaire."""
    yield "| linkId | answer | how often | label |"
    yield "| --- | --- | --- | --- |"
    yield "| `text` | string | 1..1 | Peer support service note |"
    told = (note_parts.CONTACT, note_parts.GOAL, note_parts.CONTENT, note_parts.SIGNATURE)
    for group in (*told, note_parts.COSIGNATURE):
        least = int(group is not note_parts.COSIGNATURE and not group.repeats)
        often = f"{least}..{'*' if group.repeats else '1'}"
        yield f"| `{group.name}` | group | {often} | {group.label} |"
        for part in group.parts:
            often = f"{int(part.is_required)}..{'*' if part.repeats else '1'}"
            yield f"| `{group.name}.{part.name}` | {_ANSWERS[part.kind]} | {often} | {part.label} |"
        if group is note_parts.CONTACT:
            yield "| `contact.startedAt` | dateTime | 0..1 | Started |"
            yield "| `contact.endedAt` | dateTime | 0..1 | Ended |"
        if group is note_parts.GOAL:
            yield "| `intervention` | Coding | 0..* | Interventions |"
    yield "| `cosignature.signer` | Reference | 1..1 | Supervisor |"
    yield "| `replaces` | string | 0..1 | Replaces note |"


TABLES = {
    "concepts": concepts,
    "elements": elements,
    "losses": losses,
    "extensions": extensions,
    "link-ids": link_ids,
}


def filled(page: str) -> str:
    """The page with every table as the code has it."""
    for name, rows in TABLES.items():
        table = "\n".join(rows())
        marked = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- end of {name} -->)", re.DOTALL)
        page, count = marked.subn(lambda found, table=table: f"{found[1]}{table}{found[2]}", page)
        if count != 1:
            raise ValueError(f"{PAGE.name}: the markers of {name} stand there {count} times, not once")
    return page


def main(arguments: list[str]) -> int:
    """Write the tables, or check them."""
    page = PAGE.read_text(encoding="utf-8")
    made = filled(page)
    if "--check" in arguments:
        return 0 if made == page else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
