"""Definitions after a fork: each process reads for itself."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from pss_fhir.definitions.bundled import CORE, bundled_package


def _read(rounds: int) -> None:
    package = bundled_package(CORE)
    assert package is not None
    entries = list(package.index.values())
    for number in range(rounds):
        package.load(entries[number % len(entries)])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_bundled_package_when_processes_are_forked_then_each_reads_it_whole() -> None:
    _read(1)
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_read, args=(2_000,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert [process.exitcode for process in processes] == [0] * 4
