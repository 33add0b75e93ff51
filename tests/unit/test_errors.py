"""The tree of errors: exit codes, codes that can be looked up, one form of text."""

from __future__ import annotations

import inspect
import re

import pytest

from pss_fhir import errors
from pss_fhir.errors import FhirHttpError, PssFhirError
from pss_fhir.issues import code_book

ALL = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, PssFhirError) and found.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", ALL)
def test_error_has_a_code_in_the_book_and_an_exit_code_of_the_table(kind: type[PssFhirError]) -> None:
    assert kind.default_code in code_book()
    assert kind.exit_code in (1, 2, 3, 4, 5)


def test_drawn_tree_names_every_error() -> None:
    """The picture in the module's docstring is the tree as it is."""
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) | {"PssFhirError"}

    assert drawn == {kind.__name__ for kind in ALL}


def test_text_of_an_error_is_place_message_code() -> None:
    failed = FhirHttpError("the server refused", status=400, where="https://ehr.example/fhir")

    assert str(failed) == "https://ehr.example/fhir: the server refused [client.failed]"
