"""What a person does with held orders, and what the flow does with holds by itself."""

from __future__ import annotations

from order_sync.steps import inbox
from order_sync.steps.reporting import coverage
from order_sync.steps.shop import open_shop
from shop_world import wix_order


def act(world, number: str, closed_as: str, **more) -> list[dict]:
    """A person retries or ignores."""
    with open_shop("es", "inbox", config=world.config, database=world.database) as shop:
        return inbox.close(shop, number, closed_as=closed_as, closed_by="ana", **more)


def codes(world) -> list[str]:
    return [row["code"] for row in world.database.rows("holds/list", store="es", code=None, number=None)]


def test_a_retried_hold_whose_cause_stays_is_held_still_and_heals_later(world):
    from sandbox.holded.products import add_products

    world.stock()
    world.sell("es", wix_order("10001", lines=(("NEW-01", 1, 1000),)))
    world.ingest()
    for _ in range(2):
        act(world, "10001", "retried")
        assert codes(world) == ["UNKNOWN_SKU"]
    assert coverage(world.database)["es"]["unexplained"] == 0
    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NEW-01", "price": "8.26"}])
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    world.ingest(run="r2")
    assert world.send("holded", run="r2")["receipts"] == 1


def test_retrying_a_cancelled_order_never_sends_what_it_was_before(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()  # a receipt waits to be sent
    world.sell("es", wix_order("10001", minute=30, status="CANCELED"))
    world.ingest(run="r2")
    assert codes(world) == ["CANCELED_BUT_PAID"]
    act(world, "10001", "retried")
    world.send("holded")
    assert not world.documents()
    assert codes(world) == ["CANCELED_BUT_PAID"]


def test_a_document_deleted_by_a_person_is_made_again_only_with_a_new_proof(world):
    """The proof of the deleted draft says nothing of the new one, whose total Holded computes otherwise."""
    world.stock()
    world.sell("es", wix_order("10001", lines=(("TAZA-01", 1, 50), ("TAZA-01", 1, 50)), shipping=50))
    world.ingest()
    documents = world.sandbox.state("holded", "es")["documents"]
    world.sandbox.arm("hook", method="POST", path="/approve$", call=lambda call: documents.clear())
    for code in ("HOLDED_REJECTED", "DELETED_REMOTELY"):
        world.send("holded")
        assert codes(world) == [code]
        act(world, "10001", "retried")
    world.sandbox.settings["holded.rounding"] = "by_line"
    assert world.send("holded")["taken_back"] == 1
    assert not world.documents() and codes(world) == ["REMOTE_TOTAL_DIFFERS"]


def test_an_ignored_order_stays_out_until_it_is_retried(world):
    """Booked by hand and ignored: it is not booked a second time when its cause goes away and the order changes."""
    from sandbox.holded.products import add_products

    world.stock()
    world.sell("es", wix_order("10001", lines=(("NEW-01", 1, 1000),)))
    world.ingest()
    act(world, "10001", "ignored", note="booked by hand", destination="holded")
    add_products(world.sandbox.sandbox, "es", [{"name": "New", "sku": "NEW-01", "price": "8.26"}])
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE core.master SET read_at = now() - interval '2 days'")
    world.sell("es", wix_order("10001", minute=40, lines=(("NEW-01", 1, 1000),), fulfillmentStatus="FULFILLED"))
    world.ingest(run="r2")
    world.send("holded", run="r2")
    assert not world.documents()
    assert coverage(world.database)["es"]["ignored"] == 1
    act(world, "10001", "retried")
    world.send("holded", run="r3")
    assert len(world.documents()) == 1


def test_what_was_corrected_in_wix_after_a_refusal_is_sent_as_it_is_now(world):
    """The refused body is not kept: the corrected order goes out by itself."""
    from shop_world import money

    world.stock()
    company = [{"title": "VAT number", "value": "B12345674"}]
    order = wix_order("10001", customFields=company)
    world.sell("es", order)
    world.ingest()
    contacts = world.sandbox.state("holded", "es")["contacts"]
    contacts |= {f"{n:024x}": {"id": f"{n:024x}", "code": "B12345674", "email": "", "name": "Twin"} for n in (1, 2)}
    world.send("holded")
    assert codes(world) == ["CONTACT_AMBIGUOUS"] and money(1)
    fixed = wix_order("10001", minute=40, customFields=[{"title": "VAT number", "value": "B76543214"}])
    world.sell("es", fixed)
    world.ingest(run="r2")
    assert world.send("holded", run="r2")["invoices"] == 1
    assert codes(world) == []


def test_orders_held_for_long_do_not_keep_later_ones_from_healing(world):
    from order_sync.store import holds

    world.stock()
    world.sell("es", *(wix_order(str(10001 + n), minute=n, lines=(("NEW-01", 1, 1000),)) for n in range(4)))
    world.ingest()
    first = holds.healing(world.database, "es", most=2)
    for wix_order_id in first:
        world.database.run("publish/clear_decisions", batch_id="none")
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE core.decisions SET decided_at = now() WHERE wix_order_id = %s", (wix_order_id,))
    assert set(first).isdisjoint(holds.healing(world.database, "es", most=2))
