"""Narrative XHTML: only what FHIR R4 "Narrative" allows (txt-1, txt-2), well formed and without scripts."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import Any

from pss_fhir.validation.memory import LastAnswer

TAGS = frozenset(
    {
        "h1", "h2", "h3", "h4", "h5", "h6", "div", "p", "blockquote", "pre", "hr", "br", "ul", "ol", "li",
        "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th",
        "td", "a", "img", "b", "i", "u", "s", "em", "strong", "small", "big", "tt", "code", "samp", "kbd",
        "var", "cite", "q", "dfn", "abbr", "acronym", "sub", "sup", "span", "bdo", "address", "ins", "del",
    }
)  # fmt: skip
"""Elements of XHTML 1.0 chapters 7 to 11 (without 4 of 9) and 15 that a narrative may hold."""

_EMPTY_TAGS = frozenset({"br", "hr", "img", "col"})
_ATTRIBUTES = frozenset(
    {
        "abbr", "accesskey", "align", "alt", "axis", "bgcolor", "border", "cellhalign", "cellpadding",
        "cellspacing", "cellvalign", "char", "charoff", "charset", "cite", "class", "colspan", "compact",
        "coords", "dir", "frame", "headers", "height", "href", "hreflang", "hspace", "id", "lang",
        "longdesc", "name", "nowrap", "rel", "rev", "rowspan", "rules", "scope", "shape", "span", "src",
        "start", "style", "summary", "tabindex", "title", "type", "valign", "value", "vspace", "width",
        "xml:lang", "xml:space", "xmlns", "xmlns:xsi", "datetime",
    }
)  # fmt: skip
_NAMESPACE = "http://www.w3.org/1999/xhtml"
_MARKUP = re.compile(
    r"<!--(?:(?!--).)*-->|<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>|<",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|([A-Za-z][A-Za-z0-9]*));|&")
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


_INNER_LINK = re.compile(r"(?:href|src)\s*=\s*(?:\"#([^\"]+)\"|'#([^']+)')")
_ANCHOR = re.compile(r"\s(?:id|name)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')")
_PLAIN_TAG = "p|b|i|u|li|ul|ol|h[1-6]|t[dhr]|table|thead|tbody|span|div|em|strong|pre|code|small"
_PLAIN_ATTRIBUTE = r"(?: (?:class|style|title|align|border|colspan|id)=\"(?!#)[^\"<>]*+\")?+"
_LINK = r"a (?:href=\"https?://|name=\"(?!#))[^\"<>]*+\">[^<]*+</a>"
_LANGUAGE = r"(?: xml:lang=\"[\w-]*+\")?+(?: lang=\"[\w-]*+\")?+"
_SOME_TEXT = r"(?=(?:[^>]*+>)*?\s*+[^<\s])"


def _plain_pattern(depth: int = 5) -> str:
    inside = "[^<]*+"
    for level in range(depth):
        name = f"t{level}"
        element = rf"(?P<{name}>{_PLAIN_TAG}){_PLAIN_ATTRIBUTE}>{inside}</(?P={name})>"
        inside = rf"[^<]*+(?:<(?!/)(?:{element}|[bh]r ?/>|{_LINK})[^<]*+)*+"
    return rf'<div xmlns="{re.escape(_NAMESPACE)}"{_LANGUAGE}>{_SOME_TEXT}{inside}</div>'


is_plain = re.compile(_plain_pattern()).fullmatch
"""Matches most narratives whose tags have no fault: a div with some text and a few levels of frequent tags,
each with at most one harmless attribute, and no link within the resource. Entities are another matter."""


def narrative_fault(div: str) -> str | None:
    """What is wrong with a narrative's div, in words; None when it is as FHIR wants it."""
    if "&" in div:
        for entity in _ENTITY.finditer(div):
            if entity[0] == "&" or (entity[1] and f"{entity[1]};" not in html.entities.html5):
                return "an '&' that begins no known entity"
    return None if is_plain(div) is not None else _markup_fault(div)


@LastAnswer
def _markup_fault(div: str) -> str | None:
    """What is wrong with the tags, by reading them one by one."""
    return _tags_fault(div) or (None if _has_content(div) else "no text and no image")


def _tags_fault(div: str) -> str | None:
    opened: list[str] = []
    has_root = False
    end = 0
    for tag in _MARKUP.finditer(div):
        if not opened and div[end : tag.start()].strip():
            return "text outside the div"
        end = tag.end()
        fault = _tag_fault(tag, opened, has_root=has_root)
        if fault:
            return fault
        has_root = has_root or tag[2] is not None
    if opened:
        return "an element that is not closed"
    if not has_root:
        return "no div"
    return "text outside the div" if div[end:].strip() else None


def _tag_fault(tag: re.Match[str], opened: list[str], *, has_root: bool) -> str | None:
    """What is wrong with one tag, which is put on or taken off the open ones."""
    closing, name, attributes, is_empty = tag[1], tag[2], tag[3], tag[4]
    if name is None:
        return "a '<' that begins no well-formed tag" if tag[0] == "<" else None
    if closing:
        return None if opened and opened.pop() == name else "an end tag that closes no open element"
    if not opened and (has_root or name != "div"):
        return "something other than one div as the outermost element"
    fault = _element_fault(name, attributes, is_root=not opened)
    if not fault and not is_empty:
        opened.append(name)
    return fault


def _element_fault(name: str, attributes: str, *, is_root: bool) -> str | None:
    if name not in TAGS:
        return f"the element <{name.lower()[:20]}>, which a narrative may not hold"
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes) if attributes else ():
        key = match[1]
        if key in found:
            return f"the attribute {key[:20]} twice"
        found[key] = match[2] if match[2] is not None else match[3]
        if key not in _ATTRIBUTES and not key.startswith("xmlns:"):
            return f"the attribute {key[:20]}, which a narrative may not hold"
        if key in ("href", "src") and _SCRIPT.match(found[key]):
            return f"a script in {key}"
    if is_root and found.get("xmlns") != _NAMESPACE:
        return f"a div without xmlns={_NAMESPACE!r}"
    return None


def _has_content(div: str) -> bool:
    return "<img" in div or bool(_MARKUP.sub("", div).strip())


def leads_nowhere(div: str, resource: dict[str, Any]) -> bool:
    """Whether a link or image of a narrative points with ``#`` at an id that stands nowhere in the resource.

    Ids are those of elements, of contained resources, and of any narrative of the resource.
    """
    links = {one or other for one, other in _INNER_LINK.findall(div)}
    return bool(links) and not links <= set(_ids_of(resource))


def _ids_of(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if isinstance(here.get("id"), str):
                yield here["id"]
            if isinstance(here.get("div"), str):
                yield from (one or other for one, other in _ANCHOR.findall(here["div"]))
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
