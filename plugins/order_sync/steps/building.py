"""Decide for every staged order what happens to it: frames out of the store, rules of mapping, decisions and acts back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import Any

import pandas as pd

from order_sync.steps import past_orders
from order_sync.steps.healing import fingerprint
from order_sync.steps.shop import Shop
from order_sync.steps.vies import evidence
from order_sync.store import history, holds, master, money, periods, publishing

SLICE = 2000  # orders built at a time, so that memory stays bounded whatever the batch


@dataclass
class Tables:
    """What every slice of a build is decided with."""

    products: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["product_id", "variant_id", "sku", "name"]))
    active_tax_keys: dict[str, int | None] | None = None  # with their rates in millionths
    preferences: dict[str, Any] | None = None
    vat_evidence: dict[str, Any] = field(default_factory=dict)
    past: bool = False  # drafts of past orders


def build(shop: Shop, *, into_closed_period: str = "", numbers: Collection[str] = ()) -> dict[str, int]:
    """Decide for every staged order and destination what happens, by today's rules; decisions by action.

    ``into_closed_period``: who lets the batch's orders (of these ``numbers``, where any are named) into the closed period; kept for those
    that need it.
    Safe to run again: what an earlier try wrote goes first, and the batch counts as built only at the end.
    """
    against = fingerprint(shop)
    tables = cache(lambda: _tables(shop))  # not at all where every order is only known: it may ask the register of VAT numbers
    counts: dict[str, int] = {}
    if before := past_orders.history_before(shop.settings):
        history.mark_old(shop.database, shop.batch_id, before, shop.run_key)
    with shop.database.begin() as tx:
        tx.run("publish/clear_decisions", batch_id=shop.batch_id)
        tx.run("publish/acts_clear", batch_id=shop.batch_id)
    after = ""
    while True:
        orders = shop.database.frame("publish/orders_of_batch", batch_id=shop.batch_id, after=after, slice=SLICE)
        if orders.empty:
            break
        for some, of, given in _by_time(shop, orders, tables):
            decided = _slice(of, some, given, into_closed_period, set(numbers)) if given else _leave(shop, some)
            for action, found in decided.items():
                counts[action] = counts.get(action, 0) + found
        after = orders["wix_order_id"].iat[-1]
    shop.database.run("publish/batch_against", batch_id=shop.batch_id, against=against)
    shop.database.run("publish/batch_state", batch_id=shop.batch_id, state="built")
    return counts


def _by_time(shop: Shop, orders: pd.DataFrame, tables: Callable[[], Tables]) -> Iterator[tuple[pd.DataFrame, Shop, Tables | None]]:
    """The slice in up to three parts, each with what decides about it: live orders, drafts of the past, and what is only known (None)."""
    marks = history.marks(shop.database, shop.store, orders["wix_order_id"].tolist())
    if not marks:
        yield orders, shop, tables()
        return
    states = orders["wix_order_id"].map({id: mark["state"] for id, mark in marks.items()})
    drafts = states.isin(["making", "made"])
    if (live := states.isna()).any():
        yield orders[live].reset_index(drop=True), shop, tables()
    if drafts.any():
        past = replace(shop, settings=past_orders.past_settings(shop.settings))
        yield orders[drafts].reset_index(drop=True), past, replace(tables(), products=Tables().products, past=True)
    if (known := ~live & ~drafts).any():
        yield orders[known].reset_index(drop=True), shop, None


def _leave(shop: Shop, orders: pd.DataFrame) -> dict[str, int]:
    with shop.database.begin() as tx:
        decided = past_orders.left_alone(orders, history.marks(tx, shop.store, orders["wix_order_id"].tolist()))
        publishing.write_decisions(tx, decided)
    return {"ignore": len(decided)}


def _slice(shop: Shop, orders: pd.DataFrame, tables: Tables, into_closed_period: str, numbers: set[str]) -> dict[str, int]:
    from order_sync.mapping.acts import decide_acts
    from order_sync.mapping.case import Booked, booked_kinds, standing
    from order_sync.mapping.documents import decide_documents
    from order_sync.mapping.shipments import decide_shipments
    from order_sync.steps.fulfilled import fulfilled
    from order_sync.steps.others import of_orders, partly_fulfilled

    ids = orders["wix_order_id"].tolist()
    with shop.database.begin() as tx:
        lines = tx.frame("publish/lines_of_orders", batch_id=shop.batch_id, wix_order_ids=ids)
        payments, refunds = money.frames(tx, shop.batch_id, ids)
        booked = {id: [Booked(**row) for row in rows] for id, rows in publishing.booked(tx, shop.store, ids).items()}
        passes, out = periods.let_in_of(tx, shop.store, ids), holds.left_out(tx, shop.store, ids)
    if into_closed_period:
        passes |= set(orders.loc[orders["number"].isin(numbers), "wix_order_id"]) if numbers else set(ids)
    kinds, counts = booked_kinds(booked), {id: made for id, rows in booked.items() if (made := standing(rows))}
    documents = decide_documents(
        orders, lines, tables.products, shop.settings, shop.config, tables.active_tax_keys, payments=payments, refunds=refunds,
        booked=kinds, standing=counts, vat_evidence=tables.vat_evidence, may_enter_closed=passes | kinds.keys(),
    )  # fmt: skip
    left = fulfilled(shop, orders, documents)  # it may ask Wix: no transaction is open
    by_others = of_orders(shop, partly_fulfilled(shop, orders))
    shipments = decide_shipments(orders, lines, shop.settings, shop.config, tables.preferences, others=by_others, refunds=refunds)
    if tables.past:
        documents, shipments = past_orders.as_history(documents), past_orders.as_history(shipments)
    decisions = pd.concat([documents, shipments], ignore_index=True)
    acts = decide_acts(
        orders, documents, shop.settings, money=(payments, refunds), booked=booked, fulfilled=left, may_enter_closed=passes,
        left_out=out,
    )  # fmt: skip
    with shop.database.begin() as tx:
        publishing.write_decisions(tx, decisions)
        publishing.write_acts(tx, acts)
        if into_closed_period:
            periods.let_in(tx, shop.store, sorted(passes & _in_closed_period(shop, documents, acts)), into_closed_period)
    return {str(action): int(count) for action, count in decisions["action"].value_counts().items()}


def _in_closed_period(shop: Shop, documents: pd.DataFrame, acts: pd.DataFrame) -> set[str]:
    """Wix ids of the orders of which something is sent that is dated in the closed period."""
    until = shop.settings.holded.closed_period.until if shop.settings.holded else None
    if until is None:
        return set()
    rows = [row for frame in (documents, acts) for row in frame[["wix_order_id", "action", "doc_date"]].itertuples(index=False)]
    return {row.wix_order_id for row in rows if row.action == "send" and row.doc_date is not None and row.doc_date <= until}


def _tables(shop: Shop) -> Tables:
    holded, myparcel, tables = shop.settings.holded, shop.settings.myparcel, Tables()
    if holded:
        tables.products = master.products(shop.database, holded.connection)
        taxes = master.cached(shop.database, holded.connection, "taxes") or []
        tables.active_tax_keys = {tax["key"]: _ppm(tax["rate"]) for tax in taxes if tax["active"] and tax["scope"] == "sales"}
        tables.vat_evidence = evidence(shop, SLICE)
    if myparcel and myparcel.defaults == "account":
        tables.preferences = master.cached(shop.database, myparcel.connection, "preferences")
    return tables


def _ppm(rate: Any) -> int | None:
    return None if rate is None else int(Decimal(str(rate)) * 10_000)
