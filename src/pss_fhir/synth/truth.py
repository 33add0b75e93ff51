"""What an audit on the story's last day finds broken, no more and no less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pss_fhir.synth.breaks import RULES
from pss_fhir.synth.incidents import LATE_REPORT, Happening
from pss_fhir.synth.person import Person
from pss_fhir.synth.visits import Visit

_CASELOAD_BEYOND_RATIO = 8


@dataclass(frozen=True, slots=True)
class Broken:
    """One rule that is broken on purpose.

    Attributes:
        rule: its id.
        subject: whose chart, which incident or which member of staff.
        focus: the note it is about, for a rule about notes.
        service_date: the day of service, for a note.
    """

    rule: str
    subject: str
    focus: str | None = None
    service_date: date | None = None

    def as_json(self) -> dict[str, str | None]:
        """The line of the truth file."""
        return {
            "rule": self.rule,
            "subject": self.subject,
            "focus": self.focus,
            "service_date": self.service_date.isoformat() if self.service_date else None,
        }


def broken_by_visits(person: Person, visits: Iterable[Visit]) -> Iterator[Broken]:
    """The rules that visits break."""
    for visit in visits:
        if visit.broken is not None and visit.note is not None:
            for rule in RULES[visit.broken]:
                yield Broken(rule, person.ref, str(visit.note.ref), visit.contact.service_on)


def broken_by_happening(happening: Happening) -> Iterator[Broken]:
    """A report to the state that went too late."""
    if happening.is_late:
        yield Broken(LATE_REPORT, f"incident/{happening.incident.incident_id}")


def broken_by_caseload(staff_id: str, clients: Iterable[Person]) -> Iterator[Broken]:
    """More clients on the last day than the employer's ratio allows."""
    if sum(client.left_on is None for client in clients) > _CASELOAD_BEYOND_RATIO:
        yield Broken("agency-caseload-ratio", f"staff/{staff_id}")
