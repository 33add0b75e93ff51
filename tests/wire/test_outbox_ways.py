"""Every way in the table of states is gone by somebody, and docs/outbox.md shows the same table."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from pss_fhir.clock import FixedClock
from pss_fhir.outbox import OutboxState, Rung, confirm_copied, copy_by_hand, signed_in, try_again
from pss_fhir.outbox.states import MEANINGS, TRANSITIONS
from pss_fhir.store import Store
from tests.builders import NOTE_IDENTIFIER, NOW, SPECIALIST_REF
from tests.sqlite import migrated_sqlite
from tests.wire.filing_ehr import Fault, FilingEhr, status
from tests.wire.filing_records import (
    ISS,
    KEY,
    RETRACTION_IDENTIFIER,
    sign_note,
    sign_retraction,
)
from tests.wire.filing_story import Story

DOCS = Path(__file__).resolve().parents[2] / "docs/outbox.md"
LOST = Fault("create")
LOST_STORED = Fault("create", is_carried_out=True)
FORBIDDEN = Fault("create", answer=status(403))


def no_sign_in(does: str) -> Fault:
    return Fault(does, answer=status(401))


def wake(story: Story) -> None:
    signed_in(story.store, ISS, SPECIALIST_REF, now=story.clock.now())


def again(story: Story) -> None:
    try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now())


def copied(story: Story) -> None:
    confirm_copied(story.store, NOTE_IDENTIFIER, by_ref=SPECIALIST_REF)


def with_faults(*faults: Fault, then: Callable[[Story], object] = lambda _: None) -> Callable[[Story], None]:
    """A note that meets the faults in turn, and what somebody does afterwards."""

    def told(story: Story) -> None:
        sign_note(story.store)
        story.ehr.faults = list(faults)
        story.step()
        story.later()
        then(story)
        story.later()

    return told


def retracted(story: Story) -> None:
    sign_retraction(story.store)
    story.step(RETRACTION_IDENTIFIER)
    story.later()
    story.later(RETRACTION_IDENTIFIER)


def by_hand(*wishes: Callable[[Story], object]) -> Callable[[Story], None]:
    """A note that must be copied, and what somebody does about it."""

    def told(story: Story) -> None:
        sign_note(story.store, plan=(Rung.COPY_PRINT,))
        story.step()
        for wish in wishes:
            wish(story)

    return told


def retracted_by_hand(story: Story) -> None:
    copied(story)
    sign_retraction(story.store, plan=(Rung.COPY_PRINT,))
    story.step(RETRACTION_IDENTIFIER)
    confirm_copied(story.store, RETRACTION_IDENTIFIER, by_ref=SPECIALIST_REF)


def unreadable(story: Story) -> None:
    story.ehr.lets_read = False
    sign_note(story.store)
    story.step()
    story.ehr.lets_read = True
    retracted(story)


def never_reached(story: Story) -> None:
    sign_note(story.store, plan=("document-period",))
    story.ehr.faults = [Fault("metadata")] * 20
    for _ in range(20):
        story.later()


def signed_and_retracted(story: Story) -> None:
    sign_note(story.store)
    sign_retraction(story.store)
    story.step()


def lost_and_retracted(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [LOST]
    story.step()
    retracted(story)


def worker_died(story: Story) -> None:
    sign_note(story.store)
    row = story.store.outbox.lease_one(NOTE_IDENTIFIER, timedelta(minutes=5))
    assert row is not None
    life = timedelta(minutes=5)
    story.store.outbox.transition(row, "sending", "sends", lease_life=life, may_exist=True, attempts=1)
    story.later()


def too_late(story: Story) -> None:
    sign_note(story.store)
    story.ehr.faults = [Fault("create", late=timedelta(minutes=10))]
    story.step()
    story.later(by=timedelta(seconds=30))
    story.later()


def not_signed_in_and_retracted(story: Story) -> None:
    sign_note(story.store)
    story.step(is_signed_in=False)
    retracted(story)


STORIES = [
    with_faults(),
    with_faults(LOST),
    with_faults(LOST_STORED),
    with_faults(LOST_STORED, Fault("search")),
    with_faults(no_sign_in("create"), then=wake),
    with_faults(LOST_STORED, no_sign_in("search"), then=wake),
    with_faults(no_sign_in("read"), then=wake),
    with_faults(Fault("read", answer=status(503))),
    with_faults(FORBIDDEN, then=again),
    with_faults(FORBIDDEN, then=lambda story: copy_by_hand(story.store, NOTE_IDENTIFIER)),
    with_faults(FORBIDDEN, then=retracted),
    with_faults(LOST_STORED, Fault("search", answer=status(403)), then=again),
    with_faults(
        *[Fault("read", answer=status(404))] * 5, then=lambda story: [story.later() for _ in range(5)]
    ),
    with_faults(
        *[Fault("read", answer=status(404))] * 5,
        then=lambda story: [*(story.later() for _ in range(5)), again(story)],
    ),
    with_faults(Fault("create", answer=status(429))),
    with_faults(then=retracted),
    by_hand(copied),
    by_hand(lambda story: try_again(story.store, NOTE_IDENTIFIER, now=story.clock.now(), plan=tuple(Rung))),
    by_hand(lambda story: sign_retraction(story.store), lambda story: story.step(RETRACTION_IDENTIFIER)),
    by_hand(retracted_by_hand),
    unreadable,
    never_reached,
    signed_and_retracted,
    lost_and_retracted,
    worker_died,
    too_late,
    not_signed_in_and_retracted,
]


def test_every_way_of_the_table_is_gone_and_no_other(tmp_path: Path) -> None:
    """A way that nobody goes would be a sentence in the documentation that is not true."""
    gone: set[tuple[OutboxState, OutboxState]] = set()
    for number, tell in enumerate(STORIES):
        clock = FixedClock(NOW)
        store = Store.open(migrated_sqlite(tmp_path / f"{number}.db"), key=KEY, clock=clock)
        tell(Story(store, FilingEhr(clock=clock), clock))
        for row in store.outbox.list():
            gone |= {
                (OutboxState(entry.from_state), OutboxState(entry.to_state))
                for entry in store.outbox.history(row.identifier)
                if entry.from_state
            }
        store.close()
    assert {(one.value, two.value) for one, two in gone} == {
        (one.value, two.value) for one, two in TRANSITIONS
    }


def test_documentation_shows_the_states() -> None:
    shown = re.findall(r"^\| `([a-z-]+)` \| ([^|]+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert dict(shown) == {state.value: meaning for state, meaning in MEANINGS.items()}


def test_documentation_shows_the_ways() -> None:
    shown = re.findall(
        r"^\| `([a-z-]+)` \| `([a-z-]+)` \| ([^|]+?) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [(one, two, when) for one, two, when in shown] == [
        (one.value, two.value, when) for (one, two), when in TRANSITIONS.items()
    ]
