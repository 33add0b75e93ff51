"""Whether what the EHR holds is what was signed.

Servers add, reorder and re-wrap: extensions may be dropped, references made absolute, a text moved
into a Binary or put into HTML. What must come back is what the site's profile names: by default
identifier, subject, status and content. Content is the text of the note: byte for byte, or word
for word where the profile says so (markup and white space aside).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pss_fhir.outbox.profiles import Comparison, ProofPart, SiteProfile

_STANDS = {"DocumentReference": {"current"}, "QuestionnaireResponse": {"completed", "amended"}}
RETRACTED_STATUS = "entered-in-error"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a comparison gave.

    Attributes:
        faults: parts that came back other than they were sent.
        unseen: parts that cannot be seen, such as a text kept where we may not read.
    """

    faults: frozenset[ProofPart]
    unseen: frozenset[ProofPart] = frozenset()

    @property
    def holds(self) -> bool:
        """Whether every part that the profile asks for came back as it was sent."""
        return not self.faults and not self.unseen


def compare(
    sent: dict[str, Any],
    held: dict[str, Any],
    profile: SiteProfile,
    *,
    base_url: str,
    read: Callable[[str], dict[str, Any]],
) -> Proof:
    """Whether a server's record is the one that was sent.

    Args:
        sent: the resource as it was sent.
        held: the resource as it was read back.
        profile: says what must come back, and how texts are compared.
        base_url: of the server, to recognize its absolute references.
        read: reads a Binary into which the server put the text; its errors pass through.
    """
    checks: dict[ProofPart, Callable[[], bool | None]] = {
        ProofPart.IDENTIFIER: lambda: bool(identifier_values(sent) & identifier_values(held)),
        ProofPart.SUBJECT: lambda: _subject(sent, base_url) == _subject(held, base_url),
        ProofPart.STATUS: lambda: held.get("status") in _STANDS.get(str(sent.get("resourceType")), set()),
        ProofPart.CONTENT: lambda: _has_same_content(sent, held, profile.comparison, base_url, read),
    }
    results = {part: check() for part, check in checks.items() if part in profile.proof}
    return Proof(
        faults=frozenset(part for part, result in results.items() if result is False),
        unseen=frozenset(part for part, result in results.items() if result is None),
    )


def identifier_values(resource: dict[str, Any]) -> frozenset[str]:
    """The values of a resource's identifiers, wherever its type keeps them."""
    listed = resource.get("identifier")
    entries = [*(listed if isinstance(listed, list) else [listed]), resource.get("masterIdentifier")]
    values = (entry.get("value") for entry in entries if isinstance(entry, dict))
    return frozenset(value for value in values if isinstance(value, str))


def is_retracted(resource: dict[str, Any]) -> bool:
    """Whether a record is marked as entered in error, by status or (Oracle) docStatus."""
    return RETRACTED_STATUS in (resource.get("status"), resource.get("docStatus"))


def _subject(resource: dict[str, Any], base_url: str) -> str | None:
    subject = resource.get("subject")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return _relative(reference, base_url)


def _relative(reference: object, base_url: str) -> str | None:
    """A reference without the server's own base and without a version."""
    if not isinstance(reference, str):
        return None
    return reference.removeprefix(f"{base_url.rstrip('/')}/").partition("/_history/")[0]


def _has_same_content(
    sent: dict[str, Any],
    held: dict[str, Any],
    comparison: Comparison,
    base_url: str,
    read: Callable[[str], dict[str, Any]],
) -> bool | None:
    """Whether the content is the same; None where it cannot be seen."""
    if sent.get("resourceType") == "QuestionnaireResponse":
        return sorted(_answers(sent, comparison)) == sorted(_answers(held, comparison))
    ours = _attachments(sent)
    theirs = _attachments(held)
    if len(ours) != 1 or not theirs:
        return False
    seen = [_is_same_attachment(ours[0], _in_full(other, base_url, read), comparison) for other in theirs]
    return True if True in seen else None if None in seen else False


def _is_same_attachment(ours: dict[str, Any], theirs: dict[str, Any], comparison: Comparison) -> bool | None:
    sent = _decoded(ours.get("data"))
    held = _decoded(theirs.get("data"))
    if sent is None:
        return False
    if held is None:
        fingerprint = base64.b64encode(hashlib.sha1(sent, usedforsecurity=False).digest()).decode()
        return True if theirs.get("hash") == fingerprint else None
    if held == sent:
        return True
    is_loose = comparison is Comparison.SAME_WORDS
    return is_loose and _words(sent, "") == _words(held, str(theirs.get("contentType", "")))


def _in_full(
    attachment: dict[str, Any], base_url: str, read: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """The attachment with its data, fetched if the server has moved it into a Binary of its own."""
    url = _relative(attachment.get("url"), base_url) or ""
    if "data" in attachment or not re.fullmatch(r"Binary/[A-Za-z0-9\-.]{1,64}", url):
        return attachment
    binary = read(url)
    return {**attachment, "data": binary.get("data"), "contentType": binary.get("contentType")}


def _attachments(resource: dict[str, Any]) -> list[dict[str, Any]]:
    contents = resource.get("content")
    found = (entry.get("attachment") for entry in contents or () if isinstance(entry, dict))
    return [attachment for attachment in found if isinstance(attachment, dict)]


def _decoded(data: object) -> bytes | None:
    try:
        return base64.b64decode("".join(data.split()), validate=True) if isinstance(data, str) else None
    except binascii.Error:
        return None


def _words(content: bytes, content_type: str) -> list[str]:
    text = content.decode("utf-8", errors="replace")
    if "html" in content_type:
        text = html.unescape(re.sub(r"<[^>]*>", " ", text))
    return unicodedata.normalize("NFC", text).split()


def _answers(response: dict[str, Any], comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Every answer of a form with its question, however deep."""
    items = response.get("item")
    for item in items if isinstance(items, list) else ():
        yield from _answers(item, comparison)
        for answer in item.get("answer") or ():
            values = [value for name, value in sorted(answer.items()) if name.startswith("value")]
            for value in values:
                text = value if isinstance(value, str) else repr(_without_display(value))
                is_loose = comparison is Comparison.SAME_WORDS
                yield str(item.get("linkId")), " ".join(text.split()) if is_loose else text
            yield from _answers(answer, comparison)


def _without_display(value: Any) -> Any:
    """A coded value as what decides: servers fill in displays."""
    return {k: v for k, v in sorted(value.items()) if k != "display"} if isinstance(value, dict) else value
