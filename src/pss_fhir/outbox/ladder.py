"""The write ladder: how a note gets into this EHR, best way first, and why not a better one.

The site's profile says what its vendor was seen to take; the server's own CapabilityStatement and
the scopes of the sign-in decide. The last rung is always open: copy or print, and confirm by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pss_fhir.outbox.profiles import RetractionForm, SiteProfile
from pss_fhir.outbox.rungs import Rung
from pss_fhir.outbox.scopes import allows
from pss_fhir.outbox.server import Capabilities


@dataclass(frozen=True, slots=True)
class RungChoice:
    """The rung for a note at a site.

    Attributes:
        rung: the way to go.
        plan: the way to go and those that are left if the server refuses it, best first; what
            :meth:`pss_fhir.store.SignedNotes.sign` takes.
        reasons: plain sentences: why this one, then why not each better one.
    """

    rung: Rung
    plan: tuple[Rung, ...]
    reasons: tuple[str, ...]


def choose_rung(
    capabilities: Capabilities | None,
    granted_scopes: Collection[str] | None,
    profile: SiteProfile,
    *,
    has_encounter: bool,
) -> RungChoice:
    """The best rung that a site allows, with the reason for it and against each better one.

    Args:
        capabilities: what the server declares; None where its statement could not be read: then
            the profile alone decides, and the server's refusal leads to the next rung.
        granted_scopes: of the sign-in; None for a server that asks for no sign-in.
        profile: what the vendor was seen to take.
        has_encounter: whether the EHR has a visit that the note can be linked to.
    """
    refusals = {
        rung: _why_not(rung, capabilities, granted_scopes, profile, has_encounter=has_encounter)
        for rung in Rung
    }
    plan = tuple(rung for rung in Rung if refusals[rung] is None)
    chosen = plan[0]
    better = [f"Not {rung.words}: {refusals[rung]}" for rung in Rung if rung.is_better_than(chosen)]
    return RungChoice(chosen, plan, (_why(chosen, capabilities, granted_scopes, profile), *better))


def choose_retraction(
    filed_as: Rung,
    capabilities: Capabilities | None,
    granted_scopes: Collection[str] | None,
    profile: SiteProfile,
) -> RungChoice:
    """How a filed note can be marked as entered in error: by us, or by a person in the EHR.

    Args:
        filed_as: the rung by which the note was filed.
        capabilities: what the server declares; None where it could not be read.
        granted_scopes: of the sign-in; None for a server that asks for no sign-in.
        profile: what the vendor was seen to take.
    """
    why = _why_no_retraction(filed_as, capabilities, granted_scopes, profile)
    if why is None:
        return RungChoice(
            filed_as, (filed_as, Rung.COPY_PRINT), ("The note is marked as entered in error in the EHR.",)
        )
    by_hand = f"Ask in the EHR to have the note marked as entered in error, and confirm here: {why}"
    return RungChoice(Rung.COPY_PRINT, (Rung.COPY_PRINT,), (by_hand,))


def _why_no_retraction(
    filed_as: Rung,
    capabilities: Capabilities | None,
    granted_scopes: Collection[str] | None,
    profile: SiteProfile,
) -> str | None:
    kind = filed_as.resource_type
    if kind is None:
        return "the note was copied by hand."
    if profile.retraction is RetractionForm.BY_HAND:
        return f"{profile.title} was not seen to take changes ({profile.fact('retraction').source})."
    if capabilities is not None and not capabilities.can(kind, "update"):
        return f"the EHR does not say that it takes changes of a {kind}."
    if granted_scopes is not None and not allows(granted_scopes, kind, "u"):
        return f"this sign-in may not change it (neither {kind}.u nor {kind}.write is granted)."
    return None


def _why(
    rung: Rung,
    capabilities: Capabilities | None,
    granted_scopes: Collection[str] | None,
    profile: SiteProfile,
) -> str:
    words = f"The note goes into the EHR {rung.words}."
    kind = rung.resource_type
    if kind is None:
        return f"{words} {profile.words_by_hand}"
    if capabilities is None:
        return f"{words} What the EHR offers could not be asked; this is what {profile.title} usually takes."
    if not capabilities.can(kind, "read"):
        return f"{words} The EHR does not let us read it back, so it can be shown as sent, never as filed."
    if granted_scopes is not None and not allows(granted_scopes, kind, "r"):
        return (
            f"{words} This sign-in may not read it back ({kind}.r is not granted), "
            "so it can be shown as sent, never as filed. The EHR's administrator can add the permission."
        )
    return words


def _why_not(
    rung: Rung,
    capabilities: Capabilities | None,
    granted_scopes: Collection[str] | None,
    profile: SiteProfile,
    *,
    has_encounter: bool,
) -> str | None:
    """Why a rung cannot be used, None where it can."""
    kind = rung.resource_type
    if kind is None:
        return None
    if rung not in profile.rungs:
        return f"{profile.title} was not seen to take that ({profile.fact('rungs').source})."
    if rung is Rung.DOCUMENT_ENCOUNTER and not has_encounter:
        return "the EHR has no visit that the note could be linked to."
    if capabilities is not None and not capabilities.can(kind, "create"):
        return f"the EHR does not say that it takes a new {kind}."
    if granted_scopes is not None and not allows(granted_scopes, kind, "c"):
        return (
            f"this sign-in may not write it (neither {kind}.c nor {kind}.write is granted). "
            "The EHR's administrator can add the permission."
        )
    return None
