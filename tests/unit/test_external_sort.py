"""Sorting with more items than memory may hold."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pss_fhir.external_sort import SortedItems


def sorted_items(items: list[tuple[int, int]], most: int) -> SortedItems[tuple[int, int]]:
    made: SortedItems[tuple[int, int]] = SortedItems(lambda item: item[0], most_in_memory=most)
    for item in items:
        made.add(item)
    return made


@given(st.lists(st.integers(0, 9)), st.integers(1, 50))
def test_items_when_given_back_then_as_sorted_in_memory(keys: list[int], most: int) -> None:
    items = [(key, number) for number, key in enumerate(keys)]
    assert list(sorted_items(items, most)) == sorted(items)


def test_items_when_asked_twice_and_added_to_between_then_all_come_both_times() -> None:
    held = sorted_items([(3, 0), (1, 0), (2, 0)], 2)
    assert [key for key, _ in held] == [1, 2, 3]
    held.add((0, 0))
    assert [key for key, _ in held] == [0, 1, 2, 3]
    assert len(held) == 4
    assert (2, 0) in held
    assert (9, 0) not in held


def test_iterations_when_they_run_side_by_side_then_neither_disturbs_the_other() -> None:
    held = sorted_items([(key, 0) for key in range(100, 0, -1)], 7)
    assert [(left, right) for left, right in zip(held, held, strict=True) if left != right] == []


def test_size_when_items_are_large_then_each_counts_what_it_takes() -> None:
    held: SortedItems[bytes] = SortedItems(bytes, most_in_memory=10, size_of=len)
    for text in (b"bbbb", b"cccccccccccc", b"a", b"dddd"):
        held.add(text)
    assert list(held) == [b"a", b"bbbb", b"cccccccccccc", b"dddd"]
    assert held._held == [b"a", b"dddd"]


def test_items_when_packed_then_only_what_is_written_is_and_all_come_back_as_they_were() -> None:
    packed: list[Fraction] = []

    def pack(item: Fraction) -> tuple[int, int]:
        packed.append(item)
        return item.as_integer_ratio()

    held = SortedItems(
        lambda item: item, most_in_memory=2, pack=pack, unpack=lambda written: Fraction(*written)
    )
    items = [Fraction(1, 2), Fraction(3), Fraction(1, 4)]
    for item in items:
        held.add(item)
    assert list(held) == sorted(items)
    assert packed == items[:2]
