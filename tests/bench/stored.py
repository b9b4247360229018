"""Orders that are stored already, made in the database: published, decided, booked and shipped long ago."""

from __future__ import annotations

import sqlalchemy as sa
from order_sync.store import fates, master
from order_sync.store.database import Database

STORE, HOLDED, ZONE = "es", "holded_es", "Europe/Madrid"
TAXES = {"s_iva_21": "21", "s_iva_10": "10", "s_iva_4": "4", "s_iva_exento": "0", "s_oss_nl_21": "21"}  # a key of another rate is refused

# The id of number n is bench.orders.order_id(n).
IDS = "'5eed0000-0000-4000-8000-' || lpad(to_hex(n), 12, '0')"
_FILL = (
    f"""INSERT INTO core.orders (store, wix_order_id, number, created_at, updated_at, status, payment_status, fulfillment_status, channel,
            currency, total_minor, ship_country, payload_hash, batch_id)
        SELECT '{STORE}', {IDS}, (10000 + n)::text, t, t, 'APPROVED', 'PAID', 'FULFILLED', 'WEB', 'EUR', 3000 + n % 997, 'NL',
            decode(md5(n::text), 'hex'), 'es/filled'
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n, LATERAL (SELECT timestamptz '2026-01-01Z' - n * interval '37 seconds' AS t) AS at""",
    f"""INSERT INTO core.lines (store, wix_order_id, line_no, kind, line_id, name, sku, shippable, quantity, unit_weight_g, net_minor,
            gross_minor, tax_rate_ppm)
        SELECT '{STORE}', {IDS}, line, 'item', line::text, 'Beeswax candle', 'SKU-' || lpad((n % 400 + 1)::text, 4, '0'), true, 1, 350,
            1000, 1210, 210000
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n, generate_series(0, 3) AS line""",
    f"""INSERT INTO core.decisions (store, wix_order_id, destination, action, kind, trace, batch_id)
        SELECT '{STORE}', {IDS}, destination, 'send', kind, '[]', 'es/filled'
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n, (VALUES ('holded', 'receipt'), ('myparcel', 'shipment')) AS made (destination, kind)""",
    f"""INSERT INTO export.ledger (store, wix_order_id, destination, role, state, kind, marker, order_number, amount_minor, currency,
            remote_id, remote_number, sent_at, remote_state)
        SELECT '{STORE}', {IDS}, destination, role, 'sent', kind, 'wx' || n, (10000 + n)::text, 3000, 'EUR', md5(role || n), n::text, now(),
            CASE WHEN role = 'shipment' AND n >= 2000 THEN 'final' END
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n,
            (VALUES ('holded', 'document', 'receipt'), ('myparcel', 'shipment', 'shipment')) AS made (destination, role, kind)""",
    f"""INSERT INTO export.proofs (store, wix_order_id, wix_total_minor, our_total_minor, correction_minor, verdict)
        SELECT '{STORE}', {IDS}, 3000, 3000, 0, 'holds' FROM generate_series(0, CAST(:orders AS integer) - 1) AS n""",
)


def fill(database: Database, orders: int) -> None:
    """Store this many orders, and the master data by which new ones are decided."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # counted at once below, not touch by touch
        for statement in _FILL:
            connection.execute(sa.text(statement), {"orders": orders})
    products = [{"product_id": f"{n:024x}", "variant_id": "", "sku": f"SKU-{n:04}", "name": f"Product {n}"} for n in range(1, 401)]
    master.save_products(database, HOLDED, products)
    master.save(
        database,
        HOLDED,
        "taxes",
        [{"key": key, "rate": rate, "scope": "sales", "active": True, "name": key} for key, rate in TAXES.items()],
    )
    fates.recount(database, STORE, ZONE)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def settle(database: Database) -> None:
    """What the senders do between two hours: every open intent is sent."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            """UPDATE export.ledger SET state = 'sent', remote_id = md5(wix_order_id || destination || role), remote_number = order_number
               WHERE store = %s AND state = 'pending'""",
            (STORE,),
        )
        connection.exec_driver_sql("UPDATE export.proofs SET verdict = 'holds' WHERE store = %s AND verdict = 'planned'", (STORE,))
