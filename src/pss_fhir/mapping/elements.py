"""FHIR's own forms in JSON that may hold anything: dates, references, extensions, codings, identifiers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Self, TypeAlias, TypeVar, cast
from urllib.parse import unquote

import orjson
from pydantic import ValidationError

from pss_fhir.domain.record import Days, Identifier, IdentifierKind, Record
from pss_fhir.mapping.json_elements import JsonElement
from pss_fhir.mapping.json_values import Place, Raw, objects_in, path_of, string_in
from pss_fhir.mapping.parts import IDENTIFIER_TYPES
from pss_fhir.mapping.plain_values import plain_ref
from pss_fhir.mapping.report import Report, Unreadable, reasons_of
from pss_fhir.r4.dates import FhirDateTime, parse_date_time, parse_moment
from pss_fhir.r4.references import ReferenceKind, is_ref, local_ref, parse_reference, ref_of, urn_in
from pss_fhir.r4.systems import IDENTIFIER_TYPE, URI, same_system

_KIND_WORDS = {
    ReferenceKind.ABSOLUTE: "another server",
    ReferenceKind.CONTAINED: "a part of the resource itself",
    ReferenceKind.OTHER: "nothing that can be read as a resource",
}
_IDENTIFIER_KINDS = {code: kind for kind, code in IDENTIFIER_TYPES.items()}
Value = TypeVar("Value")
Codings: TypeAlias = "Sequence[tuple[str | None, str]]"
"""System and code of codings."""
AnyRecord = TypeVar("AnyRecord", bound=Record)


_MOST_READ_ONCE = 1024
"""Kept at a time, so that memory stays flat; one person's visits and notes have some dozens."""


