"""Payments and refunds: staged beside the orders of a batch, compared with what is published, and read back for the build."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from order_sync.contracts.money import PAYMENT_FIELDS, PAYMENTS, REFUND_FIELDS, REFUNDS
from order_sync.store.database import Database, Row, Transaction


class Money(NamedTuple):
    """Payments and refunds of one order: rows as contracts.money.PAYMENT_FIELDS and REFUND_FIELDS.

    ``malformed``: (field, seen) where they cannot be read; then the order is held.
    """

    wix_order_id: str
    payments: Sequence[tuple]
    refunds: Sequence[tuple]
    malformed: tuple[str, str] | None


def orders_to_read(database: Database, batch_id: str, size: int) -> Iterator[list[Row]]:
    """The batch's orders that are not malformed, by slices: wix_order_id, currency, store_credit_minor."""
    after = ""
    while found := database.rows("money/orders_to_read", batch_id=batch_id, after=after, slice=size):
        yield found
        after = found[-1]["wix_order_id"]


def stage(database: Database, batch_id: str, store: str, read: Sequence[Money], left_out: Sequence[str] = ()) -> None:
    """Replace the staged payments and refunds of these orders, in one transaction.

    Orders of ``left_out`` keep what is published of them. Malformed ones are marked, so that they are held, and have no rows.
    """
    orders = [*(order.wix_order_id for order in read), *left_out]
    with database.begin() as tx:
        for name in ("unmark", "clear_payments", "clear_refunds"):
            tx.run(f"money/{name}", batch_id=batch_id, wix_order_ids=orders)
        _copy(tx, PAYMENTS.name, PAYMENT_FIELDS, batch_id, store, (row for order in read for row in order.payments))
        _copy(tx, REFUNDS.name, REFUND_FIELDS, batch_id, store, (row for order in read for row in order.refunds))
        if left_out:
            for name in ("keep_payments", "keep_refunds"):
                tx.run(f"money/{name}", batch_id=batch_id, store=store, wix_order_ids=list(left_out))
        marks = [(order.wix_order_id, *order.malformed) for order in read if order.malformed]
        tx.run_many("money/mark", [{"batch_id": batch_id, "wix_order_id": key, "field": field, "seen": seen} for key, field, seen in marks])


def frames(tx: Transaction, batch_id: str, wix_order_ids: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Staged payments and refunds of some orders of a batch, in the columns of contracts.money.PAYMENTS and REFUNDS."""
    named = {"batch_id": batch_id, "wix_order_ids": list(wix_order_ids)}
    payments, refunds = tx.frame("money/payments_of_orders", **named), tx.frame("money/refunds_of_orders", **named)
    return payments[list(PAYMENTS.names)], refunds[list(REFUNDS.names)]


def changed(database: Database, store: str, read: Sequence[Money], own: Collection[str]) -> list[str]:
    """The orders of ``read`` whose payments or refunds are not those that are published; refunds with an id of ``own`` are ours."""
    named = {"store": store, "wix_order_ids": [order.wix_order_id for order in read]}
    known: dict[str, set[str]] = {order.wix_order_id: set() for order in read}
    for row in database.rows("money/published_payments", **named):
        known[row["wix_order_id"]].add(_told(row[name] for name in PAYMENT_FIELDS))
    for row in database.rows("money/published_refunds", **named):
        if row["refund_id"] not in own:
            known[row["wix_order_id"]].add(_told(row[name] for name in REFUND_FIELDS))
    return [order.wix_order_id for order in read if order.malformed or known[order.wix_order_id] != _all(order, own)]


def pending_orders(database: Database, store: str, most: int) -> list[Row]:
    """Orders with a refund under way: wix_order_id, currency."""
    return database.rows("money/pending_orders", store=store, most=most)


def documented_orders(database: Database, store: str, since: date, most: int) -> list[Row]:
    """Orders with a Holded document dated on or after ``since``, newest first: wix_order_id, currency."""
    return database.rows("money/documented_orders", store=store, since=since, most=most)


def sweep_due(database: Database, store: str, connection: str, day: date, batch_id: str) -> bool:
    """Whether no run of this day has read the refunds of documents again; a run that did not reach its end does not count."""
    last = database.one("money/last_sweep", connection=connection, kind=_kind(store))
    return last is None or last["day"] < day or last["batch_id"] == batch_id or not last["ended"]


def swept(database: Database, store: str, connection: str, day: date, batch_id: str) -> None:
    """Remember that this run reads them for the day."""
    payload = json.dumps({"day": day.isoformat(), "batch_id": batch_id})
    database.run("master/save", connection=connection, kind=_kind(store), payload=payload)


def _kind(store: str) -> str:
    return f"refunds_read:{store}"


def _copy(tx: Transaction, table: str, fields: Sequence[str], batch_id: str, store: str, rows: Iterable[tuple]) -> None:
    tx.copy(table, ("batch_id", "store", *fields), ((batch_id, store, *row) for row in rows))


def _all(order: Money, own: Collection[str]) -> set[str]:
    return {*map(_told, order.payments), *(_told(row) for row in order.refunds if row[1] not in own)}


def _told(values: Iterable[object]) -> str:
    """A row as text that is the same before and after the database: instants in UTC, JSON with sorted keys."""
    return json.dumps([value.timestamp() if hasattr(value, "timestamp") else value for value in values], sort_keys=True)
