"""Payments and refunds on a real PostgreSQL: staged, published, compared, each twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from order_sync.contracts.money import PAYMENTS, REFUNDS
from order_sync.mapping.wix_transactions import transaction_rows
from order_sync.store import money
from order_sync.store.money import Money
from wix_transaction_samples import by_gift_card, listed, moved, payment, refund

BATCH, STORE = "es/1", "es"
A, B, C, GONE = "order-a", "order-b", "order-c", "order-gone"
OWN = {"store-credit"}


def table(database, name: str, order_by: str) -> list[dict]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {order_by}").mappings()]


def of(order_id: str, payments: list[Any], refunds: list[Any] | None = None, credit: int | None = None) -> Money:
    return Money(*transaction_rows(order_id, listed(order_id, payments, refunds), "EUR", credit))


@pytest.fixture
def batch(database):
    """A batch of four orders, the last one malformed in its payload."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO staging.batches (batch_id, store) VALUES (%s, %s)", (BATCH, STORE))
        for order_id, field in ((A, None), (B, None), (C, None), ("order-m", "number")):
            connection.exec_driver_sql(
                "INSERT INTO staging.orders (batch_id, store, wix_order_id, currency, payload_hash, malformed_field) VALUES (%s, %s, %s, 'EUR', '', %s)",
                (BATCH, STORE, order_id, field),
            )
    return database


def published(database) -> tuple[list[dict], list[dict]]:
    return table(database, "core.payments", "wix_order_id, payment_id"), table(database, "core.refunds", "wix_order_id, refund_id")


def publish(database) -> None:
    with database.begin() as tx:
        for name in ("payments_clear", "payments", "refunds_clear", "refunds"):
            tx.run(f"publish/{name}", batch_id=BATCH)


def execute(database, text: str, *values: Any) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(text, values)


READ = [
    of(A, [payment(), by_gift_card("20.00")], [refund(moved("24.95")), refund(moved("1.00", "PENDING"), key="r2")]),
    of(B, [payment("10.00", chargeback="x")]),
    of(C, [payment("x")]),
]


def test_orders_are_read_by_slices_and_the_malformed_ones_left_out(batch):
    assert [[row["wix_order_id"] for row in part] for part in money.orders_to_read(batch, BATCH, 2)] == [[A, B], [C]]
    money.stage(batch, BATCH, STORE, READ)
    assert [row["wix_order_id"] for part in money.orders_to_read(batch, BATCH, 9) for row in part] == [A, B, C]  # C is tried again


def test_staging_twice_is_staging_once(batch):
    stages = []
    for _ in range(2):
        money.stage(batch, BATCH, STORE, READ)
        stages.append([table(batch, f"staging.{name}", "wix_order_id, 4") for name in ("payments", "refunds", "orders")])
    assert stages[0] == stages[1]
    payments, refunds, orders = stages[0]
    assert tuple(payments[0]) == PAYMENTS.names and tuple(refunds[0]) == REFUNDS.names
    assert [(row["wix_order_id"], row["payment_id"], row["amount_minor"]) for row in payments] == [
        (A, "pay-1", 5485), (A, "pay-2", 2000), (B, "pay-1", 1000),
    ]  # fmt: skip
    assert [(row["refund_id"], row["state"], row["amount_minor"], row["pending_minor"]) for row in refunds] == [
        ("r2", "pending", 0, 100), ("refund-1", "succeeded", 2495, 0),
    ]  # fmt: skip
    assert {row["wix_order_id"]: row["malformed_field"] for row in orders} == {
        A: None, B: None, C: "transactions.payments[0].amount.amount", "order-m": "number",
    }  # fmt: skip


def test_what_can_be_read_again_is_no_more_malformed(batch):
    money.stage(batch, BATCH, STORE, READ)
    money.stage(batch, BATCH, STORE, [of(C, [payment("5.00")])])
    assert [row["wix_order_id"] for row in table(batch, "staging.orders", "wix_order_id") if row["malformed_field"]] == ["order-m"]
    assert {row["wix_order_id"] for row in table(batch, "staging.payments", "wix_order_id")} == {A, B, C}


def test_frames_have_the_columns_of_the_contract(batch):
    money.stage(batch, BATCH, STORE, READ)
    with batch.begin() as tx:
        payments, refunds = money.frames(tx, BATCH, [A])
        nothing = money.frames(tx, BATCH, ["nobody"])
    for found, wanted in ((payments, PAYMENTS), (refunds, REFUNDS)):
        assert tuple(found.columns) == wanted.names and set(found["wix_order_id"]) == {A}
        dtypes = {column.name: str(found[column.name].dtype) for column in wanted.columns}
        assert dtypes == {column.name: column.dtype for column in wanted.columns}
    assert refunds["transactions"].tolist()[-1] == [{"payment_id": "pay-1", "amount_minor": 2495, "status": "SUCCEEDED", "external": False}]
    assert [tuple(frame.columns) for frame in nothing] == [PAYMENTS.names, REFUNDS.names] and all(frame.empty for frame in nothing)


