"""What changes between two steps of a run: what is posted is what the ledger says, and what was made meanwhile does not go unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from order_sync.steps import ingest
from order_sync.steps.shop import open_shop
from order_sync.steps.window import Window
from order_sync.store.ledger import Ledger, Taken
from sandbox.wix.acts import cancel, refund
from sandbox.wix.site import Site
from shop_world import HOUR, wix_order
from test_booked_orders_flow import ONE_LESS, holds, stands, writes

AT = HOUR + timedelta(minutes=30)
LATER = Window(HOUR + timedelta(hours=5), HOUR + timedelta(hours=6))


@pytest.fixture
def meanwhile(world, monkeypatch):
    """``meanwhile(number, act)``: ``act`` runs once, after the document of that order was read and before it is claimed."""

    def begin(number, act):
        plain, waiting = Ledger.claim, [act]

        def claim(ledger, intent):
            if (intent.role, intent.order_number) == ("document", number) and waiting:
                waiting.pop()()
            return plain(ledger, intent)

        monkeypatch.setattr(Ledger, "claim", claim)
        return waiting

    return begin


def totals(world):
    return {document["description"].rpartition(" ")[2]: document["totals"]["total"] for document in world.documents()}


def published(world, **changes):
    """Two orders wait; what publishes the first of them anew."""
    world.stock()
    world.sell("es", wix_order("10001"), wix_order("10002", minute=6))
    world.ingest()

    def act():
        world.sell("es", wix_order("10001", minute=30, **changes))
        world.ingest(run="meanwhile")

    return act


def test_a_body_that_was_replaced_since_it_was_read_is_not_posted(world, meanwhile):
    waiting = meanwhile("10001", published(world, **ONE_LESS))
    assert world.send("holded", checked=False)["receipts"] == 1
    assert not waiting and totals(world) == {"10002": "54.85"}
    for run in ("r2", "r3"):
        world.send("holded", run=run)
    assert totals(world) == {"10001": "29.90", "10002": "54.85"} and len(world.documents()) == 2
    assert stands(world) == ["salesreceipt+"] * 2 and holds(world) == []
    assert len([call for call in writes(world) if call["path"].endswith("/sales-receipts")]) == 2


def test_an_order_that_was_cancelled_since_it_was_read_does_not_stop_the_others(world, meanwhile):
    meanwhile("10001", published(world, status="CANCELED", paymentStatus="NOT_PAID"))
    for run in ("r1", "r2"):
        world.send("holded", run=run, checked=False)
    assert totals(world) == {"10002": "54.85"} and stands(world) == ["salesreceipt+"]


def test_a_body_that_was_published_again_as_it_was_is_posted(world, meanwhile):
    meanwhile("10001", published(world, buyerNote="ring twice"))
    assert world.send("holded", checked=False)["receipts"] == 2
    assert totals(world) == {"10001": "54.85", "10002": "54.85"}


@pytest.mark.parametrize(
    ("change", "taken"),
    [
        ('body = body || \'{"notes": "other"}\'', True),
        ("amount_minor = amount_minor - 1", True),
        ("changed_at = now()", False),
        ("state = 'sent'", True),
    ],
)
@pytest.mark.parametrize("role", ["document", "approval", "payment"])
def test_an_intent_is_claimed_only_as_it_was_read(world, role, change, taken):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    ledger = Ledger(world.database)
    [intent] = ledger.open("es", "holded", [role])
    with world.database.engine.begin() as connection:
        if role != "document":
            connection.exec_driver_sql("UPDATE export.ledger SET body = NULL WHERE role = %s", (role,))
            intent.body = {}  # as it is read
            change = change.replace("body ||", "'{}'::jsonb ||")
        connection.exec_driver_sql(f"UPDATE export.ledger SET {change} WHERE role = %s".replace("%s", "%(role)s"), {"role": role})
    if taken:
        with pytest.raises(Taken, match="10001"):
            ledger.claim(intent)
        assert intent.state == "pending" and intent.attempts == 0
    else:
        ledger.claim(intent)
        assert (intent.state, intent.attempts) == ("sending", 1)


def publishing(world, run, between):
    """Land, build and check; then ``between``; then publish."""
    with open_shop("es", run, config=world.config, database=world.database) as shop:
        ingest.land(shop, Window(HOUR, HOUR + timedelta(hours=1)))
        ingest.build(shop)
        ingest.check(shop)
        between()
        ingest.publish(shop)


@pytest.mark.parametrize(
    ("act", "stays", "told"),
    [(refund, [], "FULLY_REFUNDED"), (cancel, ["CANCELED_BUT_PAID"], "CANCELED")],
    ids=["refunded", "cancelled"],
)
def test_a_document_made_while_its_order_was_decided_away_is_seen(world, act, stays, told):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    act(Site(world.sandbox.sandbox, "es"), "10001", at=AT)
    publishing(world, "r2", lambda: world.send("holded", run="late", checked=False))
    assert stands(world) == ["salesreceipt+"] and holds(world) == [*stays, "ORDER_CHANGED_AFTER_BOOKING"]
    [row] = world.database.rows("holds/list", store="es", code="ORDER_CHANGED_AFTER_BOOKING", number=None)
    assert "was made for 54.85 EUR" in row["seen"] and told in row["seen"]
    world.ingest(run="r3", window=LATER)
    world.send("holded", run="r3")
    assert holds(world) == stays
    assert stands(world) == (["salesreceipt+"] if stays else ["receiptnote+", "salesreceipt+"])
