"""Writes ``docs/codes/<area>.md`` from the code book: ``python docs/generate_codes.py [AREA ...]``.

Without areas it writes anew the pages that are there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pss_fhir.issues import code_book

PAGES = Path(__file__).parent / "codes"
_TITLES = {
    "validate": "Findings of the validator",
    "input": "What cannot be read",
    "definitions": "Faults of profiles and packages",
}


def page_of(area: str) -> str:
    """The page of one area's codes."""
    lines = [
        f"# {_TITLES.get(area, area)}",
        "",
        f"Every code that begins with `{area}.`, as `pss-fhir explain CODE` prints it. Made by",
        "`python docs/generate_codes.py` from the code book; do not edit.",
    ]
    for code, entry in code_book().items():
        if code.startswith(f"{area}."):
            lines += [
                "",
                f"## {code}",
                "",
                f"*{entry.severity.value}* · `{entry.message}`",
                "",
                entry.long,
                "",
            ]
            lines.append(f"**What to do.** {entry.fix}")
            if entry.source:
                lines += ["", f"Source: {entry.source}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or sorted(page.stem for page in PAGES.glob("*.md")):
        (PAGES / f"{name}.md").write_text(page_of(name), encoding="utf-8")
