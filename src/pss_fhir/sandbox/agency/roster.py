"""The data of the synthetic agency, read from ``agency.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Member:
    """One staff member; days are counted from the agency's day."""

    id: str
    given: str
    role: str
    hired: int
    held: tuple[str, ...]
    fte: float
    recovery: int | None = None
    certificate: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One client and the situation that the client is in; days are counted from the agency's day."""

    id: str
    given: str
    sex: str
    specialist: str
    story: str
    goals: tuple[str, ...]
    plan: Mapping[str, Any]
    authorization: Mapping[str, Any]
    contacts: Mapping[str, Any]
    order: Mapping[str, Any] | None = None
    age_days: int | None = None
    turns_18_in: int | None = None
    safety: Mapping[str, Any] | None = None

    @property
    def ref(self) -> str:
        """``Patient/id``."""
        return f"Patient/{self.id}"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, and the sentences that notes are made of."""

    staff: tuple[Member, ...]
    clients: tuple[Person, ...]
    texts: Mapping[str, tuple[str, ...]]


@cache
def load_roster() -> Roster:
    """The roster that ships with the package."""
    text = resources.files("pss_fhir.sandbox.agency").joinpath("agency.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Roster(
        staff=tuple(Member(**{**each, "held": tuple(each["held"])}) for each in data["staff"]),
        clients=tuple(Person(**{**each, "goals": tuple(each["goals"])}) for each in data["client"]),
        texts={name: tuple(texts) for name, texts in data["texts"].items()},
    )
