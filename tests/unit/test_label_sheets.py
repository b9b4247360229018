"""How parcels are cut into calls, and how the PDFs of several calls become one file without gaps."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_pdfs import a4, a6, by_place
from order_sync.errors import ContractBroken
from order_sync.steps.label_batches import half, take, within
from order_sync.steps.label_sheets import Pages, Sheets
from pypdf import PdfReader


def calls(labels, place, most=100):
    """The calls that a list of parcels makes: how many in each."""
    made = []
    while labels:
        count = take(labels, place, most)
        made.append(count)
        if place:
            place = (place - 1 + sum(labels[:count])) % 4 + 1
        labels = labels[count:]
    return made


@pytest.mark.parametrize(
    ("parcels", "place", "expected"),
    [
        (1, None, [1]),
        (24, None, [24]),
        (25, None, [25]),
        (100, None, [100]),
        (101, None, [100, 1]),
        (101, 1, [100, 1]),
        (101, 2, [99, 2]),
        (101, 3, [98, 3]),
        (101, 4, [97, 4]),
        (250, 2, [99, 100, 51]),
    ],
)
def test_calls_are_few_and_end_whole_sheets(parcels, place, expected):
    assert calls([1] * parcels, place) == expected


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=300), st.sampled_from([None, 1, 2, 3, 4]))
def test_no_call_is_too_big_and_none_is_empty(labels, place):
    made = calls(labels, place)
    assert sum(made) == len(labels) and all(1 <= count <= 100 for count in made)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=100), st.sampled_from([None, 1, 2, 3, 4]))
def test_a_refused_call_is_cut_into_two_that_are_smaller(labels, place):
    assert 0 < half(labels, place) < len(labels)


@settings(deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=100), st.sampled_from([None, 1, 2, 3, 4]))
def test_direct_calls_have_at_most_24_labels_unless_one_parcel_has_more(labels, place):
    count = within(labels, place, 24)
    assert count >= 1 and (sum(labels[:count]) <= 24 or count == 1)


def texts(pdf):
    return [by_place(page) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("start", [1, 2, 3, 4])
@pytest.mark.parametrize("sizes", [(1,), (3, 1), (1, 1, 1, 1, 1), (5, 6, 7), (2, 9), (4, 4)])
def test_a4_calls_share_sheets_without_gaps(start, sizes):
    sheets, number, expected = Sheets(start), 0, []
    for size in sizes:
        names = [f"L{number + place:03}" for place in range(size)]
        sheets.add(a4(names, sheets.positions[0]), size)
        expected += names
        number += size
    found = texts(sheets.bytes())
    first = 5 - start
    rest = expected[first:]
    assert found == [expected[:first]] + [rest[place : place + 4] for place in range(0, len(rest), 4)]
    assert sheets.labels == len(expected)


@pytest.mark.parametrize(("start", "area"), [(2, [0, 421, 297.5, 421]), (3, [0, 0, 595, 421]), (4, [297.5, 0, 297.5, 421])])
def test_what_is_laid_over_is_cut_to_its_own_places(start, area):
    """A reader finds text below a white ground too: so what counts is the rectangle to which the upper layer is clipped."""
    sheets = Sheets(1)
    sheets.add(a4([f"A{place}" for place in range(start - 1)]), start - 1)
    sheets.add(a4([f"B{place}" for place in range(5 - start)], start), 5 - start)
    [page] = PdfReader(io.BytesIO(sheets.bytes())).pages
    steps = page.get_contents().operations
    clips = [list(map(float, steps[place - 1][0])) for place, (_, operator) in enumerate(steps) if operator == b"W"]
    assert clips == [area]
    upper = [
        operand
        for operands, operator in steps[[operator for _, operator in steps].index(b"W") :]
        if operator == b"Tj"
        for operand in operands
    ]
    assert upper == (["A0"] if start == 2 else [f"B{place}" for place in range(5 - start)])


def test_a_sheet_that_is_not_as_expected_is_left_alone(caplog):
    sheets = Sheets(3)
    sheets.add(a4(["L1", "L2", "L3"], 1), 3)  # MyParcel did not heed the places: one sheet where two were expected
    sheets.add(a4(["L4"], sheets.positions[0]), 1)
    assert texts(sheets.bytes()) == [["L1", "L2", "L3"], ["L4"]]
    assert "begin a new sheet" in caplog.text


def test_a6_pages_follow_each_other():
    pages = Pages()
    pages.add(a6(["L1", "L2"]), 2)
    pages.add(a6(["L3"]), 1)
    assert texts(pages.bytes()) == [["L1"], ["L2"], ["L3"]] and pages.pages == 3


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4\n", b"<html>"])
def test_what_is_no_pdf_is_said(broken):
    with pytest.raises(ContractBroken, match="cannot be read"):
        Pages().add(broken, 1)
