"""What the overview reads beside stored orders: parcels on their way and delivered, payments, holds, years of calls, and everything counted."""

from __future__ import annotations

import sqlalchemy as sa
from order_sync.store import fates
from order_sync.store.database import Database

from bench.stored import IDS, STORE, ZONE

_FILL = (
    f"""INSERT INTO export.tracking (store, shipment_id, wix_order_id, main_id, status, progress, barcode, final, lines, registered_at, looked_at)
        SELECT '{STORE}', md5('shipment' || n), {IDS}, md5('shipment' || n), CASE WHEN n < 2000 THEN 3 ELSE 7 END, CASE WHEN n < 2000 THEN 2 ELSE 6 END,
            '3S' || n, n >= 2000, '[]', now(), now()
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n""",
    f"""INSERT INTO export.ledger (store, wix_order_id, destination, role, part, state, marker, order_number, amount_minor, currency, remote_id, sent_at)
        SELECT '{STORE}', {IDS}, 'holded', 'payment', 'p' || n, 'sent', 'wx' || n, (10000 + n)::text, 3000, 'EUR', md5('payment' || n), now()
        FROM generate_series(0, CAST(:orders AS integer) - 1) AS n WHERE n % 2 = 0""",
    f"""UPDATE export.ledger SET state = 'rejected' WHERE store = '{STORE}' AND destination = 'holded' AND role = 'document'
            AND wix_order_id IN (SELECT {IDS} FROM generate_series(0, CAST(:orders AS integer) - 1, 100) AS n)""",
    f"""INSERT INTO export.holds (store, wix_order_id, order_number, destination, code, source, since)
        SELECT '{STORE}', {IDS}, (10000 + n)::text, 'holded', (ARRAY['TAX_UNKNOWN', 'SKU_UNKNOWN', 'HOLDED_REJECTED'])[1 + n % 3], 'send', now() - n * interval '37 s'
        FROM generate_series(0, CAST(:orders AS integer) - 1, 200) AS n""",
    f"""INSERT INTO ops.calls (store, remote, run_key, endpoint, calls, refused, called_at)
        SELECT '{STORE}', remote, 'scheduled__' || n, 'GET /' || remote || '/' || path, 1 + n % 5, 0, now() - n * interval '1 hour'
        FROM generate_series(0, LEAST(17520, CAST(:orders AS integer))) AS n, (VALUES ('wix'), ('holded'), ('myparcel')) AS called (remote), generate_series(1, 3) AS path""",
)  # fmt: skip


def fill(database: Database, orders: int) -> None:
    """Two years of hourly calls, a parcel for every order, a payment for every second, a hold for every 200th; all counted."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # counted at once below, not touch by touch
        for statement in _FILL:
            if "ops.calls" in statement:
                connection.exec_driver_sql("SET LOCAL session_replication_role = DEFAULT")  # its sums are made by a trigger alone
            connection.execute(sa.text(statement), {"orders": orders})
    fates.recount(database, STORE, ZONE)
