"""HumanName -> PersonName: of several names, the one that a person goes by now."""

from __future__ import annotations

from pss_fhir.domain.people import PersonName
from pss_fhir.mapping.elements import Element

_BY_USE = ("usual", "official", None, "temp", "nickname", "anonymous", "maiden", "old")
"""FHIR's name uses, the one to call a person by first; None is a name without a use."""


def read_name(person: Element) -> PersonName | None:
    """The name that ``person`` goes by, None where no name has a part.

    A name whose period has an end comes after those that have none.
    """
    readable = [
        (_order(name), parts)
        for name in person.several("name")
        if (parts := (name.text("family"), name.texts("given"), name.text("text"))) != (None, (), None)
    ]
    if not readable:
        return None
    _, (family, given, text) = min(readable, key=lambda found: found[0])
    return person.build(PersonName, family=family, given=given, text=text)


def _order(name: Element) -> tuple[bool, int]:
    period = name.first("period")
    use = name.string("use")
    has_ended = period is not None and period.has("end")
    return has_ended, _BY_USE.index(use) if use in _BY_USE else len(_BY_USE)
