"""How findings are written down: one module per format, all with the same three calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from pss_fhir.validation.formats.junit import JunitWriter
from pss_fhir.validation.formats.ndjson import NdjsonWriter
from pss_fhir.validation.formats.outcome import OutcomeWriter
from pss_fhir.validation.formats.sarif import SarifWriter
from pss_fhir.validation.formats.text import TextWriter
from pss_fhir.validation.formats.writer import Writer

FORMATS: dict[str, Callable[[IO[bytes]], Writer]] = {
    "text": TextWriter,
    "ndjson": NdjsonWriter,
    "outcome": OutcomeWriter,
    "junit": JunitWriter,
    "sarif": SarifWriter,
}
"""Name of the format -> its writer."""

__all__ = ["FORMATS", "Writer"]
