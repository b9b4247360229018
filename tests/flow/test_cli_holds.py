"""order-sync holds: what a person tries again goes again, what a person ignores stays out. Against the sandbox and a real PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from order_sync.steps.reporting import coverage
from order_sync.steps.window import Window
from sandbox.holded.products import add_products
from shop_world import HOUR, wix_order

NOTHING_NEW = Window(HOUR + timedelta(hours=5), HOUR + timedelta(hours=6))
UNKNOWN = (("NO-SUCH", 1, 1000),)


def counted(world, *names):
    row = coverage(world.database)["es"]
    return tuple(row[name] for name in names)


def codes(cli, *words):
    return [(row["order_number"], row["destination"], row["code"]) for row in cli("holds", "list", *words, "--json").json]


def test_list_narrows_by_store_and_code(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", lines=UNKNOWN), wix_order("10002", minute=6, country="CH"))
    world.sell("nl", wix_order("10003", country="NL", lines=UNKNOWN))
    world.ingest()
    world.ingest("nl")
    assert codes(cli, "es", "--code", "UNKNOWN_SKU") == [("10001", "holded", "UNKNOWN_SKU")]
    assert [row["store"] for row in cli("holds", "list", "--code", "UNKNOWN_SKU", "--json").json] == ["es", "nl"]
    assert cli("holds", "list", "nl").code == 0 and "NO-SUCH" in cli("holds", "list", "nl").out


def test_retry_takes_an_order_up_again_though_nothing_changed_in_wix(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", lines=UNKNOWN))
    world.ingest()
    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NO-SUCH", "price": "8.26"}])
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    said = cli("holds", "retry", "es", "10001", "--json")
    assert said.code == 0 and [row["code"] for row in said.json] == ["UNKNOWN_SKU"]
    assert codes(cli) == []
    world.ingest(run="r2", window=NOTHING_NEW)
    world.send("holded", run="r2")
    assert len(world.documents()) == 1 and counted(world, "booked", "unexplained") == (1, 0)


def test_retry_of_what_is_still_wrong_holds_it_again_and_loses_nothing(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", lines=UNKNOWN))
    world.ingest()
    cli("holds", "retry", "es", "10001")
    world.ingest(run="r2", window=NOTHING_NEW)
    assert codes(cli) == [("10001", "holded", "UNKNOWN_SKU")]
    assert counted(world, "held", "unexplained") == (1, 0)
    world.ingest(run="r3", window=NOTHING_NEW)  # open again, and nothing that could heal it has changed
    assert counted(world, "held", "unexplained") == (1, 0)


def test_retry_of_a_held_order_never_sends_what_was_planned_before_the_hold(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.sell("es", wix_order("10001", minute=30, lines=UNKNOWN))
    world.ingest(run="r2")
    cli("holds", "retry", "es", "10001", "--destination", "holded")
    world.send("holded", run="r2")
    assert world.documents() == []


def test_retry_sends_again_what_holded_had_refused(world, cli):
    world.stock()
    world.sandbox.settings["holded.receipt_needs_contact"] = True
    world.sell("es", wix_order("10001"))
    world.ingest()
    assert world.send("holded")["held"] == 1
    assert codes(cli) == [("10001", "holded", "HOLDED_REJECTED")]
    world.sandbox.settings["holded.receipt_needs_contact"] = False
    cli("holds", "retry", "es", "10001")
    assert world.send("holded", run="r2")["receipts"] == 1
    assert counted(world, "booked", "unexplained") == (1, 0)


def test_an_ignored_order_is_counted_and_does_not_come_back(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", lines=UNKNOWN))
    world.ingest()
    said = cli("holds", "ignore", "es", "10001", "--note", "booked by hand", "--json")
    assert said.code == 0 and said.json[0]["destination"] == "holded"
    assert counted(world, "held", "ignored", "unexplained") == (0, 1, 0)
    world.ingest(run="r2", window=NOTHING_NEW)
    world.sell("es", wix_order("10001", minute=30, lines=UNKNOWN, archived=True))
    world.ingest(run="r3")
    world.send("holded", run="r3")
    assert codes(cli) == [] and world.documents() == []
    assert counted(world, "held", "ignored", "unexplained") == (0, 1, 0)
    [one] = cli("explain", "es", "10001", "--json").json
    assert [(row["closed_as"], row["note"]) for row in one["holds"]] == [("ignored", "booked by hand")]


def test_an_ignored_refusal_stays_out_though_the_order_comes_again(world, cli):
    world.stock()
    world.sandbox.settings["holded.receipt_needs_contact"] = True
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    cli("holds", "ignore", "es", "10001", "--note", "booked by hand")
    world.sandbox.settings["holded.receipt_needs_contact"] = False
    world.sell("es", wix_order("10001", minute=30, archived=True))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert world.documents() == [] and codes(cli) == []
    assert counted(world, "held", "ignored", "unexplained") == (0, 1, 0)


def test_an_ignored_order_stays_out_when_its_money_changes_until_it_is_retried(world, cli):
    """It was booked by hand: a second document would book it twice."""
    world.stock()
    world.sandbox.settings["holded.receipt_needs_contact"] = True
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    cli("holds", "ignore", "es", "10001", "--note", "booked by hand")
    world.sandbox.settings["holded.receipt_needs_contact"] = False
    world.sell("es", wix_order("10001", minute=30, lines=(("TAZA-01", 1, 1099),)))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert not world.documents()
    assert cli("holds", "retry", "es", "10001").code == 0
    world.send("holded", run="r3")
    assert len(world.documents()) == 1


def test_an_ignored_change_after_booking_does_not_come_back_with_another_hold_of_the_order(world, cli):
    world.stock()
    first = wix_order("10002", minute=6)
    first["shippingInfo"]["logistics"]["shippingDestination"]["address"][
        "streetAddress"
    ] = {}  # so its parcel is held, and built by every run
    world.sell("es", first)
    world.ingest()
    world.send("holded")
    second = wix_order("10002", minute=30, lines=(("CAM-AZ-M", 1, 2495),))
    second["shippingInfo"] = first["shippingInfo"]
    world.sell("es", second)
    world.ingest(run="r2")
    assert ("10002", "holded", "ORDER_CHANGED_AFTER_APPROVAL") in codes(cli)
    cli("holds", "ignore", "es", "10002", "--destination", "holded", "--note", "corrected in Holded")
    world.ingest(run="r3", window=NOTHING_NEW)
    assert ("10002", "myparcel", "ADDRESS_INCOMPLETE") in codes(cli)
    assert [code for _, where, code in codes(cli) if where == "holded"] == []
    third = wix_order("10002", minute=40, lines=(("CAM-AZ-M", 3, 2495),))
    third["shippingInfo"] = first["shippingInfo"]
    world.sell("es", third)
    world.ingest(run="r4")
    told = [code for number, where, code in codes(cli) if (number, where) == ("10002", "holded")]
    assert told == ["ORDER_CHANGED_AFTER_APPROVAL"]  # Wix changed once more: a person must know


def test_only_the_named_destination_is_closed(world, cli):
    world.stock()
    world.sell("es", wix_order("10001", country="CH", lines=UNKNOWN))
    world.ingest()
    assert {destination for _, destination, _ in codes(cli)} == {"holded", "myparcel"}
    cli("holds", "ignore", "es", "10001", "--destination", "myparcel", "--note", "sent by hand")
    assert [destination for _, destination, _ in codes(cli)] == ["holded"]
    assert counted(world, "held", "ship_held") == (1, 0)
    said = cli("holds", "retry", "es", "10002", "--destination", "myparcel")
    assert said.code == 2 and "no open hold for myparcel" in said.err


def test_a_number_that_two_held_orders_share_must_be_named_by_its_wix_id(world, cli):
    world.stock()
    again = wix_order("10001", minute=9, lines=UNKNOWN) | {"id": "11111111-2222-4333-8444-555555555555"}
    world.sell("es", wix_order("10001", lines=UNKNOWN), again)
    world.ingest()
    said = cli("holds", "retry", "es", "10001")
    assert said.code == 2 and again["id"] in said.err
    assert cli("holds", "retry", "es", again["id"]).code == 0
    assert len(codes(cli)) == 2  # still wrong: both are held still


def test_an_order_without_hold_is_wrong_use(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    said = cli("holds", "ignore", "es", "10001", "--note", "n")
    assert said.code == 2 and "order-sync holds list" in said.err