class Element(JsonElement):
    """One FHIR element of a resource, and where it stands in it.

    A getter gives None (or nothing) for what is missing or of a wrong kind; the last is noted.
    """

    __slots__ = ("_codings", "_extensions")

    def __init__(self, raw: Raw, place: Place, report: Report) -> None:
        self.raw = raw  # as in JsonElement, without the call: a note has a hundred elements
        self.place = place
        self.report = report
        self._extensions: dict[str, list[Raw]] | None = None
        self._codings: dict[str | None, Codings] | None = None

    def date_time(self, name: str) -> FhirDateTime | None:
        """The child date or dateTime."""
        value = self.string(name)
        if value is None:
            return None
        try:
            return parse_date_time(value)
        except ValueError:
            self.report.add("mapping.bad-date", self.at(name), element=self.at(name))
            return None

    def day(self, name: str) -> date | None:
        """The child as one day; a year or a month alone is noted."""
        found = self.date_time(name)
        if found is None:
            return None
        if found.day is None:
            self.report.add(
                "mapping.partial-date", self.at(name), element=self.at(name), precision=found.precision.value
            )
        return found.day

    def moment(self, name: str) -> datetime | None:
        """The child as a moment; one without a time or a zone is noted."""
        return moment_in(self.raw, name, self.place, self.report)

    def days(self, name: str) -> Days:
        """The child Period as days; a year or a month counts from its first to its last day."""
        period = self.one(name)
        return period.own_days() if period else Days()

    def own_days(self) -> Days:
        """This Period as days; see :meth:`days`."""
        start, end = self.date_time("start"), self.date_time("end")
        start_on = start.first_on if start else None
        end_on = end.last_on if end else None
        if start_on and end_on and end_on < start_on:
            self.report.add("mapping.empty-span", self.path, element=self.path)
            end_on = None
        return Days(start_on=start_on, end_on=end_on)

    def ref(self, name: str) -> str | None:
        """Where the child Reference points, as ``Type/id`` or ``urn:uuid:...``.

        A reference by identifier alone is followed where the identifier is a ``urn:uuid``.
        """
        return ref_in(self.raw, name, self.place, self.report)

    def refs(self, name: str) -> tuple[str, ...]:
        """Where the child's References point, in order; those that point nowhere are left out."""
        place, report = self.place, self.report
        found = (
            plain_ref(held) or Element(held, (place, name, index), report).own_ref()
            for index, held in objects_in(self.raw, name, place, report)
        )
        return tuple(ref for ref in found if ref is not None)

    def own_ref(self) -> str | None:
        """Where this Reference points; see :meth:`ref`."""
        text = self.raw.get("reference")
        if type(text) is str and is_ref(text):
            return text
        text = self.string("reference")
        if text is None:
            identifier = self.one("identifier")
            value = identifier.string("value") if identifier else None
            if value and (urn := urn_in(value)):
                return urn
            if identifier is not None:
                self.report.add(
                    "mapping.foreign-reference", self.path, element=self.path, kind="an identifier alone"
                )
            return None
        found = _followed(text, self.report)
        if found is None:
            kind = _KIND_WORDS.get(parse_reference(text).kind, "another place")
            self.report.add("mapping.foreign-reference", self.path, element=self.path, kind=kind)
        return found

    def target(self) -> Element | None:
        """The resource that this Reference points to, where it is contained or at hand."""
        text = self.string("reference")
        if text is None:
            return None
        raw = self.report.contained.get(text)
        if raw is None:
            ref = _followed(text, self.report)
            raw = self.report.around.by_ref.get(ref) if ref else None
        if raw is None:
            return None
        return Element(raw, (self.place, "resolve()", None), self.report)

    def extensions(self, url: str) -> list[Element]:
        """The extensions with a URL, in order."""
        held = self._extensions
        found = (self._by_url() if held is None else held).get(url)
        if found is None:
            return []
        place, report = (self.place, "extension", url), self.report
        return [Element(raw, place, report) for raw in found]

    def extension(self, url: str) -> Element | None:
        """The first extension with a URL."""
        held = self._extensions
        found = (self._by_url() if held is None else held).get(url)
        return Element(found[0], (self.place, "extension", url), self.report) if found else None

    def _by_url(self) -> Mapping[str, Sequence[Raw]]:
        """The extensions by their URLs, sorted once: a note asks for half a dozen of them."""
        made: dict[str, list[Raw]] = {}
        for _, raw in objects_in(self.raw, "extension", self.place, self.report):
            url = raw.get("url")
            if isinstance(url, str):
                if url in made:
                    made[url].append(raw)
                else:
                    made[url] = [raw]
        self._extensions = made
        return made

    def codings(self, name: str | None = None) -> Codings:
        """System and code of every coding with a code, in order.

        Args:
            name: a child of type CodeableConcept, one or several; None where this element is one.
        """
        if self._codings is None:
            self._codings = {}
        elif name in self._codings:
            return self._codings[name]
        found = _plain_codings(self.raw.get(name) if name else self.raw)
        if found is None:
            found = self._noted_codings(name)
        self._codings[name] = found
        return found

    def _noted_codings(self, name: str | None) -> Codings:
        """The codings, what is odd about them noted."""
        found: list[tuple[str | None, str]] = []
        own, report = self.place, self.report
        for number, concept in objects_in(self.raw, name, own, report) if name else ((None, self.raw),):
            place = (own, name, number) if name else own
            for index, coding in objects_in(concept, "coding", place, report):
                where = (place, "coding", index)
                code = string_in(coding, "code", where, report)
                if code is not None:
                    found.append((string_in(coding, "system", where, report), code))
        return found

    def coded(self, name: str | None = None) -> list[Element]:
        """Every coding with a code, as an element; see :meth:`codings`."""
        self.codings(name)  # which notes what is odd about them, once
        unasked = Element(self.raw, self.place, Report(self.report.resource_type, self.report.resource))
        return [
            Element(coding.raw, coding.place, self.report)
            for concept in (unasked.several(name) if name else [unasked])
            for coding in concept.several("coding")
            if coding.string("code")
        ]

    def identifiers(self) -> tuple[Identifier, ...]:
        """The business identifiers that have a value, in order."""
        return tuple(
            Identifier(system=item.text("system"), value=value, kind=item.identifier_kind())
            for item in self.several("identifier")
            if (value := item.text("value")) is not None
        )

    def identifier_kind(self) -> IdentifierKind | None:
        """What this Identifier is for, by HL7's identifier types."""
        for system, code in self.codings("type"):
            if same_system(system, IDENTIFIER_TYPE) and code in _IDENTIFIER_KINDS:
                return _IDENTIFIER_KINDS[code]
        return None

    def urn_identifier(self) -> str | None:
        """The first identifier that is a ``urn:uuid``."""
        for index, item in objects_in(self.raw, "identifier", self.place, self.report):
            value, system = item.get("value"), item.get("system")
            if not (type(value) is type(system) is str):
                place = (self.place, "identifier", index)
                value = string_in(item, "value", place, self.report)
                system = string_in(item, "system", place, self.report) if value else None
            if value and system == URI and (urn := urn_in(value)):
                return urn
        return None

    def read_once(self, read: Callable[[Self], Value], *, of: Collection[str] = ()) -> Value:
        """What a function reads of this element; of several that are alike only the first is read.

        A person's visits differ in their time and their identifiers, and in little else.

        Args:
            read: asks nothing but the element that it is given, and where its references lead to.
            of: the children that it is given, all where none are named.
        """
        raw, report = self.raw, self.report
        alike = {name: raw[name] for name in of if name in raw} if of else raw
        given = type(self)(alike, self.place, report) if of else self
        try:
            asked = read, report.base_url, orjson.dumps(alike)
        except TypeError:  # whoever gave it did not take it from JSON
            return read(given)
        known = report.around.read_once
        try:
            return cast("Value", known[asked])
        except KeyError:
            noticed = len(report.issues)
            found = read(given)
            if len(report.issues) == noticed:
                if len(known) >= _MOST_READ_ONCE:
                    known.clear()
                known[asked] = found
            return found

    def require(self, value: Value | None, name: str, concept: str) -> Value:
        """The value; a missing one ends the reading.

        Raises:
            Unreadable: there is none; noted as missing.
        """
        if value is None:
            raise self.report.refuse("mapping.missing", self.at(name), element=self.at(name), concept=concept)
        return value

    def build(self, record: type[AnyRecord], /, **fields: Any) -> AnyRecord:
        """The record made of these fields.

        Raises:
            Unreadable: the record refuses them; each reason is noted, without the values.
        """
        try:
            # as model_validate does, without the call: a note and its visit are six records
            made: AnyRecord = record.__pydantic_validator__.validate_python(fields)
        except ValidationError as refused:
            raise self._refused(refused) from None
        return made

    def _refused(self, refused: ValidationError) -> Unreadable:
        for field_name, reason in reasons_of(refused):
            self.report.add("mapping.refused", self.path, field=field_name, reason=reason)
        return Unreadable("mapping.refused")

    def known_as(self) -> tuple[str, tuple[Identifier, ...]]:
        """The record's reference and its other identifiers.

        Without an id the first ``urn:uuid`` identifier is the reference, and is not among the others.

        Raises:
            Unreadable: neither is there.
        """
        identifiers = self.identifiers()
        if own := ref_of(self.raw):
            return own, identifiers
        urn = self.urn_identifier()
        if urn is None:
            raise self.report.refuse("mapping.no-id", self.path)
        as_identifier = next(held for held in identifiers if held.value.lower() == urn)
        rest = list(identifiers)
        rest.remove(as_identifier)
        return urn, tuple(rest)


