"""Narrative XHTML: only what FHIR R4 "Narrative" allows (txt-1, txt-2), well formed and without scripts."""

from __future__ import annotations

import html.entities
import re

TAGS = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "p",
        "blockquote",
        "pre",
        "hr",
        "br",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "a",
        "img",
        "b",
        "i",
        "u",
        "s",
        "em",
        "strong",
        "small",
        "big",
        "tt",
        "code",
        "samp",
        "kbd",
        "var",
        "cite",
        "q",
        "dfn",
        "abbr",
        "acronym",
        "sub",
        "sup",
        "span",
        "bdo",
        "address",
        "ins",
        "del",
    ]
)
"""Elements of XHTML 1.0 chapters 7 to 11 (without 4 of 9) and 15 that a narrative may hold."""

_EMPTY_TAGS = frozenset({"br", "hr", "img", "col"})
_ATTRIBUTES = frozenset(
    [
        "abbr",
        "accesskey",
        "align",
        "alt",
        "axis",
        "bgcolor",
        "border",
        "cellhalign",
        "cellpadding",
        "cellspacing",
        "cellvalign",
        "char",
        "charoff",
        "charset",
        "cite",
        "class",
        "colspan",
        "compact",
        "coords",
        "dir",
        "frame",
        "headers",
        "height",
        "href",
        "hreflang",
        "hspace",
        "id",
        "lang",
        "longdesc",
        "name",
        "nowrap",
        "rel",
        "rev",
        "rowspan",
        "rules",
        "scope",
        "shape",
        "span",
        "src",
        "start",
        "style",
        "summary",
        "tabindex",
        "title",
        "type",
        "valign",
        "value",
        "vspace",
        "width",
        "xml:lang",
        "xml:space",
        "xmlns",
        "xmlns:xsi",
        "datetime",
    ]
)
_NAMESPACE = "http://www.w3.org/1999/xhtml"
_MARKUP = re.compile(
    r"<!--(?:(?!--).)*-->|<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>|<",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9A-Fa-f]+|([A-Za-z][A-Za-z0-9]*));|&")
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data:text)", re.IGNORECASE)


def narrative_fault(div: str) -> str | None:
    """What is wrong with a narrative's div, in words; None when it is as FHIR wants it."""
    return None if _is_plainly_good(div) else _fault(div)


_ROUGH = re.compile(r"<[^<>]*>")
_TEXT = re.compile(r">\s*[^<\s]")
_good: set[str] = set()
"""Sequences of tags that were found to be good; narratives made by one program repeat them."""
_known: dict[str, tuple[int, str]] = {}
"""Tag as written -> (1 opens, -1 closes, 0 stands alone; name), for tags that were found to be good; the same few
tags make up most narratives."""


def _is_plainly_good(div: str) -> bool:
    """Whether a narrative is good, told quickly from its tags; False says nothing."""
    if "&" in div or not div.startswith("<div") or not div.endswith("</div>") or not _TEXT.search(div):
        return False
    tags = _ROUGH.findall(div)
    if len(tags) != div.count("<"):
        return False
    skeleton = "".join(tags)
    return skeleton in _good or _is_nested_well(tags, skeleton)


def _is_nested_well(tags: list[str], skeleton: str) -> bool:
    opened: list[str] = []
    last = len(tags) - 1
    for order, tag in enumerate(tags):
        found = _known.get(tag) or _learned(tag)
        if found is None:
            return False
        kind, name = found
        if kind > 0:
            opened.append(name)
        elif kind < 0 and (not opened or opened.pop() != name):
            return False
        if not opened and order != last:
            return False
    if opened or _NAMESPACE not in tags[0] or _known[tags[0]][1] != "div":
        return False
    if len(_good) < _MAX_KNOWN and len(skeleton) < _MAX_SKELETON:
        _good.add(skeleton)
    return True


def _learned(tag: str) -> tuple[int, str] | None:
    match = _MARKUP.fullmatch(tag)
    if match is None or match[2] is None or _element_fault(match[2], match[3] or "", is_root=False):
        return None
    found = (-1 if match[1] else 0 if match[4] else 1), match[2]
    if len(_known) < _MAX_KNOWN:
        _known[tag] = found
        return found
    return None


_MAX_KNOWN = 10_000
_MAX_SKELETON = 2_000


def _fault(div: str) -> str | None:
    """What is wrong, by reading tag by tag."""
    if "&" in div:
        for entity in _ENTITY.finditer(div):
            if entity[0] == "&" or (entity[1] and f"{entity[1]};" not in html.entities.html5):
                return "an '&' that begins no known entity"
    return _tags_fault(div) or (None if _has_content(div) else "no text and no image")


def _tags_fault(div: str) -> str | None:
    opened: list[str] = []
    root_seen = False
    end = 0
    for tag in _MARKUP.finditer(div):
        if not opened and div[end : tag.start()].strip():
            return "text outside the div"
        end = tag.end()
        closing, name, attributes, is_empty = tag[1], tag[2], tag[3], tag[4]
        if name is None:
            if tag[0] == "<":
                return "a '<' that begins no well-formed tag"
            continue
        if closing:
            if not opened or opened.pop() != name:
                return (
                    f"</{name.lower()}> that closes no open element"
                    if name.lower() in TAGS
                    else "a stray end tag"
                )
            continue
        if not opened:
            if root_seen or name != "div":
                return "something other than one div as the outermost element"
            root_seen = True
        fault = _element_fault(name, attributes, is_root=not opened)
        if fault:
            return fault
        if not is_empty:
            opened.append(name)
    if opened:
        return "an element that is not closed"
    if not root_seen:
        return "no div"
    return "text outside the div" if div[end:].strip() else None


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
