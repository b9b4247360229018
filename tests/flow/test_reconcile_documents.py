"""Documents compared with the ledger: what people did in Holded is found from lists, held where it matters, and let go when it is gone."""

from __future__ import annotations

import pytest
from order_sync.steps import inbox
from order_sync.steps.shop import open_shop
from order_sync.store import holds
from reconcile_world import calls, days_ago, document, findings, held, lately, run, with_reconcile
from sandbox.holded import people
from shop_world import quick_config, wix_order


@pytest.fixture
def booked(world, monkeypatch):
    """Four approved receipts of three days ago."""
    lately(monkeypatch)
    world.stock()
    world.sell("es", *(wix_order(str(10001 + place), minute=place) for place in range(4)))
    world.ingest()
    world.send("holded")
    days_ago(world, 3)
    return world


def act(world, name, number, **changes):
    return getattr(people, name)(world.sandbox.sandbox, "es", document(world, number)["id"], **changes)


def test_nothing_is_found_where_nothing_happened_for_one_call(booked):
    before = calls(booked)
    told = run(booked, "documents")["documents"]
    assert told["documents"] == 4 and told["read"] == 0
    assert calls(booked) - before <= 2, "one list, and at most the account's usage"
    assert told["calls"] == 1
    assert findings(booked) == [] and held(booked) == []


def test_people_edit_and_delete_and_the_holds_end_with_the_difference(booked):
    run(booked, "documents")
    was = document(booked, "10001")["items"][0]["units"]
    act(booked, "edit", "10001", lines={1: {"units": 3}})
    act(booked, "edit", "10002", date=(__import__("datetime").date.today()).isoformat())
    act(booked, "delete", "10003")
    told = run(booked, "documents", key="rec2")["documents"]
    assert told["read"] == 1, "only the one that its list left out"
    assert held(booked) == [("10001", "DOCUMENT_EDITED"), ("10002", "DOCUMENT_EDITED"), ("10003", "DELETED_REMOTELY")]
    assert [row[1:3] for row in findings(booked)] == [
        ("changed by a person", "total"), ("changed by a person", "date"), ("gone at the remote", document_id(booked, "10003")),
    ]  # fmt: skip
    act(booked, "edit", "10001", lines={1: {"units": was}})
    before = calls(booked)
    run(booked, "documents", key="rec3")
    assert held(booked) == [("10002", "DOCUMENT_EDITED"), ("10003", "DELETED_REMOTELY")]
    assert calls(booked) - before == 1, "what is known to be gone is not asked for again"


def document_id(world, number):
    return world.database.one("orders/ids_of_numbers", store="es", numbers=[number]) and next(
        row["object_id"] for row in world.database.rows("reconcile/report", store="es", days=1) if row["order_number"] == number
    )


def test_a_deleted_document_that_is_wanted_again_is_made_again(booked):
    run(booked, "documents")
    act(booked, "delete", "10004")
    run(booked, "documents", key="rec2")
    order = booked.database.one("orders/by_number", store="es", number="10004")
    holds.retry(booked.database, "es", order["wix_order_id"], closed_by="somebody")
    booked.send("holded", run="again")
    assert document(booked, "10004")["number"]
    days_ago(booked, 1)
    run(booked, "documents", key="rec3")
    assert held(booked) == [] and findings(booked) == []
    assert findings(booked, state="over")


@pytest.mark.parametrize("first", ["comparison", "sender"])
def test_a_document_that_a_later_list_shows_again_is_held_no_more_whoever_held_it_first(booked, first):
    gone = document(booked, "10003")
    documents = booked.sandbox.state("holded", "es")["documents"]
    documents.pop(gone["id"])
    if first == "sender":
        order = booked.database.one("orders/by_number", store="es", number="10003")["wix_order_id"]
        holds.hold(booked.database, "es", order, "10003", "holded", "DELETED_REMOTELY", field=f"id {gone['id']}")
    run(booked, "documents")
    assert held(booked) == [("10003", "DELETED_REMOTELY")]
    run(booked, "documents", key="rec2")
    assert held(booked) == [("10003", "DELETED_REMOTELY")], "it is gone still"
    documents[gone["id"]] = gone
    run(booked, "documents", key="rec3")
    assert findings(booked) == [] and held(booked) == []


def test_ignoring_accepts_this_change_alone_and_leaves_the_order_in(booked):
    run(booked, "documents")
    act(booked, "edit", "10001", lines={1: {"units": 3}})
    run(booked, "documents", key="rec2")
    order = booked.database.one("orders/by_number", store="es", number="10001")
    holds.ignore(booked.database, "es", order["wix_order_id"], closed_by="somebody", note="agreed with the buyer")
    assert booked.database.rows("orders/decisions", store="es", wix_order_id=order["wix_order_id"])[0]["action"] == "send"
    assert holds.ignored(booked.database, "es", "10001") == []
    run(booked, "documents", key="rec3")
    assert held(booked) == [] and [row[0] for row in findings(booked, state="accepted")] == ["10001"]
    act(booked, "edit", "10001", lines={1: {"units": 4}})
    run(booked, "documents", key="rec4")
    assert held(booked) == [("10001", "DOCUMENT_EDITED")], "another change of the same field is told again"


