"""What surrounds a value: its resource, the resource that contains that one, the Bundle around both."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, Protocol

from pss_fhir.r4.fhirpath import Environment
from pss_fhir.validation.environment import environment_of

if TYPE_CHECKING:
    from pss_fhir.definitions import CodeList

Json = dict[str, Any]


class Judge(Protocol):
    """What a scope asks about values outside its own walk."""

    def conforms(self, scope: Scope, value: Any, canonical: str) -> bool | None:
        """Whether the value meets the profile; None when the profile is not held."""
        ...

    def codes(self, value_set: str) -> CodeList | None:
        """The codes of a value set, or None when it is not held."""
        ...


class BundleIndex:
    """A Bundle's resources by fullUrl and by ``Type/id``, and the fullUrl of each by its object id."""

    def __init__(self, bundle: Json) -> None:
        self.by_url: dict[str, Json] = {}
        self.by_ref: dict[str, Json] = {}
        self.url_of: dict[int, str] = {}
        for entry in _entries(bundle):
            resource = entry.get("resource")
            if not isinstance(resource, dict):
                continue
            url = entry.get("fullUrl")
            if isinstance(url, str):
                self.by_url.setdefault(url, resource)
                self.url_of[id(resource)] = url
            self.by_ref.setdefault(f"{resource.get('resourceType')}/{resource.get('id')}", resource)

    def find(self, reference: str, full_url: str | None) -> Json | None:
        """The resource that a reference in the entry with ``full_url`` means, or None.

        FHIR R4 Bundle, "Resolving references in Bundles": an absolute reference is a fullUrl; a relative
        one is taken from the RESTful base of its own entry's fullUrl. Where that finds nothing, a
        resource of that type and id in the Bundle is taken.
        """
        plain = reference.partition("/_history/")[0]
        if plain in self.by_url:
            return self.by_url[plain]
        if ":" in plain.partition("/")[0]:
            return None
        if full_url and "/" in full_url:
            found = self.by_url.get(f"{full_url.rsplit('/', 2)[0]}/{plain}")
            if found is not None:
                return found
        return self.by_ref.get(plain)


def _entries(bundle: Json) -> Iterator[Json]:
    entries = bundle.get("entry")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            yield entry


class Scope:
    """One resource under validation.

    Attributes:
        resource: the resource itself (FHIRPath ``%resource``).
        judge: who answers about values outside the walk.
        host: the scope of the resource that contains it, for a contained resource.
        bundle: the innermost Bundle around it, with its index.
        full_url: its entry's fullUrl in that Bundle.
        is_alone: whether no Bundle is around it, in which a reference might lead somewhere.
        ids: element id -> object id, as the paths meet them.
        stops: object id -> (part of a definition, the name at which a check by it stopped); what the object
            has before that is clean. One for all scopes around and within; None as long as it is empty.
        used: ids of contained resources to which references lead that were met so far.
    """

    # Most scopes are made for one resource with nothing around it: what they lack stands on the class.
    host: Scope | None = None
    bundle: Scope | None = None
    full_url: str | None = None
    used: AbstractSet[str] = frozenset()
    stops: dict[int, tuple[str, str]] | None = None
    _index: BundleIndex | None = None
    _environment: Environment | None = None

    def __init__(self, resource: Json, judge: Judge) -> None:
        self.resource = resource
        self.judge = judge
        self.is_alone = True  # on the object, as it is asked for with every reference
        self.ids: dict[str, int] = {}

    @classmethod
    def within(
        cls,
        resource: Json,
        judge: Judge,
        *,
        host: Scope | None = None,
        bundle: Scope | None = None,
        full_url: str | None = None,
    ) -> Scope:
        """The scope of a resource with another one, or a Bundle, around it."""
        scope = cls(resource, judge)
        scope.host = host
        scope.bundle = bundle
        scope.full_url = full_url
        scope.is_alone = bundle is None and (host is None or host.is_alone)
        around = host or bundle
        if around is not None:
            around.stops = scope.stops = {} if around.stops is None else around.stops
        return scope

    def stop(self, part: str, value: Json, name: str) -> bool:
        """Note that the check of an object by a part of a definition stops at a name; False, for the check.

        No name (``""``) says that all names were passed.
        """
        if self.stops is None:
            self.stops = {}
        self.stops[id(value)] = part, name
        return False

    @property
    def environment(self) -> Environment:
        """Who answers what invariants of this resource ask of the world around it."""
        if self._environment is None:
            self._environment = environment_of(self)
        return self._environment

    @property
    def has_asked_around(self) -> bool:
        """Whether an invariant of this resource was asked that may look at the world around it."""
        return self._environment is not None

    @property
    def container(self) -> Json:
        """The resource that holds the contained ones (FHIRPath ``%rootResource``)."""
        return self.host.resource if self.host is not None else self.resource

    @property
    def index(self) -> BundleIndex:
        """The index of this resource, a Bundle."""
        if self._index is None:
            self._index = BundleIndex(self.resource)
        return self._index

    def resolve(self, reference: Any) -> Json | None:
        """The resource that a reference means, when it is contained or in the Bundle; else None."""
        if not isinstance(reference, str) or not reference:
            return None
        if reference[0] == "#":
            return self.contained(reference[1:])
        here: Scope | None = self
        while here is not None:
            bundle, full_url = here.bundle, here.full_url
            if bundle is not None:
                found = bundle.index.find(reference, full_url)
                if found is not None:
                    return found
            here = here.host if here.host is not None else bundle
        return None

    def contained(self, resource_id: str) -> Json | None:
        """The contained resource with that id; the container itself for an empty id."""
        if not resource_id:
            return self.container
        held = self.container.get("contained")
        if isinstance(held, list):
            for each in held:
                if isinstance(each, dict) and each.get("id") == resource_id:
                    return each
        return None

    def use_of(self, resource_id: str) -> Json | None:
        """The contained resource with that id, to which a reference leads; that it is used is noted."""
        found = self.contained(resource_id)
        if found is not None:
            holder = self.host or self
            holder.used = {*holder.used, resource_id}
        return found

    def conforms(self, value: Any, canonical: str) -> bool:
        """Whether the value is known to meet the profile."""
        return self.judge.conforms(self, value, canonical) is True

    def codes(self, value_set: str) -> CodeList | None:
        """The codes of a value set, or None when it is not held."""
        return self.judge.codes(value_set)