def test_publishing_replaces_the_rows_of_the_batchs_orders_and_no_others(batch):
    execute(
        batch,
        "INSERT INTO core.payments (store, wix_order_id, payment_id) VALUES ('es', %s, 'old'), ('es', %s, 'old'), ('nl', %s, 'old'), ('es', %s, 'old')",
        A,
        C,
        A,
        GONE,
    )
    money.stage(batch, BATCH, STORE, READ)
    publish(batch)
    first = published(batch)
    publish(batch)
    assert published(batch) == first
    payments, refunds = first
    assert sorted((row["store"], row["wix_order_id"], row["payment_id"]) for row in payments) == [
        ("es", A, "pay-1"), ("es", A, "pay-2"), ("es", B, "pay-1"), ("es", C, "old"), ("es", GONE, "old"), ("nl", A, "old"),
    ]  # fmt: skip
    assert [row["refund_id"] for row in refunds] == ["r2", "refund-1"]


def test_an_order_that_wix_leaves_out_keeps_what_is_published(batch):
    money.stage(batch, BATCH, STORE, READ)
    publish(batch)
    before = published(batch)
    for _ in range(2):
        money.stage(batch, BATCH, STORE, [], [A, B])
    publish(batch)
    assert published(batch) == before and before[1]


def test_only_what_differs_is_changed(batch):
    credited = of(B, [payment("10.00")], [], credit=500)
    money.stage(batch, BATCH, STORE, [READ[0], credited])
    publish(batch)
    same = [READ[0], of(B, [payment("10.00")])]  # the credit comes from the order's history, not from its transactions
    assert money.changed(batch, STORE, same, OWN) == []
    different = {
        "a refund more": of(
            A,
            [payment(), by_gift_card("20.00")],
            [refund(moved("24.95")), refund(moved("1.00", "PENDING"), key="r2"), refund(moved("0.50"), key="r3")],
        ),
        "a refund less": of(A, [payment(), by_gift_card("20.00")], [refund(moved("24.95"))]),
        "came through": of(A, [payment(), by_gift_card("20.00")], [refund(moved("24.95")), refund(moved("1.00"), key="r2")]),
        "a payment's status": of(
            A, [payment(status="REFUNDED"), by_gift_card("20.00")], [refund(moved("24.95")), refund(moved("1.00", "PENDING"), key="r2")]
        ),
        "not to be read": of(A, [payment("?")]),
    }
    for what, found in different.items():
        assert money.changed(batch, STORE, [found, same[1]], OWN) == [A], what
    assert money.changed(batch, "nl", [of(GONE, [])], OWN) == []


def test_pending_refunds_of_known_orders_newest_first(database):
    for place, (order_id, state, malformed) in enumerate(
        ((A, "pending", False), (B, "succeeded", False), (C, "pending", False), (GONE, "pending", True))
    ):
        day = datetime(2026, 11, 1 + place, tzinfo=UTC)
        execute(
            database,
            "INSERT INTO core.refunds (store, wix_order_id, refund_id, state, created_at) VALUES ('es', %s, 'r', %s, %s)",
            order_id,
            state,
            day,
        )
        execute(
            database,
            "INSERT INTO core.orders (store, wix_order_id, currency, malformed, payload_hash, batch_id) VALUES ('es', %s, 'EUR', %s, '', 'b')",
            order_id,
            malformed,
        )
    assert [row["wix_order_id"] for row in money.pending_orders(database, "es", 10)] == [C, A]
    assert [row["wix_order_id"] for row in money.pending_orders(database, "es", 1)] == [C]
    assert money.pending_orders(database, "nl", 10) == []


def test_orders_with_a_document_of_the_last_days(database):
    today = date(2026, 11, 20)
    rows = (
        (A, 0, "sent", "document"),
        (B, 45, "unknown", "document"),
        (C, 46, "sent", "document"),
        ("p", 1, "pending", "document"),
        ("n", 1, "sent", "approval"),
    )
    for order_id, age, state, role in rows:
        execute(
            database,
            "INSERT INTO core.orders (store, wix_order_id, currency, payload_hash, batch_id) VALUES ('es', %s, 'EUR', '', 'b')",
            order_id,
        )
        execute(
            database,
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, state, marker, doc_date) VALUES ('es', %s, 'holded', %s, %s, 'm', %s)",
            order_id, role, state, today - timedelta(days=age),
        )  # fmt: skip
    since = today - timedelta(days=45)
    assert [row["wix_order_id"] for row in money.documented_orders(database, "es", since, 10)] == [A, B]
    assert [row["wix_order_id"] for row in money.documented_orders(database, "es", since, 1)] == [A]
    assert money.documented_orders(database, "nl", since, 10) == []


def test_once_a_day_and_store_and_again_where_the_run_did_not_reach_its_end(batch):
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)

    def due(day, batch_id="es/2", store=STORE):
        return money.sweep_due(batch, store, "wix_es", day, batch_id)

    def state(name, changed=1):
        execute(batch, "UPDATE staging.batches SET state = %s, changed = %s WHERE batch_id = %s", name, changed, BATCH)

    assert due(monday)
    for _ in range(2):
        money.swept(batch, STORE, "wix_es", monday, BATCH)
    assert due(monday), "its batch is still landing"
    for name in ("landed", "built", "checked", "stopped"):
        state(name)
        assert due(monday), name
    state("published")
    assert not due(monday) and due(tuesday)
    assert due(monday, BATCH), "a new try of the same run reads again"
    assert due(monday, store="nl")
    state("landed", changed=0)
    assert not due(monday), "nothing was new"
    execute(batch, "DELETE FROM staging.batches WHERE batch_id = %s", BATCH)
    assert not due(monday) and due(tuesday)
