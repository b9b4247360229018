"""Documents and refunds for the tests of notes: made by the same code as the product's documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from order_sync.mapping import bodies, totals
from order_sync.mapping.money import MoneyLine
from order_sync.settings import StoreSettings

ORDER_ID = "6ee689f9-8b5d-52c2-9833-e62c45b34649"
FIRST = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
DIGITS = {"EUR": 2, "JPY": 0, "KWD": 3}
SERIES = {"credit_note": "a" * 24, "receipt_note": {"ES": "b" * 24, "*": "c" * 24}}


@dataclass(frozen=True)
class Line:
    """A line of an order: gross, units, rate in ppm, kind, tax key, rates of its parts."""

    gross: int
    units: int = 1
    rate: int = 210_000
    kind: str = "item"
    key: str = ""
    parts: tuple[int, ...] = ()


def store(rule="line_then_sum", policy="accept", zone="Europe/Madrid", **refunds):
    """A store's settings."""
    holded = {
        "connection": "holded_es", "documents": [{"then": "receipt"}], "currencies": list(DIGITS), "series": SERIES,
        "rounding": {"rule": rule, "policy": policy, "tax_key": "s_iva_nosujeto"}, "refunds": refunds,
    }  # fmt: skip
    head = {"store": "es", "name": "Shop", "country": "ES", "timezone": zone, "start_date": "2026-01-01"}
    return StoreSettings.model_validate({**head, "wix": {"connection": "wix_es"}, "holded": holded})


def order(lines, currency="EUR", refunded=None):
    """A row of staging.orders, as far as notes and bodies read it."""
    return {
        "store": "es", "wix_order_id": ORDER_ID, "number": "10023", "currency": currency, "digits": DIGITS[currency], "buyer_language": "es",
        "doc_date": date(2026, 3, 1), "destination": "ES", "status": "APPROVED", "payment_status": "PAID", "fulfillment_status": "",
        "delivery_title": "", "has_shipping": False, "pickup_method": "", "channel": "WEB", "methods": (), "buyer_note": "", "currency_change": None, "warehouse_id": None,
        "total_minor": sum(line.gross for line in lines), "wix_difference": 0, "refunded_minor": refunded,
    }  # fmt: skip


def line_id(place: int) -> str:
    """Wix's id of a line."""
    return f"00000000-0000-0000-0000-{place + 1:012}"


def document(lines, shop, kind="receipt", currency="EUR"):
    """(body, proof, basis) of the order's document; None where no total is near enough for the store's policy."""
    rounding = shop.holded.rounding
    row = order(lines, currency)
    keys = [line.key or f"s_iva_{line.rate // 10_000}" for line in lines]
    money = [MoneyLine(line.gross, line.units, line.rate, key, line.parts) for line, key in zip(lines, keys, strict=True)]
    plan = totals.plan(money, rounding.rule, rounding.policy, DIGITS[currency])
    if plan.problem:
        return None
    rows = [
        {
            "at": 0, "line_id": "" if line.kind == "shipping" else line_id(place), "kind": line.kind, "name": f"{line.kind} {place}",
            "description": "", "sku": "", "product_id": f"{place:024x}" if line.kind == "item" else "", "holded_sku": "",
            "booked_minor": line.gross, "tax_rate_ppm": line.rate, "tax": key, "tax_parts": line.parts, "treatment": "domestic",
        }
        for place, (line, key) in enumerate(zip(lines, keys, strict=True))
    ]  # fmt: skip
    body = bodies.document(row, rows, plan, kind, shop, "A Buyer")
    return body, bodies.proof(row, rows, plan, shop), bodies.basis(row, rows, plan, kind, shop, body)


def refund(place, amount, *, lines=(), fees=(), shipping=None, included=False, state="succeeded", **more):
    """A row of contracts.money.REFUNDS; ``lines`` are (place, quantity[, amount]), ``fees`` (place, amount)."""
    details = {
        "lines": [
            {"line_id": line_id(at), "quantity": quantity, "amount_minor": told[0] if told else None} for at, quantity, *told in lines
        ],
        "fees": [{"fee_id": line_id(at), "amount_minor": told} for at, told in fees],
        "shipping_minor": shipping,
        "shipping_included": included,
    }
    row = {
        "store": "es", "wix_order_id": ORDER_ID, "refund_id": f"refund-{place}", "created_at": FIRST + timedelta(days=place), "state": state,
        "amount_minor": amount if state == "succeeded" else 0, "pending_minor": amount if state == "pending" else 0, "external": False,
        "store_credit": False, "details": details, "transactions": [],
    }  # fmt: skip
    return row | more


def ledger(plan, state="sent"):
    """A planned note as the ledger has it once it was claimed."""
    return {"part": plan.part, "basis": plan.basis, "amount_minor": plan.amount_minor, "state": state}
