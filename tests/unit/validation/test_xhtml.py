"""The short way to take a narrative for good never takes one that reading tag by tag finds fault with."""

from __future__ import annotations

import random

import pytest

from pss_fhir.validation import xhtml

ROOT = '<div xmlns="http://www.w3.org/1999/xhtml">'
PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", '<table class="grid">', "</table>",
    "<tr>", "</tr>", "<td>", "</td>", "<br/>", "<hr />", "<br>", "text", " ", "\n", "\u00a0", "&amp;",
    "&nbsp;", "&#160;", "&", "&nope;", "<", ">", '<a href="https://example.org">', '<a href="javascript:x">',
    '<a name="x">', "</a>", '<a href="#x">', '<p class="a" class="b">', '<p title="a > b">', "<script>",
    "<P>", "</div>", "<div>", ROOT, "<!-- x -->",
)  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        "x",
        "<p><b>Sodium</b>: 140 mmol/L &lt; 145<br/>(synthetic)</p>",
        '<table class="grid"><tbody><tr><td>x</td></tr></tbody></table>',
        '<a name="x"> </a><a href="https://example.org/a?b">x</a>',
        "<p>&#160;</p>",
    ],
)
def test_narrative_when_of_frequent_tags_then_settled_the_short_way(content: str) -> None:
    assert xhtml.is_plain(f"{ROOT}{content}</div>")
    assert xhtml.narrative_fault(f"{ROOT}{content}</div>") is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "<p> \u00a0\n</p>",
        "<br/>",
        '<p title="x > y"></p>',
        '<p title="x"></p>',
        "<ul><li></ul></li>x",
    ],
)
def test_narrative_when_empty_or_crossed_then_not_settled_the_short_way(content: str) -> None:
    assert xhtml.is_plain(f"{ROOT}{content}</div>") is None
    assert content == '<p title="x > y"></p>' or xhtml.narrative_fault(f"{ROOT}{content}</div>") is not None


def test_narratives_when_put_together_at_random_then_the_short_way_never_takes_a_faulty_one() -> None:
    rng = random.Random(20261123)  # noqa: S311 - a seed, not a secret
    plain = 0
    for _ in range(60_000):
        inside = "".join(rng.choices(PIECES, k=rng.randrange(1, 6)))
        if rng.random() < 0.5:
            tag = rng.choice(("p", "b", "ul", "table"))
            inside = f"<{tag}>{inside}</{tag}>"
        div = f"{ROOT}{inside}</div>"
        if xhtml.is_plain(div):
            plain += 1
            assert xhtml._markup_fault(div) is None, div
            assert not xhtml.leads_nowhere(div, {}), div

    assert plain > 1_000
