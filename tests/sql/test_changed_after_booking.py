"""The text of a change after booking: amounts in the units of their own currency, whatever its decimals."""

from __future__ import annotations

import pytest
from order_sync.contracts.currencies import OTHER_DIGITS

ID = "0f5019e0-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("booked", "now", "said"),
    [
        (("EUR", 5485), ("EUR", 7980), "receipt R-1 was made for 54.85 EUR; Wix now has 79.80 (APPROVED, PAID, EUR)"),
        (("JPY", 5485), ("JPY", 7980), "receipt R-1 was made for 5485 JPY; Wix now has 7980 (APPROVED, PAID, JPY)"),
        (("KWD", 5485), ("KWD", 7980), "receipt R-1 was made for 5.485 KWD; Wix now has 7.980 (APPROVED, PAID, KWD)"),
        (("JPY", 5485), ("KWD", 1), "receipt R-1 was made for 5485 JPY; Wix now has 0.001 (APPROVED, PAID, KWD)"),
        ((None, 5485), ("JPY", 0), "receipt R-1 was made for 5485 JPY; Wix now has 0 (APPROVED, PAID, JPY)"),
    ],
)
def test_amounts_are_told_in_units_of_their_currency(database, booked, now, said):
    with database.engine.begin() as connection:
        run = connection.exec_driver_sql
        run("INSERT INTO staging.batches (batch_id, store, state) VALUES ('es/r1', 'es', 'checked')")
        run(
            "INSERT INTO staging.orders (batch_id, store, wix_order_id, number, payload_hash, status, payment_status, total_minor, currency) "
            "VALUES ('es/r1', 'es', %s, '10001', '', 'APPROVED', 'PAID', %s, %s)",
            (ID, now[1], now[0]),
        )
        run(
            "INSERT INTO staging.decisions (batch_id, store, wix_order_id, destination, action, kind, money_hash) "
            "VALUES ('es/r1', 'es', %s, 'holded', 'send', 'receipt', 'abcdef0123')",
            (ID,),
        )
        run(
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, kind, marker, state, money_hash, amount_minor, currency, remote_number) "
            "VALUES ('es', %s, 'holded', 'document', 'receipt', 'wxes', 'sent', 'other', %s, %s, 'R-1')",
            (ID, booked[1], booked[0]),
        )
    for _ in range(2):
        database.run("publish/changed_after_booking", batch_id="es/r1", cure="Compare.", digits=OTHER_DIGITS)
    [hold] = database.rows("holds/list", store="es", code="ORDER_CHANGED_AFTER_BOOKING", number=None)
    assert hold["seen"] == f"{said}, version abcdef01"
