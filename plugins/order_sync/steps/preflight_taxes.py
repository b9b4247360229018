"""Preflight of the tax keys: those of taxes.csv, of single lines and of rounding, against the account's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from order_sync.errors import OrderSyncError
from order_sync.settings import HoldedSettings, TaxRule
from order_sync.steps.preflight_findings import Finding, fine, wrong
from order_sync.steps.shop import Shop


def tax_keys(shop: Shop, settings: HoldedSettings) -> Iterator[Finding]:
    """A finding for each key that the settings name."""
    try:
        account = {tax["key"]: tax for tax in shop.holded().taxes()}
    except OrderSyncError as error:
        yield wrong("tax keys", error.seen, error.cure)
        return
    rules = [rule for rule in shop.config.taxes if rule.connection == settings.connection]
    if not rules:
        yield wrong("tax keys", f"taxes.csv has no line for {settings.connection}", "Add the account's keys to taxes.csv.")
    if settings.rounding.policy == "line" and settings.rounding.tax_key:
        yield _rounding_key(settings.rounding.tax_key, account)
    for rule in rules:
        fault = _wrong_key(rule, account)
        what, seen = f"tax key {rule.key}", f"{rule.treatment} {rule.country} {rule.rate_ppm / 10_000:g} %{fault}"
        cure = f"Create or activate the tax in Holded, or correct line {rule.line} of taxes.csv.{_of_rate(account, rule)}"
        yield wrong(what, seen, cure) if fault else fine(what, seen)
    yield from _of_lines(settings, account)


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
    return fine("rounding", seen) if usable else wrong("rounding", seen, "Set holded.rounding.tax_key to an untaxed key of the account.")


def _of_lines(settings: HoldedSettings, account: dict[str, Any]) -> Iterator[Finding]:
    """The keys that stand for single types of lines instead of the table's."""
    for name in ("item", "shipping", "fee", "tip", "gift_card"):
        for key in filter(None, (getattr(settings.lines, name).tax_key or "").split("+")):
            tax, what = account.get(key), f"tax key {key} of {name} lines"
            if tax and tax["active"] and tax["scope"] == "sales" and tax["rate"] == 0:
                yield fine(what, "untaxed")  # these keys stand for lines that Wix does not tax
            else:
                seen = "not an active sales tax of 0 %" if tax else "not in the account"
                yield wrong(what, seen, f"Set holded.lines.{name}.tax_key to an untaxed key of the account.")