def _plain_codings(concepts: Any) -> Codings | None:
    """The codings of concepts that are as nearly all are; None where anything is missing or odd."""
    found: list[tuple[str | None, str]] = []
    if concepts is None:
        return found
    try:
        for concept in concepts if type(concepts) is list else (concepts,):
            codings = concept["coding"]
            if type(codings) is not list:
                return None
            for coding in codings:
                system, code = coding["system"], coding["code"]
                if not (type(system) is type(code) is str and system and code):
                    return None
                found.append((system, code))
    except (KeyError, TypeError):
        return None
    return found


def moment_in(raw: Raw, name: str, place: Place, report: Report) -> datetime | None:
    """A child as a moment; see :meth:`Element.moment`."""
    text = raw.get(name)
    if type(text) is not str:
        text = string_in(raw, name, place, report)
    if not text:
        return None
    try:
        found = parse_moment(text)
    except ValueError:
        report.add("mapping.bad-date", path := path_of((place, name, None)), element=path)
        return None
    if found is None:
        report.add("mapping.no-time", path := path_of((place, name, None)), element=path)
    return found


def ref_in(raw: Raw, name: str, place: Place, report: Report) -> str | None:
    """Where a child Reference points; see :meth:`Element.ref`."""
    held = raw.get(name)
    if held is None:
        return None
    if type(held) is dict and type(text := held.get("reference")) is str and is_ref(text):
        return text
    reference = Element(raw, place, report).one(name)
    return None if reference is None else reference.own_ref()


def _followed(text: str, report: Report) -> str | None:
    """Where a reference points; the record at hand where it names one by a urn or by an identifier."""
    if is_ref(text):
        return text
    found = local_ref(text, base_url=report.base_url)
    if found is None or found.startswith("urn:"):
        return report.around.aliases.get(found or unquote(text), found)
    return found
