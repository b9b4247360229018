"""Packing: every piece in exactly one parcel, none over the limit; the smaller package types by what is in them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_sync.mapping import packing
from order_sync.mapping.packing import Content
from order_sync.settings import Product

CONTENTS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 12_000_000)), min_size=1, max_size=8).map(
    lambda rows: [Content(f"l{place}", quantity, mg) for place, (quantity, mg) in enumerate(rows)]
)


def pieces_of(parcels):
    found = {}
    for parcel in parcels:
        for id, quantity in parcel.pieces.items():
            found[id] = found.get(id, 0) + quantity
    return found


@given(CONTENTS, st.integers(0, 800), st.sampled_from([None, 2_000, 10_000, 23_000, 30_000]), st.integers(1, 20) | st.none())
def test_every_piece_once_and_no_parcel_over_the_limit(contents, packaging, most, wanted):
    count = sum(content.quantity for content in contents)
    wanted = min(wanted, count) if wanted else None
    parcels = packing.pack(contents, packaging, most, wanted)
    room = None if most is None else (most - packaging) * 1000
    if parcels is None:
        assert room is not None
        heaviest = max(content.mg for content in contents)
        assert heaviest > room or sum(content.quantity * content.mg for content in contents) > room * packing.MOST_PARCELS / 2
        return
    assert pieces_of(parcels) == {content.id: content.quantity for content in contents}
    assert all(parcel.pieces and all(quantity > 0 for quantity in parcel.pieces.values()) for parcel in parcels)
    mg = {content.id: content.mg for content in contents}
    for parcel in parcels:
        assert most is None or parcel.grams <= most
        whole = Fraction(sum(mg[id] * quantity for id, quantity in parcel.pieces.items()), 1000)
        assert whole <= parcel.grams - packaging < max(whole, 1) + 1 or parcel.grams == packaging + 1
    assert len(parcels) >= (wanted or 1)
    if wanted is None and (room is None or sum(content.mg * content.quantity for content in contents) <= room):
        assert len(parcels) == 1


def test_as_many_parcels_as_the_line_says_evenly_filled():
    parcels = packing.pack([Content("a", 4, 5_000_000), Content("b", 2, 1_000_000)], 100, 30_000, 2)
    assert [parcel.pieces for parcel in parcels] == [{"a": 2, "b": 1}, {"a": 2, "b": 1}]
    assert [parcel.grams for parcel in parcels] == [11_100, 11_100]


def test_more_parcels_than_the_line_says_where_the_weight_needs_them():
    assert len(packing.pack([Content("a", 6, 12_000_000)], 0, 30_000, 2)) == 3


def test_what_fits_in_no_parcel_is_not_packed():
    assert packing.pack([Content("a", 1, 30_000_001)], 0, 30_000) is None
    assert packing.pack([Content("a", 21, 20_000_000)], 0, 30_000) is None
    assert len(packing.pack([Content("a", 20, 20_000_000)], 0, 30_000)) == 20


def product(**fields):
    return Product.model_validate({"line": 2, "sku": "X"} | fields)


FLAT = {"length_cm": "30", "width_cm": "20", "height_cm": "1.6"}


@pytest.mark.parametrize(
    ("kind", "rows", "fits"),
    [
        (2, [(2, product(**FLAT))], True),
        (2, [(3, product(**FLAT))], False),
        (2, [(1, product(length_cm="39", width_cm="5", height_cm="1"))], False),
        (2, [(1, product(length_cm="5", width_cm="1", height_cm="38"))], True),  # whichever side is called the height
        (2, [(3, product(fits_mailbox=3))], True),
        (2, [(4, product(fits_mailbox=3))], False),
        (2, [(1, product(fits_mailbox=0, **FLAT))], False),  # the merchant's word goes before the sizes
        (2, [(1, product(fits_mailbox=2)), (1, product(**FLAT))], True),
        (2, [(2, product(fits_mailbox=3)), (1, product(**FLAT))], False),
        (2, [(1, product())], False),
        (2, [(1, None)], False),
        (4, [(2, product(**FLAT))], True),
        (6, [(5, product(**FLAT))], True),
        (6, [(30, product(**FLAT))], False),
        (6, [(1, product(length_cm="61", width_cm="5", height_cm="5"))], False),
        (6, [(4, product(fits_mailbox=2))], True),
        (6, [(1, None)], False),
    ],
)
def test_contents_by_size(kind, rows, fits):
    assert packing.fits(kind, rows)[0] is fits


def test_large_format_by_size():
    small, large, beyond = ((product(length_cm=side, width_cm="40", height_cm="40")) for side in ("100", "101", "176"))
    assert [bool(packing.large([(1, each)])) for each in (small, large, beyond)] == [False, True, True]
    assert [packing.too_large([(1, each)]) for each in (small, large, beyond)] == [False, False, True]
    assert not packing.large([(1, None)])
