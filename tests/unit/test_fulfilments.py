"""Which parcel carries which lines: nothing more than was ordered, nothing lost that could travel, every parcel something where there is enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping.fulfilments import left_over, narrowed, planned, share


def lines(**units):
    return [{"id": line, "quantity": quantity} for line, quantity in units.items()]


@pytest.mark.parametrize(
    ("packed", "colli", "left", "split", "expected"),
    [
        ([lines(a=2)], 1, {"a": 2}, True, [lines(a=2)]),
        ([lines(a=1), lines(a=1, b=1)], 2, {"a": 2, "b": 1}, True, [lines(a=1), lines(a=1, b=1)]),
        ([lines(a=1), lines(a=1, b=1)], 2, {"a": 2, "b": 1}, False, [lines(a=2), lines(b=1)]),
        ([lines(a=1), []], 2, {"a": 1}, True, [lines(a=1), []]),  # one piece in two parcels
        ([lines(a=1), lines(a=1)], 2, {"a": 1}, True, [lines(a=1), []]),  # the same, as packed by weight
        ([lines(a=3)], 2, {"a": 3}, True, [lines(a=2), lines(a=1)]),  # a person made two of it
        ([lines(a=3)], 2, {"a": 3}, False, [lines(a=3), []]),
        ([lines(a=3, b=1)], 2, {"a": 3, "b": 1}, False, [lines(a=3), lines(b=1)]),
        ([lines(a=1), lines(b=1)], 1, {"a": 1, "b": 1}, True, [lines(a=1, b=1)]),  # a person took a collo away
        ([lines(a=5)], 1, {"a": 3}, True, [lines(a=3)]),  # others carry two
        ([lines(a=1, gone=1)], 1, {"a": 1}, True, [lines(a=1)]),  # a line that was taken out of the order
        ([], 2, {"a": 1}, True, [[], []]),
        ([lines(a=1)], 0, {"a": 1}, True, []),
    ],
)
def test_shares(packed, colli, left, split, expected):
    assert share(packed, colli, left, split=split) == expected


LINES = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abcd"), "quantity": st.integers(1, 5)}), max_size=4)


@given(st.lists(LINES, max_size=4), st.integers(1, 5), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 6)), st.booleans())
def test_never_more_than_is_left_and_no_parcel_empty_beside_a_full_one(packed, colli, left, split):
    given_out = share(packed, colli, left, split=split)
    assert len(given_out) == colli
    total: dict[str, int] = {}
    for collo in given_out:
        assert len({line["id"] for line in collo}) == len(collo)
        for line in collo:
            assert line["quantity"] > 0
            total[line["id"]] = total.get(line["id"], 0) + line["quantity"]
    assert all(units <= left.get(line, 0) for line, units in total.items())
    if not split:
        assert sum(len(collo) for collo in given_out) == len(total), "no line in two parcels"
    if not all(given_out) and any(given_out):
        most = max(sum(line["quantity"] for line in collo) if split else len(collo) for collo in given_out)
        assert most == 1, "a parcel with several could have given one away"


def test_what_is_left():
    assert left_over({"a": 3, "b": 1}, [lines(a=1), lines(a=1, other=9), [{"id": "b"}]]) == {"a": 1, "b": 0}
    assert left_over({"a": 1}, [lines(a=2)]) == {"a": 0}
    assert narrowed(lines(a=2, b=1, c=1), {"a": 1, "b": 0}) == lines(a=1, c=1)


def test_what_was_packed():
    assert planned(None) is None and planned({}) is None and planned({"lines": [], "pieces": []}) is None
    assert planned({"lines": lines(a=1)}) == [lines(a=1)]
    assert planned({"lines": lines(a=2), "pieces": [lines(a=1), lines(a=1)]}) == [lines(a=1), lines(a=1)]
