"""The processes that validate parts side by side.

Each has a pipe of its own and one part at a time, which it asks for by being done with the last. What it
tells is read as it comes and handed on in the order of the parts. A process that is far ahead of its turn
is not read from until then, so that it waits, and memory stays flat.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from pss_fhir.errors import PssFhirError
from pss_fhir.validation.batch import Gathering, Outcome, Told, tell_of
from pss_fhir.validation.parts import Part
from pss_fhir.validation.validator import Validator

_AHEAD = 3
"""Parts per process that may be under way, told or not."""
_HELD = 4
"""How many times a part may be told of before it is its turn; the process waits then."""
_HAS_FORK = sys.platform == "linux"
"""A fork has all that is compiled at once; elsewhere it is not safe, or not there."""
_CONTEXT = multiprocessing.get_context("fork") if _HAS_FORK else multiprocessing.get_context("spawn")


def validate_parts(validator: Validator, parts: Iterable[Part], *, jobs: int) -> Iterator[Outcome]:
    """What is found in the parts, in their order, by so many processes.

    Args:
        validator: what validates; its ``not_checked`` gathers from all processes.
        parts: they are read on as processes need them.
        jobs: processes, beside this one, which reads, gathers and hands on.

    Raises:
        PssFhirError: a process ended on its own, for want of memory most often.
    """
    gathering = Gathering(validator)
    with _Pool(validator, jobs) as pool:
        for told in pool.told(iter(parts)):
            yield from gathering.add(told)


class _Pool:
    """The processes, from their start to their end."""

    def __init__(self, validator: Validator, jobs: int) -> None:
        self._validator = validator
        self._jobs = jobs
        self._processes: list[BaseProcess] = []
        self._idle: list[Connection] = []
        self._pipes: list[Connection] = []
        self._told: dict[int, deque[Told | None]] = {}
        self._at_work: dict[Connection, int] = {}

    def __enter__(self) -> _Pool:
        try:
            with _interrupts_held():
                for _ in range(self._jobs):
                    self._start()
        except BaseException:
            self.__exit__()
            raise
        self._idle = list(self._pipes)
        return self

    def _start(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        # What a fork inherits of the pipes it must close, or none would see this process end.
        inherited = [*self._pipes, ours] if _HAS_FORK else []
        process = _CONTEXT.Process(target=_work, args=(self._validator, theirs, inherited), daemon=True)
        process.start()
        theirs.close()
        self._processes.append(process)
        self._pipes.append(ours)

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join()

    def told(self, parts: Iterator[Part]) -> Iterator[Told]:
        """What is told of the parts, in their order."""
        turn, following = 0, 0
        while True:
            while self._idle and following < turn + self._jobs * _AHEAD:
                part = next(parts, None)
                if part is None:
                    break
                self._hand_over(part, following)
                following += 1
            if turn == following:
                return
            while self._told[turn]:
                told = self._told[turn].popleft()
                if told is None:
                    del self._told[turn]
                    turn += 1
                    break
                yield told
            else:
                self._listen(turn)

    def _hand_over(self, part: Part, number: int) -> None:
        pipe = self._idle.pop()
        self._told[number] = deque()
        self._at_work[pipe] = number
        try:
            pipe.send(part)
        except BrokenPipeError as gone:
            raise _ended() from gone

    def _listen(self, turn: int) -> None:
        """Wait until something is told; those that are too far ahead are not heard yet."""
        pipes = [
            pipe
            for pipe, number in self._at_work.items()
            if number == turn or len(self._told[number]) < _HELD
        ]
        ready = set(wait(pipes))
        for pipe in [each for each in pipes if each in ready]:
            try:
                told = pipe.recv()
            except (EOFError, ConnectionResetError) as gone:
                raise _ended() from gone
            self._told[self._at_work[pipe]].append(told)
            if told is None:
                del self._at_work[pipe]
                self._idle.append(pipe)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait until it is over; a process that is just being forked would tell of it at length."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _HAS_FORK else None
    try:
        yield
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ended() -> PssFhirError:
    return PssFhirError(
        "a validating process ended on its own; findings up to here are complete. "
        "Try fewer --jobs, most often memory was short."
    )


def _work(validator: Validator, pipe: Connection, inherited: Sequence[Connection]) -> None:
    """Runs in a process of its own until the parent hangs up; the parent alone answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _HAS_FORK:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in inherited:
        other.close()
    gc.freeze()  # what came with the fork stays, and need not be looked through again and again
    try:
        while True:
            for told in tell_of(validator, pipe.recv()):
                pipe.send(told)
            pipe.send(None)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
