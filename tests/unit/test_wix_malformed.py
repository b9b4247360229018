"""Malformed orders: named by their first bad field, told without personal data, and never the end of anything."""

import copy
import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from order_sync.contracts.staging import LINE_FIELDS, LINES, ORDER_FIELDS, ORDERS
from order_sync.mapping.wix_pages import pack, unpack
from wix_order_samples import MISSING, changed, decoded, head, order, raw

MALFORMED = [
    ("number", MISSING, "number", "missing"),
    ("number", 10042, "number", "a number"),
    ("createdDate", "2026-01-12", "createdDate", "2026-01-12"),
    ("updatedDate", "2026-01-12T09:14:03", "updatedDate", "2026-01-12T09:14:03"),
    ("updatedDate", "0001-01-01T00:00:00Z", "updatedDate", "0001-01-01T00:00:00Z"),
    ("updatedDate", MISSING, "updatedDate", "missing"),
    ("status", "", "status", "a text of 0 characters"),
    ("paymentStatus", None, "paymentStatus", "null"),
    ("fulfillmentStatus", MISSING, "fulfillmentStatus", "missing"),
    ("currency", "eur", "currency", "eur"),
    ("taxIncludedInPrices", "yes", "taxIncludedInPrices", "yes"),
    ("priceSummary", MISSING, "priceSummary", "missing"),
    ("priceSummary.total", MISSING, "priceSummary.total", "missing"),
    ("priceSummary.total.amount", 38.45, "priceSummary.total.amount", "38.45"),
    ("priceSummary.total.amount", "38,45", "priceSummary.total.amount", "38,45"),
    ("priceSummary.total.amount", "38.451", "priceSummary.total.amount", "38.451"),
    ("priceSummary.total.amount", "-1.00", "priceSummary.total.amount", "-1.00"),
    ("priceSummary.total.amount", "9" * 17, "priceSummary.total.amount", "9" * 17),
    ("balanceSummary.refunded.amount", "", "balanceSummary.refunded.amount", "a text of 0 characters"),
    ("lineItems", [], "lineItems", "an empty list"),
    ("lineItems", {}, "lineItems", "an object"),
    ("lineItems[0].quantity", 0, "lineItems[0].quantity", "0"),
    ("lineItems[0].quantity", 1.5, "lineItems[0].quantity", "1.5"),
    ("lineItems[0].productName", MISSING, "lineItems[0].productName", "missing"),
    ("lineItems[0].productName.original", "", "lineItems[0].productName.original", "a text of 0 characters"),
    ("lineItems[0].id", MISSING, "lineItems[0].id", "missing"),
    ("lineItems[0].taxInfo.taxRate", "21%", "lineItems[0].taxInfo.taxRate", "21%"),
    ("lineItems[0].taxInfo.taxRate", "0.2100001", "lineItems[0].taxInfo.taxRate", "0.2100001"),
    ("lineItems[0].taxInfo.taxAmount.amount", "1e3", "lineItems[0].taxInfo.taxAmount.amount", "1e3"),
    ("lineItems[0].physicalProperties.weight", -1, "lineItems[0].physicalProperties.weight", "-1"),
    ("additionalFees[0].priceAfterTax.amount", "x", "additionalFees[0].priceAfterTax.amount", "x"),
    ("shippingInfo.cost.price.amount", None, "shippingInfo.cost.price.amount", "null"),
    ("billingInfo.contactDetails.phone", 31201234567, "billingInfo.contactDetails.phone", "a number"),
    ("billingInfo.contactDetails", "Noor Voorbeeld", "billingInfo.contactDetails", "a text of 14 characters"),
    ("buyerInfo.email", ["noor@example.com"], "buyerInfo.email", "a list"),
]


@pytest.mark.parametrize(("path", "value", "field", "seen"), MALFORMED, ids=[f"{path}={value!r}"[:60] for path, value, *_ in MALFORMED])
def test_a_breach_is_named_by_field_and_told_without_personal_data(path, value, field, seen):
    found = decoded(changed(path, value))
    row = dict(zip(ORDER_FIELDS, found.order, strict=True))
    assert found.malformed and found.lines == []
    assert (row["malformed_field"], row["malformed_seen"]) == (field, seen)
    assert row["wix_order_id"] == order()["id"] and len(row["payload_hash"]) == 16
    assert row["number"] == (None if path == "number" else "10042")


@pytest.mark.parametrize("value", [MISSING, None, "", 7, "x" * 101, ["a"]])
def test_an_order_without_a_usable_id_is_named_after_its_hash(value):
    found = decoded(order(id=value))
    assert found.malformed and found.wix_order_id == f"malformed-{found.order[ORDER_FIELDS.index('payload_hash')].hex()}"
    assert found.order[ORDER_FIELDS.index("malformed_field")] == "id"


@pytest.mark.parametrize("payload", [b"null", b"7", b'"text"', b"[]", b"[[]]"])
def test_what_is_no_object_is_malformed_as_a_whole(payload):
    found = decoded(payload)
    assert found.malformed and found.order[ORDER_FIELDS.index("malformed_field")] == "$"


def test_text_that_postgresql_cannot_hold_is_replaced_not_refused():
    # Written with escapes, as a JSON API would.
    payload = json.dumps(order(buyerNote="a\x00b", number="7\ud83d"))
    assert (head(payload.encode())["buyer_note"], head(payload.encode())["number"]) == ("a\ufffdb", "7\ufffd")
    assert head(raw(order(buyerNote="literal \\u0000 and \x00")))["buyer_note"] == "literal \\u0000 and \ufffd"
    assert head(raw(order(buyerNote="é")).replace("é".encode(), b"\xff"))["buyer_note"] == "\ufffd"
    assert head(json.dumps(order(buyerNote="cut \ud83d")).encode())["buyer_note"] == "cut \ufffd"
    assert head(json.dumps(order(buyerNote="\U0001f600\x00")).encode())["buyer_note"] == "\U0001f600\ufffd"


def places(value, path=()):
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["", "1.00", "-1", "\x00", "9" * 30, "2026-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["amount", "original", "x"]), inner, max_size=2),
    max_leaves=4,
)
PLACES = [path for path in places(order()) if path]
KINDS = {"str": str, "bool": bool, "Int64": int, "Float64": float, "datetime64[us, UTC]": datetime, "object": (bytes, dict)}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JSON), min_size=1, max_size=2))
def test_whatever_stands_anywhere_the_rows_fit_their_columns(changes):
    payload = order()
    for path, value in changes:
        target = payload
        try:
            for step in path[:-1]:
                target = target[step]
            target[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    found = decoded(json.dumps(payload).encode())
    fits(ORDERS, ORDER_FIELDS, found.order, full=not found.malformed)
    assert bool(found.lines) != found.malformed
    for line in found.lines:
        fits(LINES, LINE_FIELDS, line)


def fits(table, names, row, full=True):
    columns = {column.name: column for column in table.columns}
    for name, value in zip(names, row, strict=True):
        column = columns[name]
        assert value is not None or not column.required, name
        if value is not None:
            assert isinstance(value, KINDS[column.dtype]), name
            assert column.dtype == "bool" or not isinstance(value, bool), name
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value, name
        if isinstance(value, int):
            assert -(2**63) <= value < 2**63, name
        if isinstance(value, dict):
            assert "\\u0000" not in json.dumps(value), name
    assert not full or row[names.index("wix_order_id")]


def test_a_chunk_gives_back_the_bytes():
    raws = [raw(order()), b'{"id": "a",  "x": 1.0}', b"null"]
    assert unpack(pack(raws)) == raws
