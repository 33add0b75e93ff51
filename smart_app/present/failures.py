"""Each kind of failure in plain words: what happened, and what the person can do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pss_fhir.errors import PssFhirError

_HTTP = {
    400: ("app.bad-request", "The app could not read that"),
    403: ("app.forbidden", "That is not allowed here"),
    404: ("app.not-found", "There is no such page"),
    405: ("app.method-not-allowed", "That page does not work this way"),
    413: ("app.too-large", "That is too much text"),
    429: ("app.too-many-requests", "Too much at once"),
    500: ("app.failure", "Something went wrong in the app"),
}
_FIRST_OF_THE_SERVERS_OWN = 500


@dataclass(frozen=True, slots=True)
class FailureWords:
    """One kind of failure.

    Attributes:
        status: the HTTP status of the page.
        title: what happened, in a few words.
        lines: what it means for the person, and what to do.
    """

    status: int
    title: str
    lines: tuple[str, ...]


def words_for(failure: PssFhirError) -> FailureWords:
    """The words of the failure's code; else of its class, or of the nearest class above that has some."""
    book = _book()
    if failure.code in book:
        return book[failure.code]
    return next(book[kind.__name__] for kind in type(failure).__mro__ if kind.__name__ in book)


def code_and_title(status: int) -> tuple[str, str]:
    """Code and title for an HTTP status; those of 400 or 500 for a status that has none."""
    return _HTTP.get(status, _HTTP[400 if status < _FIRST_OF_THE_SERVERS_OWN else 500])


@cache
def _book() -> dict[str, FailureWords]:
    text = resources.files("smart_app.present").joinpath("failures.toml").read_text(encoding="utf-8")
    return {
        name: FailureWords(entry["status"], entry["title"], tuple(entry["lines"]))
        for name, entry in tomllib.loads(text).items()
    }
