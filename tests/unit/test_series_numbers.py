"""Numbers of series: every format reads what it writes, and what is wrong with a series is found and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.mapping.series_check import Numbered, findings, gapless
from order_sync.mapping.series_format import series_format

DAY = date(2026, 11, 16)
LITERAL = st.text("ABCFT-/ _", max_size=3)
TOKEN = st.sampled_from(["", "[YY]", "[YYYY]", "[MM]", "[YYYY]-[MM]", "[DD]"])


@pytest.mark.parametrize(
    ("text", "seq", "written"),
    [
        ("F[YY]%%%%", 7, "F260007"),
        ("F[YY]%%%%", 12345, "F2612345"),
        ("F17%%%%", 3, "F170003"),
        ("SO[YY]%%%", 41, "SO26041"),
        ("INV-%[YYYY]-%", 12, "INV-2026-12"),
        ("[YYYY][MM]-%%%", 5, "202611-005"),
        ("%%%%/[YY]", 9, "0009/26"),
        ("R%", 10, "R10"),
    ],
)
def test_formats_as_people_write_them(text, seq, written):
    made = series_format(text)
    assert made.write(seq, DAY) == written
    assert made.place(written).seq == seq


@settings(max_examples=200, deadline=None)
@given(
    before=LITERAL, token=TOKEN, between=LITERAL, width=st.integers(1, 8), after=LITERAL, later=TOKEN,
    seq=st.integers(1, 10**9), day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
)  # fmt: skip
def test_every_format_reads_what_it_writes(before, token, between, width, after, later, seq, day):
    made = series_format(f"{before}{token}{between}{'%' * width}{after}{later}")
    place = made.place(made.write(seq, day))
    assert place is not None and place.seq == seq
    following = made.place(made.write(seq + 1, day))
    assert following.period == place.period and following > place


@pytest.mark.parametrize("number", ["", "F26007", "F2600007", "G260007", "F260007 bis", "f260007", "F26-007"])
def test_a_number_of_another_series_is_not_read(number):
    assert series_format("F[YY]%%%%").place(number) is None


def test_a_format_without_counter_reads_nothing():
    assert series_format("F[YY]").place("F26") is None


def rows(*numbers, series="", start=DAY):
    return [Numbered(f"id{place}", number, start + timedelta(days=place), series) for place, number in enumerate(numbers)]


FORMATS = {"s": series_format("F[YY]%%%%"), "t": series_format("FT[YY]%%%%")}


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (rows("F260001", "F260002", "F260003"), []),
        (rows("F260001", "F260003"), [("gap", "F260003")]),
        (rows("F260007", "F260008"), []),  # what was before the window is not known
        (rows("F260001", "FT260001", "F260002", "FT260002"), []),
        (rows("F260001", "F260002", "F260002"), [("duplicate", "F260002")]),
        (rows("F260002", "F260001"), [("date goes back", "F260002")]),
        (rows("F260009", "F270001"), []),  # the counter starts again
        (rows("F260009", "F270010"), []),  # it goes on
        (rows("F260009", "F270003"), [("gap", "F270003")]),
        (rows("F260001", "F260002", "FT260003", series="s"), [("wrong series", "FT260003")]),
        ([Numbered("a", "F260001", DAY), Numbered("b", "F260002", DAY)], []),
        ([Numbered("a", "F260001", None), Numbered("b", "F260002", DAY)], []),
        ([], []),
    ],
)
def test_what_is_wrong_is_found_and_nothing_else(documents, expected):
    assert [(found.what, found.number) for found in findings("invoice", documents, FORMATS)] == expected


def test_a_number_that_a_person_took_is_no_gap():
    ours = rows("F260001", "F260003", series="s")
    assert findings("invoice", [*ours, Numbered("person", "F260002", DAY)], FORMATS) == []


def test_a_number_that_fits_two_formats_makes_no_gap_real():
    formats = {"s": series_format("F[YY]%%%%"), "u": series_format("F%%%%%%")}
    assert not [found for found in findings("invoice", rows("F260001", "F260002", "F260003"), formats) if found.what == "gap"]


@settings(max_examples=100, deadline=None)
@given(numbers=st.sets(st.integers(1, 60), min_size=2))
def test_gaps_are_exactly_where_a_number_is_missing(numbers):
    inside = sorted(numbers)
    documents = [Numbered(f"id{seq}", FORMATS["s"].write(seq, DAY), DAY) for seq in inside]
    found = {row.number for row in findings("invoice", documents, FORMATS)}
    assert found == {FORMATS["s"].write(seq, DAY) for seq in inside[1:] if seq - 1 not in numbers}


def test_own_references():
    assert gapless([1, 2, 3]) == [] == gapless([])
    assert gapless([2, 5]) == [1, 3, 4]
