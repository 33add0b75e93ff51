"""What each vendor's EHR was seen to do with notes: facts as data, each with its source.

The facts stand in ``vendors/*.toml``. They are upper bounds and manners, never promises: a
customer's server may be narrower, so its own CapabilityStatement is asked besides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from pss_fhir.errors import UsageError
from pss_fhir.outbox.rungs import Rung


class Evidence(StrEnum):
    """How a fact is known."""

    READ = "read in a primary source"
    THREAD = "said in a public thread"
    DOCUMENTED = "documentation page"
    SPECIFIED = "asked for by the specification"
    ASSUMED = "assumed, not verified"


class RetractionForm(StrEnum):
    """How a document is marked as entered in error."""

    STATUS = "status"
    DOC_STATUS = "doc-status"
    BY_HAND = "by-hand"


class ProofPart(StrEnum):
    """What must come back as it was sent for a note to count as filed."""

    IDENTIFIER = "identifier"
    SUBJECT = "subject"
    STATUS = "status"
    CONTENT = "content"


class Comparison(StrEnum):
    """How the text that comes back is compared."""

    SAME_BYTES = "same-bytes"
    SAME_WORDS = "same-words"


class Meaning(StrEnum):
    """What a vendor's own error number means for a note."""

    DUPLICATE = "duplicate"
    PERMISSION = "permission"
    SETUP = "setup"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a vendor.

    Attributes:
        value: as it stands in the file.
        source: where it was read.
        retrieved_on: when the source was read.
    """

    name: str
    value: object
    source: str
    evidence: Evidence
    retrieved_on: date


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """How notes are filed at a vendor's EHR.

    Attributes:
        rungs: rungs that its servers were ever seen to take; the last one always stands.
        note_type: LOINC code of the note type, where the agency names no other.
        is_one_type_system: whether a note may carry codes of one system only.
        has_contained_encounter: whether a contained Encounter says when and where, if there is no visit.
        uses_if_none_exist: whether If-None-Exist is sent where the server declares it.
        retraction: how a document is marked as entered in error.
        proof: what must come back as it was sent.
        comparison: how the text that comes back is compared.
        meanings: the vendor's error numbers that change what to do.
        words_filed: what "filed" means there, for the person.
        words_by_hand: how to file by hand there, for the person.
        facts: all of the above with their sources.
    """

    name: str
    title: str
    rungs: tuple[Rung, ...]
    note_type: str
    is_one_type_system: bool
    has_contained_encounter: bool
    uses_if_none_exist: bool
    retraction: RetractionForm
    proof: frozenset[ProofPart]
    comparison: Comparison
    meanings: Mapping[str, Meaning]
    words_filed: str
    words_by_hand: str
    facts: tuple[Fact, ...]

    def fact(self, name: str) -> Fact:
        """One fact with its source.

        Raises:
            KeyError: there is no fact of that name.
        """
        return next(fact for fact in self.facts if fact.name == name)


def profile_names() -> tuple[str, ...]:
    """The names of all profiles, sorted."""
    folder = resources.files("pss_fhir.outbox").joinpath("vendors")
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
    )


@cache
def load_profile(name: str) -> SiteProfile:
    """The profile of that name.

    Raises:
        UsageError: there is no such profile.
    """
    if name not in profile_names():
        raise UsageError(
            f"there is no profile {name!r}; there are {', '.join(profile_names())}. "
            "Correct `profile` of the site.",
            code="outbox.profile-unknown",
        )
    file = resources.files("pss_fhir.outbox").joinpath("vendors", f"{name}.toml")
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    facts = tuple(_fact(fact_name, entry) for fact_name, entry in raw["facts"].items())
    value: dict[str, Any] = {fact.name: fact.value for fact in facts}
    return SiteProfile(
        name=name,
        title=raw["title"],
        rungs=(*(Rung(rung) for rung in value["rungs"]), Rung.COPY_PRINT),
        note_type=value["note_type"],
        is_one_type_system=value["is_one_type_system"],
        has_contained_encounter=value["has_contained_encounter"],
        uses_if_none_exist=value["uses_if_none_exist"],
        retraction=RetractionForm(value["retraction"]),
        proof=frozenset(ProofPart(part) for part in value["proof"]),
        comparison=Comparison(value["comparison"]),
        meanings={number: Meaning(meaning) for number, meaning in value["meanings"].items()},
        words_filed=raw["words_filed"],
        words_by_hand=raw["words_by_hand"],
        facts=facts,
    )


def _fact(name: str, entry: Mapping[str, Any]) -> Fact:
    return Fact(
        name=name,
        value=entry["value"],
        source=entry["source"],
        evidence=Evidence[entry["evidence"].upper()],
        retrieved_on=entry["retrieved"],
    )
