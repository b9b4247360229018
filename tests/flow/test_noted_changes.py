"""What changes in Wix after the booking and is no money: named in the order's trace, by kind of field, and nothing is booked anew."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from moments import company_order
from order_sync.mapping.plain_changes import FIELDS, RULE
from shop_world import quick_config, wix_order

WORDS = "Zutano"  # stands in every new text: it must be found nowhere


def _set(order: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for name in parents:
        order = order[int(name)] if isinstance(order, list) else order[name]
    order[last] = value


SHIP = "shippingInfo.logistics.shippingDestination"
CHANGES = {
    "billing name": ("billingInfo.contactDetails.firstName", WORDS),
    "billing address": ("billingInfo.address.city", WORDS),
    "billing country": ("billingInfo.address.country", "PT"),
    "billing phone": ("billingInfo.contactDetails.phone", "+34600000009"),
    "delivery name": (f"{SHIP}.contactDetails.lastName", WORDS),
    "delivery address": (f"{SHIP}.address.streetAddress.name", f"Calle {WORDS}"),
    "delivery country": (f"{SHIP}.address.country", "PT"),
    "delivery phone": (f"{SHIP}.contactDetails.phone", "+34600000009"),
    "delivery method": ("shippingInfo.title", f"Express {WORDS}"),
    "e-mail": ("buyerInfo.email", f"{WORDS}@example.com"),
    "language": ("buyerLanguage", "ca"),
    "buyer note": ("buyerNote", f"for {WORDS}"),
    "custom fields": ("customFields", [{"title": "Gift", "value": WORDS}]),
    "texts of items": ("lineItems.0.descriptionLines", [{"name": {"original": "Print"}, "plainText": {"original": WORDS}}]),
}


def changed(*names: str, minute: int = 30, make: Any = wix_order, **more: Any) -> dict[str, Any]:
    """Order 10001 with these kinds of field changed."""
    order = copy.deepcopy(make("10001", minute=minute, **more))
    for name in names:
        _set(order, *CHANGES[name])
    return order


def book(world, order: dict[str, Any] | None = None) -> None:
    world.stock()
    world.sell("es", order or wix_order("10001"))
    world.ingest()
    world.send("holded")
    assert len(world.documents()) == 1


def again(world, order: dict[str, Any], run: str = "r2") -> None:
    world.sell("es", order)
    world.ingest(run=run)
    world.send("holded", run=run)


def noted(world) -> list[str]:
    """What the trace of the order's decision about Holded says of changes since the booking."""
    rows = world.database.rows("orders/decisions", store="es", wix_order_id=wix_order("10001")["id"])
    [trace] = [row["trace"] for row in rows if row["destination"] == "holded"]
    assert all(step["verdict"] == "noted" for step in trace if step["rule"] == RULE)
    return [step["because"] for step in trace if step["rule"] == RULE]


def writes(world) -> int:
    return len([call for call in world.sandbox.calls if call["service"] == "holded" and call["method"] != "GET"])


def holds(world) -> list[str]:
    rows = world.database.rows("holds/list", store="es", code=None, number=None)
    return [row["code"] for row in rows if row["destination"] == "holded"]


def test_each_kind_of_field_is_tried():
    assert list(CHANGES) == list(FIELDS)


def test_each_kind_of_field_is_noted_and_nothing_is_sent(world):
    book(world)
    assert noted(world) == []
    wrote = writes(world)
    for place, name in enumerate(CHANGES):
        again(world, changed(name, minute=10 + place), run=f"r{place + 2}")
        assert noted(world) == [f"no money: {name}"], name
    assert writes(world) == wrote and holds(world) == []


def test_several_are_told_together_until_they_are_taken_back(world, cli):
    book(world)
    wrote = writes(world)
    again(world, changed(*CHANGES))
    assert noted(world) == [f"no money: {', '.join(CHANGES)}"]
    again(world, changed("buyer note", minute=40), run="r3")
    assert noted(world) == ["no money: buyer note"]
    again(world, changed(minute=50), run="r4")
    assert noted(world) == []
    assert writes(world) == wrote


def test_explain_names_the_fields_and_no_data_of_the_buyer(world, cli):
    book(world)
    again(world, changed(*CHANGES))
    for more in ((), ("--json",)):
        told = cli("explain", "es", "10001", *more).out
        assert RULE in told and "delivery address" in told and "buyer note" in told
        assert not [text for text in (WORDS, "600000009", "example.com") if text in told]


def documents(world, *numbers: str) -> list[dict[str, Any]]:
    """What the ledger holds of the first documents of these orders."""
    ids = [wix_order(number)["id"] for number in numbers]
    return [row for row in world.database.rows("publish/booked", store="es", wix_order_ids=ids) if row["role"] == "document"]


def test_what_is_kept_to_compare_with_holds_no_data_of_the_buyer(world):
    abroad = ("billing country", "delivery country")  # another country wants another tax
    book(world, changed(*(name for name in CHANGES if name not in abroad), minute=5))
    [made] = documents(world, "10001")
    kept = made["basis"]["marks"]
    assert set(kept) == set(FIELDS)
    assert all(len(mark) == 8 and int(mark, 16) >= 0 for mark in kept.values())


def test_two_orders_of_one_buyer_are_kept_with_different_marks(world):
    world.stock()
    buyer = {"buyerInfo": {"email": "same@example.com"}}
    world.sell("es", wix_order("10001", **buyer), wix_order("10002", minute=6, **buyer))
    world.ingest()
    assert len({row["basis"]["marks"]["e-mail"] for row in documents(world, "10001", "10002")}) == 2


@pytest.mark.parametrize("draft", [True, False], ids=["draft", "approved"])
def test_a_change_of_money_beside_it_is_handled_as_one(world, tmp_path, draft):
    world.config = quick_config(tmp_path / "case", **({"approve": "never", "payments": {"register_payment": False}} if draft else {}))
    book(world)
    again(world, changed("delivery address", "buyer note", lines=(("CAM-AZ-M", 1, 2495),)))
    assert noted(world) == []
    assert holds(world) == ([] if draft else ["ORDER_CHANGED_AFTER_APPROVAL"])
    [document] = world.documents()
    assert document["totals"]["total"] == ("29.90" if draft else "54.85")
    again(world, changed("delivery address", lines=(("CAM-AZ-M", 1, 2495),), minute=40), run="r3")
    assert noted(world) == (["no money: buyer note"] if draft else [])  # the draft was made anew from the other texts


def test_the_name_of_a_billed_company_is_noted(world):
    book(world, company_order("10001"))
    wrote = writes(world)
    order = changed(make=company_order)
    order["billingInfo"]["contactDetails"]["company"] = f"{WORDS}, S.L."
    again(world, order)
    assert noted(world) == ["no money: billing name"]
    assert writes(world) == wrote


def test_a_converted_order_is_compared_with_its_sales_order(world, tmp_path):
    world.config = quick_config(tmp_path / "case", documents=[{"then": "order", "convert_to": "receipt"}])
    unpaid = wix_order("10001", paymentStatus="NOT_PAID")
    book(world, unpaid)
    again(world, wix_order("10001", minute=20), run="r2")
    assert "salesreceipt" in {document["kind"] for document in world.documents()}
    again(world, changed("delivery address", minute=40), run="r3")
    assert noted(world) == ["no money: delivery address"]
