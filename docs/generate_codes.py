"""Writes ``docs/codes/<area>.md`` for every area of the code book: ``python docs/generate_codes.py``."""

from __future__ import annotations

from pathlib import Path

from pss_fhir.issues import code_book

PAGES = Path(__file__).parent / "codes"
TITLES = {
    "agency": "The agency file",
    "app": "Pages of the app",
    "cds": "CDS Hooks",
    "chart": "Reading a chart",
    "client": "Talking with a FHIR server",
    "compliance": "Policy sets",
    "definitions": "Faults of profiles and packages",
    "demo": "The demo",
    "fhirpath": "FHIRPath expressions",
    "input": "What cannot be read",
    "internal": "Faults of pss-fhir itself",
    "mapping": "From FHIR to records and back",
    "note": "Writing and signing notes",
    "outbox": "Filing notes in the EHR",
    "outcome": "What a server said",
    "rules": "Rules and their data",
    "sandbox": "The embedded EHR",
    "smart": "Signing in",
    "staff": "The staff folder",
    "store": "The app's own store",
    "synth": "The synthetic agency",
    "usage": "Using the commands",
    "validate": "Findings of the validator",
}
"""Area, the part of a code before the dot -> title of its page."""


def page_of(area: str) -> str:
    """The page of one area's codes."""
    lines = [
        f"# {TITLES[area]}",
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
    for name in TITLES:
        (PAGES / f"{name}.md").write_text(page_of(name), encoding="utf-8")
