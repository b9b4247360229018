"""The counts behind the pages: drained step by step they are what a count from scratch gives, whatever people and tasks do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from order_sync.steps.reporting import coverage
from order_sync.store import fates

STORES, ZONE = ("es", "nl"), "Europe/Madrid"
ORDER = "%(store)s, %(order)s"
# What happens to an order: statements as tasks and people make them, in any order.
ACTS = {
    "order": f"""INSERT INTO core.orders (store, wix_order_id, number, created_at, currency, total_minor, status, payload_hash, batch_id)
        VALUES ({ORDER}, %(order)s, timestamptz '2026-03-28 22:30Z' + %(value)s * interval '1 hour', CASE WHEN %(value)s > 2 THEN 'EUR' END,
            CASE WHEN %(value)s > 1 THEN 1000 + %(value)s END, 'APPROVED', '', 'b')
        ON CONFLICT (store, wix_order_id) DO UPDATE SET total_minor = excluded.total_minor, created_at = excluded.created_at, currency = excluded.currency""",
    "cancel": "UPDATE core.orders SET status = 'CANCELED' WHERE (store, wix_order_id) = (%(store)s, %(order)s)",
    "forget": "DELETE FROM core.orders WHERE (store, wix_order_id) = (%(store)s, %(order)s)",
    "decide": f"""INSERT INTO core.decisions (store, wix_order_id, destination, action, reason, trace, batch_id)
        VALUES ({ORDER}, (ARRAY['holded', 'myparcel'])[1 + %(value)s %% 2], (ARRAY['send', 'ignore', 'hold'])[1 + %(value)s %% 3], 'X', '[]', 'b')
        ON CONFLICT (store, wix_order_id, destination) DO UPDATE SET action = excluded.action""",
    "intend": f"""INSERT INTO export.ledger (store, wix_order_id, destination, role, part, kind, marker, amount_minor, currency)
        SELECT {ORDER}, destination, role, part, kind, 'm', 900 + %(value)s, 'EUR' FROM (VALUES ('holded', 'document', '', 'receipt'), ('myparcel', 'shipment', '', NULL),
            ('holded', 'payment', 'p', NULL), ('holded', 'note', 'n', 'creditnote'), ('myparcel', 'shipment', '2', NULL)) AS intent (destination, role, part, kind)
        OFFSET %(value)s %% 5 LIMIT 1 ON CONFLICT DO NOTHING""",
    "state": """UPDATE export.ledger SET state = (ARRAY['pending', 'sending', 'sent', 'rejected', 'unknown', 'withdrawn', 'sent'])[1 + %(value)s],
        remote_id = CASE WHEN %(value)s = 2 THEN store || wix_order_id || role || part END WHERE (store, wix_order_id) = (%(store)s, %(order)s)""",
    "approve": "UPDATE export.ledger SET remote_state = 'approved' WHERE role = 'document' AND (store, wix_order_id) = (%(store)s, %(order)s)",
    "hold": f"""INSERT INTO export.holds (store, wix_order_id, destination, code, source)
        VALUES ({ORDER}, (ARRAY['holded', 'myparcel'])[1 + %(value)s %% 2], 'CODE_' || %(value)s %% 3, 'build') ON CONFLICT DO NOTHING""",
    "close": "UPDATE export.holds SET closed_at = now(), closed_as = 'healed' WHERE closed_at IS NULL AND (store, wix_order_id) = (%(store)s, %(order)s)",
    "parcel": f"""INSERT INTO export.tracking (shipment_id, status, progress, store, wix_order_id)
        VALUES (%(store)s || %(order)s || 'shipment', 1, %(value)s, {ORDER}) ON CONFLICT (store, shipment_id) DO UPDATE SET progress = excluded.progress, age = 'late'""",
    "all": "UPDATE core.orders SET total_minor = coalesce(total_minor, 0) + 1 WHERE store = %(store)s",
}  # fmt: skip
acts = st.tuples(st.sampled_from([*ACTS, "drain", "roll back"]), st.sampled_from(STORES), st.sampled_from("1234"), st.integers(0, 6))


def act(database, name: str, store: str, order: str, value: int) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(ACTS[name], {"store": store, "order": order, "value": value})


def tables(database) -> tuple[list, list]:
    """Everything that was counted, without sums that came back to nothing."""
    with database.engine.connect() as connection:
        orders = connection.exec_driver_sql("SELECT * FROM pages.orders ORDER BY store, wix_order_id").fetchall()
        days = connection.exec_driver_sql("SELECT * FROM pages.days WHERE n <> 0 OR amount_minor <> 0 ORDER BY 1, 2, 3, 4, 5, 6").fetchall()
    return orders, days


def clean(database) -> None:
    with database.engine.begin() as connection:
        for table in (
            "core.orders",
            "core.decisions",
            "export.ledger",
            "export.holds",
            "export.tracking",
            "pages.orders",
            "pages.days",
            "pages.stores",
            "ops.touched",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=st.lists(acts, min_size=5, max_size=40))
def test_whatever_happens_the_drained_counts_are_those_from_scratch(database, happened):
    clean(database)
    for name, store, order, value in happened:
        if name == "drain":
            fates.drain(database, store, ZONE, most=1 + value)
        elif name == "roll back":
            with database.engine.connect() as connection:
                connection.exec_driver_sql(ACTS["all"], {"store": store})
                connection.rollback()
        else:
            act(database, name, store, order, value)
    assert coverage(database) == coverage(database, from_scratch=True)
    for store in STORES:
        assert fates.drain(database, store, ZONE)
    drained = tables(database)
    for store in STORES:
        fates.recount(database, store, ZONE)
    assert drained == tables(database)


def test_a_day_is_the_merchants_and_a_new_zone_counts_anew(database):
    act(database, "order", "es", "1", 0)  # 22:30 in UTC
    fates.drain(database, "es", "UTC")
    assert [str(row.day) for row in tables(database)[0]] == ["2026-03-28"]
    fates.drain(database, "es", "Europe/Helsinki")
    orders, days = tables(database)
    assert [str(row.day) for row in orders] == ["2026-03-29"] and {str(row.day) for row in days} == {"2026-03-29"}


def test_a_new_zone_is_counted_in_slices_behind_what_is_touched_and_sums_stay_whole(database, monkeypatch):
    for order in "12345":
        act(database, "order", "es", order, 0)  # 22:30 in UTC
    fates.drain(database, "es", "UTC")
    monkeypatch.setattr(fates, "BATCH", 2)
    monkeypatch.setattr(fates, "RECOUNT_SECONDS", 0.0)

    def days() -> list[str]:
        return [str(row.day)[8:] for row in tables(database)[0]]

    act(database, "order", "es", "5", 0)
    assert not fates.drain(database, "es", "Europe/Helsinki", seconds=60) and days() == ["28", "28", "28", "28", "29"], (
        "what was touched goes first"
    )
    assert fates.counted_by(database, "es") == {"zone": "Europe/Helsinki", "moving": True}
    assert not fates.drain(database, "es", "Europe/Helsinki", most=2) and days() == ["29", "29", "28", "28", "29"]
    assert fates.left(database, "es", 10) == 0 and coverage(database) == coverage(database, from_scratch=True), (
        "no order is counted twice or not at all"
    )
    assert not fates.drain(database, "es", most=100) and days() == ["29", "29", "28", "28", "29"], "a page counts nothing anew"
    assert not fates.drain(database, "es", "Asia/Tokyo", most=2) and days() == ["29", "29", "28", "28", "29"], (
        "from the beginning by the newest zone"
    )
    monkeypatch.setattr(fates, "RECOUNT_SECONDS", 60.0)
    assert fates.drain(database, "es", "UTC", seconds=60) and days() == ["28"] * 5
    assert fates.counted_by(database, "es") == {"zone": "UTC", "moving": False}
    drained = tables(database)
    fates.recount(database, "es", "UTC")
    assert drained == tables(database)


def test_a_recount_ends_what_slices_began(database):
    act(database, "order", "es", "1", 0)
    fates.drain(database, "es", "UTC")
    assert fates.recount(database, "es", "Europe/Helsinki") == 1
    assert (
        fates.counted_by(database, "es") == {"zone": "Europe/Helsinki", "moving": False} and str(tables(database)[0][0].day) == "2026-03-29"
    )


def test_a_count_under_way_is_not_waited_for_by_a_page_or_task(database):
    act(database, "order", "es", "1", 3)
    with database.begin() as tx:
        tx.one("fates/lock", store="es")
        assert not fates.drain(database, "es", most=100) and not fates.drain(database, "es", seconds=5)
        assert fates.drain(database, "nl", most=100)
    assert fates.left(database, "es", 10) == 1
    assert fates.drain(database, "es", most=100) and fates.left(database, "es", 10) == 0


@pytest.mark.parametrize("table", ["core.orders", "core.decisions", "export.ledger", "export.holds", "export.tracking"])
def test_a_table_that_is_emptied_is_noticed(database, table):
    for name in ("order", "decide", "intend", "state", "hold", "parcel"):
        act(database, name, "es", "1", 0 if name == "hold" else 2)
    fates.drain(database, "es")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {table}")
    fates.drain(database, "es", ZONE)
    drained = tables(database)
    fates.recount(database, "es", ZONE)
    assert drained == tables(database)


def test_orders_of_before_the_pages_are_counted_too(database):
    act(database, "order", "es", "1", 3)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE pages.orders CASCADE")
        connection.exec_driver_sql("DELETE FROM ops.touched")
    database.migrate()
    assert coverage(database)["es"]["wix"] == 1
