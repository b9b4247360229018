"""Preflight of lines and texts: accounts, own tax keys, warehouses, payment methods; and what the API gives no way to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.errors import OrderSyncError
from order_sync.settings import HoldedSettings
from order_sync.steps.shop import Shop

Finding = dict[str, str]
KINDS = ("item", "shipping", "fee", "tip", "gift_card")


def tried(shop: Shop, settings: HoldedSettings) -> Iterator[Finding]:
    """Ids and keys of the lines, looked for in the account; lists are read only where something is named."""
    hook = shop.holded()
    lines = {f"holded.lines.{kind}": getattr(settings.lines, kind) for kind in KINDS}
    accounts = {f"{key}.account_id": line.account_id for key, line in lines.items() if line.account_id}
    yield from _listed("ledger account", accounts, hook.accounts)
    places = {f"holded.warehouses line {place}": rule.warehouse_id for place, rule in enumerate(settings.warehouses, start=1)}
    yield from _listed("warehouse", places, hook.warehouses)
    methods = {f"holded.payments.payment_methods {name}": id for name, id in sorted(settings.payments.payment_methods.items())}
    yield from _listed("payment method", methods, hook.payment_methods)
    keys = {f"{key}.tax_key": line.tax_key for key, line in lines.items() if line.tax_key}
    yield from _untaxed(keys, hook.taxes)


def untried(settings: HoldedSettings) -> Iterator[Finding]:
    """What cannot be checked before a document shows it, said plainly."""
    if settings.design_id:
        cure = "Open the first document in Holded: it must have the template."
        yield _finding("design_id", "unchecked", "cannot be checked: the API lists no templates", cure)
    if not any("{delivery_address}" in text for text in (settings.texts.notes, settings.texts.body)):
        cure = "Put {delivery_address} into holded.texts.notes or holded.texts.body where the document must have it."
        yield _finding("delivery address", "unchecked", "not on documents: API v2 has no field for it", cure)
    if settings.unknown_sku == "create":
        cure = "Give the token the scope inventory:products.write."
        yield _finding("products", "unchecked", "the right to make products shows only when one is made", cure)
    foreign = [currency for currency in settings.currencies if currency != settings.account_currency]
    if foreign:
        seen = f"direction of the exchange rate ({', '.join(foreign)}) cannot be checked: the API does not say it"
        yield _finding(
            "currencies", "unchecked", seen, "Compare the rate of the first such document; else turn holded.currency_change round."
        )


def _listed(what: str, wanted: dict[str, str], read: Any) -> Iterator[Finding]:
    if not wanted:
        return
    try:
        rows = {row["id"]: row["name"] for row in read()}
    except OrderSyncError as error:
        yield _finding(what, "wrong", error.seen, error.cure)
        return
    known = ", ".join(f"{name} ({id})" for id, name in list(rows.items())[:10]) or "none"
    for key, id in wanted.items():
        there = id in rows
        seen = f"{key}: {rows[id]}" if there else f"{key}: {id} is not in the account"
        yield _finding(what, "fine" if there else "wrong", seen, "" if there else f"The account has: {known}.")


def _untaxed(wanted: dict[str, str], read: Any) -> Iterator[Finding]:
    if not wanted:
        return
    try:
        usable = {tax["key"] for tax in read() if tax["active"] and tax["scope"] == "sales" and tax["rate"] == 0}
    except OrderSyncError as error:
        yield _finding("tax keys of lines", "wrong", error.seen, error.cure)
        return
    for name, key in wanted.items():
        there = key in usable
        seen = f"{name}: {key}, untaxed" if there else f"{name}: {key} is not an active sales tax of 0 % in the account"
        yield _finding("tax key of a line", "fine" if there else "wrong", seen, "" if there else f"Set {name} to an untaxed key.")


def _finding(what: str, verdict: str, seen: str, cure: str) -> Finding:
    return {"what": what, "verdict": verdict, "seen": seen, "cure": cure}