def test_accepting_a_change_closes_no_other_hold_of_the_order(booked):
    act(booked, "edit", "10001", lines={1: {"units": 3}})
    run(booked, "documents")
    with open_shop("es", "person", config=booked.config, database=booked.database) as shop:
        order = booked.database.one("orders/by_number", store="es", number="10001")["wix_order_id"]
        holds.hold(booked.database, "es", order, "10001", "holded", "ORDER_CHANGED_AFTER_BOOKING", seen="a change", source="publish")
        rows = inbox.act(shop, inbox.Chosen(code="DOCUMENT_EDITED"), inbox.Act("ignored", "anna", "agreed with the buyer"))
    assert {row["verdict"] for row in rows} == {"ignored"} and "goes on" in rows[0]["because"]
    assert held(booked) == [("10001", "ORDER_CHANGED_AFTER_BOOKING")]
    decision = booked.database.rows("orders/decisions", store="es", wix_order_id=order)
    assert {row["action"] for row in decision if row["destination"] == "holded"} == {"send"}


def test_a_change_that_the_store_does_not_mind_is_listed_only(booked):
    with_reconcile(booked, hold_for=("total",))
    act(booked, "edit", "10001", date="2026-01-02")
    run(booked, "documents")
    assert held(booked) == [] and findings(booked) == [("10001", "changed by a person", "date", None)]


def test_lines_that_keep_the_total_are_seen_where_documents_are_read_whole(booked):
    items = document(booked, "10001")["items"]
    units, price = items[0]["units"], items[0]["price"]
    act(booked, "edit", "10001", lines={1: {"units": 1, "price": str(float(price) * float(units))}})
    run(booked, "documents")
    assert findings(booked) == [], "lists do not show lines"
    with_reconcile(booked, read_whole=4)
    run(booked, "documents", key="rec2")
    assert held(booked) == [("10001", "DOCUMENT_EDITED")]
    assert findings(booked)[0][2] == "lines"


def test_an_approval_by_a_person_is_taken_over(world, monkeypatch, tmp_path):
    lately(monkeypatch)
    world.config = quick_config(tmp_path / "drafts", approve="never")
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    days_ago(world, 3)
    approved = act(world, "approve", "10001")
    run(world, "documents")
    order = world.database.one("orders/by_number", store="es", number="10001")
    [made] = [
        row for row in world.database.rows("ledger/of_order", store="es", wix_order_id=order["wix_order_id"]) if row["role"] == "document"
    ]
    assert (made["remote_state"], made["remote_number"]) == ("approved", approved["number"])
    assert held(world) == [] and [row[1] for row in findings(world)] == ["approved by a person"]
    run(world, "documents", key="rec2")
    assert findings(world) == []


def test_an_unknown_document_with_our_marker_is_held_and_a_conversion_is_not(booked):
    run(booked, "documents")
    copied = people.copy(booked.sandbox.sandbox, "es", document(booked, "10002")["id"])
    run(booked, "documents", key="rec2")
    assert held(booked) == [("10002", "DOCUMENT_UNKNOWN")]
    before = calls(booked)
    run(booked, "documents", key="rec3")
    assert calls(booked) - before == 1, "it is not read a second time"
    people.delete(booked.sandbox.sandbox, "es", copied)
    run(booked, "documents", key="rec4")
    assert held(booked) == []


def test_the_budget_is_kept_and_what_is_left_goes_to_older_documents(booked):
    booked.sandbox.settings["holded.page_cap"] = 1
    days_ago(booked, 60, ["10003", "10004"])
    run(booked, "documents")
    act(booked, "edit", "10003", lines={1: {"units": 5}})
    for most in (1, 2):
        with_reconcile(booked, holded_calls=most)
        before = calls(booked)
        told = run(booked, "documents", key=f"few{most}")["documents"]
        assert calls(booked) - before == told["calls"] == most
        assert findings(booked) == [], "what was not listed any more is not called missing"
    with_reconcile(booked, holded_calls=4)
    for place in range(3):
        run(booked, "documents", key=f"more{place}")
    assert held(booked) == [("10003", "DOCUMENT_EDITED")], "the older ones were reached"


def test_the_reserve_of_the_month_is_never_touched(booked):
    booked.sandbox.settings |= {"holded.calls_per_month": 1000, "holded.calls_used_before": 960}
    booked.database.run("reconcile/forget", store="es", days=1)
    with booked.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM ops.quota")
    before = calls(booked)
    assert run(booked, "documents")["documents"] == {"calls": 0}
    assert calls(booked) - before <= 1, "the account's usage alone was asked for"


def test_a_dry_run_keeps_nothing(booked):
    act(booked, "delete", "10001")
    told = run(booked, "documents", dry_run=True)["documents"]
    assert [finding.code for finding in told["findings"]] == ["DELETED_REMOTELY"]
    assert findings(booked) == [] and held(booked) == []


def test_named_orders_are_read_one_by_one(booked):
    act(booked, "edit", "10002", lines={1: {"units": 3}})
    act(booked, "edit", "10003", lines={1: {"units": 3}})
    told = run(booked, "documents", numbers=["10002"])["documents"]
    assert told["read"] == 1 and held(booked) == [("10002", "DOCUMENT_EDITED")]


def test_nothing_is_written_to_holded(booked):
    act(booked, "delete", "10001")
    act(booked, "edit", "10002", lines={1: {"units": 3}})
    digest = booked.sandbox.sandbox.digest()
    run(booked)
    assert booked.sandbox.sandbox.digest() == digest
