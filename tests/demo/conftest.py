"""The stage and the people on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.person import Person
from tests.demo.stage import Stage, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """An open EHR and the app."""
    with staged(tmp_path) as running:
        yield running


@pytest.fixture
def jo(stage: Stage) -> Person:
    """The specialist, who has opened nothing yet."""
    return Person(stage)
