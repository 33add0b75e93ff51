"""Many resources: validated in this process or in several, findings in input order either way."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace

from pss_fhir.errors import PssFhirError
from pss_fhir.issues import Issue
from pss_fhir.validation.inputs import Text
from pss_fhir.validation.positions import place
from pss_fhir.validation.validator import Validator
from pss_fhir.validation.visit import Notes

_CHUNK_BYTES = 1 << 20
_CHUNK_TEXTS = 1_000
_AHEAD = 3
"""Chunks per process that may wait for their turn; more would let memory grow with the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings about one resource, placed in its file; or ``texts`` clean ones, told together."""

    file: str
    line: int | None
    issues: tuple[Issue, ...]
    bytes_read: int
    texts: int = 1


def validate_texts(validator: Validator, texts: Iterable[Text], *, jobs: int = 1) -> Iterator[Outcome]:
    """One outcome per text, in the order of the texts, for any number of processes.

    Args:
        validator: what validates; its ``not_checked`` gathers from all processes.
        texts: the resources.
        jobs: processes; 1 works in this one.

    Raises:
        PssFhirError: a process ended on its own, for want of memory most often.
    """
    if jobs == 1:
        for text in texts:
            yield _outcome(validator, text)
        return
    chunks = _chunks(texts)
    first = next(chunks, None)
    if first is None:
        return
    # The first chunk is done here: what it compiles the processes inherit, or find in the cache.
    yield from (_outcome(validator, text) for text in first)
    yield from _in_processes(validator, chunks, jobs)


def _in_processes(validator: Validator, chunks: Iterator[list[Text]], jobs: int) -> Iterator[Outcome]:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    pool = ProcessPoolExecutor(
        jobs, mp_context=multiprocessing.get_context(method), initializer=_begin, initargs=(validator,)
    )
    waiting: deque[tuple[list[Text], Future[tuple[list[tuple[int, tuple[Issue, ...]]], Notes]]]] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_work, chunk)))
            if len(waiting) >= jobs * _AHEAD:
                yield from _collected(validator, *waiting.popleft())
        while waiting:
            yield from _collected(validator, *waiting.popleft())
    except BrokenProcessPool as broken:
        raise PssFhirError(
            "a validating process ended on its own; findings up to here are complete. "
            "Try fewer --jobs, most often memory was short."
        ) from broken
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _collected(
    validator: Validator, chunk: list[Text], future: Future[tuple[list[tuple[int, tuple[Issue, ...]]], Notes]]
) -> Iterator[Outcome]:
    found, notes = future.result()
    validator.learn(notes)
    by_order = dict(found)
    for order, text in enumerate(chunk):
        yield Outcome(text.file, text.line, by_order.get(order, ()), len(text.raw or b""))


_validator: Validator | None = None


def _begin(validator: Validator) -> None:
    """In a new process: the parent alone answers Ctrl-C."""
    global _validator
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _validator = validator


def _work(chunk: list[Text]) -> tuple[list[tuple[int, tuple[Issue, ...]]], Notes]:
    if _validator is None:
        raise AssertionError("a process begins with its validator")
    found = []
    for order, text in enumerate(chunk):
        issues = _outcome(_validator, text).issues
        if issues:
            found.append((order, issues))
    return found, _validator.notes


def _outcome(validator: Validator, text: Text) -> Outcome:
    if text.raw is None:
        problem = () if text.problem is None else (text.problem.at(file=text.file, line=text.line),)
        return Outcome(text.file, text.line, problem, 0)
    issues = validator.validate(text.raw)
    placed = place(text.raw, text.line, issues) if issues else ()
    return Outcome(
        text.file, text.line, tuple(replace(issue, file=text.file) for issue in placed), len(text.raw)
    )


def _chunks(texts: Iterable[Text]) -> Iterator[list[Text]]:
    chunk: list[Text] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text.raw or b"")
        if size >= _CHUNK_BYTES or len(chunk) >= _CHUNK_TEXTS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
