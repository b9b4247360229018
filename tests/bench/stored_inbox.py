"""Holds as years of a busy shop leave them: one order in ten was held once, one in two hundred waits still."""

from __future__ import annotations

import sqlalchemy as sa
from order_sync.store.database import Database

from bench.stored import STORE

_ID = "'5eed0000-0000-4000-8000-' || lpad(to_hex(n), 12, '0')"
_CODE = "(ARRAY['UNKNOWN_SKU', 'ADDRESS_UNCLEAR', 'NO_TAX_KEY', 'CHECK_FAILED', 'HOLDED_REJECTED'])[1 + n % 5]"
_CLOSED = f"""INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source, since, closed_at, closed_as, closed_by, note)
    SELECT '{STORE}', {_ID}, (10000 + n)::text, CASE n % 4 WHEN 0 THEN 'myparcel' ELSE 'holded' END, {_CODE}, 'lineItems[0]', 'seen ' || n, 'cure', 'build', t, t + interval '5 hours',
        (ARRAY['healed', 'healed', 'healed', 'retried', 'ignored'])[1 + n % 5], 'order-sync', NULL
    FROM generate_series(0, CAST(:orders AS integer) - 1, 10) AS n, LATERAL (SELECT now() - n * interval '37 seconds' AS t) AS at"""
_OPEN = f"""INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, field, seen, cure, source, since)
    SELECT '{STORE}', {_ID}, (10000 + n)::text, CASE n % 4 WHEN 0 THEN 'myparcel' ELSE 'holded' END, {_CODE}, 'lineItems[0]', 'seen ' || n, 'cure', 'build',
        now() - n * interval '37 seconds'
    FROM generate_series(5, CAST(:orders AS integer) - 1, 200) AS n ON CONFLICT DO NOTHING"""


def fill(database: Database, orders: int) -> None:
    """Store the holds of this many orders."""
    with database.engine.begin() as connection:
        for statement in (_CLOSED, _OPEN):
            connection.execute(sa.text(statement), {"orders": orders})
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE export.holds")
