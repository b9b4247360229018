"""Preflight of what the settings name in the Holded account: series, warehouses, treasuries, accounts, contact, and its month."""

from __future__ import annotations

from collections.abc import Iterator

from order_sync.errors import NotThere, OrderSyncError, Rejected
from order_sync.settings import HoldedSettings
from order_sync.steps.preflight_findings import Finding, all_of, fine, tried, unknown, wrong
from order_sync.steps.preflight_taxes import tax_keys
from order_sync.steps.quota import ORDER_AT_MOST, Purse
from order_sync.steps.shop import Shop


def holded(shop: Shop, settings: HoldedSettings) -> Iterator[Finding]:
    """What can be asked of the account, and what its API cannot tell. Each list is read once."""
    hook = shop.holded()
    yield from tax_keys(shop, settings)
    past = shop.settings.history.series
    for kind in sorted({*settings.series, *past}):
        named = settings.series.get(kind, {})
        places = [("", named)] if isinstance(named, str) else [(f"for {country}", id) for country, id in sorted(named.items())]
        places += [("for past orders (history.series)", past[kind])] if kind in past else []
        read = lambda kind=kind: hook.numbering_series(kind)  # noqa: E731
        yield from all_of(f"numbering series of {kind}", places, read, f"holded.series.{kind}")
    warehouses = [
        ("", settings.warehouse_id),
        *((f"of rule {n}", rule.warehouse_id) for n, rule in enumerate(settings.warehouses, start=1)),
    ]
    payments, lines = settings.payments, settings.lines
    accounts = [(name, getattr(lines, name).account_id) for name in ("item", "shipping", "fee", "tip", "gift_card")]
    for what, wanted, read, key in (
        ("warehouse", warehouses, hook.warehouses, "holded.warehouse_id"),
        ("sales channel", [("", settings.sales_channel_id)], hook.sales_channels, "holded.sales_channel_id"),
        ("treasury account", [("", payments.treasury_id), *_of(payments.treasuries)], hook.treasury_accounts, "holded.payments.treasury_id"),
        ("payment method", [("", payments.payment_method_id), *_of(payments.payment_methods)], hook.payment_methods, "holded.payments.payment_method_id"),
        ("ledger account of lines", accounts, hook.accounts, "holded.lines"),
    ):  # fmt: skip
        named = [(name, id) for name, id in wanted if id]
        yield from all_of(what, named, read, key) if named else ()
    if settings.contacts.generic_contact_id:
        yield tried("generic contact", lambda: _contact(shop, settings.contacts.generic_contact_id))
    yield from of_settings(settings)
    yield _month(shop, settings)


def of_settings(settings: HoldedSettings) -> Iterator[Finding]:
    """What can be told without the account."""
    if settings.payments.register_payment and settings.approve == "never":
        yield wrong(
            "payments", "payments.register_payment is on and approve is never",
            "Paying a draft approves it: set approve: when_proven, or register_payment: false.",
        )  # fmt: skip
    if settings.rounding.policy == "line" and not settings.rounding.tax_key:
        yield wrong("rounding", "policy is line without tax_key", "Set holded.rounding.tax_key to an untaxed key.")
    if settings.design_id:
        yield unknown("template", "Holded's API lists no templates", "Look at the first document: holded.design_id may be ignored.")
    if settings.order_status.show == "stages":
        yield unknown(
            "pipeline stages", "Holded's API lists no stages", "Compare holded.order_status.stages with orders that stand in them."
        )
    if not any("{delivery_address}" in text for text in (settings.texts.notes, settings.texts.body)):
        cure = "Put {delivery_address} into holded.texts.notes or holded.texts.body where the document must have it."
        yield unknown("delivery address", "not on documents: API v2 has no field for it", cure)
    if settings.unknown_sku == "create":
        cure = "Give the token the scope inventory:products.write."
        yield unknown("products", "the right to make products shows only when one is made", cure)
    foreign = [currency for currency in settings.currencies if currency != settings.account_currency]
    if foreign:
        seen = f"direction of the exchange rate ({', '.join(foreign)}) cannot be checked: the API does not say it"
        yield unknown("currencies", seen, "Compare the rate of the first such document; else turn holded.currency_change round.")


def _of(named: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"of {name}", id) for name, id in sorted(named.items())]


def _contact(shop: Shop, id: str) -> str:
    try:
        return shop.holded().contact(id)["name"]
    except NotThere:
        cure = "Copy the id of the shared contact from Holded into holded.contacts.generic_contact_id."
        raise OrderSyncError(f"{id} is not in the account", where="holded.contacts.generic_contact_id", cure=cure) from None


def _month(shop: Shop, settings: HoldedSettings) -> Finding:
    """Calls of the month: the limit may be the ceiling of an overage (contract 1.4)."""
    what, purse = "calls of the month", Purse(shop)
    try:
        told = shop.holded().usage()
    except Rejected as error:
        cure = "Give the token developers:usage.read; without it only our own calls are counted, against holded.quota.monthly_limit."
        return unknown(what, error.seen, cure)
    except OrderSyncError as error:
        return wrong(what, error.seen, error.cure)
    limit = min(filter(None, (told["limit"], settings.quota.monthly_limit)))
    left = limit - told["usage"]
    seen = f"{told['usage']:,} of {limit:,} are used"
    if left < settings.quota.reserve + ORDER_AT_MOST:
        return wrong(what, f"{seen}, {settings.quota.reserve} are kept in reserve: nothing new is booked", purse.lack("").cure)
    return fine(what, f"{seen}; the limit may be the ceiling of a billed overage")
