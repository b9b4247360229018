"""Try what the settings need before any task writes: connections, rights, tax keys, series, warehouse. Each finding with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from order_sync.errors import OrderSyncError
from order_sync.settings import Config, HoldedSettings, TaxRule
from order_sync.steps.shop import Shop, open_shop
from order_sync.store.database import Database

Finding = dict[str, str]


def preflight(store: str, config: Config, database: Database) -> list[Finding]:
    """Findings of one store: store, what, verdict (fine | wrong), seen, cure."""
    with open_shop(store, "preflight", config=config, database=database) as shop:
        return [{"store": store, **finding} for finding in _all(shop)]


def _all(shop: Shop) -> Iterator[Finding]:
    shop.database.one(
        "checks/open_work", store=shop.store, destination="holded"
    )  # without tables nothing below can be recorded: the error names the cure
    yield {"what": "orders database", "verdict": "fine", "seen": "its tables are there", "cure": ""}
    yield _remote("wix", shop.settings.wix.connection, shop.wix)
    if shop.settings.holded:
        access = _remote("holded", shop.settings.holded.connection, shop.holded)
        yield access
        # A token that opens nothing would say the same for every key below. One that lacks a right is tried on.
        yield from _holded(shop, shop.settings.holded) if access["verdict"] == "fine" else _of_settings(shop.settings.holded)
    if shop.settings.myparcel:
        yield _remote("myparcel", shop.settings.myparcel.connection, shop.myparcel)


def _remote(remote: str, connection: str, make: Callable[[], Any]) -> Finding:
    what = f"connection {connection}"
    try:
        works, message = make().test_connection()
    except OrderSyncError as error:
        return {"what": what, "verdict": "wrong", "seen": error.seen, "cure": error.cure}
    cure = "" if works else f"Correct the Airflow connection {connection} (type {remote}) and press Test."
    return {"what": what, "verdict": "fine" if works else "wrong", "seen": message, "cure": cure}


def _holded(shop: Shop, settings: HoldedSettings) -> Iterator[Finding]:
    hook = shop.holded()
    yield from _tax_keys(shop, settings)
    for kind, named in sorted(settings.series.items()):
        for country, series_id in sorted({"": named}.items() if isinstance(named, str) else named.items()):
            what = f"numbering series of {kind}{country and f' for {country}'}"
            yield _one_of(what, series_id, lambda kind=kind: hook.numbering_series(kind), f"holded.series.{kind}")
    named = (
        ("warehouse", settings.warehouse_id, hook.warehouses, "holded.warehouse_id"),
        ("sales channel", settings.sales_channel_id, hook.sales_channels, "holded.sales_channel_id"),
        ("treasury account", settings.payments.treasury_id, hook.treasury_accounts, "holded.payments.treasury_id"),
        ("payment method", settings.payments.payment_method_id, hook.payment_methods, "holded.payments.payment_method_id"),
    )
    for what, wanted, read, key in named:
        if wanted:
            yield _one_of(what, wanted, read, key)
    yield from _of_settings(settings)
    if settings.vat.vies:
        yield _remote("http", settings.vat.vies_connection, shop.vies)


def _of_settings(settings: HoldedSettings) -> Iterator[Finding]:
    """What can be told without the account."""
    if settings.payments.register_payment and settings.approve == "never":
        yield {
            "what": "payments", "verdict": "wrong", "seen": "payments.register_payment is on and approve is never",
            "cure": "Paying a draft approves it: set approve: when_proven, or register_payment: false.",
        }  # fmt: skip
    if settings.rounding.policy == "line" and not settings.rounding.tax_key:
        yield {
            "what": "rounding",
            "verdict": "wrong",
            "seen": "policy is line without tax_key",
            "cure": "Set holded.rounding.tax_key to an untaxed key.",
        }


def _tax_keys(shop: Shop, settings: HoldedSettings) -> Iterator[Finding]:
    try:
        account = {tax["key"]: tax for tax in shop.holded().taxes()}
    except OrderSyncError as error:
        yield {"what": "tax keys", "verdict": "wrong", "seen": error.seen, "cure": error.cure}
        return
    rules = [rule for rule in shop.config.taxes if rule.connection == settings.connection]
    if not rules:
        yield {
            "what": "tax keys",
            "verdict": "wrong",
            "seen": f"taxes.csv has no line for {settings.connection}",
            "cure": "Add the account's keys to taxes.csv.",
        }
    if settings.rounding.policy == "line" and settings.rounding.tax_key:
        yield _rounding_key(settings.rounding.tax_key, account)
    for rule in rules:
        wrong = _wrong_key(rule, account)
        seen = f"{rule.treatment} {rule.country} {rule.rate_ppm / 10_000:g} %{wrong}"
        cure = f"Create or activate the tax in Holded, or correct line {rule.line} of taxes.csv.{_of_rate(account, rule)}" if wrong else ""
        yield {"what": f"tax key {rule.key}", "verdict": "wrong" if wrong else "fine", "seen": seen, "cure": cure}


def _wrong_key(rule: TaxRule, account: dict[str, Any]) -> str:
    """What is wrong with the key of a line, "" where nothing is; two keys joined by + are both needed, and their rates add up."""
    parts = {key: account.get(key) for key in rule.key.split("+")}
    for key, tax in parts.items():
        named = f" {key}" if len(parts) > 1 else ""
        if not tax:
            return f":{named} not in the account"
        if not (tax["active"] and tax["scope"] == "sales"):
            return f":{named} not an active sales tax"
    rates = [tax["rate"] for tax in parts.values() if tax["rate"] is not None]
    if len(rates) < len(parts) or sum(rates) * 10_000 != rule.rate_ppm:
        return f", but Holded has {' + '.join(str(rate) for rate in rates) or 'no rate'} %"
    return ""


def _of_rate(account: dict[str, Any], rule: TaxRule) -> str:
    """The account's own keys of a rate, to choose from: never chosen for the merchant."""
    known = [key for key, tax in account.items() if tax["active"] and tax["scope"] == "sales" and tax["rate"] == rule.rate_ppm / 10_000]
    return f" At this rate the account has {', '.join(sorted(known)[:10])}." if known else ""


def _rounding_key(key: str, account: dict[str, Any]) -> Finding:
    tax = account.get(key)
    usable = bool(tax and tax["active"] and tax["scope"] == "sales" and tax["rate"] == 0)
    seen = f"{key}, untaxed" if usable else f"{key} is not an active sales tax of 0 % in the account"
    cure = "" if usable else "Set holded.rounding.tax_key to an untaxed key of the account."
    return {"what": "rounding", "verdict": "fine" if usable else "wrong", "seen": seen, "cure": cure}


def _one_of(what: str, wanted: str, read: Callable[[], list[dict[str, Any]]], key: str) -> Finding:
    def find() -> str:
        rows = read()
        found = next((row for row in rows if row["id"] == wanted), None)
        if found is None:
            known = ", ".join(f"{row.get('name')} ({row['id']})" for row in rows[:10]) or "none"
            raise OrderSyncError(f"{wanted} is not in the account", where=key, cure=f"The account has: {known}.")
        return str(found.get("name") or wanted)

    return _try(what, find)


def _try(what: str, act: Callable[[], str]) -> Finding:
    try:
        return {"what": what, "verdict": "fine", "seen": act(), "cure": ""}
    except OrderSyncError as error:
        return {"what": what, "verdict": "wrong", "seen": error.seen, "cure": error.cure}
