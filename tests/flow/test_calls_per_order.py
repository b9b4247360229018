"""What an order costs in calls of Holded's monthly quota, counted at the sandbox; and that proving from lists misses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.calls import counts
from holded_world import call
from order_sync.errors import AccessDenied
from order_sync.steps.window import Window
from shop_world import HOUR, wix_order

TARGET = 4.2  # per paid order booked, approved and paid, with a known contact, look-ups included
FLOOR = 3  # create, approve, pay


@pytest.mark.parametrize("days", [1, 5])
@pytest.mark.parametrize("buyers", [{}, {"company": True, "known": True, "settled": True}], ids=["receipts", "invoices"])
def test_five_orders_cost_less_than_the_target(world, buyers, days):
    found = counts(world, 5, days=days, **buyers)
    assert sum(found.values()) / 5 <= TARGET, found
    assert sum(count for call, count in found.items() if call.startswith("POST")) == 5 * FLOOR


def test_a_hundred_orders_cost_hardly_more_than_the_floor(world):
    found = counts(world, 100, days=3)
    assert sum(found.values()) / 100 <= FLOOR + 0.1, found


def test_a_single_order_is_read_and_not_listed(world):
    found = counts(world, 1)
    assert found["GET /api/v2/sales-receipts/{id}"] == 1
    assert found["GET /api/v2/sales-receipts"] == 1, "the number"


def one_hour(world, many, *, days=1, **changes):
    """Sell and publish; nothing is sent yet."""
    world.stock()
    for place in range(many):
        paid = (HOUR - timedelta(days=place * days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        world.sell("es", wix_order(str(10001 + place), minute=5 + place, createdDate=paid, purchasedDate=paid, **changes))
    world.ingest(window=Window(HOUR, HOUR + timedelta(hours=1)))


def finished(world):
    """Numbers of approved and once paid documents."""
    return [(document["draft"], len(document["payments"])) for document in world.documents()]


def reads(world):
    return len(world.sandbox.called("holded", "GET", template="/api/v2/sales-receipts/{id}"))


def test_what_the_list_does_not_show_yet_is_read_and_nobody_waits(world):
    one_hour(world, 4)
    world.sandbox.settings["holded.lag_seconds"] = 3600
    world.send("holded")
    assert finished(world) == [(False, 1)] * 4
    assert reads(world) == 4


def test_an_account_that_approves_by_itself_shows_no_drafts(world):
    one_hour(world, 3)
    world.sandbox.settings["holded.approves_by_itself"] = True
    world.send("holded")
    assert finished(world) == [(False, 1)] * 3
    assert not world.sandbox.called("holded", "POST", template="/api/v2/sales-receipts/{id}/approve")


def test_dates_far_apart_are_read_one_by_one(world):
    one_hour(world, 2, days=30)
    world.send("holded")
    assert reads(world) == 2
    assert finished(world) == [(False, 1)] * 2


def test_a_list_full_of_other_drafts_is_given_up_in_time(world):
    one_hour(world, 4)
    world.sandbox.settings["holded.page_cap"] = 1
    documents = world.sandbox.state("holded", "es")["documents"]
    for place in range(6):
        item = {"name": f"x{place}", "units": 1, "price": "1", "taxes": ["s_iva_21"]}
        assert call(world.sandbox, "POST", "/sales-receipts", {"date": "2026-11-16", "items": [item]}).status_code == 201
    foreign = set(documents)
    world.send("holded")
    assert [(row["draft"], len(row["payments"])) for id, row in documents.items() if id not in foreign] == [(False, 1)] * 4
    lists = world.sandbox.called("holded", "GET", template="/api/v2/sales-receipts")
    assert len(lists) <= 2 + 4, "half of what reading costs to prove, at most one a document for the numbers"


@pytest.mark.parametrize("fault", ["left_out", "repeated"])
def test_a_list_that_cannot_be_read_costs_reads_not_orders(world, monkeypatch, fault):
    """Paging that breaks its contract: the documents are proved one by one."""
    from order_sync.steps import holded_send

    one_hour(world, 4)
    monkeypatch.setattr(holded_send, "_fetch_numbers", lambda shop, outcome: None)
    world.sandbox.settings |= {"holded.list_cursor": fault, "holded.page_cap": 1}
    world.send("holded")
    assert finished(world) == [(False, 1)] * 4


def test_a_total_seen_in_a_list_is_proved_like_one_that_was_read(world):
    world.sandbox.settings["holded.rounding"] = "by_line"  # the store is set to line_then_sum
    one_hour(world, 3, lines=(("TAZA-01", 1, 50), ("TAZA-01", 1, 50)), shipping=50)
    assert world.send("holded")["taken_back"] == 3
    assert reads(world) == 0 and not world.documents()
    assert set(world.held().values()) == {"REMOTE_TOTAL_DIFFERS"}


def test_what_a_person_paid_is_not_paid_again_by_a_later_run(world):
    """Made in an earlier run: its payments are read before one is registered."""
    one_hour(world, 2)
    world.sandbox.arm("http_401", service="holded", method="POST", path="/payments$")
    with pytest.raises(AccessDenied):
        world.send("holded", checked=False)
    for document in world.documents():
        if not document["draft"]:
            document["payments"].append({"id": "0" * 24, "amount": document["totals"]["total"], "date": document["date"], "bank_id": None})
    world.send("holded", checked=False)
    assert sorted(len(document["payments"]) for document in world.documents()) == [1, 1]
