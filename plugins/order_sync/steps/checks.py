"""Great Expectations around the sending: on what is to be sent, and on what the remotes now hold."""

from __future__ import annotations

import logging
from decimal import Decimal
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES
from order_sync.contracts.currencies import minor_digits
from order_sync.contracts.holds import HOLD_CODES
from order_sync.steps.check_results import keep
from order_sync.steps.shop import Shop
from order_sync.store import master
from order_sync.store.holds import hold, passed
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.parcels import keep_back

log = logging.getLogger(__name__)
_ROLES = {"holded": DOCUMENT_ROLES, "myparcel": ("shipment",)}
_TO_SEND = {"holded": "documents_to_send", "myparcel": "shipments_to_send"}
_SENT = {"holded": "documents_sent", "myparcel": "shipments_sent", "wix": "tracked"}


def before_send(
    shop: Shop, destination: str, numbers: list[str] | None = None, *, wix_order_ids: list[str] | None = None, dry_run: bool = False
) -> dict[str, int]:
    """Check what is about to be sent; failed rows are held and withdrawn (not in a dry run). Empty where nothing at all is open.

    ``wix_order_ids``: only the documents of these orders. Past orders by the shop of the past alone.
    """
    open_work = shop.database.one("checks/open_work", store=shop.store, destination=destination)["open"]
    if not open_work:
        return {}
    frame = shop.database.frame(
        f"checks/{_TO_SEND[destination]}", store=shop.store, numbers=numbers, wix_order_ids=wix_order_ids, past=shop.past
    )
    name = "documents" if destination == "holded" else "shipments"
    report = _check(shop, f"before_send_{name}", {name: frame}, _context(shop, destination))
    numbered = dict(zip(frame["wix_order_id"], frame["order_number"], strict=True)) if len(frame) else {}
    if not dry_run:
        _withdraw(shop, destination, report.failed_rows, numbered)
        failed = [(wix_order_id, f"{rule} {field}".strip()) for wix_order_id, rule, field, _ in report.failed_rows]
        passed(shop.database, shop.store, destination, list(numbered), failed)
    report.raise_if_stopped()
    return {"open": int(open_work), "checked": len(frame), "held": len(report.failed_rows)}


def after_send(shop: Shop, destination: str, wix_order_ids: list[str]) -> dict[str, int]:
    """Check what the remote now holds for the named orders; what fails is held for a person."""
    if not wix_order_ids:
        return {"checked": 0, "held": 0}
    frame = shop.database.frame(f"checks/{_SENT[destination]}", store=shop.store, wix_order_ids=wix_order_ids)
    suite, name = {
        "holded": ("after_send_documents", "documents"),
        "myparcel": ("after_send_shipments", "shipments"),
        "wix": ("tracking", "tracking"),
    }[destination]
    report = _check(shop, suite, {name: frame}, _context(shop, destination))
    numbered = dict(zip(frame["wix_order_id"], frame["order_number"], strict=True)) if len(frame) else {}
    for wix_order_id, rule, field, seen in report.failed_rows:
        _hold(shop, destination, wix_order_id, numbered.get(wix_order_id), f"{rule} {field}".strip(), seen, source="send")
    report.raise_if_stopped()
    return {"checked": len(frame), "held": len(report.failed_rows)}


def _check(shop: Shop, suite: str, frames: dict[str, Any], context: dict[str, Any]) -> Any:
    from order_sync.quality.run import check

    report = check(suite, frames, context)
    keep(shop, report)
    return report


def _context(shop: Shop, destination: str) -> dict[str, Any]:
    context: dict[str, Any] = {"today": shop.today(), "start_date": shop.settings.start_date}
    if destination == "holded":
        settings = shop.settings.holded
        taxes = master.cached(shop.database, settings.connection, "taxes") or []
        context |= {
            "rounding_rule": settings.rounding.rule,
            "tax_rates": {
                tax["key"]: int(Decimal(str(tax["rate"])) * 10_000)
                for tax in taxes
                if tax["active"] and tax["scope"] == "sales" and tax["rate"] is not None
            },
            "joined_keys": {rule.key for rule in shop.config.taxes if rule.connection == settings.connection and "+" in rule.key},
            "product_required": settings.unknown_sku == "hold",
            "minor_digits": {currency: minor_digits(currency) for currency in settings.currencies},
            "accepted_gap_minor": 1 if settings.rounding.policy == "accept" else 0,
        }
    return context


def _withdraw(shop: Shop, destination: str, failed: list[tuple[str, str, str, str]], numbered: dict[str, str]) -> None:
    ledger = Ledger(shop.database)
    open_intents: dict[str, list[Entry]] = {}
    for intent in ledger.open(shop.store, destination, list(_ROLES[destination])):
        open_intents.setdefault(intent.wix_order_id, []).append(intent)
    for wix_order_id, rule, field, seen in failed:
        # The next ingest builds the order again and lets it go once the rule holds.
        _hold(shop, destination, wix_order_id, numbered.get(wix_order_id), f"{rule} {field}".strip(), seen)
        for intent in open_intents.get(wix_order_id, ()):
            ledger.withdraw(intent)
        if destination == "myparcel":
            keep_back(shop.database, shop.store, wix_order_id, f"{rule} {field}".strip())


def _hold(shop: Shop, destination: str, wix_order_id: str, number: str | None, field: str, seen: str, source: str = "before_send") -> None:
    hold(
        shop.database, shop.store, wix_order_id, number, destination, "CHECK_FAILED",
        field=field, seen=seen, cure=HOLD_CODES["CHECK_FAILED"].cure, source=source,
    )  # fmt: skip
